// node_modules/.package-lock.json (https://docs.npmjs.com/cli/configuring-npm/package-lock-json#hidden-lockfiles): what npm
// last installed. Nobody reviews it and npm itself believes it, so a folder that was changed afterwards shows here.
import { LIMITS } from '../model/limits.ts';
import { TreeError, type FileTree } from '../model/ports.ts';
import { decode } from '../text/decode.ts';
import { isObject, property, type JsonObject, type JsonValue } from '../text/json.ts';
import type { HiddenDisagreement } from './contract.ts';
import { join } from './paths.ts';
import type { Collected, Position } from './positions.ts';

export interface HiddenEntry {
  /** By its `name` field, else by its path. */
  readonly name: string;
  /** True where the entry has a `name` field: npm writes one where the folder has another name, as for an alias. */
  readonly named: boolean;
  readonly version: string | undefined;
  readonly resolved: string | undefined;
  readonly integrity: string | undefined;
  readonly link: boolean;
  readonly dev: boolean;
  readonly optional: boolean;
  readonly peer: boolean;
  readonly bundled: boolean;
}

export interface HiddenLockfile {
  readonly path: string;
  /** None where it cannot be read: it is a place of its own, and what is wrong with it is told there. */
  readonly entries: ReadonlyMap<string, HiddenEntry>;
}

/** Reads it; undefined where there is none. */
export function readHiddenLockfile(tree: FileTree, modules: string): HiddenLockfile | undefined {
  const path = join(modules, '.package-lock.json');
  try {
    return { path, entries: entriesIn(tree.read(path, LIMITS.fileBytes)) };
  } catch (error) {
    if (!(error instanceof TreeError || error instanceof SyntaxError)) throw error;
    return error instanceof TreeError && error.code === 'not-found' ? undefined : { path, entries: new Map() };
  }
}

function entriesIn(bytes: Uint8Array): ReadonlyMap<string, HiddenEntry> {
  const entries = new Map<string, HiddenEntry>();
  const decoded = decode(bytes);
  const value = decoded.ok ? (JSON.parse(decoded.text) as JsonValue) : undefined;
  const packages = isObject(value) ? property(value, 'packages') : undefined;
  if (!isObject(packages)) return entries;
  for (const id of Object.keys(packages)) {
    const entry = packages[id];
    if (isObject(entry)) entries.set(id, entryOf(id, entry));
  }
  return entries;
}

// Of an object that JSON.parse made, no key below can be inherited.
function entryOf(id: string, entry: JsonObject): HiddenEntry {
  const name = textOf(entry['name']);
  const devOptional = entry['devOptional'] === true;
  return {
    name: name ?? nameOfPath(id),
    named: name !== undefined,
    version: textOf(entry['version']),
    resolved: textOf(entry['resolved']),
    integrity: textOf(entry['integrity']),
    link: entry['link'] === true,
    dev: devOptional || entry['dev'] === true,
    optional: devOptional || entry['optional'] === true,
    peer: entry['peer'] === true,
    bundled: entry['inBundle'] === true,
  };
}

function nameOfPath(id: string): string {
  return id.slice(id.lastIndexOf('node_modules/') + 'node_modules/'.length);
}

function textOf(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Entries that the disk does not bear out. What lies on the disk and is unknown to the lockfile is none: npm ignores it too. */
export function hiddenDisagreements(lockfile: HiddenLockfile, collected: Collected): readonly HiddenDisagreement[] {
  const found: HiddenDisagreement[] = [];
  for (const [id, entry] of lockfile.entries) {
    // Links and folders of workspaces have no version of the registry; a folder of npm's store is no package.
    if (entry.link || entry.version === undefined || !id.includes('node_modules/')) continue;
    const position = collected.byId().get(id);
    if (position && nameOf(position) === entry.name && position.manifest?.version === entry.version) continue;
    found.push({ id, claims: `${entry.name}@${entry.version}`, found: position ? `${nameOf(position)}@${position.manifest?.version ?? 'unknown'}` : 'nothing' });
  }
  return found;
}

/** What is really installed at a position: the name in its package.json, else its folder's, else that of a link to it. */
export function nameOf(position: Position): string {
  return position.manifest?.name ?? position.folderName ?? position.linkNames?.[0] ?? position.id;
}
