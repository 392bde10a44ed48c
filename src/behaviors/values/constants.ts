// Between values and the evaluator's constants: what is known in full goes in, what comes out is a value again.
import { HIDING_TRANSFORMS, type Transform } from '../../model/behavior.ts';
import type { Constant, Evaluated } from '../constants/contract.ts';
import type { Module, Node, RecordEntry, Value } from '../contract.ts';
import { text, viaOf } from './make.ts';
import { MAX_PARTS, type World } from './world.ts';

/** A value that is known in full, with how it was put together. */
export interface Known {
  readonly value: Constant;
  readonly via: readonly Transform[];
}

/** Parts of one constant. */
const MAX_CONSTANT = 50_000;

/** The constant that a value is; undefined where any part of it is not known. */
export function constantOf(world: World, value: Value, depth = 0, left = { parts: MAX_CONSTANT }): Known | undefined {
  left.parts -= 1;
  if (left.parts < 0) return undefined;
  if (value.kind === 'text') return { value: value.text, via: value.via };
  if (value.kind === 'literal') return { value: value.value, via: [] };
  const kept = world.constants.get(value);
  if (kept !== undefined) return kept;
  if (depth > 8) return undefined;
  if (value.kind === 'list') return value.more.length > 0 ? undefined : knownList(world, value.items, depth, left);
  return value.kind === 'record' ? knownRecord(world, value, depth, left) : undefined;
}

function knownList(world: World, items: readonly Value[], depth: number, left: { parts: number }): Known | undefined {
  const known: Known[] = [];
  for (const item of items) {
    const one = constantOf(world, item, depth + 1, left);
    if (one === undefined) return undefined;
    known.push(one);
  }
  return { value: known.map((one) => one.value), via: viaOf(...known.map((one) => one.via)) };
}

function knownRecord(world: World, value: Extract<Value, { kind: 'record' }>, depth: number, left: { parts: number }): Known | undefined {
  if (value.more.length > 0) return undefined;
  const entries = new Map<string, Constant>();
  const via: Transform[] = [];
  for (const entry of value.entries) {
    const one = entry.key === undefined || entries.has(entry.key) ? undefined : constantOf(world, entry.value, depth + 1, left);
    if (one === undefined || entry.key === undefined) return undefined;
    entries.set(entry.key, one.value);
    via.push(...one.via);
  }
  return { value: entries, via: viaOf(via) };
}

/** All of them, or undefined where one is not known. */
export function constantsOf(world: World, values: readonly Value[]): readonly Known[] | undefined {
  const known: Known[] = [];
  for (const value of values) {
    const one = constantOf(world, value);
    if (one === undefined) return undefined;
    known.push(one);
  }
  return known;
}

/** A constant as a value. `node` is what made it. */
export function valueOf(world: World, constant: Constant, via: readonly Transform[], node: Node, module: Module): Value {
  if (typeof constant === 'string') return text(constant, isInSight(world, constant, via, module) ? via.filter((transform) => transform !== 'computed') : via);
  if (typeof constant !== 'object' || constant === null) return { kind: 'literal', value: constant };
  if (constant instanceof Uint8Array) {
    const value: Value = { kind: 'call', callee: { kind: 'global', path: ['Buffer', 'from'] }, args: [], node, module, isNew: false };
    world.constants.set(value, { value: constant, via });
    return value;
  }
  if (Array.isArray(constant)) return { kind: 'list', items: (constant as readonly Constant[]).slice(0, MAX_PARTS).map((item) => valueOf(world, item, via, node, module)), more: [] };
  const entries = [...(constant as ReadonlyMap<string, Constant>)].slice(0, MAX_PARTS).map(([key, item]): RecordEntry => ({ key, keyHidden: via.length > 0, value: valueOf(world, item, via, node, module), node, module, set: 'merged' }));
  return { kind: 'record', entries, more: [], node, module };
}

/** What the evaluator gave, as a value. Undefined where the caller may go on without it. */
export function evaluatedValue(world: World, evaluated: Evaluated, before: readonly Transform[], node: Node, module: Module): Value | undefined {
  if (evaluated.ok) return valueOf(world, evaluated.value, viaOf(before, evaluated.via), node, module);
  return evaluated.why === 'budget' ? { kind: 'hidden', why: 'made by code that takes too many steps to follow' } : undefined;
}

/** Texts that are compared with their source, in one package. */
const MAX_SEARCHES = 5_000;
const MAX_SEARCHED = 400;

/**
 * Whether a reader of the package sees all words of a computed text as they are: a command line that code puts together of its parts is
 * not decoded.
 */
function isInSight(world: World, constant: string, via: readonly Transform[], module: Module): boolean {
  if (!via.includes('computed') || constant.length > MAX_SEARCHED || via.some((transform) => transform !== 'computed' && HIDING_TRANSFORMS.has(transform))) return false;
  const left = (world.memo.get('in sight') ?? { here: MAX_SEARCHES, elsewhere: MAX_SEARCHES / 20 }) as { here: number; elsewhere: number };
  world.memo.set('in sight', left);
  left.here -= 1;
  if (left.here < 0) return false;
  const unseen = constant.split(/[\s"',]+/).filter((word) => !module.text.includes(word));
  if (unseen.length > 0) left.elsewhere -= 1;
  return unseen.length === 0 || (left.elsewhere >= 0 && unseen.every((word) => world.modules.some(({ text: source }) => source.includes(word))));
}
