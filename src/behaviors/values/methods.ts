// Methods whose result can be told though not all is constant: of lists, of Object, of promises, of Map; text methods of each
// alternative.
import type { Module, Node, RecordEntry, Value } from '../contract.ts';
import { constantOf, constantsOf, evaluatedValue } from './constants.ts';
import { choice, joined, text, viaOf } from './make.ts';
import { itemOf, property } from './members.ts';
import { lazyEntry } from './lazy.ts';
import { MAX_CHOICES, MAX_PARTS, UNDEFINED, UNKNOWN, type World } from './world.ts';

/** Calls a function value with arguments: inlining, handed in to keep this file free of it. */
export type Apply = (fn: Value, args: readonly Value[]) => Value;

export interface MethodCall {
  readonly receiver: Value;
  readonly name: string;
  readonly args: readonly Value[];
  readonly node: Node;
  readonly module: Module;
  readonly apply: Apply;
}

/** Value of a method call; undefined where it stays a call. */
export function methodValue(world: World, call: MethodCall): Value | undefined {
  const { receiver, name, args } = call;
  if (name === 'then') return args[0] === undefined ? receiver : thenValue(call);
  if (name === 'catch' || name === 'finally') return receiver;
  if (receiver.kind === 'choice' && receiver.among.length <= MAX_CHOICES) return eachAlternative(world, call, receiver);
  const constant = constantMethod(world, call);
  if (constant !== undefined) return constant;
  if (receiver.kind === 'list') return listMethod(call, receiver);
  if (receiver.kind === 'call' && receiver.isNew && receiver.callee.kind === 'global') return collectionMethod(world, call, receiver);
  if (name === 'concat' && receiver.kind === 'text') return joined([receiver, ...args]);
  if (receiver.kind === 'joined' && name === 'toString') return receiver;
  return receiver.kind === 'joined' && name === 'concat' ? joined([receiver, ...args]) : undefined;
}

function thenValue({ receiver, args, apply }: MethodCall): Value {
  const result = apply(args[0] as Value, [receiver]);
  return result.kind === 'unknown' ? { kind: 'member', of: receiver } : result;
}

/** Only where something comes out of one of them: a method of several unknown things stays a call. */
function eachAlternative(world: World, call: MethodCall, receiver: Extract<Value, { kind: 'choice' }>): Value | undefined {
  const results = receiver.among.map((one) => methodValue(world, { ...call, receiver: one }));
  if (results.every((one) => one === undefined)) return undefined;
  return choice(results.map((one, index) => one ?? { kind: 'call', callee: property(world, receiver.among[index] as Value, call.name), args: call.args, node: call.node, module: call.module, isNew: false }));
}

function constantMethod(world: World, { receiver, name, args, node, module }: MethodCall): Value | undefined {
  const on = constantOf(world, receiver);
  const known = on === undefined ? undefined : constantsOf(world, args);
  if (on === undefined || known === undefined) return undefined;
  return evaluatedValue(world, world.callMethod(on.value, name, known.map((one) => one.value)), viaOf(on.via, ...known.map((one) => one.via)), node, module);
}

function listMethod(call: MethodCall, list: Extract<Value, { kind: 'list' }>): Value | undefined {
  const { name, args, apply } = call;
  switch (name) {
    case 'concat': return { kind: 'list', items: [...list.items, ...args.flatMap((arg) => (arg.kind === 'list' ? arg.items : []))].slice(0, MAX_PARTS), more: [...list.more, ...args.flatMap((arg) => (arg.kind === 'list' ? arg.more : [arg]))] };
    case 'map': case 'flatMap': return args[0] === undefined ? undefined : flatIf(name === 'flatMap', { kind: 'list', items: list.items.slice(0, 200).map((item) => apply(args[0] as Value, [item])), more: list.more.map((item) => apply(args[0] as Value, [item])) });
    case 'filter': case 'sort': case 'toSorted': case 'reverse': case 'toReversed': case 'slice': case 'splice': return { kind: 'list', items: [], more: [...list.items, ...list.more] };
    case 'flat': return flatIf(true, list);
    case 'join': return joinItems([...list.items, ...list.more].slice(0, MAX_PARTS), args[0]);
    case 'find': case 'at': case 'pop': case 'shift': case 'findLast': return itemOf(list);
    case 'keys': case 'entries': return undefined;
    case 'values': return list;
    case 'forEach': return UNDEFINED;
    case 'toString': return joinItems(list.items, undefined);
    default: return undefined;
  }
}

function flatIf(flat: boolean, list: Extract<Value, { kind: 'list' }>): Value {
  if (!flat) return list;
  const items = list.items.flatMap((item): readonly Value[] => (item.kind === 'list' ? item.items : [item]));
  const more = [...list.items, ...list.more].flatMap((item): readonly Value[] => (item.kind === 'list' ? item.more : []));
  return { kind: 'list', items: items.slice(0, MAX_PARTS), more: [...more, ...list.more.filter((item) => item.kind !== 'list')] };
}

function joinItems(items: readonly Value[], separator: Value | undefined): Value {
  const between = separator ?? text(',');
  return joined(items.flatMap((item, index) => (index === 0 ? [item] : [between, item])), 'joined');
}

/** `new Map([[k, v]]).get(k)` and the like; sets are lists. */
function collectionMethod(world: World, { name, args }: MethodCall, receiver: Extract<Value, { kind: 'call' }>): Value | undefined {
  const kind = receiver.callee.kind === 'global' ? receiver.callee.path.join('.') : '';
  const from = receiver.args[0];
  if (from === undefined || from.kind !== 'list') return undefined;
  if (kind === 'Set' && (name === 'values' || name === 'keys')) return from;
  if (kind !== 'Map' || name !== 'get' || args[0] === undefined) return undefined;
  const wanted = constantOf(world, args[0]);
  const pairs = [...from.items, ...from.more];
  const found = wanted === undefined ? pairs : pairs.filter((pair) => constantOf(world, property(world, pair, '0'))?.value === wanted.value);
  return found.length === 0 ? undefined : choice(found.map((pair) => property(world, pair, '1')));
}

/** Functions of `Object`, `Array`, `Promise`, `JSON` over values that are partly known; undefined for others. */
export function staticValue(world: World, path: readonly string[], args: readonly Value[], node: Node, module: Module): Value | undefined {
  const [first] = args;
  if (first === undefined) return undefined;
  switch (path.join('.')) {
    case 'Object.assign': return merged(args, node, module);
    case 'Object.freeze': case 'Object.seal': case 'Object.preventExtensions': case 'structuredClone': case 'Promise.resolve': case 'Object': return first;
    case 'Object.defineProperties': return defined(world, first, args[1], node, module);
    case 'Object.create': case 'Object.setPrototypeOf': return first.kind === 'record' ? first : undefined;
    case 'Object.values': return { kind: 'list', items: first.kind === 'record' ? first.entries.map((entry) => entry.value) : [], more: first.kind === 'record' ? first.more : [itemOf(first)] };
    case 'Object.keys': return first.kind === 'record' ? { kind: 'list', items: first.entries.map((entry) => (entry.key === undefined ? UNKNOWN : text(entry.key))), more: first.more.map((of): Value => ({ kind: 'member', of })) } : undefined;
    case 'Object.entries': return first.kind === 'record' ? { kind: 'list', items: first.entries.map((entry): Value => ({ kind: 'list', items: [entry.key === undefined ? UNKNOWN : text(entry.key), entry.value], more: [] })), more: first.more.map((of): Value => ({ kind: 'member', of })) } : undefined;
    case 'Object.fromEntries': return fromEntries(world, first, node, module);
    case 'Array.from': case 'Promise.all': case 'Promise.allSettled': case 'Promise.race': case 'Promise.any': return first.kind === 'list' ? first : first.kind === 'call' && first.isNew && first.args[0]?.kind === 'list' ? first.args[0] : undefined;
    case 'Array.of': return { kind: 'list', items: args, more: [] };
    case 'String': return first.kind === 'joined' ? first : undefined;
    default: return undefined;
  }
}

/** `Object.defineProperties(x, {a: {value}})`, and with the descriptors of another object, as esbuild writes `{...x, a}`. */
function defined(world: World, first: Value, descriptors: Value | undefined, node: Node, module: Module): Value | undefined {
  if (descriptors?.kind === 'call' && descriptors.callee.kind === 'global' && descriptors.callee.path.join('.') === 'Object.getOwnPropertyDescriptors') return merged([first, ...descriptors.args.slice(0, 1)], node, module);
  if (descriptors?.kind !== 'record') return first.kind === 'record' ? first : undefined;
  const entries = descriptors.entries.map((entry) => lazyEntry({ ...entry, set: 'merged' }, () => property(world, entry.value, 'value')));
  return merged([first, { ...descriptors, entries }], node, module);
}

/** One object with the properties of all, as `Object.assign` makes it. */
export function merged(args: readonly Value[], node: Node, module: Module): Value {
  const entries: RecordEntry[] = [];
  const more: Value[] = [];
  for (const [index, arg] of args.entries()) for (const one of arg.kind === 'choice' ? arg.among : [arg]) {
    if (one.kind === 'record') {
      const names = new Set(one.entries.map((entry) => entry.key));
      const kept = entries.filter((entry) => entry.key === undefined || !names.has(entry.key));
      entries.splice(0, entries.length, ...kept, ...one.entries.map((entry) => (index === 0 ? entry : lazyEntry({ ...entry, set: 'merged' }, () => entry.value))));
      more.push(...one.more);
    } else if (one.kind !== 'literal') more.push(one);
  }
  const first = args[0];
  return { kind: 'record', entries, more, node: first?.kind === 'record' ? first.node : node, module: first?.kind === 'record' ? first.module : module };
}

function fromEntries(world: World, value: Value, node: Node, module: Module): Value | undefined {
  if (value.kind !== 'list') return undefined;
  const entries = value.items.map((pair): RecordEntry => {
    const key = property(world, pair, '0');
    return lazyEntry({ ...(key.kind === 'text' ? { key: key.text } : {}), keyHidden: true, node, module, set: 'merged' }, () => property(world, pair, '1'));
  });
  return { kind: 'record', entries, more: value.more, node, module };
}

