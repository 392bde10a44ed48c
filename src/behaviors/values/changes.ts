// What happens to an object or list after it was made: `x.a = v`, `x['a'] = v`, Object.assign(x, …), x.push(v), also through other
// names of it and in functions of the package that it is given to. The order of statements is not followed.
import type { Module, Node } from '../contract.ts';
import { bare, child, children, isTransparent, nameOf, plainKey } from '../nodes.ts';
import type { Binding } from '../scopes.ts';
import { keyOf } from './keys.ts';
import { isMerging, isMergingName } from './merging.ts';
import type { World } from './world.ts';

/** One change of an object or list. */
export type Change =
  | { readonly what: 'set'; readonly key: { readonly key?: string; readonly keyHidden: boolean }; readonly value: Node; readonly node: Node; readonly module: Module }
  | { readonly what: 'merge' | 'add' | 'reorder'; readonly values: readonly Node[]; readonly node: Node; readonly module: Module };

/** Changes with the properties that lead from the binding to the changed object. */
export interface DeepChange {
  readonly path: readonly (string | undefined)[];
  readonly change: Change;
}

const ADDING: ReadonlySet<string> = new Set(['push', 'unshift']);
const REORDERING: ReadonlySet<string> = new Set(['unshift', 'shift', 'pop', 'splice', 'reverse', 'sort', 'fill', 'copyWithin']);
/** Names followed for one object, and changes kept of it. */
const MAX_NAMES = 24;
const MAX_CHANGES = 300;

/** Changes of the object or list that a literal makes. */
export function changesOf(world: World, node: Node, module: Module): readonly Change[] {
  const owner = ownerOf(world, node, module);
  if (owner === undefined) return [];
  return deepChanges(world, owner.binding)
    .filter(({ path }) => path.length === owner.path.length && path.every((key, index) => key === owner.path[index]))
    .map(({ change }) => change);
}

/** Changes of what a binding holds, where that is no literal of its own. */
export function directChanges(world: World, binding: Binding): readonly Change[] {
  return deepChanges(world, binding).filter(({ path }) => path.length === 0).map(({ change }) => change);
}

/** Changes of what a binding holds under its own name and the names that it is given on to, nearest first. */
export function deepChanges(world: World, binding: Binding): readonly DeepChange[] {
  const memo = (world.memo.get('changes') ?? new Map<Binding, readonly DeepChange[]>()) as Map<Binding, readonly DeepChange[]>;
  world.memo.set('changes', memo);
  const known = memo.get(binding);
  if (known !== undefined) return known;
  memo.set(binding, []);
  const found: DeepChange[] = [];
  const seen = new Set<Binding>([binding]);
  for (const at of seen) {
    const own = ownUses(world, at);
    found.push(...own.changes);
    for (const alias of own.aliases) if (seen.size < MAX_NAMES) seen.add(alias);
    if (found.length >= MAX_CHANGES) break;
  }
  const kept = found.slice(0, MAX_CHANGES);
  memo.set(binding, kept);
  return kept;
}

/** What the uses of one name change, and the other names that it is given on to. */
interface Uses {
  readonly changes: readonly DeepChange[];
  readonly aliases: readonly Binding[];
}

function ownUses(world: World, binding: Binding): Uses {
  const memo = (world.memo.get('uses') ?? new Map<Binding, Uses>()) as Map<Binding, Uses>;
  world.memo.set('uses', memo);
  const known = memo.get(binding);
  if (known !== undefined) return known;
  const aliases: Binding[] = [];
  const uses: Uses = { changes: binding.uses.flatMap((use) => changesAt(world, use, binding.module, aliases)), aliases };
  memo.set(binding, uses);
  return uses;
}

/** The binding whose value an object literal is, and the keys from the binding to it. */
function ownerOf(world: World, literal: Node, module: Module): { readonly binding: Binding; readonly path: readonly string[] } | undefined {
  const { parents, bindings } = world.names(module);
  const path: string[] = [];
  let at = literal;
  for (let parent = parents.get(at); parent !== undefined && path.length < 8; parent = parents.get(at)) {
    if (isTransparent(parent) || parent.type === 'LogicalExpression' || parent.type === 'ConditionalExpression' || parent.type === 'ObjectExpression' || parent.type === 'AwaitExpression') at = parent;
    else if (parent.type === 'Property' && child(parent, 'value') === at && plainKey(parent) !== undefined) {
      path.unshift(plainKey(parent) as string);
      at = parent;
    } else if (parent.type === 'ArrayExpression') {
      const items = parent['elements'] as readonly (Node | null)[];
      const index = items.indexOf(at);
      if (items.slice(0, index).some((item) => item?.type === 'SpreadElement')) return undefined;
      path.unshift(String(index));
      at = parent;
    } else if (parent.type === 'VariableDeclarator') {
      const binding = bindings.get(child(parent, 'id') ?? parent);
      return binding === undefined ? undefined : { binding, path };
    } else if (parent.type === 'AssignmentExpression' && child(parent, 'right') === at) return targetOwner(world, child(parent, 'left'), module, path);
    else if (parent.type === 'CallExpression') {
      const binding = parameterFor(world, parent, children(parent, 'arguments').indexOf(at));
      return binding === undefined ? undefined : { binding, path };
    } else return undefined;
  }
  return undefined;
}

function targetOwner(world: World, left: Node | undefined, module: Module, path: readonly string[]): { readonly binding: Binding; readonly path: readonly string[] } | undefined {
  const keys: string[] = [];
  let at = left === undefined ? undefined : bare(left);
  while (at?.type === 'MemberExpression') {
    const key = plainKey(at, 'property');
    if (key === undefined) return undefined;
    keys.unshift(key);
    at = child(at, 'object');
  }
  const binding = at === undefined ? undefined : world.names(module).bindings.get(at);
  return binding === undefined ? undefined : { binding, path: [...keys, ...path] };
}

/** Binding of the parameter that an argument of a call fills. */
function parameterFor(world: World, call: Node, index: number): Binding | undefined {
  // What a merging function sets on its parameter is what it is given: argumentAt tells it.
  const target = index < 0 || isMerging(world, call) ? undefined : world.targets(call)[0];
  if (target?.kind !== 'function') return undefined;
  const param = children(target.node, 'params')[index];
  return param === undefined ? undefined : world.names(target.module).bindings.get(param);
}

function changesAt(world: World, use: Node, module: Module, aliases: Binding[]): readonly DeepChange[] {
  const { parents, bindings } = world.names(module);
  const path: (string | undefined)[] = [];
  let at = use;
  let parent = parents.get(at);
  let member: Node | undefined;
  while (parent !== undefined && (isTransparent(parent) || (parent.type === 'MemberExpression' && child(parent, 'object') === at))) {
    if (parent.type === 'MemberExpression') {
      if (member !== undefined) path.push(plainKey(member, 'property'));
      member = parent;
    }
    at = parent;
    parent = parents.get(at);
  }
  if (parent === undefined) return [];
  if (parent.type === 'AssignmentExpression' && child(parent, 'left') === at && member !== undefined) return setAt(world, parent, member, path, module);
  if (parent.type === 'CallExpression' && child(parent, 'callee') === at && member !== undefined) return callAt(parent, member, path, module);
  const whole = member === undefined ? path : [...path, plainKey(member, 'property')];
  if (parent.type === 'CallExpression') return argumentAt(world, parent, at, whole, module, aliases);
  const alias = parent.type === 'VariableDeclarator' && whole.length === 0 ? bindings.get(child(parent, 'id') ?? parent) : undefined;
  if (alias !== undefined) aliases.push(alias);
  return [];
}

function setAt(world: World, assignment: Node, member: Node, path: DeepChange['path'], module: Module): readonly DeepChange[] {
  const value = child(assignment, 'right');
  if (value === undefined) return [];
  return [{ path, change: { what: 'set', key: keyOf(world, member, module, undefined, 'property'), value: assignment['operator'] === '+=' ? assignment : value, node: assignment, module } }];
}

function callAt(call: Node, member: Node, path: DeepChange['path'], module: Module): readonly DeepChange[] {
  const name = plainKey(member, 'property') ?? '';
  const values = children(call, 'arguments');
  return [
    ...(ADDING.has(name) ? [{ path, change: { what: 'add', values, node: call, module } } as const] : []),
    ...(REORDERING.has(name) ? [{ path, change: { what: 'reorder', values: [], node: call, module } } as const] : []),
  ];
}

function argumentAt(world: World, call: Node, argument: Node, path: DeepChange['path'], module: Module, aliases: Binding[]): readonly DeepChange[] {
  const args = children(call, 'arguments');
  const callee = child(call, 'callee');
  const name = callee === undefined ? undefined : plainKey(bare(callee), 'property');
  const on = callee === undefined ? undefined : nameOf(child(bare(callee), 'object'));
  if (args[0] === argument && ((on === 'Object' && name === 'assign') || isMergingName(call) || (path.length === 0 && isMerging(world, call)))) return [{ path, change: { what: 'merge', values: args.slice(1), node: call, module } }];
  if (args[0] === argument && (on === 'Object' || on === 'Reflect') && (name === 'defineProperty' || name === 'set')) return definedAt(world, call, args, path, module, name);
  const parameter = path.length > 0 ? undefined : parameterFor(world, call, args.indexOf(argument));
  if (parameter !== undefined) aliases.push(parameter);
  return [];
}

function definedAt(world: World, call: Node, args: readonly Node[], path: DeepChange['path'], module: Module, name: string): readonly DeepChange[] {
  const [, written, given] = args;
  if (written === undefined || given === undefined) return [];
  const folded = world.evaluate(written, module);
  const key = folded.kind === 'text' ? { key: folded.text, keyHidden: written.type !== 'Literal' } : { keyHidden: true };
  const value = name === 'set' ? given : children(given, 'properties').flatMap((property) => (plainKey(property) === 'value' ? (child(property, 'value') ?? []) : []))[0];
  return value === undefined ? [] : [{ path, change: { what: 'set', key, value, node: call, module } }];
}
