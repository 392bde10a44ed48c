// Modules that bundlers wrap in functions: esbuild's `__commonJS({ 'x.js'(exports, module) {…} })` and webpack's table of
// `(module, exports, require) => {…}`. What such a function sets on its parameters is what the module exports.
import type { Module, Node, RecordEntry, Value } from '../contract.ts';
import { bare, child, children, isFunction, nameOf, plainKey } from '../nodes.ts';
import type { Binding } from '../scopes.ts';
import { deepChanges } from './changes.ts';
import { asText, choice } from './make.ts';
import { property } from './members.ts';
import { lazyEntry } from './lazy.ts';
import type { World } from './world.ts';

type Called = Extract<Value, { kind: 'function' }>;

/** A function that stands for a module, and which of its parameters are what. */
interface Wrapped {
  readonly fn: Node;
  readonly module: Module;
  readonly exports: number;
  readonly self: number;
}

/** A `require` of a bundle: the node of its table, and where the table's functions take module and exports. */
interface Runtime {
  readonly table: Node;
  readonly exports: number;
  readonly self: number;
}

/** Longest text of a bundler's own function. */
const RUNTIME_LENGTH = 2_500;

/** What a call of a bundler's `require` gives; undefined for any other function. */
export function bundledExports(world: World, called: Called, args: readonly Value[]): Value | undefined {
  if (called.node.end - called.node.start > RUNTIME_LENGTH) return undefined;
  const wrapped = args.length === 0 ? commonWrapped(world, called) : tableWrapped(world, called, args[0]);
  return wrapped === undefined ? undefined : wrappedExports(world, wrapped);
}

/** The inner function that `__commonJS(table)` returned: its table has one function. */
function commonWrapped(world: World, called: Called): Wrapped | undefined {
  const table = world.closures.get(called)?.args[0];
  if (!/\bexports\s*:\s*\{\s*\}/.test(called.module.text.slice(called.node.start, called.node.end))) return undefined;
  // Minified, the function stands without its table.
  const fn = table?.kind === 'record' && table.entries.length === 1 ? table.entries[0]?.value : table;
  return fn?.kind === 'function' ? { fn: fn.node, module: fn.module, exports: 0, self: 1 } : undefined;
}

function tableWrapped(world: World, called: Called, id: Value | undefined): Wrapped | undefined {
  const runtime = runtimeOf(world, called.node, called.module);
  const key = id === undefined ? undefined : asText(id)?.text;
  if (runtime === undefined || key === undefined) return undefined;
  const fn = property(world, world.evaluate(runtime.table, called.module), key);
  return fn.kind === 'function' ? { fn: fn.node, module: fn.module, exports: runtime.exports, self: runtime.self } : undefined;
}

/** `function require(id) { … table[id](module, module.exports, require) … }`, also with `.call(module.exports, …)`. */
function runtimeOf(world: World, fn: Node, module: Module): Runtime | undefined {
  const memo = (world.memo.get('runtimes') ?? new Map<Node, Runtime | undefined>()) as Map<Node, Runtime | undefined>;
  world.memo.set('runtimes', memo);
  if (memo.has(fn)) return memo.get(fn);
  const id = nameOf(children(fn, 'params')[0]);
  // Asked of every small function: most are told by their text.
  if (id === undefined || !module.text.slice(fn.start, fn.end).includes('.exports')) {
    memo.set(fn, undefined);
    return undefined;
  }
  const inner = world.names(module).calls.filter((call) => call.start > fn.start && call.end < fn.end);
  const runtime = inner.map((call) => runtimeCall(call, id)).find((found) => found !== undefined);
  memo.set(fn, runtime);
  return runtime;
}

function runtimeCall(call: Node, id: string): Runtime | undefined {
  const callee = bare(child(call, 'callee') ?? call);
  const through = plainKey(callee, 'property') === 'call' && callee['computed'] !== true;
  const looked = through ? bare(child(callee, 'object') ?? callee) : callee;
  const table = looked.type === 'MemberExpression' && looked['computed'] === true && nameOf(child(looked, 'property')) === id ? child(looked, 'object') : undefined;
  const args = children(call, 'arguments').slice(through ? 1 : 0);
  if (table === undefined || args.length < 2) return undefined;
  const exports = args.findIndex((arg) => plainKey(bare(arg), 'property') === 'exports');
  return exports === -1 ? undefined : { table, exports, self: exports === 0 ? 1 : 0 };
}

/** What a wrapped module exports, as `exportsOf` gives it for files. */
function wrappedExports(world: World, wrapped: Wrapped): Value {
  const memo = (world.memo.get('wrapped') ?? new Map<Node, Value>()) as Map<Node, Value>;
  world.memo.set('wrapped', memo);
  const known = memo.get(wrapped.fn);
  if (known !== undefined) return known;
  memo.set(wrapped.fn, { kind: 'unknown' });
  const entries: RecordEntry[] = [];
  const whole: Value[] = [];
  const { module } = wrapped;
  for (const { path, change } of changesOfParameter(world, wrapped, wrapped.self)) {
    if (change.what === 'set' && path.length === 0 && change.key.key === 'exports') whole.push(world.evaluate(change.value, change.module));
    else if (change.what === 'set' && path.length === 1 && path[0] === 'exports') entries.push(lazyEntry({ ...change.key, node: change.node, module: change.module, set: 'literal' }, () => world.evaluate(change.value, change.module)));
  }
  for (const { path, change } of changesOfParameter(world, wrapped, wrapped.exports)) {
    if (change.what === 'set' && path.length === 0) entries.push(lazyEntry({ ...change.key, node: change.node, module: change.module, set: 'literal' }, () => world.evaluate(change.value, change.module)));
  }
  entries.push(...definedExports(world, wrapped));
  const record: Value = { kind: 'record', entries, more: whole.filter((value) => value.kind !== 'record'), node: wrapped.fn, module };
  const value = whole.length === 0 ? record : entries.length === 0 ? choice(whole) : { ...record, entries: [...whole.flatMap((one) => (one.kind === 'record' ? one.entries : [])), ...entries] };
  memo.set(wrapped.fn, value);
  return value;
}

function parameterBinding(world: World, wrapped: Wrapped, index: number): Binding | undefined {
  const param = children(wrapped.fn, 'params')[index];
  return param === undefined ? undefined : world.names(wrapped.module).bindings.get(param);
}

function changesOfParameter(world: World, wrapped: Wrapped, index: number): ReturnType<typeof deepChanges> {
  const binding = parameterBinding(world, wrapped, index);
  return binding === undefined ? [] : deepChanges(world, binding);
}

/** webpack's `require.d(exports, { a: () => b })`: getters by name. */
function definedExports(world: World, wrapped: Wrapped): readonly RecordEntry[] {
  const binding = parameterBinding(world, wrapped, wrapped.exports);
  const { module } = wrapped;
  const { parents } = world.names(module);
  return (binding?.uses ?? []).flatMap((use): readonly RecordEntry[] => {
    const call = parents.get(use);
    const [target, getters] = call?.type === 'CallExpression' ? children(call, 'arguments') : [];
    if (target !== use || getters?.type !== 'ObjectExpression') return [];
    return children(getters, 'properties').flatMap((one): readonly RecordEntry[] => {
      const key = plainKey(one);
      const getter = child(one, 'value');
      const body = getter !== undefined && isFunction(getter) ? resultOf(world, getter, module) : undefined;
      return key === undefined || body === undefined ? [] : [lazyEntry({ key, keyHidden: false, node: one, module, set: 'literal' }, () => world.evaluate(body, module))];
    });
  });
}

function resultOf(world: World, getter: Node, module: Module): Node | undefined {
  const body = child(getter, 'body');
  if (body !== undefined && body.type !== 'BlockStatement') return body;
  const [result] = world.names(module).returns.get(getter) ?? [];
  return result === undefined ? undefined : child(result, 'argument');
}

/** What a parameter of a wrapped module is: the bundle's `require`; undefined for other functions and parameters. */
export function wrappedParameter(world: World, fn: Node, index: number, module: Module): Value | undefined {
  const { parents } = world.names(module);
  const parent = parents.get(fn);
  const table = parent?.type === 'Property' ? parents.get(parent) : parent;
  if (table === undefined || (table.type !== 'ObjectExpression' && table.type !== 'ArrayExpression') || index > 2) return undefined;
  const runtime = tablesOf(world, module).get(table);
  if (runtime === undefined) return undefined;
  if (index === runtime.of.exports) return wrappedExports(world, { fn, module, exports: runtime.of.exports, self: runtime.of.self });
  return index === 2 ? { kind: 'function', node: runtime.fn, module } : undefined;
}

/** Tables of wrapped modules in a file, with the `require` of each. */
function tablesOf(world: World, module: Module): ReadonlyMap<Node, { readonly fn: Node; readonly of: Runtime }> {
  const memo = (world.memo.get('tables') ?? new Map()) as Map<Module, Map<Node, { fn: Node; of: Runtime }>>;
  world.memo.set('tables', memo);
  const known = memo.get(module);
  if (known !== undefined) return known;
  const tables = new Map<Node, { fn: Node; of: Runtime }>();
  memo.set(module, tables);
  for (const fn of world.names(module).functions) {
    const runtime = fn.end - fn.start > RUNTIME_LENGTH ? undefined : runtimeOf(world, fn, module);
    const node = runtime === undefined ? undefined : tableNode(world, runtime.table, module);
    if (runtime !== undefined && node !== undefined) tables.set(node, { fn, of: runtime });
  }
  return tables;
}

/** The literal behind the table's name: a variable, or the argument that webpack 4 gives to the function around. */
function tableNode(world: World, written: Node, module: Module): Node | undefined {
  const binding = world.names(module).bindings.get(written);
  for (const write of binding?.writes ?? []) {
    if (write.source.from === 'node') {
      const node = bare(write.source.node);
      if (node.type === 'ObjectExpression' || node.type === 'ArrayExpression') return node;
    }
    if (write.source.from !== 'parameter') continue;
    const call = world.names(module).parents.get(write.source.fn);
    const argument = call?.type === 'CallExpression' ? children(call, 'arguments')[write.source.index] : undefined;
    if (argument !== undefined) return bare(argument);
  }
  return undefined;
}
