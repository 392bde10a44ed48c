// The tree that a YAML text is read into: maps, lists, texts. Scalars are never more than text: a version is no number.

/** One entry of a mapping; `offset` is that of its key. */
export interface YamlPair {
  readonly key: string;
  value: YamlValue;
  readonly offset: number;
  next: YamlPair | undefined;
}
/** A mapping as a chain in the order of the file, a repeated key included twice. Arrays would cost ten times the memory: V8 gives each room for 17. */
export interface YamlMap {
  first: YamlPair | undefined;
  last: YamlPair | undefined;
  size: number;
}
export interface YamlList {
  readonly items: YamlValue[];
}
/** A mapping of a known form, of which only what is asked for most is taken apart; `start` is that of its line in `text`. */
export interface YamlUsual {
  readonly text: string;
  readonly start: number;
  readonly integrity: string | undefined;
  /** Lines as written. */
  readonly dependencies: string | undefined;
  readonly optionalDependencies: string | undefined;
  readonly dev: string | undefined;
}
/** `null` is a node without content. */
export type YamlValue = string | null | YamlMap | YamlList | YamlUsual;

/** True for a mapping. */
export function isMap(value: YamlValue | undefined): value is YamlMap {
  return typeof value === 'object' && value !== null && 'size' in value;
}

/** True for an entry of the usual form. */
export function isUsual(value: YamlValue): value is YamlUsual {
  return typeof value === 'object' && value !== null && 'integrity' in value;
}

/** A map without entries. */
export function emptyMap(): YamlMap {
  return { first: undefined, last: undefined, size: 0 };
}

/** Adds an entry without a look for an earlier one of its name. */
export function append(map: YamlMap, key: string, value: YamlValue, offset: number): void {
  const pair: YamlPair = { key, value, offset, next: undefined };
  if (map.last) map.last.next = pair;
  else map.first = pair;
  map.last = pair;
  map.size += 1;
}

/** Value of the last entry named `key`, as most loaders would take it. */
export function valueOf(map: YamlMap, key: string): YamlValue | undefined {
  let found: YamlValue | undefined;
  for (let pair = map.first; pair; pair = pair.next) if (pair.key === key) found = pair.value;
  return found;
}

/** True where an entry has that key. */
export function hasKey(map: YamlMap, key: string): boolean {
  for (let pair = map.first; pair; pair = pair.next) if (pair.key === key) return true;
  return false;
}

/** The keys of a map, once each. */
export function keySet(map: YamlMap): Set<string> {
  const keys = new Set<string>();
  for (let pair = map.first; pair; pair = pair.next) keys.add(pair.key);
  return keys;
}
