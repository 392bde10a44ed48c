// Array.prototype without callbacks (https://tc39.es/ecma262/#sec-properties-of-the-array-prototype-object).
import { fail } from '../errors.ts';
import { strictlyEqual, sameValueZero } from '../equality.ts';
import { enter, hold, leave, note, spend, stop } from '../machine.ts';
import type { Machine } from '../machine.ts';
import { toInteger, toText } from '../operators.ts';
import { getIndexed, getProperty, MAX_LIST } from '../properties.ts';
import { isObj, list } from '../values.ts';
import type { List, Native, Val } from '../values.ts';
import { natives, payPass } from './table.ts';

/** `this` as an array: array-likes are copied. */
export function thisItems(m: Machine, self: Val): Val[] {
  if (isObj(self) && self.kind === 'array') { payPass(m, self.items.length); return self.items; }
  if (typeof self === 'string') { hold(m, self.length * 4); return Array.from({ length: self.length }, (_, at) => self[at]); }
  if (self === undefined || self === null) return fail('TypeError', 'Array.prototype method called on null or undefined');
  const length = toInteger(m, getProperty(m, self, 'length'));
  if (length > MAX_LIST) return stop('budget');
  hold(m, Math.max(0, length) * 4);
  return Array.from({ length: Math.max(0, length) }, (_, at) => getIndexed(m, self, at));
}

/** A new array, paid for. */
export function held(m: Machine, items: Val[]): List {
  if (items.length > MAX_LIST) stop('budget');
  hold(m, items.length * 4 + 32);
  return list(items);
}

/** The array that a changing method is called on. */
export function own(self: Val): List {
  if (!isObj(self) || self.kind !== 'array') return stop('unsupported');
  return self.frozen ? fail('TypeError', 'Cannot change a frozen array') : self;
}

function optional(m: Machine, value: Val): number | undefined {
  return value === undefined ? undefined : toInteger(m, value);
}

function join(m: Machine, self: Val, args: readonly Val[]): Val {
  const items = thisItems(m, self);
  const separator = args[0] === undefined ? ',' : toText(m, args[0]);
  if (items.length > 1) note(m, 'joined');
  return joined(m, items, separator);
}

function joined(m: Machine, items: readonly Val[], separator: string): string {
  enter(m);
  spend(m, items.length >> 4);
  const parts = items.map((item) => (item === undefined || item === null ? '' : toText(m, item)));
  hold(m, parts.reduce((sum, part) => sum + part.length, separator.length * parts.length));
  leave(m);
  return parts.join(separator);
}

function toTextOfList(m: Machine, self: Val): Val {
  const items = thisItems(m, self);
  if (items.length > 1) note(m, 'joined');
  return joined(m, items, ',');
}

function reverse(m: Machine, self: Val): Val {
  const of = own(self);
  payPass(m, of.items.length);
  note(m, 'reversed');
  of.items.reverse();
  return of;
}

function push(m: Machine, self: Val, args: readonly Val[]): Val {
  const { items } = own(self);
  if (items.length + args.length > MAX_LIST) stop('budget');
  hold(m, args.length * 4);
  for (const arg of args) items.push(arg);
  return items.length;
}

function unshift(m: Machine, self: Val, args: readonly Val[]): Val {
  const { items } = own(self);
  payPass(m, items.length);
  hold(m, args.length * 4);
  return items.unshift(...args);
}

function shift(m: Machine, self: Val): Val {
  const { items } = own(self);
  // The engine moves the start of short arrays; long ones are copied.
  if (items.length > 4096) payPass(m, items.length);
  return items.shift();
}

function splice(m: Machine, self: Val, args: readonly Val[]): Val {
  const { items } = own(self);
  payPass(m, items.length);
  if (args.length === 0) return held(m, []);
  const start = toInteger(m, args[0]);
  const count = args.length === 1 ? items.length : toInteger(m, args[1]);
  const more = args.slice(2);
  hold(m, more.length * 4);
  return held(m, items.splice(start, count, ...more));
}

function slice(m: Machine, self: Val, args: readonly Val[]): Val {
  return held(m, thisItems(m, self).slice(toInteger(m, args[0]), optional(m, args[1])));
}

function concat(m: Machine, self: Val, args: readonly Val[]): Val {
  const parts = [self, ...args].map((part): Val[] => (isObj(part) && part.kind === 'opaque' ? stop('not-constant') : isObj(part) && part.kind === 'array' ? part.items : [part]));
  if (parts.reduce((sum, part) => sum + part.length, 0) > MAX_LIST) stop('budget');
  hold(m, parts.reduce((sum, part) => sum + part.length * 4, 0));
  return list(parts.flat());
}

function flat(m: Machine, self: Val, args: readonly Val[]): Val {
  const made: Val[] = [];
  flatInto(m, made, thisItems(m, self), args[0] === undefined ? 1 : toInteger(m, args[0]));
  return list(made);
}

function flatInto(m: Machine, into: Val[], items: readonly Val[], depth: number): void {
  enter(m);
  hold(m, items.length * 4);
  if (into.length + items.length > MAX_LIST) stop('budget');
  for (const item of items) {
    if (isObj(item) && item.kind === 'array' && depth > 0) flatInto(m, into, item.items, depth - 1);
    else into.push(item);
  }
  leave(m);
}

function indexOf(m: Machine, self: Val, args: readonly Val[]): Val {
  const items = thisItems(m, self);
  const from = toInteger(m, args[1]);
  for (let at = from < 0 ? Math.max(0, items.length + from) : from; at < items.length; at += 1) if (strictlyEqual(m, items[at], args[0])) return at;
  return -1;
}

function lastIndexOf(m: Machine, self: Val, args: readonly Val[]): Val {
  const items = thisItems(m, self);
  const from = args.length > 1 ? toInteger(m, args[1]) : items.length - 1;
  for (let at = from < 0 ? items.length + from : Math.min(from, items.length - 1); at >= 0; at -= 1) if (strictlyEqual(m, items[at], args[0])) return at;
  return -1;
}

function fill(m: Machine, self: Val, args: readonly Val[]): Val {
  const of = own(self);
  payPass(m, of.items.length);
  of.items.fill(args[0], toInteger(m, args[1]), optional(m, args[2]));
  return of;
}

function copyWithin(m: Machine, self: Val, args: readonly Val[]): Val {
  const of = own(self);
  payPass(m, of.items.length);
  of.items.copyWithin(toInteger(m, args[0]), toInteger(m, args[1]), optional(m, args[2]));
  return of;
}

/** What an iterator would give, as an array. */
function listed(pair: (item: Val, at: number) => Val, cost: number): Native {
  return (m, self) => {
    const items = thisItems(m, self);
    hold(m, items.length * cost);
    return list(items.map(pair));
  };
}

/** Methods of arrays. */
export const ARRAY_METHODS = natives({
  join, toString: toTextOfList, toLocaleString: toTextOfList, reverse, push, unshift, shift, splice, slice, concat, flat, indexOf, lastIndexOf, fill, copyWithin,
  toReversed: (m, self) => reverse(m, held(m, thisItems(m, self).slice())),
  pop: (_m, self) => own(self).items.pop(),
  at: (m, self, args) => {
    const item = thisItems(m, self).at(toInteger(m, args[0]));
    if (typeof item === 'string') note(m, 'string-table');
    return item;
  },
  includes: (m, self, args) => thisItems(m, self).some((item) => sameValueZero(m, item, args[0])),
  entries: listed((item, at) => list([at, item]), 40),
  keys: listed((_item, at) => at, 4),
  values: listed((item) => item, 4),
  with: (m, self, args) => {
    const items = thisItems(m, self).slice();
    const at = toInteger(m, args[0]);
    const index = at < 0 ? items.length + at : at;
    if (index < 0 || index >= items.length) return fail('RangeError', 'Invalid index');
    items[index] = args[1];
    return held(m, items);
  },
});
