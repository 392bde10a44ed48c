// From a dependency as an entry lists it to the entry that answers it. The list keeps what the package's own manifest says, while
// keys are written after yarn added the default protocol, the `locator` of relative paths, catalogs and `resolutions`
// (seen in files of yarn 3.8, 4.0 and 4.18): an answer may stand under another range of the same name.
import { splitIdent } from './descriptor.ts';
import type { YarnIndex } from './index.ts';
import { fieldOf, pairsIn, type YarnEntry, type YarnPair } from './lines.ts';

export interface Answer {
  readonly position: number;
  /** `name`: no key has that range; an entry of that name was taken. */
  readonly by: 'descriptor' | 'name';
}

export interface BerryEdges {
  /** The entry that answers `pair` of `parent`; undefined where the file has none of that name. */
  readonly answer: (parent: YarnEntry, name: string, range: string) => Answer | undefined;
}

/** Looks up what the entries of a file ask for. */
export function berryEdges(text: string, entries: readonly YarnEntry[], index: YarnIndex): BerryEdges {
  const bound = withoutBindings(entries);
  const exact = (parent: YarnEntry, name: string, range: string): number | undefined => {
    const asked = `${name}@${range}`;
    const found = index.byPattern.get(asked) ?? index.byPattern.get(`${name}@npm:${range}`);
    if (found !== undefined || !range.includes(':')) return found;
    const locator = encodeURIComponent(wellFormed(fieldOf(parent, 'resolution') ?? ''));
    return index.byPattern.get(`${asked}::locator=${locator}`) ?? bound.get(asked);
  };
  let unasked: ReadonlyMap<string, number> | undefined;
  return {
    answer: (parent, name, range) => {
      const position = exact(parent, name, range);
      if (position !== undefined) return { position, by: 'descriptor' };
      const named = index.named(name);
      if (named === undefined) return undefined;
      unasked ??= unaskedFor(text, entries, exact);
      return { position: unasked.get(name) ?? named, by: 'name' };
    },
  };
}

// encodeURIComponent throws on half of a surrogate pair.
function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd');
}

/** Descriptors without their bindings (`::locator=…`), for references whose own binding is not known. */
function withoutBindings(entries: readonly YarnEntry[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const [position, entry] of entries.entries()) {
    if (entry.plain) continue;
    for (const pattern of entry.patterns) {
      const at = pattern.indexOf('::');
      if (at !== -1 && !found.has(pattern.slice(0, at))) found.set(pattern.slice(0, at), position);
    }
  }
  return found;
}

// By name: an entry that no list asks for as written is where an override leads.
function unaskedFor(text: string, entries: readonly YarnEntry[], exact: (parent: YarnEntry, name: string, range: string) => number | undefined): ReadonlyMap<string, number> {
  const asked = new Set<number>();
  for (const entry of entries) {
    for (const pair of pairsOf(text, entry)) {
      const position = exact(entry, pair.key, pair.value);
      if (position !== undefined) asked.add(position);
    }
  }
  const found = new Map<string, number>();
  for (const [position, entry] of entries.entries()) {
    if (asked.has(position)) continue;
    for (const pattern of entry.patterns) {
      const { name } = splitIdent(pattern);
      if (!found.has(name)) found.set(name, position);
    }
  }
  return found;
}

/** Everything an entry depends on, peers left out. */
export function pairsOf(text: string, entry: YarnEntry | undefined): readonly YarnPair[] {
  if (!entry) return [];
  const required = pairsIn(text, entry, 'dependencies');
  const optional = pairsIn(text, entry, 'optionalDependencies');
  return optional.length === 0 ? required : [...required, ...optional];
}

/** True where a missing range is how yarn writes it: catalogs and workspace ranges are answered by name. */
export function isAnsweredByName(range: string): boolean {
  return range.startsWith('catalog:') || range.startsWith('workspace:');
}

/** The name before the range of an entry's first descriptor, for messages. */
export function labelOf(entry: YarnEntry): string {
  return splitIdent(entry.patterns[0] ?? '').name;
}
