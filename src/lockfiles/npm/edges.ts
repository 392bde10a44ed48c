// The edges of the `packages` part: which entry answers which dependency, and which dependency nobody answers. The check runs on
// every scan, so it makes no strings: a file cut between two entries is still valid JSON, only its edges tell.
import type { Importer } from '../../model/inventory.ts';
import { isObject, type JsonObject, property } from '../../text/json.ts';
import { placeOf, type Reading } from './packages.ts';
import { findIn, scopesOf } from './tree.ts';
import { quoted } from '../problem-list.ts';

/** Where the entries are, and whether the file has a root entry (the hidden lockfile of an installed tree has none). */
export interface Entries {
  readonly packages: JsonObject;
  readonly rooted: boolean;
}

/** True where npm installs the entry's own dependencies: not behind a link that leads out of the project. */
function isOutside(key: string): boolean {
  return key.startsWith('..');
}

/** Adds a problem for each dependency that no entry answers. Optional and peer dependencies may be absent; what npm marks as extraneous promises nothing. */
export function checkEdges({ packages, rooted }: Entries, reading: Reading): void {
  const { tree, isMember } = reading;
  const top = tree.get('');
  const onlyTop = top === undefined ? [] : [top];
  for (const key in packages) {
    const entry = packages[key];
    if (!isObject(entry) || entry.extraneous === true || isOutside(key)) continue;
    if (entry.link === true) {
      checkLink(key, entry, packages, reading);
      continue;
    }
    // npm installs development dependencies of the root and of workspace members alone, and `npm ci --omit=dev` not even these.
    const development = rooted && isObject(entry.devDependencies) && (key === '' || isMember(key)) ? entry.devDependencies : undefined;
    if (!isObject(entry.dependencies) && development === undefined) continue;
    const nested = !key.startsWith('node_modules/') || key.includes('/', 13) || tree.has(key);
    const scopes = nested ? scopesOf(tree, key) : onlyTop;
    if (isObject(entry.dependencies)) checkNames(key, entry.dependencies, entry, scopes, reading);
    if (development !== undefined) checkNames(key, development, entry, scopes, reading);
  }
}

/** Adds a problem for each folder that holds packages and is none of the entries itself. */
export function checkFolders({ tree, problems }: Reading, isEntry: (folder: string) => boolean): void {
  for (const folder of tree.keys()) {
    if (folder !== '' && !isEntry(folder)) problems.add('dangling-reference', `packages stand below ${quoted(folder)}, which the file does not have`);
  }
}

function checkNames(key: string, names: JsonObject, entry: JsonObject, scopes: readonly Map<string, string>[], { problems }: Reading): void {
  for (const name in names) {
    if (findIn(scopes, name) !== undefined) continue;
    if (isObject(entry.optionalDependencies) && Object.hasOwn(entry.optionalDependencies, name)) continue;
    problems.add('dangling-reference', `${key === '' ? 'the root' : quoted(key)} depends on ${quoted(name)}, which the file does not have`, key);
  }
}

function checkLink(key: string, entry: JsonObject, packages: JsonObject, { problems }: Reading): void {
  const target = entry.resolved;
  if (typeof target !== 'string' || isOutside(target) || Object.hasOwn(packages, target)) return;
  if (/^(?:[a-z][a-z0-9+.-]*:|\/)/i.test(target)) return;
  problems.add('dangling-reference', `the link ${quoted(key)} leads to ${quoted(target)}, which the file does not have`, key);
}

const KINDS = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'] as const;

/** Ids that the entry at `key` depends on, as Node would find them. */
export function dependenciesOfKey({ packages }: Entries, { tree, isMember }: Reading, key: string): readonly string[] {
  const entry = property(packages, key);
  if (!isObject(entry)) return [];
  if (entry.link === true) return typeof entry.resolved === 'string' && entry.resolved !== '' && isObject(property(packages, entry.resolved)) ? [entry.resolved] : [];
  const scopes = scopesOf(tree, key);
  const found = new Set<string>();
  for (const kind of KINDS) {
    const names = entry[kind];
    if (!isObject(names) || (kind === 'devDependencies' && key !== '' && !isMember(key))) continue;
    for (const name in names) {
      const id = findIn(scopes, name);
      if (id !== undefined) found.add(id);
    }
  }
  return [...found];
}

/** The root and every folder of the repository that is no installed package, with their direct dependencies. */
export function importersOf(entries: Entries, reading: Reading): readonly Importer[] {
  const importers: Importer[] = [];
  for (const key in entries.packages) {
    if (placeOf(key).name !== undefined || isOutside(key) || !isObject(entries.packages[key])) continue;
    importers.push({ folder: key, dependencies: dependenciesOfKey(entries, reading, key) });
  }
  return importers;
}
