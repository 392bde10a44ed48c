// One YAML document of a pnpm lockfile: its entries, how they hang together, and whether it is whole. Formats 5.0 to 9.0:
// https://github.com/pnpm/spec/tree/master/lockfile - older ones (2 to 4) share the form of 5.
import { hasUnprintable } from '../../text/printable.ts';
import { addEdge, type BLOCKS, type Edges, linkEntries } from './edges.ts';
import { readEntry, registryFacts, type EntryFacts } from './entry.ts';
import { readProjects, type Project, type Report } from './importers.ts';
import { decodeKey, isLink, keysOf, withoutSuffix, type KeyStyle } from './key.ts';
import { emptyMap, hasKey, isMap, isUsual, valueOf, type YamlMap, type YamlValue } from './yaml-tree.ts';
import { expandUsual } from './yaml-usual.ts';

export interface Entry {
  readonly key: string;
  readonly offset: number;
  readonly facts: EntryFacts;
  /** A local name that differs, and whether somebody also knows it under its own. */
  localName: string | undefined;
  ownName: boolean;
  /** States `dev`, so that it was read to its end (formats 5 and 6). */
  readonly closed: boolean;
}

/** What a project asks for, answered: the position of an entry, or the link as written. */
export type Answer = number | string;

export interface ReadProject {
  readonly folder: string;
  readonly answers: ReadonlyMap<string, Answer>;
  readonly prod: readonly number[];
  readonly dev: readonly number[];
  readonly optional: readonly number[];
}

export interface ReadDocument {
  readonly version: string;
  readonly entries: readonly Entry[];
  /** No two entries have the same key. */
  readonly unique: boolean;
  readonly edges: Edges;
  readonly projects: readonly ReadProject[];
  /** True where it locks the package manager and its plugins alone, as the first of two documents does. */
  readonly environment: boolean;
  readonly ignored: readonly string[];
}

const PRINTABLE_ASCII = /^[\x21-\x7e]+$/;

const KNOWN_KEYS = new Set([
  'lockfileVersion', 'lockfileMinorVersion', 'shrinkwrapVersion', 'shrinkwrapMinorVersion', 'registry', 'settings', 'catalogs', 'overrides',
  'packageExtensionsChecksum', 'pnpmfileChecksum', 'ignoredOptionalDependencies', 'patchedDependencies', 'importers', 'packages', 'snapshots',
  'time', 'specifiers', 'dependencies', 'devDependencies', 'optionalDependencies', 'dependenciesMeta', 'neverBuiltDependencies',
  'onlyBuiltDependencies', 'allowedDeprecatedVersions', 'publishDirectory', 'configDependencies', 'packageManagerDependencies',
]);

interface Version {
  readonly stated: string;
  readonly major: number;
  readonly style: KeyStyle;
}

function versionOf(root: YamlMap, offset: number, report: Report): Version {
  const stated = valueOf(root, 'lockfileVersion') ?? valueOf(root, 'shrinkwrapVersion');
  const text = typeof stated === 'string' ? stated : '';
  const major = Number(/^(\d+)(?:\.\d+)?(?:-inlineSpecifiers)?$/.exec(text)?.[1] ?? Number.NaN);
  const known = /^(?:[3-5]|5\.[0-4](?:-inlineSpecifiers)?|6\.[01]|9\.0)$/.test(text);
  if (!known) report('unknown-version', text === '' ? 'the file states no lockfileVersion' : `lockfileVersion ${JSON.stringify(text.slice(0, 40))} is not known`, offset);
  if (major <= 5) return { stated: text, major, style: 'slash' };
  if (major <= 8) return { stated: text, major, style: hasKey(root, 'snapshots') ? 'bare' : 'at' };
  if (major >= 9) return { stated: text, major, style: 'bare' };
  return { stated: text || 'unknown', major: 0, style: guessStyle(root) };
}

// Without a version the keys themselves say how they are written.
function guessStyle(root: YamlMap): KeyStyle {
  const packages = valueOf(root, 'packages');
  const key = isMap(packages) ? packages.first?.key : undefined;
  if (!key?.startsWith('/')) return 'bare';
  return decodeKey(key, 'at') ? 'at' : 'slash';
}

function looksLikeEntries(value: YamlValue): boolean {
  if (!isMap(value)) return false;
  for (let pair = value.first; pair; pair = pair.next) {
    if (isMap(pair.value) && (hasKey(pair.value, 'resolution') || hasKey(pair.value, 'dependencies'))) return true;
  }
  return false;
}

function checkTopLevel(root: YamlMap, report: Report, note: (text: string) => void): void {
  for (let pair = root.first; pair; pair = pair.next) {
    const { key } = pair;
    if (KNOWN_KEYS.has(key)) continue;
    if (looksLikeEntries(pair.value)) report('unknown-entry', `the unknown part ${JSON.stringify(key.slice(0, 100))} holds packages that were not read`, pair.offset);
    else note(`unknown part ${JSON.stringify(key.slice(0, 100))} of the lockfile, not read`);
  }
}

/** Every map that stands under `key`: two where the key is repeated. */
function* mapsOf(root: YamlMap, key: string, report: Report): Generator<YamlMap> {
  for (let pair = root.first; pair; pair = pair.next) {
    if (pair.key !== key) continue;
    if (isMap(pair.value)) yield pair.value;
    else report('malformed', `${key} holds no entries`, pair.offset);
  }
}

function readEntries(root: YamlMap, style: KeyStyle, report: Report): Entry[] {
  const entries: Entry[] = [];
  for (const packages of mapsOf(root, 'packages', report)) {
    for (let pair = packages.first; pair; pair = pair.next) {
      const { key, value, offset } = pair;
      const parts = decodeKey(key, style);
      if (!parts) report('unknown-entry', `the key ${JSON.stringify(key.slice(0, 200))} is not understood`, offset);
      if (!PRINTABLE_ASCII.test(key) && hasUnprintable(key)) report('invalid-name', 'a key holds control characters', offset);
      if (isUsual(value) && value.integrity !== undefined && parts?.name !== undefined && parts.version !== undefined) {
        entries.push({ key, offset, facts: registryFacts(parts.name, parts.version, value.integrity), localName: undefined, ownName: false, closed: value.dev !== undefined });
        continue;
      }
      const map: YamlMap = isMap(value) ? value : isUsual(value) ? expandUsual(value) : emptyMap();
      const resolution = valueOf(map, 'resolution');
      if (resolution === undefined || resolution === null) report('malformed', `the entry ${JSON.stringify(key.slice(0, 200))} has no resolution, as in a truncated file`, offset);
      const facts = readEntry(key, parts ?? { locator: key }, map);
      if (facts.version === undefined && (facts.source === 'registry' || facts.source === 'url')) report('unknown-package-version', `the entry ${JSON.stringify(key.slice(0, 200))} tells no version`, offset);
      entries.push({ key, offset, facts, localName: undefined, ownName: false, closed: hasKey(map, 'dev') });
    }
  }
  return entries;
}

/** Reads one document; `offset` is where it starts. */
export function readDocument(root: YamlMap, offset: number, report: Report, note: (text: string) => void): ReadDocument {
  const version = versionOf(root, offset, report);
  checkTopLevel(root, report, note);
  const entries = readEntries(root, version.style, report);
  const positions = new Map<string, number>();
  for (let at = 0; at < entries.length; at += 1) positions.set((entries[at] as Entry).key, at);
  const unique = positions.size === entries.length;
  const split = version.style === 'bare';
  if (split) addSnapshots(root, entries, positions, report);

  const resolve = (name: string, reference: string): number | undefined => {
    for (const key of keysOf(name, reference, version.style)) {
      const at = positions.get(key);
      if (at === undefined) continue;
      const entry = entries[at] as Entry;
      if (entry.facts.name === name) entry.ownName = true;
      else entry.localName ??= name;
      return at;
    }
    return undefined;
  };
  const edges: Edges = { first: new Int32Array(entries.length).fill(-1), next: [], target: [] };
  const link = (position: number, map: YamlMap, key: (typeof BLOCKS)[number]): void => {
    const dependencies = valueOf(map, key);
    if (dependencies === undefined) return;
    const entry = entries[position] as Entry;
    if (!isMap(dependencies)) return report('malformed', `${key} of ${JSON.stringify(entry.key.slice(0, 200))} holds nothing, as in a truncated file`, entry.offset);
    for (let pair = dependencies.first; pair; pair = pair.next) {
      const { key: name, value: reference } = pair;
      const target = typeof reference === 'string' ? resolve(name, reference) : undefined;
      if (target !== undefined) {
        addEdge(edges, position, target, key);
      } else if (typeof reference !== 'string' || !isLink(reference)) {
        report('dangling-reference', `${JSON.stringify(entry.key.slice(0, 200))} depends on ${JSON.stringify(name.slice(0, 200))}, which the file does not have`, pair.offset);
      }
    }
  };
  linkEntries({ maps: [...mapsOf(root, split ? 'snapshots' : 'packages', report)], style: version.style, positions, entries, edges, link });

  const projects = readProjects(root, report);
  checkWhole(root, version, projects, entries, offset, report);
  const ignored = valueOf(root, 'ignoredOptionalDependencies');
  return {
    version: version.stated,
    entries,
    unique,
    edges,
    projects: projects.map((project) => answerProject(project, resolve, report)),
    environment: isEnvironment(root),
    ignored: typeof ignored === 'object' && ignored !== null && 'items' in ignored ? ignored.items.filter((item) => typeof item === 'string') : [],
  };
}

// From 9.0 on `packages` says what a package is, and `snapshots` how each copy of it, with its peers, is linked.
function addSnapshots(root: YamlMap, entries: readonly Entry[], positions: Map<string, number>, report: Report): void {
  const linked = new Uint8Array(entries.length);
  for (const snapshots of mapsOf(root, 'snapshots', report)) {
    for (let pair = snapshots.first; pair; pair = pair.next) {
      const { key } = pair;
      const position = positions.get(withoutSuffix(key));
      if (position === undefined) {
        report('dangling-reference', `the snapshot ${JSON.stringify(key.slice(0, 200))} is of a package that the file does not have`, pair.offset);
        continue;
      }
      if (!isMap(pair.value) && !isUsual(pair.value)) report('malformed', `the snapshot ${JSON.stringify(key.slice(0, 200))} is empty, as in a truncated file`, pair.offset);
      linked[position] = 1;
      if (key.endsWith(')')) positions.set(key, position);
    }
  }
  for (let position = 0; position < entries.length; position += 1) {
    const entry = entries[position] as Entry;
    const { key } = entry;
    if (linked[position] === 0 && positions.get(key) === position) report('malformed', `the package ${JSON.stringify(key.slice(0, 200))} has no snapshot, as in a truncated file`, entry.offset);
  }
}

function isEnvironment(root: YamlMap): boolean {
  const importers = valueOf(root, 'importers');
  const only = isMap(importers) && importers.size === 1 ? importers.first?.value : undefined;
  if (!isMap(only) || only.size === 0) return false;
  for (let pair = only.first; pair; pair = pair.next) if (pair.key !== 'configDependencies' && pair.key !== 'packageManagerDependencies') return false;
  return true;
}

// What a file of its version always has, even without any dependency. 6.x leaves all out but its settings.
function checkWhole(root: YamlMap, version: Version, projects: readonly Project[], entries: readonly Entry[], offset: number, report: Report): void {
  const has = (key: string) => hasKey(root, key);
  if (version.major >= 9 && !has('importers')) report('no-packages', 'the file has no importers, as in a truncated file', offset);
  if (version.major <= 5 && version.major > 0 && !version.stated.includes('inline')) {
    if (!has('importers') && !has('specifiers')) report('no-packages', 'the file has no specifiers, as in a truncated file', offset);
  } else if (version.major === 6 && entries.length === 0 && projects.length === 0 && !has('settings')) {
    report('no-packages', 'the file holds a version and nothing else, as in a truncated file', offset);
  }
}

function answerProject(project: Project, resolve: (name: string, reference: string) => number | undefined, report: Report): ReadProject {
  const answers = new Map<string, Answer>();
  const groups: Record<'prod' | 'dev' | 'optional', number[]> = { prod: [], dev: [], optional: [] };
  for (const wanted of project.wanted) {
    if (isLink(wanted.reference)) {
      answers.set(wanted.name, wanted.reference);
      continue;
    }
    const at = resolve(wanted.name, wanted.reference);
    if (at === undefined) {
      report('dangling-reference', `a project depends on ${JSON.stringify(wanted.name.slice(0, 200))} ${JSON.stringify(wanted.reference.slice(0, 200))}, which the file does not have`, wanted.offset);
      continue;
    }
    answers.set(wanted.name, at);
    groups[wanted.group].push(at);
  }
  return { folder: project.folder, answers, ...groups };
}
