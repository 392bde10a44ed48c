// Object and array literals, with what is assigned to them, merged into them and pushed onto them later. Parts are evaluated when
// they are read.
import type { Module, Node, RecordEntry, Value } from '../contract.ts';
import { child, children, isFunction, slots } from '../nodes.ts';
import { type Change, changesOf } from './changes.ts';
import { keyOf } from './keys.ts';
import { lazyEntry, lazyValues } from './lazy.ts';
import { choice, mapChoice } from './make.ts';
import { itemOf } from './members.ts';
import { type Frame, MAX_PARTS, UNKNOWN, type World } from './world.ts';

/** Entries of a merged object; above the first figure each place in the source counts once. */
const MANY_MERGED = 32;
const MAX_MERGED = 400;

export function object(world: World, node: Node, module: Module, frame?: Frame): Value {
  const entries: RecordEntry[] = [];
  const more: Value[] = [];
  for (const property of children(node, 'properties').slice(0, MAX_PARTS)) {
    if (property.type === 'SpreadElement') spread(world, property, module, frame, entries, more);
    else entries.push(property['kind'] === 'get' ? getter(world, property, module, frame) : literalEntry(world, property, module, frame));
  }
  return applyChanges(world, { kind: 'record', entries: overridden(entries), more, node, module }, changesOf(world, node, module), module);
}

function literalEntry(world: World, property: Node, module: Module, frame?: Frame): RecordEntry {
  const value = child(property, 'value');
  return lazyEntry({ ...keyOf(world, property, module, frame), node: property, module, set: 'literal' }, () => (value === undefined ? UNKNOWN : world.evaluate(value, module, frame)));
}

/** A getter gives what it returns: tsc and esbuild export that way. */
function getter(world: World, property: Node, module: Module, frame?: Frame): RecordEntry {
  const fn = child(property, 'value');
  return lazyEntry({ ...keyOf(world, property, module, frame), node: property, module, set: 'literal' }, () => (isFunction(fn) && fn !== undefined ? returned(world, fn, module) : UNKNOWN));
}

/** What a function without arguments gives. */
export function returned(world: World, fn: Node, module: Module): Value {
  const body = child(fn, 'body');
  if (body !== undefined && body.type !== 'BlockStatement') return world.evaluate(body, module);
  const values = (world.names(module).returns.get(fn) ?? []).flatMap((node) => child(node, 'argument') ?? []);
  return values.length === 0 ? UNKNOWN : choice(values.map((node) => world.evaluate(node, module)));
}

function spread(world: World, property: Node, module: Module, frame: Frame | undefined, entries: RecordEntry[], more: Value[]): void {
  const argument = child(property, 'argument');
  if (argument !== undefined) mergeInto(world.evaluate(argument, module, frame), entries, more);
}

/** Adds what a merged value is known to hold. `...(cond && {bcc})` merges as `{bcc}`. */
function mergeInto(value: Value, entries: RecordEntry[], more: Value[]): void {
  for (const one of value.kind === 'choice' ? value.among : [value]) {
    if (one.kind === 'literal') continue;
    if (one.kind !== 'record') {
      more.push(one);
      continue;
    }
    // Objects that are merged into each other in turn would double with every turn.
    const known = entries.length > MANY_MERGED ? new Set(entries.map((entry) => entry.node)) : undefined;
    for (const entry of one.entries) if (entries.length < MAX_MERGED && known?.has(entry.node) !== true) entries.push(lazyEntry({ ...(entry.key === undefined ? {} : { key: entry.key }), keyHidden: entry.keyHidden, node: entry.node, module: entry.module, set: 'merged' }, () => entry.value));
    if (entries.length >= MAX_MERGED && more.at(-1) !== UNKNOWN) more.push(UNKNOWN);
    if (more.length < MANY_MERGED) more.push(...one.more.slice(0, MANY_MERGED));
  }
}

/** A merged entry falls away where the literal sets its key afterwards. */
function overridden(entries: readonly RecordEntry[]): readonly RecordEntry[] {
  if (!entries.some((entry) => entry.set === 'merged')) return entries;
  const last = new Map<string, number>();
  entries.forEach((entry, index) => {
    if (entry.key !== undefined && entry.set === 'literal') last.set(entry.key, index);
  });
  return entries.filter((entry, index) => entry.set !== 'merged' || entry.key === undefined || (last.get(entry.key) ?? -1) < index);
}

/** The value with later changes. A value that is no record becomes one whose other properties are those of the value. */
export function applyChanges(world: World, value: Value, changes: readonly Change[], module: Module): Value {
  if (changes.length === 0) return value;
  if (value.kind === 'choice') return mapChoice(value, (one) => applyChanges(world, one, changes, module));
  if (value.kind === 'list') return applyListChanges(world, value, changes);
  const first = changes[0] as Change;
  const base: Extract<Value, { kind: 'record' }> = value.kind === 'record' ? value : { kind: 'record', entries: [], more: [value], node: first.node, module };
  const entries = [...base.entries];
  const more = [...base.more];
  for (const change of changes.slice(0, MAX_PARTS)) {
    if (change.what === 'merge') for (const source of change.values) mergeInto(world.evaluate(source, change.module), entries, more);
    else if (change.what === 'set') entries.push(lazyEntry({ ...change.key, node: change.node, module: change.module, set: 'assigned' }, () => world.evaluate(change.value, change.module)));
  }
  world.budget.steps += 5 * (entries.length + more.length);
  return entries.length === 0 && base !== value ? value : { ...base, entries, more };
}

function applyListChanges(world: World, value: Extract<Value, { kind: 'list' }>, changes: readonly Change[]): Value {
  const added = changes.flatMap((change) => (change.what === 'add' ? change.values.map((node) => spreadItem(world, node, change.module)) : change.what === 'set' ? [world.evaluate(change.value, change.module)] : []));
  const reordered = changes.some((change) => change.what === 'reorder' || change.what === 'set');
  return reordered ? { kind: 'list', items: [], more: [...value.items, ...value.more, ...added, UNKNOWN] } : { ...value, more: [...value.more, ...added] };
}

function spreadItem(world: World, node: Node, module: Module): Value {
  if (node.type !== 'SpreadElement') return world.evaluate(node, module);
  const argument = child(node, 'argument');
  const value = argument === undefined ? UNKNOWN : world.evaluate(argument, module);
  return value.kind === 'list' ? choice([...value.items, ...value.more]) : itemOf(value);
}

export function array(world: World, node: Node, module: Module, frame?: Frame): Value {
  const elements = slots(node, 'elements').slice(0, MAX_PARTS * 10);
  if (!elements.some((element) => element?.type === 'SpreadElement')) return applyChanges(world, { kind: 'list', items: lazyValues(world, elements, module, frame), more: [] }, changesOf(world, node, module), module);
  const items: Value[] = [];
  const more: Value[] = [];
  for (const element of elements) {
    if (element?.type !== 'SpreadElement') {
      const item = element === undefined ? UNKNOWN : world.evaluate(element, module, frame);
      (more.length > 0 ? more : items).push(item);
      continue;
    }
    const argument = child(element, 'argument');
    const value = argument === undefined ? UNKNOWN : world.evaluate(argument, module, frame);
    if (value.kind !== 'list') more.push(itemOf(value));
    else if (more.length > 0) more.push(...value.items, ...value.more);
    else {
      items.push(...value.items);
      more.push(...value.more);
    }
  }
  return applyChanges(world, { kind: 'list', items, more }, changesOf(world, node, module), module);
}
