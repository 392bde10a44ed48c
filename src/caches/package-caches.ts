// Caches of yarn, pnpm, bun and Deno that keep packages under names which tell name and version: evidence of a past fetch. Sources:
// yarnpkg/berry structUtils.slugifyLocator and Cache.ts (`<slug>-npm-<version>-<hash>-<key>.zip`), yarnpkg/yarn
// src/config.js (`npm-<slug>-<version>-<hash>-integrity`), pnpm/pnpm store/cafs (`index/<2>/<hash>-<id>.json`, before v10
// `files/<2>/<hash>-index.json`), oven-sh/bun src/install (`<name>@<version>@@@1`). The full checksums are in lockfiles.
import type { Problem } from '../model/coverage.ts';
import type { FetchedTarball, Home } from '../model/machine.ts';
import type { FileTree } from '../model/ports.ts';
import { listBunPackages } from './bun-cache.ts';
import { listDenoPackages } from './deno-cache.ts';
import { environmentPath, foldersOf, join, listOr, systemFolders } from './paths.ts';
import { readFolderSettings } from './npmrc.ts';
import { listPnpmPackages } from './pnpm-store.ts';
import { listBerryPackages, listClassicPackages } from './yarn-caches.ts';

export interface PackageCaches {
  readonly tarballs: readonly FetchedTarball[];
  /** Folders that were looked at. */
  readonly folders: readonly string[];
  readonly problems: readonly Problem[];
  readonly notes: readonly string[];
}

/** What one cache is read with. */
export interface CacheReading {
  readonly tree: FileTree;
  readonly wanted: (name: string, version: string) => boolean;
  readonly problems: Problem[];
  readonly notes: string[];
}

/** Packages in the caches of yarn, pnpm, bun and Deno of one user; `wanted` keeps the list small where few names matter. */
export function listPackageCaches(tree: FileTree, home: Home, wanted: CacheReading['wanted'] = () => true): PackageCaches {
  const settings = readFolderSettings(tree, home);
  const reading: CacheReading = { tree, wanted, problems: [], notes: [] };
  const { cache, data, localAppData } = systemFolders(home);
  const of = (...candidates: readonly (string | undefined)[]): readonly string[] => foldersOf(tree, candidates, reading.problems);
  const windows = home.platform === 'windows';
  const library = home.platform === 'macos' ? join(home.path, 'Library') : undefined;
  // yarn 1 gives root another home on Linux (src/util/user-home-dir.js).
  const rootYarn = home.path === '/root' ? '/usr/local/share/.cache/yarn' : undefined;
  const berry = of(join(home.path, '.yarn/berry/cache'), windows ? join(localAppData, 'Yarn/Berry/cache') : undefined);
  const classic = of(environmentPath(home, 'YARN_CACHE_FOLDER'), library && `${library}/Caches/Yarn`, windows ? join(localAppData, 'Yarn/Cache') : join(cache, 'yarn'), rootYarn);
  const stores = of(settings.folders.get('store-dir'), library && `${library}/pnpm/store`, windows ? join(localAppData, 'pnpm/store') : join(data, 'pnpm/store'), join(home.path, '.pnpm-store'));
  const bunInstall = environmentPath(home, 'BUN_INSTALL');
  const bun = of(environmentPath(home, 'BUN_INSTALL_CACHE_DIR'), bunInstall && join(bunInstall, 'install/cache'), join(cache, '.bun/install/cache'), join(home.path, '.bun/install/cache'));
  const denoDir = environmentPath(home, 'DENO_DIR');
  const deno = of(denoDir && join(denoDir, 'npm'), library && `${library}/Caches/deno/npm`, windows ? join(localAppData, 'deno/npm') : join(cache, 'deno/npm'));
  const tarballs = [
    ...berry.flatMap((folder) => listBerryPackages(reading, folder)),
    ...versionsOf(reading, classic, /^v\d+$/).flatMap((folder) => listClassicPackages(reading, folder)),
    ...versionsOf(reading, stores, /^v\d+$/).flatMap((folder) => listPnpmPackages(reading, folder)),
    ...bun.flatMap((folder) => listBunPackages(reading, folder)),
    ...deno.flatMap((folder) => listDenoPackages(reading, folder)),
  ];
  return { tarballs, folders: [...berry, ...classic, ...stores, ...bun, ...deno], problems: reading.problems, notes: reading.notes };
}

// The folders of the formats, `v3`, `v10`, below a store or cache.
function versionsOf({ tree, problems }: CacheReading, roots: readonly string[], name: RegExp): readonly string[] {
  return roots.flatMap((root) => (name.test(root.slice(root.lastIndexOf('/') + 1)) ? [root] : listOr(tree, root, problems).filter((entry) => entry.kind === 'folder' && name.test(entry.name)).map((entry) => join(root, entry.name))));
}
