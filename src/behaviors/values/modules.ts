// Modules of the package: which file an import means, and what it exports, as ES modules, CommonJS or what compilers make of them.
import { posix } from 'node:path';
import type { Module, Node, RecordEntry, Value } from '../contract.ts';
import { bare, child, children, isFunction, literalText, nameOf, plainKey, specifierName } from '../nodes.ts';
import { namesOfPattern } from '../patterns.ts';
import { choice } from './make.ts';
import { lazyEntry } from './lazy.ts';
import { returned } from './records.ts';
import { UNKNOWN, type World } from './world.ts';

const ENDINGS = ['', '.js', '.mjs', '.cjs', '.ts', '.mts', '.cts', '.tsx', '.jsx', '/index.js', '/index.mjs', '/index.cjs', '/index.ts', '/index.tsx', '/index.jsx'];

/** Finds files of the package by relative specifiers: as written, with an extension, as a folder, `.ts` for `.js`. */
export function createResolver(modules: readonly Module[]): (from: Module, specifier: string) => Module | undefined {
  const byPath = new Map(modules.map((module) => [module.path, module]));
  return (from, specifier) => {
    if (!/^\.{0,2}\//.test(specifier) && specifier !== '.' && specifier !== '..') return undefined;
    const base = posix.join(posix.dirname(from.path), specifier.replace(/[?#].*$/, '')).replace(/\/$/, '');
    const source = base.replace(/\.([cm]?)js(x?)$/, '.$1ts$2');
    for (const stem of [base, source]) for (const ending of ENDINGS) {
      const found = byPath.get(stem === '.' ? ending.replace(/^\//, '') : stem + ending);
      if (found !== undefined) return found;
    }
    return source === base ? undefined : byPath.get(`${source}x`);
  };
}

/** What an import gives: an export of a file of the package, or something of another package. */
export function importedValue(world: World, from: Module, specifier: string, name: string): Value {
  const module = world.resolve(from, specifier);
  if (module === undefined) return { kind: 'import', module: specifier.replace(/^node:/, ''), path: name === '*' || name === 'default' ? [] : [name] };
  const whole = exportsOf(world, module);
  if (name === '*') return whole;
  if (whole.kind !== 'record') return whole;
  const found = whole.entries.filter((entry) => entry.key === name);
  if (found.length > 0) return choice(found.map((entry) => entry.value));
  return name === 'default' ? whole : whole.more.length > 0 ? choice(whole.more.map((of): Value => ({ kind: 'member', of, key: name }))) : UNKNOWN;
}

/** All that a module exports, as a record; or the one value that CommonJS code sets `module.exports` to. */
export function exportsOf(world: World, module: Module): Value {
  const memo = (world.memo.get('exports') ?? new Map<Module, Value>()) as Map<Module, Value>;
  world.memo.set('exports', memo);
  const known = memo.get(module);
  if (known !== undefined) return known;
  memo.set(module, UNKNOWN);
  const entries: RecordEntry[] = [];
  const whole: Value[] = [];
  for (const node of world.names(module).exports) exportEntries(world, node, module, entries, whole);
  commonExports(world, module, entries, whole);
  const value = wholeExports(module, entries, whole);
  memo.set(module, value);
  return value;
}

/** `module.exports = f; module.exports.x = g`: the function is what counts where it is called, its properties where they are read. */
function wholeExports(module: Module, entries: readonly RecordEntry[], whole: readonly Value[]): Value {
  const empty = entries.length === 0;
  const kept = whole.filter((value) => value.kind !== 'record' || value.entries.length > 0 || value.more.length > 0);
  if (kept.length > 0 && empty) return choice(kept);
  if (kept.length === 1 && kept[0] !== undefined && kept[0].kind !== 'record') return kept[0];
  const records = kept.flatMap((value) => (value.kind === 'record' ? [value] : []));
  return { kind: 'record', entries: [...records.flatMap((value) => value.entries), ...entries], more: [...records.flatMap((value) => value.more), ...kept.filter((value) => value.kind !== 'record')], node: module.program, module };
}

function entry(key: string, node: Node, module: Module, value: () => Value): RecordEntry {
  return lazyEntry({ key, keyHidden: false, node, module, set: 'literal' }, value);
}

function exportEntries(world: World, node: Node, module: Module, entries: RecordEntry[], whole: Value[]): void {
  const specifier = literalText(child(node, 'source'));
  if (node.type === 'ExportAllDeclaration' && specifier !== undefined) {
    const name = specifierName(child(node, 'exported'));
    if (name !== undefined) entries.push(entry(name, node, module, () => importedValue(world, module, specifier, '*')));
    else mergeExports(importedValue(world, module, specifier, '*'), entries, whole);
  } else if (node.type === 'ExportDefaultDeclaration') {
    const declaration = child(node, 'declaration');
    if (declaration !== undefined) entries.push(entry('default', node, module, () => world.evaluate(declaration, module)));
  } else if (node.type === 'TSExportAssignment') {
    const expression = child(node, 'expression');
    if (expression !== undefined) whole.push(world.evaluate(expression, module));
  } else if (node.type === 'ExportNamedDeclaration') namedEntries(world, node, specifier, module, entries);
}

function namedEntries(world: World, node: Node, specifier: string | undefined, module: Module, entries: RecordEntry[]): void {
  for (const item of children(node, 'specifiers')) {
    const local = child(item, 'local');
    const key = specifierName(child(item, 'exported'));
    const name = specifierName(local);
    if (key === undefined || local === undefined || name === undefined) continue;
    entries.push(entry(key, item, module, () => (specifier === undefined ? world.evaluate(local, module) : importedValue(world, module, specifier, name))));
  }
  const declaration = child(node, 'declaration');
  if (declaration === undefined) return;
  const ids = declaration.type === 'VariableDeclaration'
    ? children(declaration, 'declarations').flatMap((one) => namesOfPattern(child(one, 'id') ?? one).map((target) => target.node))
    : [child(declaration, 'id')];
  for (const id of ids) {
    const key = nameOf(id);
    if (id !== undefined && key !== undefined) entries.push(entry(key, id, module, () => world.evaluate(id, module)));
  }
}

function mergeExports(value: Value, entries: RecordEntry[], whole: Value[]): void {
  if (value.kind === 'record') entries.push(...value.entries.filter((one) => one.key !== 'default'));
  else if (value.kind !== 'unknown') whole.push({ kind: 'record', entries: [], more: [value], node: { type: 'Program', start: 0, end: 0 }, module: { path: '', text: '', program: { type: 'Program', start: 0, end: 0 } } });
}

/** `exports`, `module.exports` of the file itself, not a local of that name. */
function isExports(world: World, node: Node | undefined, module: Module): boolean {
  if (node === undefined) return false;
  const at = bare(node);
  const { bindings } = world.names(module);
  if (nameOf(at) === 'exports') return !bindings.has(at);
  const on = child(at, 'object');
  return at.type === 'MemberExpression' && plainKey(at, 'property') === 'exports' && nameOf(on) === 'module' && on !== undefined && !bindings.has(on);
}

function commonExports(world: World, module: Module, entries: RecordEntry[], whole: Value[]): void {
  for (const write of world.names(module).propertyWrites) {
    const left = child(write, 'left');
    const right = child(write, 'right');
    if (left === undefined || right === undefined) continue;
    if (isExports(world, left, module)) whole.push(world.evaluate(right, module));
    else if (isExports(world, child(left, 'object'), module)) {
      const key = plainKey(left, 'property');
      if (key !== undefined && !isVoid(right)) entries.push(entry(key, write, module, () => world.evaluate(right, module)));
    }
  }
  for (const call of world.names(module).calls) exportCall(world, call, module, entries, whole);
}

/** `exports.a = void 0` of tsc stands before the real one; so does `exports.a = exports.b = void 0`. */
function isVoid(node: Node): boolean {
  return (node.type === 'UnaryExpression' && node['operator'] === 'void') || (node.type === 'AssignmentExpression' && isVoid(child(node, 'right') ?? node));
}

/** `Object.defineProperty(exports, 'x', { get })` and `__exportStar(require('./x'), exports)`. */
function exportCall(world: World, call: Node, module: Module, entries: RecordEntry[], whole: Value[]): void {
  const args = children(call, 'arguments');
  if (args.length < 2) return;
  const [first, second, third] = args;
  const callee = bare(child(call, 'callee') ?? call);
  const name = plainKey(callee, 'property') ?? nameOf(callee);
  if (name === 'defineProperty' && isExports(world, first, module) && third !== undefined) {
    const key = literalText(second);
    const getter = children(third, 'properties').find((property) => plainKey(property) === 'get' || plainKey(property) === 'value');
    const value = getter === undefined ? undefined : child(getter, 'value');
    if (key !== undefined && value !== undefined && key !== '__esModule') entries.push(entry(key, call, module, () => (isFunction(value) ? returned(world, value, module) : world.evaluate(value, module))));
  } else if (name === '__exportStar' && isExports(world, second, module) && first !== undefined) mergeExports(world.evaluate(first, module), entries, whole);
  else if (name === 'assign' && isExports(world, first, module)) for (const source of args.slice(1)) mergeExports(world.evaluate(source, module), entries, whole);
}
