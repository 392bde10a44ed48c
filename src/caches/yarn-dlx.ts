// yarn dlx works in `<temp>/xfs-<8 hex digits>/dlx-<pid>/` and removes it at the end (yarnpkg/berry packages/plugin-dlx,
// yarnpkg-fslib xfs): only a run that was killed leaves a folder. What always stays is the global cache: see package-caches.ts.
import type { Problem } from '../model/coverage.ts';
import type { Home, RunFolder } from '../model/machine.ts';
import type { FileTree } from '../model/ports.ts';
import { join, listOr } from './paths.ts';
import { dependenciesOf, readRunManifest, runTimes, type RunFolders } from './run-folders.ts';
import { tempFolders } from './temp-folders.ts';

/** Folders of killed runs of yarn dlx in the temporary folders of these users. */
export function listYarnDlxFolders(tree: FileTree, homes: readonly Home[]): RunFolders {
  const problems: Problem[] = [];
  const folders: RunFolder[] = [];
  for (const temp of tempFolders(tree, homes, problems)) {
    for (const outer of listOr(tree, temp, problems)) {
      if (outer.kind !== 'folder' || !/^xfs-[0-9a-f]{8}$/.test(outer.name)) continue;
      const parent = join(temp, outer.name);
      for (const { name, kind } of listOr(tree, parent, problems)) if (kind === 'folder' && /^dlx-\d+$/.test(name)) folders.push(runFolder(tree, join(parent, name)));
    }
  }
  return { folders, problems, notes: [] };
}

function runFolder(tree: FileTree, folder: string): RunFolder {
  const read = readRunManifest(tree, folder);
  const times = runTimes(tree, folder, ['yarn.lock', 'package.json']);
  return { tool: 'yarn dlx', folder, ...(read.kind === 'read' ? { dependencies: dependenciesOf(read.manifest) } : {}), ...times, problems: read.problems };
}
