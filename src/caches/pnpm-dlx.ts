// pnpm's dlx folders: `<cacheDir>/dlx/<key>/` with the link `pkg` to `<time>-<pid>/` (hexadecimal, base 36 from 12 on), a project with package.json,
// pnpm-lock.yaml and node_modules (pnpm/pnpm exec/plugin-commands-script-runners/src/dlx.ts, config/src/dirs.ts). Older runs of
// the same key stay beside it. The key hashes specs (pnpm 9) or resolved ids (10 and later) together with the registries, so
// folders are told by what they hold. pnpm up to 8 worked in `<store>/tmp/dlx-<pid>` and removed it.
import type { Problem } from '../model/coverage.ts';
import type { Home, RunFolder } from '../model/machine.ts';
import type { FileTree } from '../model/ports.ts';
import { environmentPath, foldersOf, join, kindOr, listOr, systemFolders } from './paths.ts';
import { readFolderSettings } from './npmrc.ts';
import { dependenciesOf, readRunManifest, runTimes, type RunFolders } from './run-folders.ts';

const RUN = /^([0-9a-z]{8,13})-[0-9a-z]{1,8}$/;

/** Folders in which pnpm of this user keeps its caches. */
export function pnpmCacheFolders(tree: FileTree, home: Home): { readonly folders: readonly string[]; readonly problems: readonly Problem[]; readonly notes: readonly string[] } {
  const settings = readFolderSettings(tree, home);
  const problems = [...settings.problems];
  const { cache, localAppData } = systemFolders(home);
  const own = home.platform === 'windows' ? [join(localAppData, 'pnpm-cache'), join(home.path, '.pnpm-cache')] : home.platform === 'macos' ? [join(home.path, 'Library/Caches/pnpm')] : [];
  return { folders: foldersOf(tree, [settings.folders.get('cache-dir'), environmentPath(home, 'pnpm_config_cache_dir'), ...own, join(cache, 'pnpm')], problems), problems, notes: settings.notes };
}

/** Every dlx folder below one cache folder of pnpm, older runs included. */
export function listDlxFolders(tree: FileTree, cache: string): RunFolders {
  const problems: Problem[] = [];
  const folders: RunFolder[] = [];
  let empty = 0;
  const dlx = join(cache, 'dlx');
  for (const key of listOr(tree, dlx, problems)) {
    if (key.kind !== 'folder') continue;
    const inside = join(dlx, key.name);
    for (const { name, kind } of listOr(tree, inside, problems)) {
      // `pkg` is a link to one of its neighbours (a junction on Windows); pnpm 9.0 had the project itself there.
      if (kind !== 'folder' || (name !== 'pkg' && !RUN.test(name))) continue;
      const found = runFolder(tree, join(inside, name), name);
      if (found) folders.push(found);
      else empty += 1;
    }
  }
  return { folders, problems, notes: empty === 0 ? [] : [`folders of pnpm dlx without a package: ${empty} (the install failed)`] };
}

function runFolder(tree: FileTree, folder: string, name: string): RunFolder | undefined {
  const read = readRunManifest(tree, folder);
  const problems = [...read.problems];
  const installed = kindOr(tree, join(folder, 'node_modules'), problems) === 'folder';
  if (read.kind === 'absent' && !installed && problems.length === 0) return undefined;
  if (read.kind === 'absent') problems.push({ code: 'not-found', message: 'pnpm dlx left packages here without the package.json that says which were asked for', path: join(folder, 'package.json') });
  const stamp = RUN.exec(name)?.[1];
  const times = runTimes(tree, folder, ['pnpm-lock.yaml', 'package.json', 'node_modules/.modules.yaml'], stamp === undefined ? undefined : stampTime(stamp));
  return { tool: 'pnpm dlx', folder, ...(read.kind === 'read' ? { dependencies: dependenciesOf(read.manifest) } : {}), ...times, problems };
}

// Milliseconds have 11 hexadecimal digits until the year 2527, and 8 digits in base 36 until 2059.
function stampTime(stamp: string): number | undefined {
  if (/^[0-9a-f]{11}$/.test(stamp)) return Number.parseInt(stamp, 16);
  return stamp.length === 8 ? Number.parseInt(stamp, 36) : undefined;
}
