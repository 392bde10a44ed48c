// Array, Map, Set, RegExp and Error as constructors, and the methods of Map and Set (https://tc39.es/ecma262/#sec-keyed-collections).
import { errorObject, fail } from '../errors.ts';
import { hold, spend, stop } from '../machine.ts';
import type { Machine } from '../machine.ts';
import { toInteger, toText } from '../operators.ts';
import { getIndexed, getProperty, iterate, MAX_LIST } from '../properties.ts';
import { isObj, list, native } from '../values.ts';
import type { Fn, MapObj, SetObj, Val } from '../values.ts';
import { callback } from './callbacks.ts';
import { createRegex } from './regexps.ts';
import { natives } from './table.ts';
import { setProperty } from '../writes.ts';

function asMap(self: Val): Map<Val, Val> {
  return isObj(self) && self.kind === 'map' ? self.map : stop('unsupported');
}

function asSet(self: Val): Set<Val> {
  return isObj(self) && self.kind === 'set' ? self.set : stop('unsupported');
}

/** Opaque keys could be equal or not. */
function key(m: Machine, value: Val): Val {
  if (isObj(value) && value.kind === 'opaque') return stop('not-constant');
  if (typeof value === 'string' && value.length > 1024) spend(m, value.length >> 8);
  return value;
}

function newMap(m: Machine, _self: Val, args: readonly Val[]): Val {
  const made: MapObj = { kind: 'map', map: new Map() };
  hold(m, 64);
  if (args[0] === undefined || args[0] === null) return made;
  for (const pair of iterate(m, args[0])) { hold(m, 16); made.map.set(key(m, getProperty(m, pair, '0')), getProperty(m, pair, '1')); }
  return made;
}

function newSet(m: Machine, _self: Val, args: readonly Val[]): Val {
  const made: SetObj = { kind: 'set', set: new Set() };
  hold(m, 64);
  if (args[0] === undefined || args[0] === null) return made;
  for (const item of iterate(m, args[0])) { hold(m, 16); made.set.add(key(m, item)); }
  return made;
}

/** Methods of Map. What iterators give is given as an array. */
export const MAP_METHODS = natives({
  get: (m, self, args) => asMap(self).get(key(m, args[0])),
  has: (m, self, args) => asMap(self).has(key(m, args[0])),
  set: (m, self, args) => { hold(m, 16); asMap(self).set(key(m, args[0]), args[1]); return self; },
  delete: (m, self, args) => asMap(self).delete(key(m, args[0])),
  clear: (_m, self) => { asMap(self).clear(); return undefined; },
  entries: (m, self) => list(iterate(m, self)),
  keys: (m, self) => { hold(m, asMap(self).size * 4); return list([...asMap(self).keys()]); },
  values: (m, self) => { hold(m, asMap(self).size * 4); return list([...asMap(self).values()]); },
  forEach: (m, self, args) => { for (const [name, value] of asMap(self)) { spend(m, 1); callback(args[0]).call(m, args[1], [value, name, self]); } return undefined; },
});

/** Methods of Set. */
export const SET_METHODS = natives({
  has: (m, self, args) => asSet(self).has(key(m, args[0])),
  add: (m, self, args) => { hold(m, 16); asSet(self).add(key(m, args[0])); return self; },
  delete: (m, self, args) => asSet(self).delete(key(m, args[0])),
  clear: (_m, self) => { asSet(self).clear(); return undefined; },
  entries: (m, self) => { hold(m, asSet(self).size * 40); return list([...asSet(self)].map((item) => list([item, item]))); },
  keys: (m, self) => list(iterate(m, self)),
  values: (m, self) => list(iterate(m, self)),
  forEach: (m, self, args) => { for (const item of iterate(m, self)) { spend(m, 1); callback(args[0]).call(m, args[1], [item, item, self]); } return undefined; },
});

function newArray(m: Machine, _self: Val, args: readonly Val[]): Val {
  const [length] = args;
  if (args.length !== 1 || typeof length !== 'number') { hold(m, args.length * 4 + 32); return list([...args]); }
  if (!Number.isInteger(length) || length < 0 || length >= 2 ** 32) return fail('RangeError', 'Invalid array length');
  if (length > MAX_LIST) return stop('budget');
  hold(m, length * 4 + 32);
  return list(Array.from<Val>({ length }));
}

function arrayFrom(m: Machine, _self: Val, args: readonly Val[]): Val {
  const [from, by, self] = args;
  const items = isObj(from) && (from.kind === 'object' || from.kind === 'function') ? arrayLike(m, from) : isObj(from) || typeof from === 'string' ? iterate(m, from) : [];
  if (by === undefined) return list(items);
  const fn = callback(by);
  return list(items.map((item, at) => { spend(m, 1); return fn.call(m, self, [item, at]); }));
}

function arrayLike(m: Machine, from: Val): Val[] {
  const length = Math.max(0, toInteger(m, getProperty(m, from, 'length')));
  if (length > MAX_LIST) return stop('budget');
  hold(m, length * 4);
  return Array.from({ length }, (_, at) => getIndexed(m, from, at));
}

const ARRAY_STATICS = natives({
  from: arrayFrom,
  of: (m, _self, args) => { hold(m, args.length * 4 + 32); return list([...args]); },
  isArray: (_m, _self, args) => (isObj(args[0]) && args[0].kind === 'opaque' ? stop('not-constant') : isObj(args[0]) && args[0].kind === 'array'),
});

function newRegex(m: Machine, _self: Val, args: readonly Val[]): Val {
  const [source, flags] = args;
  if (isObj(source) && source.kind === 'regexp') return createRegex(m, source.source, flags === undefined ? source.flags : toText(m, flags));
  return createRegex(m, source === undefined ? '(?:)' : toText(m, source), flags === undefined ? '' : toText(m, flags));
}

function needsNew(): Val {
  return fail('TypeError', 'Constructor requires new');
}

function errorMaker(name: string): Fn {
  const make = (m: Machine, _self: Val, args: readonly Val[]): Val => {
    const error = errorObject(name, args[0] === undefined ? '' : toText(m, args[0]));
    hold(m, 64);
    const cause = isObj(args[1]) ? getProperty(m, args[1], 'cause') : undefined;
    if (cause !== undefined) setProperty(m, error, 'cause', cause);
    return error;
  };
  return native(name, make, make);
}

/** Constructors of collections, patterns and errors, with what stands below them. */
export const COLLECTION_CONSTRUCTORS: readonly Fn[] = [
  { ...native('Array', newArray, newArray), props: new Map(ARRAY_STATICS) },
  native('Map', needsNew, newMap), native('WeakMap', needsNew, newMap),
  native('Set', needsNew, newSet), native('WeakSet', needsNew, newSet),
  native('RegExp', newRegex, newRegex),
  ...['Error', 'TypeError', 'RangeError', 'SyntaxError', 'ReferenceError', 'EvalError', 'URIError'].map(errorMaker),
];
