// How the entries of a pnpm lockfile hang together. Blocks of the usual form are looked up in bulk; every other one by `link`.
import type { EntryFacts } from './entry.ts';
import type { KeyStyle } from './key.ts';
import { isMap, isUsual, type YamlMap } from './yaml-tree.ts';
import { expandUsual, rewriteBlocks } from './yaml-usual.ts';

/**
 * What entries depend on, as chains in flat lists: an array for each entry would cost most of the memory. `first` holds the first
 * edge of each entry (-1: none), `next` the one after it, `target` twice the position of the entry depended on, plus one where
 * the dependency is optional.
 */
export interface Edges {
  readonly first: Int32Array;
  readonly next: number[];
  readonly target: number[];
}

interface LinkedEntry {
  readonly facts: EntryFacts;
  ownName: boolean;
}

/** What linking needs to know of a document. */
export interface Linking {
  readonly maps: readonly YamlMap[];
  readonly style: KeyStyle;
  readonly positions: ReadonlyMap<string, number>;
  readonly entries: readonly LinkedEntry[];
  readonly edges: Edges;
  /** Links one block of a map the long way, and says what is missing. */
  readonly link: (position: number, map: YamlMap, key: (typeof BLOCKS)[number]) => void;
}

/** The blocks of an entry that become edges. */
export const BLOCKS = ['dependencies', 'optionalDependencies'] as const;
const OWN_KEY: Readonly<Record<KeyStyle, string>> = { bare: '$1@$2', at: '/$1@$2', slash: '/$1/$2' };

/** Links every entry of `maps` with what it depends on, in the order of the file. */
export function linkEntries({ maps, style, positions, entries, edges, link }: Linking): void {
  const keys = rewriteBlocks(usualBlocks(maps, positions), OWN_KEY[style]);
  let from = 0;
  for (const map of maps) {
    for (let pair = map.first; pair; pair = pair.next) {
      const position = positions.get(pair.key);
      const { value } = pair;
      if (position === undefined || !(isMap(value) || isUsual(value))) continue;
      for (const key of BLOCKS) {
        if (isMap(value)) link(position, value, key);
        else if (value[key] !== undefined) {
          const to = blockEnd(keys, from);
          if (!areKnown(keys, from, to, positions, entries)) link(position, expandUsual(value), key);
          else for (let at = from; at < to; at += 1) linkOwn(position, positions.get(keys[at] as string) as number, key, edges, entries);
          from = to + 1;
        }
      }
    }
  }
}

function usualBlocks(maps: readonly YamlMap[], positions: ReadonlyMap<string, number>): readonly string[] {
  const blocks: string[] = [];
  for (const map of maps) {
    for (let pair = map.first; pair; pair = pair.next) {
      const { value } = pair;
      if (!isUsual(value) || !positions.has(pair.key)) continue;
      if (value.dependencies !== undefined) blocks.push(value.dependencies);
      if (value.optionalDependencies !== undefined) blocks.push(value.optionalDependencies);
    }
  }
  return blocks;
}

function blockEnd(keys: readonly string[], from: number): number {
  const end = keys.indexOf('', from);
  return end === -1 ? keys.length : end;
}

// Nearly every reference means the key of its own name, of an entry of a registry. A block in which one does not is linked the long way.
function areKnown(keys: readonly string[], from: number, to: number, positions: ReadonlyMap<string, number>, entries: readonly LinkedEntry[]): boolean {
  for (let at = from; at < to; at += 1) {
    const facts = entries[positions.get(keys[at] as string) ?? -1]?.facts;
    if (facts?.source !== 'registry' || facts.resolved !== undefined) return false;
  }
  return true;
}

function linkOwn(position: number, target: number, key: (typeof BLOCKS)[number], edges: Edges, entries: readonly LinkedEntry[]): void {
  (entries[target] as LinkedEntry).ownName = true;
  addEdge(edges, position, target, key);
}

/** Adds an edge behind those that `position` has. */
export function addEdge(edges: Edges, position: number, target: number, key: (typeof BLOCKS)[number]): void {
  edges.next.push(edges.first[position] as number);
  edges.first[position] = edges.target.push(target * 2 + (key === 'dependencies' ? 0 : 1)) - 1;
}
