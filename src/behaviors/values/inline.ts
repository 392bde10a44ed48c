// Calls of functions of the package: what the function returns, with its parameters bound to the arguments. Bounded in depth and
// number; what is not simple stays a call.
import type { Module, Node, Value } from '../contract.ts';
import { child } from '../nodes.ts';
import { constantsOf, evaluatedValue } from './constants.ts';
import { choice, viaOf } from './make.ts';
import { type Frame, MAX_CALL_DEPTH, mayFollow, type World } from './world.ts';

const HIDDEN: Value = { kind: 'hidden', why: 'made from constants by code that could not be followed' };

/** Results that running the code step by step would not make clearer. */
const SETTLED: ReadonlySet<Value['kind']> = new Set(['text', 'literal', 'record', 'function', 'class', 'import', 'global', 'parameter']);
/** Calls of one function that may fail before it is left alone, where none succeeded. */
const MAX_FAILURES = 50;

type Called = Extract<Value, { kind: 'function' }>;

/** The value of a call; undefined where nothing is known of it. */
export function inlined(world: World, called: Called, args: readonly Value[], self: Value | undefined, call: Node, module: Module, frame?: Frame): Value | undefined {
  const abstract = returnedBy(world, called, args, self, frame);
  if (abstract !== undefined && SETTLED.has(abstract.kind)) return abstract;
  const concrete = interpreted(world, called, args, call, module);
  if (concrete === undefined) return abstract;
  return concrete.kind === 'hidden' && abstract !== undefined && !isGuess(abstract) ? abstract : concrete;
}

/** What following the code abstractly gives for a look-up in a table of texts: any of them, which is no answer. */
function isGuess(value: Value): boolean {
  return value.kind === 'unknown' || (value.kind === 'choice' && value.among.filter((one) => one.kind === 'text').length > 4);
}

function returnedBy(world: World, called: Called, args: readonly Value[], self: Value | undefined, frame?: Frame): Value | undefined {
  const { node, module } = called;
  const depth = (frame?.depth ?? 0) + 1;
  if (depth > MAX_CALL_DEPTH || !mayFollow(world.budget) || node['generator'] === true || isRunning(node, frame)) return undefined;
  world.budget.frames += 1;
  const outer = world.closures.get(called);
  const own: Frame = { fn: node, args, depth, cache: new Map(), bindings: new Map(), ...(self === undefined ? {} : { self }), ...(outer === undefined ? {} : { outer }), ...(frame === undefined ? {} : { from: frame }) };
  const body = child(node, 'body');
  const results = body !== undefined && body.type !== 'BlockStatement' ? [body] : (world.names(module).returns.get(node) ?? []).flatMap((one) => child(one, 'argument') ?? []);
  if (results.length === 0 || results.length > 20) return undefined;
  const value = choice(results.map((result) => world.evaluate(result, module, own)));
  return value.kind === 'unknown' ? undefined : value;
}

/** A function that calls itself says nothing new the second time. */
function isRunning(fn: Node, frame: Frame | undefined): boolean {
  for (let at = frame; at !== undefined; at = at.from) if (at.fn === fn) return true;
  return false;
}

/** What the interpreter gave for one function. */
interface Followed {
  readonly results: Map<string, Value | undefined>;
  failures: number;
  succeeded: boolean;
}

/** Functions that are given constants alone are followed step by step: decoders of strings, tables that turn. */
function interpreted(world: World, called: Called, args: readonly Value[], call: Node, module: Module): Value | undefined {
  if (args.length === 0 || world.budget.spent()) return undefined;
  const followed = followedOf(world, called.node);
  if (!followed.succeeded && followed.failures >= MAX_FAILURES) return undefined;
  const known = constantsOf(world, args);
  if (known === undefined) return undefined;
  const key = keyOf(known.map((one) => one.value));
  if (key !== undefined && followed.results.has(key)) return followed.results.get(key);
  const evaluated = world.interpreter().call(called.node, called.module, known.map((one) => one.value));
  if (evaluated.ok) followed.succeeded = true;
  else followed.failures += 1;
  const via = viaOf(...known.map((one) => one.via));
  const unfollowed = !evaluated.ok && evaluated.why === 'unsupported';
  const value = unfollowed ? HIDDEN : evaluatedValue(world, evaluated.ok ? { ...evaluated, via: viaOf(evaluated.via, ['computed']) } : evaluated, via, call, module);
  if (key !== undefined) followed.results.set(key, value);
  return value;
}

function followedOf(world: World, fn: Node): Followed {
  const memo = (world.memo.get('interpreted') ?? new Map()) as Map<Node, Followed>;
  world.memo.set('interpreted', memo);
  const followed = memo.get(fn) ?? { results: new Map<string, Value | undefined>(), failures: 0, succeeded: false };
  memo.set(fn, followed);
  return followed;
}

function keyOf(args: readonly unknown[]): string | undefined {
  return args.every((arg) => typeof arg !== 'object' || arg === null) ? args.map((arg) => `${typeof arg} ${String(arg)}`).join('\0') : undefined;
}
