// Deno's cache of npm packages: `<DENO_DIR>/npm/<registry>/<name>/<version>[_<copy>]/` with the package's files (denoland/deno
// npm_cache_dir: NpmCacheDir). A name with capitals is written as `_` and base 32 there: such old packages are not listed.
import type { FetchedTarball } from '../model/machine.ts';
import { join, listOr, timesOf, timeText } from './paths.ts';
import type { CacheReading } from './package-caches.ts';

const VERSION = /^(\d+\.\d+\.\d+[^_]{0,200})(?:_\d{1,3})?$/s;

/** Packages below `<DENO_DIR>/npm`. */
export function listDenoPackages(reading: CacheReading, folder: string): readonly FetchedTarball[] {
  return subfolders(reading, folder).flatMap((registry) => subfolders(reading, join(folder, registry)).flatMap((name) => {
    const path = join(folder, `${registry}/${name}`);
    if (!name.startsWith('@')) return versions(reading, path, name);
    return subfolders(reading, path).flatMap((base) => versions(reading, join(path, base), `${name}/${base}`));
  }));
}

function subfolders({ tree, problems }: CacheReading, folder: string): readonly string[] {
  return listOr(tree, folder, problems).filter(({ kind }) => kind === 'folder').map(({ name }) => name);
}

function versions(reading: CacheReading, folder: string, name: string): readonly FetchedTarball[] {
  const found = new Map<string, FetchedTarball>();
  for (const entry of subfolders(reading, folder)) {
    const version = VERSION.exec(entry)?.[1];
    if (version === undefined || found.has(version) || !reading.wanted(name, version)) continue;
    const path = join(folder, entry);
    const time = timeText(timesOf(reading.tree, path)?.modified);
    found.set(version, { tool: 'deno', name, version, index: path, content: path, form: 'folder', ...(time === undefined ? {} : { time }), held: true });
  }
  return [...found.values()];
}
