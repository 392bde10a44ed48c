// Calls and `new`: modules that are required, methods and globals over constants, functions of the package; the rest stays a call.
import type { Module, Node, Value } from '../contract.ts';
import { bare, child, children, nameOf } from '../nodes.ts';
import { constantsOf, evaluatedValue } from './constants.ts';
import { bundledExports } from './bundles.ts';
import { followed } from './follow.ts';
import { inlined } from './inline.ts';
import { keyOf } from './keys.ts';
import { lazyValues } from './lazy.ts';
import { alternatives, choice, mapChoice, viaOf } from './make.ts';
import { itemOf, property } from './members.ts';
import { isMergingName, mergesValues } from './merging.ts';
import { merged, methodValue, staticValue } from './methods.ts';
import { importedValue } from './modules.ts';
import { type Frame, UNKNOWN, type World } from './world.ts';

/** Wrappers that compilers put around `require(…)`: babel, tsc, esbuild, swc, webpack, rollup. */
const INTEROP = /^(?:_*interop\w*|_*(?:toESM|toCommonJS|importDefault|importStar|importWildcard)\w*|_*getDefaultExportFrom\w*|_*commonjsRequire\w*)$/i;

/** Arguments of a call, evaluated when they are read; those after a spread of unknown length are lost with their place. */
export function argumentsOf(world: World, node: Node, module: Module, frame?: Frame): readonly Value[] {
  const written = children(node, 'arguments');
  if (!written.some((argument) => argument.type === 'SpreadElement')) return lazyValues(world, written, module, frame);
  return written.flatMap((argument): readonly Value[] => {
    if (argument.type !== 'SpreadElement') return [world.evaluate(argument, module, frame)];
    const inner = child(argument, 'argument');
    const value = inner === undefined ? UNKNOWN : world.evaluate(inner, module, frame);
    return value.kind === 'list' && value.more.length === 0 ? value.items : [itemOf(value)];
  });
}

export function call(world: World, node: Node, module: Module, frame?: Frame): Value {
  const value = called(world, node, module, frame);
  return followed(world, value, node, module, frame) ?? value;
}

function called(world: World, node: Node, module: Module, frame?: Frame): Value {
  const written = child(node, 'callee');
  if (written === undefined) return UNKNOWN;
  const callee = bare(written);
  const args = argumentsOf(world, node, module, frame);
  if (callee.type === 'Import') return required(world, args[0], module) ?? UNKNOWN;
  if (callee.type === 'Super') return UNKNOWN;
  const name = nameOf(callee);
  if (name !== undefined && INTEROP.test(name) && args[0] !== undefined) return args[0];
  if (callee.type === 'MemberExpression') return methodCall(world, node, callee, args, module, frame);
  if (isMergingName(node)) return merged(args, node, module);
  const value = world.evaluate(callee, module, frame);
  return applied(world, value, args, undefined, node, module, frame);
}

function methodCall(world: World, node: Node, callee: Node, args: readonly Value[], module: Module, frame?: Frame): Value {
  const object = child(callee, 'object');
  if (object === undefined) return UNKNOWN;
  const receiver = world.evaluate(object, module, frame);
  const { key } = keyOf(world, callee, module, frame, 'property');
  if (key !== undefined && INTEROP.test(key) && args[0] !== undefined) return args[0];
  if (key !== undefined && (receiver.kind === 'function' || receiver.kind === 'class')) {
    const through = functionMethod(world, receiver, key, args, node, module, frame);
    if (through !== undefined) return through;
  }
  const apply = (fn: Value, given: readonly Value[]) => applied(world, fn, given, undefined, node, module, frame);
  const value = key === undefined ? undefined : methodValue(world, { receiver, name: key, args, node, module, apply });
  return value ?? applied(world, property(world, receiver, key), args, receiver, node, module, frame);
}

function functionMethod(world: World, fn: Value, key: string, args: readonly Value[], node: Node, module: Module, frame?: Frame): Value | undefined {
  if (key === 'bind') return fn;
  if (key === 'call') return applied(world, fn, args.slice(1), args[0], node, module, frame);
  if (key !== 'apply') return undefined;
  const list = args[1];
  return applied(world, fn, list?.kind === 'list' ? list.items : [], args[0], node, module, frame);
}

/** A value that is called. */
export function applied(world: World, callee: Value, args: readonly Value[], self: Value | undefined, node: Node, module: Module, frame?: Frame): Value {
  if (callee.kind === 'choice') return mapChoice(callee, (one) => applied(world, one, args, self, node, module, frame));
  const unfollowed: Value = { kind: 'call', callee, args, node, module, isNew: false };
  if (mergesValues(callee)) return merged(args, node, module);
  if (callee.kind === 'function' && args[0] !== undefined && isInterop(world, callee)) return args[0];
  if (callee.kind === 'function') return bundledExports(world, callee, args) ?? inlined(world, callee, args, self, node, module, frame) ?? unfollowed;
  if (callee.kind === 'global') return globalCall(world, callee.path, args, node, module) ?? unfollowed;
  if (callee.kind === 'import') return importCall(world, callee, args, node, module) ?? unfollowed;
  if (callee.kind === 'call' && isCreateRequire(callee.callee)) return required(world, args[0], module) ?? unfollowed;
  return unfollowed;
}

/** The same wrappers under names that a minifier gave. webpack's `n` gives a getter instead: it has functions inside. */
function isInterop(world: World, { node, module }: Extract<Value, { kind: 'function' }>): boolean {
  if (node.end - node.start > 700 || children(node, 'params').length === 0) return false;
  if (!module.text.slice(node.start, node.end).includes('.__esModule')) return false;
  return !world.names(module).functions.some((inner) => inner.start > node.start && inner.end <= node.end);
}

function globalCall(world: World, path: readonly string[], args: readonly Value[], node: Node, module: Module): Value | undefined {
  const name = path.join('.');
  if (name === 'require' || name === 'module.require' || name === 'process.mainModule.require' || name === 'require.main.require' || name === 'process.getBuiltinModule' || name === '__non_webpack_require__') return required(world, args[0], module);
  const known = constantsOf(world, args);
  const folded = known === undefined ? undefined : evaluatedValue(world, world.callGlobal(path, known.map((one) => one.value)), viaOf(...known.map((one) => one.via)), node, module);
  return folded ?? staticValue(world, path, args, node, module);
}

function importCall(world: World, callee: Extract<Value, { kind: 'import' }>, args: readonly Value[], node: Node, module: Module): Value | undefined {
  if (callee.module === 'buffer') return globalCall(world, callee.path, args, node, module);
  if (callee.module === 'url' && callee.path[0] === 'fileURLToPath') return undefined;
  return callee.module === 'process' && callee.path[0] === 'getBuiltinModule' ? required(world, args[0], module) : undefined;
}

function isCreateRequire(callee: Value): boolean {
  return callee.kind === 'import' && callee.module === 'module' && callee.path.at(-1) === 'createRequire';
}

/** What `require(x)` or `import(x)` gives for each constant name. */
function required(world: World, specifier: Value | undefined, module: Module): Value | undefined {
  if (specifier === undefined) return undefined;
  const names = alternatives(specifier).filter((one) => one.kind === 'text');
  return names.length === 0 ? undefined : choice(names.map((one) => importedValue(world, module, one.text, '*')));
}

export function dynamicImport(world: World, node: Node, module: Module, frame?: Frame): Value {
  const source = child(node, 'source');
  return source === undefined ? UNKNOWN : (required(world, world.evaluate(source, module, frame), module) ?? { kind: 'call', callee: { kind: 'global', path: ['import'] }, args: [world.evaluate(source, module, frame)], node, module, isNew: false });
}

export function construct(world: World, node: Node, module: Module, frame?: Frame): Value {
  const callee = child(node, 'callee');
  if (callee === undefined) return UNKNOWN;
  const args = argumentsOf(world, node, module, frame);
  const made = world.evaluate(callee, module, frame);
  if (made.kind === 'global' && made.path.join('.') === 'String' && args[0] !== undefined) return args[0];
  return { kind: 'call', callee: made, args, node, module, isNew: true };
}

/** A tagged template: `String.raw` keeps the source; other tags are calls. */
export function tagged(world: World, node: Node, module: Module, frame?: Frame): Value {
  const tag = child(node, 'tag');
  const quasi = child(node, 'quasi');
  if (tag === undefined || quasi === undefined) return UNKNOWN;
  const callee = world.evaluate(tag, module, frame);
  if (callee.kind === 'global' && callee.path.join('.') === 'String.raw') return world.evaluate(quasi, module, frame);
  return { kind: 'call', callee, args: templateArguments(world, quasi, module, frame), node, module, isNew: false };
}

/** The texts as a list, then each expression, as a tag is called. */
export function templateArguments(world: World, quasi: Node, module: Module, frame?: Frame): readonly Value[] {
  const texts = children(quasi, 'quasis').map((part): Value => {
    const value = part['value'] as { readonly cooked?: unknown } | null;
    return { kind: 'text', text: typeof value?.cooked === 'string' ? value.cooked : '', via: [] };
  });
  return [{ kind: 'list', items: texts, more: [] }, ...children(quasi, 'expressions').map((part) => world.evaluate(part, module, frame))];
}

