// The state of one evaluation: what it may still spend, how its text was put together, and the three ways in which it ends early.
import { TRANSFORMS } from '../../model/behavior.ts';
import type { Transform } from '../../model/behavior.ts';
import type { NoConstant } from './contract.ts';
import type { Fn, Val } from './values.ts';

/** Characters of one text. */
export const MAX_TEXT = 2 * 1024 * 1024;
/** Characters and elements that one evaluation creates; an element counts 4, an object 32. */
export const MEMORY = 8 * 1024 * 1024;
/** Calls inside calls. Each takes some twenty frames of the engine's stack of about 1 MB. */
const DEPTH = 220;

/** Kinds of values that have methods of ours. */
export type MethodKind = 'string' | 'number' | 'boolean' | 'bigint' | 'array' | 'function' | 'bytes' | 'map' | 'set' | 'regexp' | 'object';

/** The builtins, as the machine finds them: `builtins/realm.ts`. */
export interface Realm {
  readonly method: (kind: MethodKind, name: string) => Fn | undefined;
  /** A global by its name; undefined where there is none of ours. */
  readonly global: (name: string) => Val;
  /** A module of Node by its name without `node:`; undefined where there is none of ours. */
  readonly module: (name: string) => Val;
}

/** One evaluation. */
export interface Machine {
  readonly realm: Realm;
  steps: number;
  /** Steps that went to the budgets of modules. */
  elsewhere: number;
  memory: number;
  depth: number;
  via: Transform[];
  /** Bits of `via`, by place in TRANSFORMS, and XORED. */
  seen: number;
}

/** Ends the evaluation; the code's own try … catch does not see it. */
export class Stop extends Error {
  readonly why: NoConstant;
  constructor(why: NoConstant) {
    super(why);
    this.why = why;
  }
}

/** What the interpreted code throws. */
export class Thrown extends Error {
  readonly value: Val;
  constructor(value: Val) {
    super('thrown');
    this.value = value;
  }
}

/** Bit of `seen`: a number was XORed, so the next characters that are made of numbers came out of it. */
export const XORED = 1 << 24;

const BITS = new Map(TRANSFORMS.map((name, at) => [name, 1 << at]));

/** A fresh machine. */
export function createMachine(realm: Realm, steps: number, memory = MEMORY): Machine {
  return { realm, steps, elsewhere: 0, memory, depth: 0, via: [], seen: 0 };
}

/** Takes steps. */
export function spend(m: Machine, steps: number): void {
  m.steps -= steps;
  if (m.steps < 0) throw new Stop('budget');
}

/** Takes memory, and time to fill it. Asked before the memory is: `'a'.repeat(1e9)` must not happen. */
export function hold(m: Machine, units: number): void {
  m.memory -= units;
  m.steps -= units >> 8;
  if (!(m.memory >= 0) || m.steps < 0) throw new Stop('budget');
}

/** Goes one level deeper: calls of the code, nested values. `leave` takes it back; after a Stop nobody asks. */
export function enter(m: Machine): void {
  m.depth += 1;
  if (m.depth > DEPTH) throw new Stop('budget');
}

/** The end of what `enter` began. */
export function leave(m: Machine): void {
  m.depth -= 1;
}

/** Remembers how the value was put together. */
export function note(m: Machine, transform: Transform): void {
  const bit = BITS.get(transform) ?? 0;
  if ((m.seen & bit) !== 0) return;
  m.seen |= bit;
  m.via.push(transform);
}

/** Numbers became characters. */
export function noteCodes(m: Machine): void {
  if ((m.seen & XORED) !== 0) note(m, 'xor');
  note(m, 'char-codes');
}

/** Ends the evaluation. */
export function stop(why: NoConstant): never {
  throw new Stop(why);
}
