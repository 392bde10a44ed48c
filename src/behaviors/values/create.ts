// Puts the evaluation of one package together, and finds which calls call which functions of the package.
import { LIMITS } from '../../model/limits.ts';
import type { CallGlobal, CallMethod, CreateInterpreter, Interpreter } from '../constants/contract.ts';
import type { Module, Node, Value } from '../contract.ts';
import { bare, child, isCall, plainKey } from '../nodes.ts';
import { type Binding, type Names, readNames } from '../scopes.ts';
import { evaluate } from './evaluate.ts';
import { alternatives } from './make.ts';
import { createResolver } from './modules.ts';
import { isPlainMethod } from './plain-methods.ts';
import { type Site, UNKNOWN, type World } from './world.ts';

/** The evaluator of constants, and what is known of the package around the code. */
export interface Surroundings {
  readonly callMethod: CallMethod;
  readonly callGlobal: CallGlobal;
  readonly createInterpreter: CreateInterpreter;
  /** Files that are no part of what the package does: tests, examples. */
  readonly filesBeside: () => ReadonlySet<Module>;
}

type Made = Extract<Value, { kind: 'function' | 'class' }>;

/** Tables that no parameter changes, and that of bindings, which is gone through. */
const LASTING: ReadonlySet<string> = new Set(['bindings', 'interpreted', 'runtimes', 'tables']);

/** What is known of the calls of the package. */
interface Index {
  readonly sites: Map<Node, Site[]>;
  readonly targets: Map<Node, readonly Made[]>;
  /** Callees that no parameter can change: functions of the package, of modules, of the global scope. */
  readonly callees: Map<Node, Value>;
}

export function createWorld(modules: readonly Module[], around: Surroundings): World {
  const names = new Map(modules.map((module): [Module, Names] => [module, readNames(module)]));
  const resolve = createResolver(modules);
  const cache = new Map<Node, Value | undefined>();
  const index: Index = { sites: new Map(), targets: new Map(), callees: new Map() };
  let state: 'none' | 'busy' | 'done' = 'none';
  let interpreter: Interpreter | undefined;
  let beside: ReadonlySet<Module> | undefined;
  const world: World = {
    modules,
    names: (module) => names.get(module) ?? readNames(module),
    evaluate: (node, module, frame) => (world.budget.depth > 0 ? evaluate(world, node, module, frame, cache) : guarded(world, () => evaluate(world, node, module, frame, cache))),
    resolve,
    callMethod: around.callMethod,
    callGlobal: around.callGlobal,
    interpreter: () => (interpreter ??= around.createInterpreter({ modules, resolveImport: resolve, steps: LIMITS.callSteps })),
    sites: (fn) => {
      prepare();
      return index.sites.get(fn) ?? [];
    },
    targets: (call) => {
      prepare();
      return index.targets.get(call) ?? [];
    },
    isBeside: (module) => (beside ??= around.filesBeside()).has(module),
    callee: (callee) => (state === 'done' ? index.callees.get(callee) : undefined),
    closures: new WeakMap(),
    constants: new WeakMap(),
    memo: new Map(),
    budget: { steps: 0, depth: 0, frames: 0, followed: 0, pool: poolOf(modules), collecting: false, spent: () => interpreter !== undefined && interpreter.spent() >= LIMITS.valueSteps },
  };
  // While calls are being collected parameters are unknown; what was told in that time is forgotten afterwards.
  const prepare = () => {
    if (state !== 'none') return;
    state = 'busy';
    const before = { ...world.budget };
    world.budget.depth = 0;
    world.budget.collecting = true;
    collectSites(world, index);
    Object.assign(world.budget, before, { steps: world.budget.steps });
    state = 'done';
    forget(cache);
    const bindings = world.memo.get('bindings') as Map<Binding, Value | undefined> | undefined;
    if (bindings !== undefined) forget(bindings);
    for (const name of world.memo.keys()) if (!LASTING.has(name)) world.memo.delete(name);
  };
  return world;
}

/** Small packages are followed as far as it goes; in large ones the cost stays near that of parsing them. */
function poolOf(modules: readonly Module[]): number {
  return 10_000 + modules.reduce((sum, { text }) => sum + text.length, 0) / 40;
}

/** Source that outruns the stack all the same: the value is unknown, the rest goes on. */
function guarded(world: World, answer: () => Value): Value {
  try {
    return answer();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    world.budget.depth = 0;
    return UNKNOWN;
  }
}

function collectSites(world: World, { sites, targets, callees }: Index): void {
  for (const module of world.modules) for (const call of world.names(module).calls) {
    if (!isCall(call) || isPlainMethod(world, call)) continue;
    const callee = bare(child(call, 'callee') ?? call);
    const value = world.evaluate(callee, module);
    if (alternatives(value).every(isSettled)) callees.set(callee, value);
    const made = madeBy(value);
    if (made.length > 0) {
      targets.set(call, made);
      for (const one of made) addSite(sites, calledNode(one, call), { call, module, shift: 0 });
    } else if (callee.type === 'MemberExpression' && plainKey(callee, 'property') === 'call') {
      for (const one of madeBy(world.evaluate(child(callee, 'object') ?? callee, module))) addSite(sites, one.node, { call, module, shift: 1 });
    }
  }
}

/** An open parameter stays among the alternatives of what it is part of. */
function isSettled({ kind }: Value): boolean {
  return kind === 'function' || kind === 'class' || kind === 'import' || kind === 'global';
}

/** Takes out of a cache what a parameter could change. */
function forget<K>(cache: Map<K, Value | undefined>): void {
  for (const [key, value] of cache) if (value === undefined || !isSettled(value)) cache.delete(key);
}

function madeBy(value: Value): readonly Made[] {
  return alternatives(value).filter((one) => one.kind === 'function' || one.kind === 'class');
}

/** `new X(…)` calls the constructor of the class. */
function calledNode(made: Made, call: Node): Node {
  if (made.kind === 'function' || call.type !== 'NewExpression') return made.node;
  const body = child(made.node, 'body');
  const members = Array.isArray(body?.['body']) ? (body['body'] as readonly Node[]) : [];
  const constructor = members.find((member) => member['kind'] === 'constructor');
  return (constructor === undefined ? undefined : child(constructor, 'value')) ?? made.node;
}

function addSite(sites: Map<Node, Site[]>, fn: Node, site: Site): void {
  const known = sites.get(fn);
  if (known === undefined) sites.set(fn, [site]);
  else known.push(site);
}
