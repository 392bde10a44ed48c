// package-lock.json, npm-shrinkwrap.json and node_modules/.package-lock.json: https://docs.npmjs.com/cli/configuring-npm/package-lock-json
// Versions 1 to 3. Versions are compared with nothing: whether a range is met is not asked here.
import type { Importer, Inventory } from '../model/inventory.ts';
import { isObject, type JsonObject, type JsonValue, parseJson, property } from '../text/json.ts';
import type { LockfileReader } from './contract.ts';
import { locator } from './json-positions.ts';
import { checkEdges, checkFolders, dependenciesOfKey, type Entries, importersOf } from './npm/edges.ts';
import type { Draft } from './npm/entry.ts';
import { LEGACY_PREFIX, onlyInLegacy } from './npm/legacy-part.ts';
import { folderOf, lostEntries } from './npm/lost.ts';
import { packageOfEntry, type Reading } from './npm/packages.ts';
import { addToTree, findIn, scopesOf } from './npm/tree.ts';
import { checkRequires, type LegacyEntry, legacyEntries, legacyPackage, requiredBy } from './npm/v1.ts';
import { readUsual } from './npm/usual-file.ts';
import { memberTest } from './npm/workspaces.ts';
import { problemList, quoted } from './problem-list.ts';

export const npm: LockfileReader = { id: 'npm', parse };

function parse(text: string, path: string): Inventory {
  return readUsual(text, path, () => parseWhole(text, path)) ?? parseWhole(text, path);
}

function parseWhole(text: string, path: string): Inventory {
  const problems = problemList(path);
  const json = parseJson(text);
  const notes: string[] = [];
  const root: JsonObject = json.ok && isObject(json.value) ? json.value : {};
  if (!json.ok) problems.take(json.problem);
  else if (!isObject(json.value)) problems.add('malformed', 'the file is valid JSON but holds no object');
  else for (const problem of json.problems) problems.take(problem);

  const packages = part(root, 'packages');
  const dependencies = part(root, 'dependencies');
  const rootEntry = packages === undefined ? undefined : property(packages, '');
  const reading: Reading = { problems, tree: new Map(), isMember: memberTest(isObject(rootEntry) ? rootEntry.workspaces : undefined) };
  const formatVersion = json.ok && isObject(json.value) ? readVersion(root, reading, notes) : 'unknown';

  const drafts: Draft[] = [];
  const entries: Entries = { packages: packages ?? {}, rooted: rootEntry !== undefined };
  let legacy: ReadonlyMap<string, LegacyEntry> = new Map();
  if (packages !== undefined) {
    readPackages(packages, drafts, reading);
    checkEdges(entries, reading);
    checkFolders(reading, (folder) => Object.hasOwn(packages, folder));
    if (dependencies !== undefined) compareLegacy(dependencies, packages, drafts, reading, notes);
  } else if (dependencies !== undefined) {
    legacy = readLegacy(dependencies, drafts, reading);
  }
  const prefix = packages === undefined ? '' : LEGACY_PREFIX;
  const lost = json.ok && json.problems.length > 0 ? lostEntries(text, root, drafts, prefix, reading) : undefined;
  if (lost !== undefined) for (const draft of lost.drafts) drafts.push(draft);

  const locate = locator(text, (at) => idOfPath(at, prefix), lost?.offsets);
  let importers: readonly Importer[] | undefined;
  return {
    formatVersion,
    packages: drafts,
    get importers() {
      importers ??= importersOf(entries, reading);
      return importers;
    },
    problems: problems.finish(locate),
    notes,
    dependenciesOf: (id) => {
      const entry = legacy.get(id);
      return entry === undefined ? dependenciesOfKey(entries, reading, id) : requiredBy(entry, reading.tree);
    },
    locate,
    answer: (importer, name) => findIn(scopesOf(reading.tree, importer), name),
  };
}

function readPackages(packages: JsonObject, drafts: Draft[], reading: Reading): void {
  for (const key in packages) {
    if (key === '') {
      if (!isObject(packages[key])) reading.problems.add('unknown-entry', 'the root entry is not an object', '');
      continue;
    }
    const draft = packageOfEntry(key, packages[key], key, reading);
    if (draft !== undefined) drafts.push(draft);
  }
}

function readLegacy(dependencies: JsonObject, drafts: Draft[], { problems, tree }: Reading): ReadonlyMap<string, LegacyEntry> {
  const entries = legacyEntries(dependencies, '', problems);
  for (const entry of entries) {
    addToTree(tree, entry.folder, entry.local, entry.id);
    drafts.push(legacyPackage(entry, problems));
  }
  checkRequires(entries, tree, problems);
  return new Map(entries.map((entry) => [entry.id, entry]));
}

function compareLegacy(dependencies: JsonObject, packages: JsonObject, drafts: Draft[], { problems }: Reading, notes: string[]): void {
  const extra = onlyInLegacy(dependencies, packages, drafts, problems);
  if (extra.length === 0) return;
  notes.push(`${extra.length} ${extra.length === 1 ? 'package stands' : 'packages stand'} only in the part for npm 6 and older ("dependencies"), or otherwise than in "packages"`);
  // Not as arguments of one call: there may be more than a call takes.
  for (const draft of extra) drafts.push(draft);
}

function part(root: JsonObject, name: string): JsonObject | undefined {
  const value = property(root, name);
  return isObject(value) ? value : undefined;
}

/** The version stated, and what is wrong with it and with the parts that it promises. */
function readVersion(root: JsonObject, { problems }: Reading, notes: string[]): string {
  const stated = property(root, 'lockfileVersion');
  const packages = property(root, 'packages');
  const dependencies = property(root, 'dependencies');
  for (const name in root) {
    const value = root[name];
    const isPart = name === 'packages' || name === 'dependencies';
    if (isPart ? !isObject(value) : typeof value === 'object' && value !== null) {
      problems.add('unknown-entry', isPart ? `${quoted(name)} is not an object` : `${quoted(name)} is not understood`);
    }
  }
  if (packages === undefined && dependencies === undefined && stated !== 1) {
    problems.add('no-packages', 'the file has neither "packages" nor "dependencies": not a lockfile of npm, or cut off');
  }
  if (stated === 1 || stated === 2 || stated === 3) {
    if (stated !== 1 && packages === undefined && dependencies !== undefined) problems.add('malformed', `lockfileVersion ${stated} without "packages"`);
    return String(stated);
  }
  if ((stated === undefined || stated === 0) && packages === undefined) {
    if (dependencies !== undefined) notes.push(`${stated === undefined ? 'no lockfileVersion' : 'lockfileVersion 0'}: read as version 1, which older npm wrote without it`);
    return '1';
  }
  problems.add('unknown-version', stated === undefined ? 'no lockfileVersion' : `unknown lockfileVersion ${described(stated)}`);
  return stated === undefined ? 'unknown' : described(stated);
}

function described(value: JsonValue): string {
  return typeof value === 'object' && value !== null ? 'that is no number' : quoted(String(value)).slice(1, -1);
}

/** The id of the entry at a path of the text. */
function idOfPath(path: readonly (string | number)[], prefix: string): string | undefined {
  if (path[0] === 'packages') return path.length === 2 ? String(path[1]) : undefined;
  if (path[0] !== 'dependencies' || path.length % 2 === 1) return undefined;
  for (let at = 2; at < path.length; at += 2) if (path[at] !== 'dependencies') return undefined;
  return `${prefix}${folderOf(path)}`;
}
