// npx's folders: `<npm cache>/_npx/<key>/` with package.json (`_npx.packages` since npm 8), package-lock.json and node_modules.
// Key and contents as in npm/cli workspaces/libnpmexec/lib/index.js; the cache's place as in workspaces/config definitions.
import { createHash } from 'node:crypto';
import type { Problem } from '../model/coverage.ts';
import type { Home, RunFolder } from '../model/machine.ts';
import type { FileTree } from '../model/ports.ts';
import { property, isObject, type JsonObject } from '../text/json.ts';
import { baseName, foldersOf, join, kindOr, listOr, systemFolders } from './paths.ts';
import { readFolderSettings } from './npmrc.ts';
import { dependenciesOf, readRunManifest, runTimes, type RunFolders } from './run-folders.ts';

/** Folders in which npm of this user keeps its caches: where settings say, and where npm puts them by itself. */
export function npmCacheFolders(tree: FileTree, home: Home): { readonly folders: readonly string[]; readonly problems: readonly Problem[]; readonly notes: readonly string[] } {
  const settings = readFolderSettings(tree, home);
  const problems = [...settings.problems];
  const { localAppData, appData } = systemFolders(home);
  // npm up to 6 kept it in the roaming profile.
  const own = home.platform === 'windows' ? [join(localAppData, 'npm-cache'), join(appData, 'npm-cache')] : [join(home.path, '.npm')];
  return { folders: foldersOf(tree, [settings.folders.get('cache'), ...own], problems), problems, notes: settings.notes };
}

/** Name of the folder in which npx keeps the packages that were asked for together. Specs are as written, directories absolute. */
export function npxKey(specs: readonly string[]): string {
  const sorted = [...specs].sort((left, right) => left.localeCompare(right, 'en'));
  return createHash('sha512').update(sorted.join('\n')).digest('hex').slice(0, 16);
}

/** Every folder of npx below one npm cache folder. */
export function listNpxFolders(tree: FileTree, cache: string): RunFolders {
  const problems: Problem[] = [];
  const folders: RunFolder[] = [];
  let empty = 0;
  for (const { name, kind } of listOr(tree, join(cache, '_npx'), problems)) {
    const folder = join(cache, `_npx/${name}`);
    if (kind !== 'folder') {
      // A link could name any folder of the machine as npx's own; npx makes none.
      if (kind === 'link') problems.push({ code: 'unknown-entry', message: 'a link among the folders of npx was not followed', path: folder });
      continue;
    }
    const found = runFolder(tree, folder);
    if (found) folders.push(found);
    else empty += 1;
  }
  return { folders, problems, notes: empty === 0 ? [] : [`folders of npx without a package: ${empty} (the run was cancelled, or its install failed)`] };
}

function runFolder(tree: FileTree, folder: string): RunFolder | undefined {
  const read = readRunManifest(tree, folder);
  const problems = [...read.problems];
  const installed = kindOr(tree, join(folder, 'node_modules'), problems) === 'folder';
  if (read.kind === 'absent' && !installed && problems.length === 0) return undefined;
  // A run that was stopped leaves packages without a word of what was asked for, and forever; they are read all the same.
  const times = runTimes(tree, folder, ['package-lock.json', 'package.json', 'node_modules/.package-lock.json']);
  if (read.kind !== 'read') return { tool: 'npx', folder, ...times, problems };
  const specs = specsOf(read.manifest, folder, problems);
  return { tool: 'npx', folder, ...(specs ? { specs } : {}), dependencies: dependenciesOf(read.manifest), ...times, problems };
}

// Absent before npm 8, and where the run stopped between installing and noting it.
function specsOf(manifest: JsonObject, folder: string, problems: Problem[]): readonly string[] | undefined {
  const own = property(manifest, '_npx');
  if (own === undefined) return undefined;
  const packages = isObject(own) ? property(own, 'packages') : undefined;
  if (!Array.isArray(packages) || packages.some((spec) => typeof spec !== 'string')) {
    problems.push({ code: 'malformed', message: '"_npx.packages" is not a list of texts', path: join(folder, 'package.json') });
    return undefined;
  }
  return packages as readonly string[];
}

/** True where `folder` is the one that npx uses for these specs, by its name or by what it states. */
export function isNpxFolderOf(folder: RunFolder, key: string, specs: readonly string[]): boolean {
  if (baseName(folder.folder) === key) return true;
  return folder.specs !== undefined && folder.specs.length === specs.length && npxKey(folder.specs) === key;
}
