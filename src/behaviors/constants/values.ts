// Values of the interpreter. Primitives are JavaScript's own; objects are plain records of ours, so that nothing of the audited side
// ever becomes a live object: no getter, prototype or conversion of the engine can be reached through them.
import type { Machine } from './machine.ts';

/** What needs no object of ours. */
export type Primitive = string | number | boolean | bigint | null | undefined;

/** Any value of the interpreted code. */
export type Val = Primitive | Obj;

/** A function of ours. Gives back a value or throws one of `stops.ts`. */
export type Native = (m: Machine, self: Val, args: readonly Val[]) => Val;

/** A getter and setter pair. */
export interface Accessor {
  readonly kind: 'accessor';
  readonly get?: Fn;
  readonly set?: Fn;
}

/** Own properties, in order of creation. A Map: no key is special. */
export type Props = Map<string, Val | Accessor>;

/** A plain object, an instance, an error. */
export interface Plain {
  readonly kind: 'object';
  proto: Obj | null;
  readonly props: Props;
  frozen: boolean;
}

/** Holes are `undefined`. */
export interface List {
  readonly kind: 'array';
  items: Val[];
  props: Props | undefined;
  frozen: boolean;
}

/** A function: ours, or one of the code (then `user` is true). */
export interface Fn {
  readonly kind: 'function';
  readonly name: string;
  readonly call: Native;
  /** Absent: not a constructor. */
  readonly construct?: (m: Machine, args: readonly Val[], target: Fn) => Val;
  readonly user: boolean;
  /** What `toString` gives: the text of a function of the code. Absent where it is not kept. */
  readonly source?: () => string;
  props: Props | undefined;
  /** The class that it extends. */
  proto: Obj | null;
}

/** Buffer or Uint8Array. */
export interface Bytes {
  readonly kind: 'bytes';
  readonly bytes: Uint8Array;
  readonly buffer: boolean;
  /** Made out of numbers: text of it is text of character codes. */
  coded: boolean;
}

/** Map. */
export interface MapObj {
  readonly kind: 'map';
  readonly map: Map<Val, Val>;
}

/** Set. */
export interface SetObj {
  readonly kind: 'set';
  readonly set: Set<Val>;
}

/** A regular expression of the safe subset (`builtins/regexps.ts`). */
export interface Regex {
  readonly kind: 'regexp';
  readonly source: string;
  readonly flags: string;
  lastIndex: number;
}

/** A prototype or namespace of ours (`String.prototype`, `Math`): readable by name, never written. */
export interface Table {
  readonly kind: 'table';
  readonly name: string;
  readonly get: (m: Machine, key: string) => Val;
}

/**
 * Something outside: `process`, an import of another package, an argument that nobody knows. It can be passed on and read; whatever
 * would need to know it ends the evaluation.
 */
export interface Opaque {
  readonly kind: 'opaque';
}

/** Objects of the interpreted code. */
export type Obj = Plain | List | Fn | Bytes | MapObj | SetObj | Regex | Table | Opaque;

/** The one unknown value. */
export const OPAQUE: Opaque = { kind: 'opaque' };

/** True for objects of ours; everything else is a primitive. */
export function isObj(value: Val): value is Obj {
  return typeof value === 'object' && value !== null;
}

/** A list that takes over `items`. */
export function list(items: Val[]): List {
  return { kind: 'array', items, props: undefined, frozen: false };
}

/** An empty object. */
export function plain(proto: Obj | null = null): Plain {
  return { kind: 'object', proto, props: new Map(), frozen: false };
}

/** A function of ours. */
export function native(name: string, call: Native, construct?: Native): Fn {
  const made: Fn = { kind: 'function', name, call, user: false, props: undefined, proto: null };
  return construct === undefined ? made : { ...made, construct: (m, args) => construct(m, undefined, args) };
}

/** Bytes that are taken over. */
export function bytesOf(bytes: Uint8Array, kind: 'buffer' | 'array', from: 'codes' | 'text'): Bytes {
  return { kind: 'bytes', bytes, buffer: kind === 'buffer', coded: from === 'codes' };
}

/** Index of an array or a text that a key names, or -1. */
export function indexOfKey(key: string): number {
  const first = key.charCodeAt(0);
  if (!(first >= 48 && first <= 57) || key.length > 10) return -1;
  const index = Number(key);
  return Number.isInteger(index) && String(index) === key ? index : -1;
}
