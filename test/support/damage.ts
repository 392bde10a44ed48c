// Damages a text in seeded ways, and asks whether a reader lost a package without saying so.
import type { Inventory } from '../../src/model/inventory.ts';

/** Every name@version that an inventory gives to the matcher, with the ids that carry it. */
export function matched(inventory: Inventory): Map<string, string[]> {
  const found = new Map<string, string[]>();
  const add = (name: string, version: string | undefined, id: string) => found.set(`${name}@${version ?? ''}`, [...(found.get(`${name}@${version ?? ''}`) ?? []), id]);
  for (const entry of inventory.packages) {
    add(entry.name, entry.version, entry.id);
    for (const identity of entry.identities ?? []) add(identity.name, identity.version ?? entry.version, entry.id);
  }
  return found;
}

/** A generator of numbers below `limit` that gives the same ones for the same seed (mulberry32). */
export function numbers(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296) * limit);
  };
}

/** One random change: a character, a piece deleted, doubled or swapped with another, a line deleted or doubled. */
export function damage(text: string, next: (limit: number) => number): string {
  const at = next(text.length);
  const size = 1 + next(60);
  const lines = text.split('\n');
  const line = next(lines.length);
  switch (next(7)) {
    case 0: return text.slice(0, at) + String.fromCharCode(32 + next(95)) + text.slice(at + 1);
    case 1: return text.slice(0, at) + text.slice(at + size);
    case 2: return text.slice(0, at + size) + text.slice(at);
    case 3: return swapped(text, at, next(text.length), size);
    case 4: return [...lines.slice(0, line), ...lines.slice(line + 1)].join('\n');
    case 5: return [...lines.slice(0, line), lines[line], ...lines.slice(line)].join('\n');
    default: return text.slice(0, at) + '"{}[]:,/@.0\\\u0000'[next(13)] + text.slice(at);
  }
}

function swapped(text: string, one: number, other: number, size: number): string {
  const low = Math.min(one, other);
  const high = Math.max(one, other, low + size);
  return text.slice(0, low) + text.slice(high, high + size) + text.slice(low + size, high) + text.slice(low, low + size) + text.slice(high + size);
}

/** The last part of a key or folder: the name under which dependents know the entry. */
export function localName(id: string): string {
  return /(?:^|\/)((?:@[^/]+\/)?[^/]+)$/.exec(id.replace(/#\d+$/, '').replace(/^dependencies:/, ''))?.[1] ?? id;
}

/** All names that some `dependencies`, `devDependencies` or `requires` of a parsed file asks for: a reader of its own, that knows no format. */
export function askedFor(value: unknown): Set<string> {
  const names = new Set<string>();
  const visit = (part: unknown, key: string) => {
    if (typeof part !== 'object' || part === null) return;
    for (const [name, inner] of Object.entries(part)) {
      if (['dependencies', 'devDependencies', 'requires'].includes(key) && typeof inner === 'string') names.add(name);
      visit(inner, name);
    }
  };
  visit(value, '');
  return names;
}

/**
 * What `after` lost of `before` although it has no problem. Left out is what no reader can see: an entry that is there
 * with other text of its own, one that nothing requires (any more), one whose name another entry answers.
 */
export function lostSilently(before: Inventory, after: Inventory, parsed: () => unknown): string[] {
  if (after.problems.length > 0) return [];
  const kept = matched(after);
  const ids = new Set(after.packages.map((entry) => entry.id));
  const locals = new Set(after.packages.map((entry) => localName(entry.id)));
  const lost = [...matched(before)].filter(([identity]) => !kept.has(identity));
  if (lost.length === 0) return [];
  const asked = askedFor(parsed());
  return lost
    .filter(([, owners]) => !owners.some((id) => ids.has(id)) && owners.some((id) => asked.has(localName(id)) && !locals.has(localName(id))))
    .map(([identity]) => identity);
}
