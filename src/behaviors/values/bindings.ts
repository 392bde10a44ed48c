// The value of a name: the union of what is assigned to it, with what is changed on it afterwards.
import type { Node, Value } from '../contract.ts';
import { bare, child, children, isFunction, nameOf } from '../nodes.ts';
import type { Binding, Scope, Source, Step, Write } from '../scopes.ts';
import { directChanges } from './changes.ts';
import { add } from './literals.ts';
import { asText, choice, mapChoice } from './make.ts';
import { itemOf, keysOf, property, restOf, withoutKeys } from './members.ts';
import { importedValue } from './modules.ts';
import { parameterValue } from './parameters.ts';
import { lazyEntry } from './lazy.ts';
import { applyChanges } from './records.ts';
import { type Frame, UNDEFINED, UNKNOWN, type World } from './world.ts';

/** Value of a binding, as seen in a frame. Assignments that make a circle are left out. */
export function bindingValue(world: World, binding: Binding, frame?: Frame): Value {
  const own = frameOf(binding.scope, frame);
  const cache = cacheOf(world, own);
  if (cache.has(binding)) return cache.get(binding) ?? UNKNOWN;
  cache.set(binding, undefined);
  // What `x += y` adds to is a part of its result.
  const compounds = binding.writes.filter((write) => write.source.from === 'compound');
  const values = (compounds.length > 0 ? compounds : binding.writes).slice(0, 100).map((write) => written(world, binding, write, own));
  if (binding.implicit) values.push({ kind: 'global', path: [binding.name] });
  const value = values.length === 0 ? UNDEFINED : choice(values);
  cache.set(binding, value);
  return value;
}

function cacheOf(world: World, frame: Frame | undefined): Map<Binding, Value | undefined> {
  if (frame !== undefined) return frame.bindings;
  const cache = (world.memo.get('bindings') ?? new Map()) as Map<Binding, Value | undefined>;
  world.memo.set('bindings', cache);
  return cache;
}

/** The frame that holds a binding of that scope: of its function or of one around it. */
function frameOf(scope: Scope, frame: Frame | undefined): Frame | undefined {
  for (let at = frame; at !== undefined; at = at.outer) {
    for (let inner: Scope | undefined = scope; inner !== undefined; inner = inner.parent) if (inner.fn === at.fn) return at;
  }
  return undefined;
}

function written(world: World, binding: Binding, write: Write, frame: Frame | undefined): Value {
  const source = sourceValue(world, binding, write.source, frame);
  const value = follow(world, source, write.steps, binding, frame);
  if (isLiteral(write) || !takesChanges(value)) return value;
  const changes = directChanges(world, binding);
  // What callers in the package pass has its changes where they name it: they are followed into the functions it is given to.
  if (write.source.from === 'parameter') return mapChoice(value, (one) => (one.kind === 'parameter' || one.kind === 'call' || one.kind === 'member' ? applyChanges(world, one, changes, binding.module) : one));
  return applyChanges(world, value, changes, binding.module);
}

/** An object or list literal has its changes already. */
function isLiteral(write: Write): boolean {
  if (write.source.from !== 'node' || write.steps.length > 0) return write.source.from === 'compound';
  const { type } = bare(write.source.node);
  return type === 'ObjectExpression' || type === 'ArrayExpression';
}

function takesChanges(value: Value): boolean {
  return value.kind === 'record' || value.kind === 'list' || value.kind === 'call' || value.kind === 'member' || value.kind === 'parameter' || value.kind === 'unknown' || value.kind === 'choice';
}

function sourceValue(world: World, binding: Binding, source: Source, frame: Frame | undefined): Value {
  const { module } = binding;
  switch (source.from) {
    case 'node': return world.evaluate(source.node, module, frame);
    case 'item': return itemOf(world.evaluate(source.node, module, frame));
    case 'key': return keysOf(world.evaluate(source.node, module, frame));
    case 'function': case 'class': return { kind: source.from, node: source.node, module };
    case 'enum': return enumValue(world, source.node, binding);
    case 'import': return importedValue(world, module, source.specifier, source.name);
    case 'parameter': return parameterValue(world, source, module, frame);
    case 'compound': return compound(world, source.node, binding, frame);
    default: return UNKNOWN;
  }
}

/** `x += y`: what x held is among its other assignments; here the part that is added. */
function compound(world: World, node: Node, binding: Binding, frame: Frame | undefined): Value {
  const right = child(node, 'right');
  if (right === undefined || node['operator'] !== '+=') return UNKNOWN;
  const others = binding.writes.filter((write) => write.source.from !== 'compound').map((write) => written(world, binding, write, frame));
  const pieces = binding.writes.flatMap((write) => (write.source.from === 'compound' ? (child(write.source.node, 'right') ?? []) : []));
  const inLoop = isRepeated(world, node, binding);
  const appended = pieces.map((piece) => world.evaluate(piece, binding.module, frame));
  return add([choice(others), ...appended, ...(inLoop ? [UNKNOWN] : [])]);
}

function isRepeated(world: World, node: Node, binding: Binding): boolean {
  const { parents } = world.names(binding.module);
  for (let at = parents.get(node); at !== undefined; at = parents.get(at)) {
    if (/^(?:For|While|DoWhile)/.test(at.type)) return true;
    if (isFunction(at)) return at !== binding.scope.fn;
  }
  return false;
}

function enumValue(world: World, node: Node, binding: Binding): Value {
  const members = [...children(node, 'members'), ...children(child(node, 'body') ?? node, 'members')];
  const entries = [...new Set(members)].flatMap((member, index) => {
    const key = nameOf(child(member, 'id')) ?? asTextLiteral(child(member, 'id'));
    const init = child(member, 'initializer');
    return key === undefined ? [] : [lazyEntry({ key, keyHidden: false, node: member, module: binding.module, set: 'literal' }, () => (init === undefined ? { kind: 'literal', value: index } : world.evaluate(init, binding.module)))];
  });
  return { kind: 'record', entries, more: [], node, module: binding.module };
}

function asTextLiteral(node: Node | undefined): string | undefined {
  return typeof node?.['value'] === 'string' ? node['value'] : undefined;
}

/** Follows destructuring from the whole value to what is bound. */
function follow(world: World, value: Value, steps: readonly Step[], binding: Binding, frame: Frame | undefined): Value {
  let at = value;
  for (const step of steps) {
    if ('key' in step) at = property(world, at, step.key);
    else if ('index' in step) at = property(world, at, String(step.index));
    else if ('computed' in step) at = property(world, at, asText(world.evaluate(step.computed, binding.module, frame))?.text);
    else if ('restFrom' in step) at = restOf(at, step.restFrom);
    else if ('restWithout' in step) at = withoutKeys(at, step.restWithout);
    else at = withDefault(at, world.evaluate(step.otherwise, binding.module, frame));
  }
  return at;
}

function withDefault(value: Value, otherwise: Value): Value {
  if (value.kind === 'literal') return value.value === undefined ? otherwise : value;
  if (value.kind === 'choice') return choice([...value.among.filter((one) => one.kind !== 'literal' || one.value !== undefined), otherwise]);
  return value.kind === 'parameter' || value.kind === 'member' || value.kind === 'call' || value.kind === 'unknown' ? choice([value, otherwise]) : value;
}
