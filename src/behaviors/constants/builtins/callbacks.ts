// Array.prototype with callbacks (https://tc39.es/ecma262/#sec-properties-of-the-array-prototype-object).
import { fail } from '../errors.ts';
import { hold, spend } from '../machine.ts';
import type { Machine } from '../machine.ts';
import { toNumber, toText, truthy } from '../operators.ts';
import { MAX_LIST } from '../properties.ts';
import { isObj, list } from '../values.ts';
import type { Fn, Native, Val } from '../values.ts';
import { held, own, thisItems } from './arrays.ts';
import { natives } from './table.ts';

/** An argument that must be a function. */
export function callback(value: Val): Fn {
  return isObj(value) && value.kind === 'function' ? value : fail('TypeError', 'callback is not a function');
}

type Visit = (result: Val, item: Val, at: number) => boolean;

/** Calls the callback on each item until `visit` says that it is enough. The length is that of the start. */
function each(m: Machine, self: Val, args: readonly Val[], visit: Visit): void {
  const items = thisItems(m, self);
  const fn = callback(args[0]);
  const { length } = items;
  for (let at = 0; at < length; at += 1) {
    spend(m, 1);
    const item = items[at];
    if (visit(fn.call(m, args[1], [item, at, self]), item, at)) return;
  }
}

function map(m: Machine, self: Val, args: readonly Val[]): Val {
  const made: Val[] = [];
  each(m, self, args, (result) => { hold(m, 4); made.push(result); return false; });
  return list(made);
}

function flatMap(m: Machine, self: Val, args: readonly Val[]): Val {
  const made: Val[] = [];
  each(m, self, args, (result) => {
    const items = isObj(result) && result.kind === 'array' ? result.items : [result];
    hold(m, items.length * 4);
    for (const item of items) made.push(item);
    return made.length > MAX_LIST;
  });
  return held(m, made);
}

function filter(m: Machine, self: Val, args: readonly Val[]): Val {
  const made: Val[] = [];
  each(m, self, args, (result, item) => { if (truthy(result)) { hold(m, 4); made.push(item); } return false; });
  return list(made);
}

function find(give: (item: Val, at: number) => Val, absent: Val): Native {
  return (m, self, args) => {
    let found = absent;
    each(m, self, args, (result, item, at) => {
      if (!truthy(result)) return false;
      found = give(item, at);
      return true;
    });
    return found;
  };
}

function findLast(give: (item: Val, at: number) => Val, absent: Val): Native {
  return (m, self, args) => {
    const items = thisItems(m, self);
    for (let at = items.length - 1; at >= 0; at -= 1) {
      spend(m, 1);
      if (truthy(callback(args[0]).call(m, args[1], [items[at], at, self]))) return give(items[at], at);
    }
    return absent;
  };
}

function reduce(m: Machine, self: Val, args: readonly Val[], from: 'left' | 'right'): Val {
  const items = from === 'left' ? thisItems(m, self) : thisItems(m, self).toReversed();
  const fn = callback(args[0]);
  if (items.length === 0 && args.length < 2) return fail('TypeError', 'Reduce of empty array with no initial value');
  let sum = args.length < 2 ? items[0] : args[1];
  const { length } = items;
  for (let at = args.length < 2 ? 1 : 0; at < length; at += 1) {
    spend(m, 1);
    sum = fn.call(m, undefined, [sum, items[at], from === 'left' ? at : length - 1 - at, self]);
  }
  return sum;
}

/** Merge sort: the number of comparisons does not depend on what the callback answers. `undefined` goes last. */
function sorted(m: Machine, items: readonly Val[], order: Val): Val[] {
  const known = items.filter((item) => item !== undefined);
  hold(m, items.length * 8);
  if (order !== undefined) {
    const fn = callback(order);
    const made = merged(m, known, (a, b) => toNumber(m, fn.call(m, undefined, [a, b])));
    return [...made, ...Array.from<Val>({ length: items.length - known.length })];
  }
  const texts = known.map((item) => ({ item, text: toText(m, item) }));
  const made = merged(m, texts, (a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0)).map(({ item }) => item);
  return [...made, ...Array.from<Val>({ length: items.length - known.length })];
}

function merged<T>(m: Machine, items: readonly T[], order: (a: T, b: T) => number): readonly T[] {
  if (items.length < 2) return items;
  const middle = items.length >> 1;
  const left = merged(m, items.slice(0, middle), order);
  const right = merged(m, items.slice(middle), order);
  const made: T[] = [];
  let at = 0;
  for (const item of left) {
    for (; at < right.length && order(item, right[at] as T) > 0; at += 1) made.push(right[at] as T);
    made.push(item);
  }
  spend(m, items.length);
  return made.concat(right.slice(at));
}

function sort(m: Machine, self: Val, args: readonly Val[]): Val {
  const of = own(self);
  of.items = sorted(m, of.items, args[0]);
  return of;
}

/** Methods of arrays that call back. */
export const CALLBACK_METHODS = natives({
  map, flatMap, filter, sort,
  forEach: (m, self, args) => { each(m, self, args, () => false); return undefined; },
  some: (m, self, args) => { let any = false; each(m, self, args, (result) => (any = truthy(result))); return any; },
  every: (m, self, args) => { let all = true; each(m, self, args, (result) => !(all = truthy(result))); return all; },
  find: find((item) => item, undefined),
  findIndex: find((_item, at) => at, -1),
  findLast: findLast((item) => item, undefined),
  findLastIndex: findLast((_item, at) => at, -1),
  reduce: (m, self, args) => reduce(m, self, args, 'left'),
  reduceRight: (m, self, args) => reduce(m, self, args, 'right'),
  toSorted: (m, self, args) => list(sorted(m, thisItems(m, self), args[0])),
});
