// Properties of values: of records, lists, classes and their instances, modules, globals, and of what is not known.
import type { Value } from '../contract.ts';
import { instanceProperty, staticProperty } from './classes.ts';
import { choice, mapChoice, text, viaOf } from './make.ts';
import { UNDEFINED, UNKNOWN, type World } from './world.ts';

/** A list of at least so many texts that is read by number is a table of strings. */
const TABLE = 8;
/** Collections in collections that items are looked for in. */
const NESTED = 20;
/** Names of the global object. */
export const GLOBAL_OBJECTS: ReadonlySet<string> = new Set(['globalThis', 'global', 'window', 'self']);
/** What `new` makes of these is iterated as its first argument is. */
const COLLECTIONS: ReadonlySet<string> = new Set(['Set', 'Map']);
/** Properties that every object has; on a record they are methods, never `undefined`. */
const INHERITED: ReadonlySet<string> = new Set(['hasOwnProperty', 'toString', 'valueOf', 'constructor', 'propertyIsEnumerable', 'isPrototypeOf', 'toLocaleString', '__proto__']);

/** Value of a property; the key is absent where it is not known. */
export function property(world: World, value: Value, key: string | undefined): Value {
  switch (value.kind) {
    case 'choice': return mapChoice(value, (one) => property(world, one, key));
    case 'record': return recordProperty(world, value, key);
    case 'list': return listProperty(value, key);
    case 'text': return textProperty(value, key);
    case 'import': return key === undefined ? { kind: 'member', of: value } : key === 'default' ? value : { ...value, path: [...value.path, key] };
    case 'global': return key === undefined ? { kind: 'member', of: value } : globalProperty(value, key);
    case 'function': case 'class': return key === undefined ? { kind: 'member', of: value } : (staticProperty(world, value, key) ?? (key === 'default' ? value : { kind: 'member', of: value, key }));
    case 'call': return (key === undefined ? undefined : instanceProperty(world, value, key)) ?? member(value, key);
    case 'unknown': return UNKNOWN_MEMBER(key);
    default: return member(value, key);
  }
}

function member(of: Value, key: string | undefined): Value {
  return key === undefined ? { kind: 'member', of } : { kind: 'member', of, key };
}

const UNKNOWN_MEMBER = (key: string | undefined): Value => member(UNKNOWN, key);

function globalProperty(value: Extract<Value, { kind: 'global' }>, key: string): Value {
  const [first, ...rest] = value.path;
  return { kind: 'global', path: first !== undefined && rest.length === 0 && GLOBAL_OBJECTS.has(first) ? [key] : [...value.path, key] };
}

function recordProperty(world: World, value: Extract<Value, { kind: 'record' }>, key: string | undefined): Value {
  if (key === undefined) return choice([...value.entries.slice(0, 200).map((entry) => entry.value), ...value.more.map((more) => property(world, more, undefined))]);
  const found = value.entries.filter((entry) => entry.key === key);
  if (found.length > 0) return choice(found.map((entry) => entry.value));
  // Compilers read `.default` of CommonJS modules that have none.
  if (key === 'default') return value;
  const open = value.entries.filter((entry) => entry.key === undefined).map((entry) => entry.value);
  const merged = value.more.map((more) => property(world, more, key));
  if (open.length + merged.length > 0) return choice([...open, ...merged]);
  return INHERITED.has(key) ? member(value, key) : UNDEFINED;
}

function listProperty(value: Extract<Value, { kind: 'list' }>, key: string | undefined): Value {
  if (key === undefined) return itemOf(value);
  if (key === 'length') return value.more.length === 0 ? { kind: 'literal', value: value.items.length } : UNKNOWN;
  if (!/^\d+$/.test(key)) return member(value, key);
  const item = value.items[Number(key)];
  if (item === undefined) return value.more.length === 0 ? UNDEFINED : choice(value.more);
  return item.kind === 'text' && value.items.length >= TABLE && value.items.every((one) => one.kind === 'text') ? text(item.text, viaOf(item.via, ['string-table'])) : item;
}

function textProperty(value: Extract<Value, { kind: 'text' }>, key: string | undefined): Value {
  if (key === 'length') return { kind: 'literal', value: value.text.length };
  if (key === undefined || !/^\d+$/.test(key)) return member(value, key);
  const character = value.text[Number(key)];
  return character === undefined ? UNDEFINED : text(character, viaOf(value.via, ['sliced']));
}

/** One of the items of what is iterated. */
export function itemOf(value: Value, seen: Set<Value> = new Set()): Value {
  // A set that is made of its own items (`queue = new Set([...queue].map(…))`) leads back to itself.
  if (seen.has(value) || seen.size > NESTED) return UNKNOWN;
  if (value.kind === 'choice') return mapChoice(value, (one) => itemOf(one, seen));
  if (value.kind === 'list') return choice([...value.items, ...value.more]);
  if (value.kind === 'call' && value.isNew && value.callee.kind === 'global' && COLLECTIONS.has(value.callee.path.join('.')) && value.args[0] !== undefined) return itemOf(value.args[0], seen.add(value));
  return value.kind === 'record' ? choice([...value.entries.slice(0, 200).map((entry) => entry.value), ...value.more]) : { kind: 'member', of: value };
}

/** One of the keys. */
export function keysOf(value: Value): Value {
  if (value.kind === 'choice') return mapChoice(value, keysOf);
  if (value.kind !== 'record') return { kind: 'member', of: value };
  const keys = value.entries.map((entry) => (entry.key === undefined ? UNKNOWN : text(entry.key)));
  return choice([...keys, ...value.more.map((of): Value => ({ kind: 'member', of }))]);
}

/** Items from an index on. */
export function restOf(value: Value, from: number): Value {
  if (value.kind === 'choice') return mapChoice(value, (one) => restOf(one, from));
  return value.kind === 'list' ? { kind: 'list', items: value.items.slice(from), more: value.more } : { kind: 'list', items: [], more: [{ kind: 'member', of: value }] };
}

/** The rest of an object beside some keys. */
export function withoutKeys(value: Value, keys: readonly string[]): Value {
  if (value.kind === 'choice') return mapChoice(value, (one) => withoutKeys(one, keys));
  return value.kind === 'record' ? { ...value, entries: value.entries.filter((entry) => entry.key === undefined || !keys.includes(entry.key)) } : value;
}
