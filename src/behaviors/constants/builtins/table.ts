// Tables of builtins, and what most of them need.
import { spend } from '../machine.ts';
import type { Machine } from '../machine.ts';
import { native } from '../values.ts';
import type { Fn, Native } from '../values.ts';

/** Builtins by name. A Map: no name is special. */
export type Natives = ReadonlyMap<string, Fn>;

/** A table of functions. */
export function natives(entries: Readonly<Record<string, Native>>): Natives {
  return new Map(Object.entries(entries).map(([name, call]) => [name, native(name, call)]));
}

/** Pays for finding a text in another: the engine's search takes length times length at worst. */
export function paySearch(m: Machine, text: string, part: string): void {
  if (text.length > 256) spend(m, Math.ceil((text.length * Math.min(part.length + 1, text.length)) / 4096));
}

/** Pays for going through a text or a list once. */
export function payPass(m: Machine, length: number): void {
  if (length > 64) spend(m, length >> 6);
}
