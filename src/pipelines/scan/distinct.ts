// How many different names with versions a run has met: a figure of coverage. Counted by 64 bits of hash in one flat table: a Set of
// names, which are pieces of the text they were read from, would keep every lockfile of the run in memory, and one of numbers makes
// an object of each. Two names of a million meet by chance once in ten million runs.
import type { Package } from '../../model/package.ts';

/** Counts different names with versions. */
export interface Distinct {
  readonly size: number;
  readonly add: (packages: readonly Package[]) => void;
}

// The first list is kept as it is: where none follows, the engine's own Set counts it in a fraction of the time.
export function countDistinct(): Distinct {
  let only: readonly Package[] | undefined;
  let counted: number | undefined;
  let table: Table | undefined;
  return {
    get size() { return only ? (counted ??= new Set(only.map((entry) => `${entry.name}\uffff${entry.version ?? ''}`)).size) : table?.size() ?? 0; },
    add: (packages) => {
      if (packages.length === 0) return;
      if (!only && !table) {
        only = packages;
        return;
      }
      table ??= hashTable();
      if (only) addAll(table, only);
      only = undefined;
      addAll(table, packages);
    },
  };
}

function addAll(table: Table, packages: readonly Package[]): void {
  for (const { name, version = '' } of packages) {
    // No name holds the character between the two, so no name runs on into its version.
    table.add(hashOf(hashOf(0x811c9dc5, 0x01000193, name) ^ 0xffff, 0x01000193, version), hashOf(hashOf(0x9747b28c, 0x5bd1e995, name) ^ 0xffff, 0x5bd1e995, version));
  }
}

function hashOf(start: number, factor: number, text: string): number {
  let hash = start;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), factor);
  return hash ^ (hash >>> 15);
}

interface Table {
  readonly size: () => number;
  readonly add: (low: number, high: number) => void;
}

const FIRST_SLOTS = 1 << 14;

// Open addressing; two words a slot, both zero where it is free.
function hashTable(): Table {
  let slots = new Int32Array(FIRST_SLOTS * 2);
  let size = 0;
  const place = (low: number, high: number): number => {
    const last = slots.length / 2 - 1;
    for (let slot = (high ^ (low >>> 7)) & last; ; slot = (slot + 1) & last) {
      const at = slot * 2;
      if ((slots[at] === 0 && slots[at + 1] === 0) || (slots[at] === low && slots[at + 1] === high)) return at;
    }
  };
  const grow = (): void => {
    const before = slots;
    slots = new Int32Array(before.length * 2);
    for (let at = 0; at < before.length; at += 2) {
      const low = before[at] as number;
      const high = before[at + 1] as number;
      if (low !== 0 || high !== 0) slots.set([low, high], place(low, high));
    }
  };
  return {
    size: () => size,
    add: (low, high) => {
      const word = low === 0 && high === 0 ? 1 : low;
      const at = place(word, high);
      if (slots[at] === word && slots[at + 1] === high) return;
      slots[at] = word;
      slots[at + 1] = high;
      size += 1;
      if (size * 4 > slots.length) grow();
    },
  };
}
