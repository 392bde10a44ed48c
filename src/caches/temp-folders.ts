// Temporary folders of a machine, in which bunx keeps what it ran and yarn works: `/tmp`, `/var/tmp`, macOS's folder of each
// user below `/var/folders`, Windows' below each profile, and what TMPDIR, TEMP and BUN_TMPDIR say on a live machine.
import type { Problem } from '../model/coverage.ts';
import type { Home } from '../model/machine.ts';
import type { FileTree } from '../model/ports.ts';
import { environmentPath, foldersOf, join, listOr, systemFolders } from './paths.ts';

/** Temporary folders that are there, each once. */
export function tempFolders(tree: FileTree, homes: readonly Home[], problems: Problem[]): readonly string[] {
  const own = homes.flatMap((home) => [
    ...['BUN_TMPDIR', 'TMPDIR', 'TEMP', 'TMP'].map((name) => environmentPath(home, name)),
    ...(home.platform === 'windows' ? [join(systemFolders(home).localAppData, 'Temp')] : []),
  ]);
  const platforms = new Set(homes.map(({ platform }) => platform));
  const shared = platforms.size === 1 && platforms.has('windows') ? ['/Windows/Temp'] : ['/tmp', '/var/tmp', '/private/tmp'];
  const macos = platforms.has('macos') ? ['/private/var/folders', '/var/folders'].flatMap((root) => userTemps(tree, root)) : [];
  return foldersOf(tree, [...own, ...shared, ...macos], problems);
}

// `/var/folders/<2 characters>/<hash>/T`, one for each user; those of others cannot be opened, which says nothing of ours.
function userTemps(tree: FileTree, root: string): readonly string[] {
  const refused: Problem[] = [];
  const below = (folder: string): readonly string[] => listOr(tree, folder, refused).filter(({ kind }) => kind === 'folder').map(({ name }) => join(folder, name));
  return below(root).flatMap(below).map((folder) => join(folder, 'T'));
}
