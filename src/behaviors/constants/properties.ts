// Reading properties of the interpreter's values. Prototypes of builtins are tables of ours that nobody can change.
import { fail } from './errors.ts';
import { hold, note, spend, stop } from './machine.ts';
import type { Machine, MethodKind } from './machine.ts';
import { indexOfKey, isObj, list, OPAQUE, plain } from './values.ts';
import type { Accessor, Bytes, Fn, List, Obj, Plain, Val } from './values.ts';

/** Elements of one array. */
export const MAX_LIST = 1024 * 1024;

function read(m: Machine, found: Val | Accessor, self: Val): Val {
  if (typeof found === 'object' && found !== null && found.kind === 'accessor') return found.get === undefined ? undefined : found.get.call(m, self, []);
  return found;
}

function method(m: Machine, kind: MethodKind, key: string): Val {
  return m.realm.method(kind, key) ?? (kind === 'object' ? undefined : m.realm.method('object', key));
}

function ofText(m: Machine, text: string, key: string): Val {
  if (key === 'length') return text.length;
  const index = indexOfKey(key);
  return index >= 0 ? characterAt(m, text, index) : method(m, 'string', key);
}

function characterAt(m: Machine, text: string, index: number): Val {
  if (index >= text.length) return undefined;
  note(m, 'sliced');
  return text[index];
}

function elementAt(m: Machine, items: readonly Val[], index: number): Val {
  const item = items[index];
  if (typeof item === 'string') note(m, 'string-table');
  return item;
}

function ofList(m: Machine, of: List, key: string): Val {
  if (key === 'length') return of.items.length;
  const index = indexOfKey(key);
  if (index >= 0) return elementAt(m, of.items, index);
  const own = of.props?.get(key);
  return own === undefined ? method(m, 'array', key) : read(m, own, of);
}

/** A property along the prototypes; undefined (the second part) where there is none. */
export function alongPrototypes(m: Machine, start: Plain | Fn, key: string): { readonly found: Val | Accessor } | undefined {
  let at: Obj | null = start;
  for (let turn = 0; at !== null && (at.kind === 'object' || at.kind === 'function'); turn += 1) {
    if (turn > 4) spend(m, 1);
    if (at.props?.has(key) === true) return { found: at.props.get(key) };
    at = at.proto;
  }
  return undefined;
}

function ofFunction(m: Machine, of: Fn, key: string): Val {
  const own = alongPrototypes(m, of, key);
  if (own !== undefined) return read(m, own.found, of);
  if (key === 'name') return of.name;
  if (key === 'prototype' && of.user) return prototypeOf(of);
  if (key === 'length') return stop('unsupported');
  return method(m, 'function', key);
}

/** `fn.prototype`, made when it is first asked for. */
function prototypeOf(of: Fn): Plain {
  const made = plain();
  made.props.set('constructor', of);
  of.props ??= new Map();
  of.props.set('prototype', made);
  return made;
}

function ofBytes(m: Machine, of: Bytes, key: string): Val {
  if (key === 'length' || key === 'byteLength') return of.bytes.length;
  if (key === 'byteOffset') return 0;
  if (key === 'buffer') return { ...of, buffer: false };
  const index = indexOfKey(key);
  return index >= 0 ? of.bytes[index] : method(m, 'bytes', key);
}

/** `of[key]`. */
export function getProperty(m: Machine, of: Val, key: string): Val {
  if (typeof of === 'string') return ofText(m, of, key);
  if (!isObj(of)) {
    if (of === undefined || of === null) return fail('TypeError', `Cannot read properties of ${String(of)}`);
    return method(m, typeof of as 'number' | 'boolean' | 'bigint', key);
  }
  switch (of.kind) {
    case 'array': return ofList(m, of, key);
    case 'object': {
      const own = alongPrototypes(m, of, key);
      if (own !== undefined) return read(m, own.found, of);
      return key === '__proto__' ? (of.proto ?? stop('unsupported')) : method(m, 'object', key);
    }
    case 'function': return ofFunction(m, of, key);
    case 'bytes': return ofBytes(m, of, key);
    case 'map': return key === 'size' ? of.map.size : method(m, 'map', key);
    case 'set': return key === 'size' ? of.set.size : method(m, 'set', key);
    case 'regexp': return ofRegex(m, of, key);
    case 'table': return of.get(m, key);
    case 'opaque': return OPAQUE;
  }
}

function ofRegex(m: Machine, of: Extract<Obj, { kind: 'regexp' }>, key: string): Val {
  if (key === 'lastIndex' || key === 'source' || key === 'flags') return of[key];
  if (key === 'global') return of.flags.includes('g');
  return method(m, 'regexp', key);
}

/** `of[index]` where the index is a number: the way of loops. */
export function getIndexed(m: Machine, of: Val, index: number): Val {
  if (Number.isInteger(index) && index >= 0) {
    if (typeof of === 'string') return characterAt(m, of, index);
    if (isObj(of) && of.kind === 'array' && index < of.items.length) return elementAt(m, of.items, index);
    if (isObj(of) && of.kind === 'bytes') return of.bytes[index];
  }
  return getProperty(m, of, String(index));
}

/** Own enumerable keys, integers first. */
export function ownKeys(m: Machine, of: Val): string[] {
  if (typeof of === 'string') { hold(m, of.length * 4); return Array.from({ length: of.length }, (_, at) => String(at)); }
  if (!isObj(of)) return of === undefined || of === null ? fail('TypeError', 'Cannot convert undefined or null to object') : [];
  if (of.kind === 'array') { hold(m, of.items.length * 4); return [...of.items.keys()].map(String).concat(of.props === undefined ? [] : [...of.props.keys()]); }
  if (of.kind === 'bytes') { hold(m, of.bytes.length * 4); return [...of.bytes.keys()].map(String); }
  if (of.kind === 'object' || of.kind === 'function') return sortedKeys(m, of.props === undefined ? [] : [...of.props.keys()]).filter((key) => of.kind === 'object' || key !== 'prototype');
  return of.kind === 'opaque' ? stop('not-constant') : of.kind === 'table' ? stop('unsupported') : [];
}

function sortedKeys(m: Machine, keys: string[]): string[] {
  hold(m, keys.length * 4);
  const numbers = keys.filter((key) => indexOfKey(key) >= 0);
  if (numbers.length === 0) return keys;
  return [...numbers.toSorted((a, b) => Number(a) - Number(b)), ...keys.filter((key) => indexOfKey(key) < 0)];
}

/** `key in of`, own properties only where `own`. */
export function hasProperty(m: Machine, of: Obj, key: string, where: 'own' | 'all'): boolean {
  if (of.kind === 'opaque') return stop('not-constant');
  const index = indexOfKey(key);
  if (of.kind === 'array' && (key === 'length' || (index >= 0 && index < of.items.length) || of.props?.has(key) === true)) return true;
  if (of.kind === 'bytes' && index >= 0) return index < of.bytes.length;
  if (where === 'own') return (of.kind === 'object' || of.kind === 'function') && of.props?.has(key) === true;
  if ((of.kind === 'object' || of.kind === 'function') && alongPrototypes(m, of, key) !== undefined) return true;
  return of.kind === 'table' ? stop('unsupported') : getProperty(m, of, key) !== undefined;
}

/** What `for…of` and spread give, as a new array. */
export function iterate(m: Machine, of: Val): Val[] {
  if (typeof of === 'string') { hold(m, of.length * 4); return [...of]; }
  if (isObj(of)) {
    if (of.kind === 'array') { hold(m, of.items.length * 4); return of.items.slice(); }
    if (of.kind === 'bytes') { hold(m, of.bytes.length * 4); return [...of.bytes]; }
    if (of.kind === 'set') { hold(m, of.set.size * 4); return [...of.set]; }
    if (of.kind === 'map') { hold(m, of.map.size * 40); return [...of.map].map(([key, value]) => list([key, value])); }
    if (of.kind === 'opaque') return stop('not-constant');
    if (of.kind === 'table') return stop('unsupported');
  }
  return fail('TypeError', 'value is not iterable');
}
