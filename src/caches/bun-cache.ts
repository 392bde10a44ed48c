// bun's cache: `<name>@<version>@@@<n>` folders with the package's files, `@scope/` holding those of a scope; a registry that is
// not the public one stands between (`@@host`). Of a pre-release or build the name has only a hash, so its package.json tells.
import { LIMITS } from '../model/limits.ts';
import type { FetchedTarball } from '../model/machine.ts';
import { TreeError, type FileTree } from '../model/ports.ts';
import { join, listOr, timesOf, timeText } from './paths.ts';
import type { CacheReading } from './package-caches.ts';

const FOLDER = /^([^@]{1,214})@(\d+\.\d+\.\d+)([-+][0-9A-Fa-f+]{1,64})?(?:@@[^@]{0,255})?(?:@@@\d{1,9})?$/s;

/** Packages of a cache folder. */
export function listBunPackages(reading: CacheReading, cache: string): readonly FetchedTarball[] {
  const { tree, problems } = reading;
  return listOr(tree, cache, problems).flatMap(({ name, kind }) => {
    if (kind !== 'folder') return [];
    const folder = join(cache, name);
    if (/^@[^@]+$/.test(name)) return listOr(tree, folder, problems).flatMap((entry) => (entry.kind === 'folder' ? fetched(reading, join(folder, entry.name), entry.name, `${name}/`) : []));
    return fetched(reading, folder, name, '');
  });
}

function fetched({ tree, wanted }: CacheReading, folder: string, entry: string, scope: string): readonly FetchedTarball[] {
  const [, base, numbers, hashed] = FOLDER.exec(entry) ?? [];
  if (base === undefined || numbers === undefined) return [];
  const name = `${scope}${base}`;
  const version = hashed === undefined ? numbers : statedVersion(tree, folder, numbers) ?? `${numbers}${hashed}`;
  if (!wanted(name, version)) return [];
  const time = timeText(timesOf(tree, folder)?.modified);
  return [{ tool: 'bun', name, version, index: folder, content: folder, form: 'folder', ...(time === undefined ? {} : { time }), held: true }];
}

function statedVersion(tree: FileTree, folder: string, numbers: string): string | undefined {
  try {
    const text = new TextDecoder().decode(tree.read(join(folder, 'package.json'), LIMITS.packageJsonBytes));
    const version = /"version"\s{0,8}:\s{0,8}"([^"\\]{1,256})"/.exec(text)?.[1];
    return version?.startsWith(numbers) === true ? version : undefined;
  } catch (error) {
    if (error instanceof TreeError) return undefined;
    throw error;
  }
}
