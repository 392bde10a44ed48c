// A value of a configuration file, whatever its format: with positions, and with every entry of a map, repeated keys included.
// Maps are lists of entries, so `__proto__` is a key like any other. Read lazily: settings files are large and mostly not ours.
import type { Problem } from '../../model/coverage.ts';
import type { Position } from '../../model/inventory.ts';

/** Where a value or a key stands; undefined where the format does not tell. Computed on demand. */
export type At = () => Position | undefined;

/** A key with its value. */
export interface ConfigEntry {
  readonly key: string;
  readonly value: ConfigNode;
  /** Of the key. */
  readonly at: At;
}

/** A value; the contents of maps and lists are made when they are asked for. */
export type ConfigNode =
  | { readonly kind: 'map'; readonly entries: () => readonly ConfigEntry[]; readonly at: At }
  | { readonly kind: 'list'; readonly items: () => readonly ConfigNode[]; readonly at: At }
  /** `text` is the value as text, also of a number; of `null` it is empty. */
  | { readonly kind: 'scalar'; readonly value: string | number | boolean | null; readonly text: string; readonly at: At };

/** What a text holds: several roots where a damaged file was read in parts, or YAML has several documents. */
export interface ConfigText {
  readonly roots: readonly ConfigNode[];
  readonly problems: readonly Problem[];
}

const NO_ENTRIES: readonly ConfigEntry[] = [];

/** A value that holds no others. `text` differs from the value where a format keeps how it was written. */
export function scalarNode(value: string | number | boolean | null, at: At, text: string = value === null ? '' : String(value)): ConfigNode {
  return { kind: 'scalar', value, text, at };
}

/** Computes once, at the first question. */
export function memo<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

/** Entries of a map; empty for anything else. */
export function entriesOf(node: ConfigNode | undefined): readonly ConfigEntry[] {
  return node?.kind === 'map' ? node.entries() : NO_ENTRIES;
}

/** Items of a list; empty for anything else. */
export function itemsOf(node: ConfigNode | undefined): readonly ConfigNode[] {
  return node?.kind === 'list' ? node.items() : [];
}

/** The value under `key`: of repeated keys the last one, as JSON.parse takes it. */
export function valueAt(node: ConfigNode | undefined, key: string): ConfigNode | undefined {
  return entriesOf(node).findLast((entry) => entry.key === key)?.value;
}

/** The value under the first of `keys` that is there and not null. */
export function firstAt(node: ConfigNode | undefined, keys: readonly string[]): ConfigNode | undefined {
  for (const key of keys) {
    const value = valueAt(node, key);
    if (value !== undefined && !isNull(value)) return value;
  }
  return undefined;
}

/** The text of a string; undefined for every other value. */
export function textOf(node: ConfigNode | undefined): string | undefined {
  return node?.kind === 'scalar' && typeof node.value === 'string' ? node.value : undefined;
}

/** The text under the first of `keys` that holds one. */
export function textAt(node: ConfigNode | undefined, keys: readonly string[]): string | undefined {
  return textOf(firstAt(node, keys));
}

/** True for `null` itself. */
export function isNull(node: ConfigNode): boolean {
  return node.kind === 'scalar' && node.value === null;
}

/** True only for the Boolean itself. */
export function isBoolean(node: ConfigNode | undefined, value: true | false): boolean {
  return node?.kind === 'scalar' && node.value === value;
}

/**
 * Every entry at a path of keys, in the order of the text. A path is found nested (`mcp: { servers }`), dotted (`"mcp.servers"`),
 * and in every mixture of both, as editors accept it in their settings.
 */
export function entriesAt(node: ConfigNode | undefined, path: readonly string[]): readonly ConfigEntry[] {
  const found: ConfigEntry[] = [];
  for (const entry of entriesOf(node)) {
    for (let taken = 1; taken <= path.length; taken += 1) {
      if (entry.key !== path.slice(0, taken).join('.')) continue;
      if (taken === path.length) found.push(entry);
      else found.push(...entriesAt(entry.value, path.slice(taken)));
    }
  }
  return found;
}
