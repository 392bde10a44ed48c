// The nested `dependencies` of npm lockfiles: all there is in version 1 and in npm-shrinkwrap.json of older npm, a second copy for
// old readers in version 2 (https://docs.npmjs.com/cli/v6/configuring-npm/package-lock-json). Nesting is node_modules in node_modules.
import { LIMITS } from '../../model/limits.ts';
import { isObject, type JsonObject, type JsonValue } from '../../text/json.ts';
import { applyMarks, applyResolved, type Draft, isExactVersion, sourceOfLocator } from './entry.ts';
import { findIn, isTooDeep, scopesOf, type Tree } from './tree.ts';
import { type ProblemList, quoted } from '../problem-list.ts';
import { identityOfTarballUrl, isWebUrl } from '../../text/registry-url.ts';

/** One entry of the nested form and its place: `node_modules/a/node_modules/b`. */
export interface LegacyEntry {
  readonly id: string;
  readonly folder: string;
  readonly local: string;
  readonly entry: JsonObject;
}

// Objects that some npm wrote into an entry. Any other may be a damaged `dependencies`, and packages with it.
const OBJECTS = new Set(['requires', 'dependencies', 'optionalDependencies', 'peerDependencies', 'peerDependenciesMeta', 'devDependencies', 'engines', 'bin', 'funding']);

/** All entries, an outer one before what it holds. Iterative: nesting is the attacker's. */
export function legacyEntries(dependencies: JsonObject, folder: string, problems: ProblemList): readonly LegacyEntry[] {
  const found: LegacyEntry[] = [];
  const waiting: { readonly folder: string; readonly names: readonly string[]; readonly entries: JsonObject; at: number }[] = [];
  const enter = (entries: JsonObject, into: string) => waiting.push({ folder: into, names: Object.keys(entries), entries, at: 0 });
  enter(dependencies, folder);
  for (let level = waiting.at(-1); level !== undefined; level = waiting.at(-1)) {
    const local = level.names[level.at];
    level.at += 1;
    if (local === undefined) {
      waiting.pop();
      continue;
    }
    const id = `${level.folder === '' ? '' : `${level.folder}/`}node_modules/${local}`;
    const entry = level.entries[local];
    if (!isObject(entry)) {
      problems.add('unknown-entry', `the entry ${quoted(id)} is not an object`, id);
      continue;
    }
    if (local === '') problems.add('unknown-entry', `an entry in ${quoted(level.folder)} has no name`, id);
    if (isTooDeep(id)) {
      problems.add('too-deep', `the entry ${quoted(id)} has more than ${LIMITS.nesting} levels`, id);
    }
    found.push({ id, folder: level.folder, local, entry });
    for (const field in entry) {
      const value = entry[field];
      if (typeof value !== 'object' || value === null) continue;
      if (field === 'dependencies' && isObject(value)) enter(value, id);
      else if (!OBJECTS.has(field) || (field === 'dependencies' && Array.isArray(value))) problems.add('unknown-entry', `${quoted(id)} has ${quoted(field)}, which is not understood`, id);
    }
  }
  return found;
}

/** The entry as a Package. `version` is an exact version, an alias (`npm:real@1.0.0`), a tarball URL, or a git or file locator. */
export function legacyPackage({ id, local, entry }: LegacyEntry, problems: ProblemList): Draft {
  const draft: Draft = { id, name: local, source: 'registry' };
  const { version, resolved } = entry;
  if (typeof version === 'string') applyVersion(draft, version, local, problems);
  if (typeof resolved === 'string') {
    const source = applyResolved(draft, resolved);
    if (source === undefined) problems.add('unknown-entry', `${quoted(id)} is resolved to ${quoted(resolved)}, which is no known kind of source`, id);
    else if (draft.source === 'registry') draft.source = source;
  }
  if (typeof version !== 'string' && draft.source === 'registry') problems.add('unknown-package-version', `${quoted(id)} states no version`, id);
  applyMarks(draft, entry);
  return draft;
}

function applyVersion(draft: Draft, version: string, local: string, problems: ProblemList): void {
  if (isExactVersion(version)) {
    draft.version = version;
    return;
  }
  const alias = /^npm:(@?[^@]+)@(.+)$/i.exec(version);
  if (alias !== null && isExactVersion(alias[2] as string)) {
    applyName(draft, alias[1] as string, alias[2] as string, local);
    return;
  }
  if (isWebUrl(version)) {
    const identity = identityOfTarballUrl(version);
    draft.resolved = version;
    if (identity === undefined) draft.source = 'url';
    else applyName(draft, identity.name, identity.version, local);
    return;
  }
  const source = sourceOfLocator(version);
  if (source !== undefined) {
    draft.source = source;
    draft.resolved = version;
    return;
  }
  draft.version = version;
  problems.add('unknown-package-version', `${quoted(draft.id)} states the version ${quoted(version)}, which is none`, draft.id);
}

function applyName(draft: Draft, name: string, version: string, local: string): void {
  draft.version = version;
  if (name === local) return;
  draft.name = name;
  draft.alias = local;
}

/**
 * Adds a problem for each required name that no enclosing level answers. Optional dependencies are among `requires` without a
 * mark, so one that npm left out cannot be told from one that was cut out. Local folders list what npm never installs for them.
 */
export function checkRequires(entries: readonly LegacyEntry[], tree: Tree, problems: ProblemList): void {
  for (const { id, entry } of entries) {
    if (!isObject(entry.requires) || isLocal(entry.version)) continue;
    const scopes = scopesOf(tree, id);
    for (const name in entry.requires) {
      if (findIn(scopes, name) === undefined) problems.add('dangling-reference', `${quoted(id)} requires ${quoted(name)}, which the file does not have`, id);
    }
  }
}

/** Ids that an entry requires, as Node would find them. */
export function requiredBy({ id, entry }: LegacyEntry, tree: Tree): readonly string[] {
  const scopes = scopesOf(tree, id);
  const names = isObject(entry.requires) ? Object.keys(entry.requires) : isObject(entry.dependencies) ? Object.keys(entry.dependencies) : [];
  return [...new Set(names.map((name) => findIn(scopes, name)).filter((found) => found !== undefined))];
}

function isLocal(version: JsonValue | undefined): boolean {
  return typeof version === 'string' && version.startsWith('file:');
}
