// What a parameter can be: the arguments of all calls seen in the package, what a callback gets from what calls it, and the outside
// world where the function can be reached from there.
import type { Module, Node, Value } from '../contract.ts';
import { bare, child, children, isFunction, isTransparent, nameOf, plainKey } from '../nodes.ts';
import type { Binding, Source } from '../scopes.ts';
import { wrappedParameter } from './bundles.ts';
import { choice } from './make.ts';
import { itemOf, restOf } from './members.ts';
import { givesData } from './sources.ts';
import { type Frame, type Site, UNKNOWN, type World } from './world.ts';

type Parameter = Extract<Source, { from: 'parameter' }>;
/** Call sites whose arguments are read. */
const MAX_SITES = 60;

/** Value of a parameter, or of the list of the rest. */
export function parameterValue(world: World, source: Parameter, module: Module, frame?: Frame): Value {
  if (frame !== undefined && frame.fn === source.fn) return argument(frame.args, source);
  const wrapped = wrappedParameter(world, source.fn, source.index, module);
  if (wrapped !== undefined) return wrapped;
  const sites = world.sites(source.fn).slice(0, MAX_SITES);
  const reach = reachOf(world, source.fn, module);
  // Where the world outside calls it too, a test or an example is one caller among many: what it says is not what the package adds to
  // everybody else's.
  const heard = reach.escapes ? sites.filter((site) => !world.isBeside(site.module)) : sites;
  const values = [
    ...[...heard, ...reach.sites.slice(0, MAX_SITES)].map((site) => siteArgument(world, site, source)),
    ...reach.callbacks.map((at) => callbackArgument(world, at.call, source.index, at.module)),
  ].filter((value) => value !== undefined);
  const open = reach.escapes || values.length === 0 || sites.length === MAX_SITES;
  return choice(open ? [...values, outside(source, module)] : values);
}

function outside(source: Parameter, module: Module): Value {
  const name = parameterName(children(source.fn, 'params')[source.index]);
  return { kind: 'parameter', index: source.index, fn: source.fn, module, ...(name === undefined ? {} : { name }) };
}

function parameterName(param: Node | undefined): string | undefined {
  if (param === undefined) return undefined;
  if (param.type === 'AssignmentPattern') return parameterName(child(param, 'left'));
  return param.type === 'TSParameterProperty' ? parameterName(child(param, 'parameter')) : nameOf(param.type === 'RestElement' ? child(param, 'argument') : param);
}

function argument(args: readonly Value[], source: Parameter): Value {
  if (source.rest) return { kind: 'list', items: args.slice(source.index), more: [] };
  return args[source.index] ?? { kind: 'literal', value: undefined };
}

function siteArgument(world: World, site: Site, source: Parameter): Value | undefined {
  const written = children(site.call, 'arguments');
  const spread = written.findIndex((node) => node.type === 'SpreadElement');
  const at = source.index + site.shift;
  if (spread !== -1 && spread <= at) return spreadArgument(world, written[spread] as Node, site.module, at - spread);
  if (source.rest) return { kind: 'list', items: written.slice(at).map((node) => world.evaluate(node, site.module)), more: [] };
  const node = written[at];
  return node === undefined ? { kind: 'literal', value: undefined } : world.evaluate(node, site.module);
}

function spreadArgument(world: World, node: Node, module: Module, index: number): Value {
  const inner = child(node, 'argument');
  const value = inner === undefined ? UNKNOWN : world.evaluate(inner, module);
  return value.kind === 'list' ? (value.items[index] ?? choice(value.more)) : itemOf(value);
}

/** Methods that give each item of what they are called on to their callback, and at which place. */
const ITEM_CALLBACKS: ReadonlyMap<string, number> = new Map([['map', 0], ['forEach', 0], ['filter', 0], ['find', 0], ['some', 0], ['every', 0], ['flatMap', 0], ['findIndex', 0], ['findLast', 0], ['reduce', 1], ['reduceRight', 1], ['sort', 0]]);

/** What a callback that is given to something outside the package is called with; undefined where that is anything. */
function callbackArgument(world: World, call: Node, parameter: number, module: Module): Value | undefined {
  const callee = bare(child(call, 'callee') ?? call);
  const name = callee.type === 'MemberExpression' ? plainKey(callee, 'property') : undefined;
  const on = callee.type === 'MemberExpression' ? child(callee, 'object') : undefined;
  if (name === 'then' && on !== undefined) return world.evaluate(on, module);
  if ((name === 'catch' || name === 'finally') && on !== undefined) return UNKNOWN;
  const place = name === undefined ? undefined : ITEM_CALLBACKS.get(name);
  if (place !== undefined && on !== undefined) return parameter === place ? itemOf(world.evaluate(on, module)) : parameter === 1 ? UNKNOWN : restOf(world.evaluate(on, module), 0);
  const value = world.evaluate(callee, module);
  return givesData(value) ? { kind: 'member', of: { kind: 'call', callee: value, args: children(call, 'arguments').slice(0, 4).filter((node) => !isFunction(node)).map((node) => world.evaluate(node, module)), node: call, module, isNew: call.type === 'NewExpression' } } : undefined;
}

/** Whether a function can be called by something outside the package, and calls that take it as a callback. */
interface Reach {
  readonly escapes: boolean;
  readonly callbacks: readonly { readonly call: Node; readonly module: Module }[];
  /** Calls by a function that it is given to. */
  readonly sites: readonly Site[];
}

/** What is found on the way of a function's value. */
interface Found {
  readonly callbacks: { call: Node; module: Module }[];
  readonly sites: Site[];
}

function reachOf(world: World, fn: Node, module: Module): Reach {
  const memo = (world.memo.get('reach') ?? new Map<Node, Reach>()) as Map<Node, Reach>;
  world.memo.set('reach', memo);
  const known = memo.get(fn);
  if (known !== undefined) return known;
  memo.set(fn, { escapes: false, callbacks: [], sites: [] });
  const found: Found = { callbacks: [], sites: [] };
  const reach: Reach = { escapes: leaves(world, fn, module, found, 0), ...found };
  memo.set(fn, reach);
  return reach;
}

/** Whether the value of a node gets out of what is followed. Calls that take it as an argument are listed instead where they are understood. */
function leaves(world: World, node: Node, module: Module, found: Found, names: number): boolean {
  const { parents, bindings } = world.names(module);
  if (names > 6) return true;
  let at = node;
  let parent = parents.get(at);
  while (parent !== undefined && (isTransparent(parent) || parent.type === 'LogicalExpression' || parent.type === 'ConditionalExpression')) {
    at = parent;
    parent = parents.get(at);
  }
  if (parent === undefined) return true;
  if (node.type === 'FunctionDeclaration' || node.type === 'ClassDeclaration') {
    if (parent.type.startsWith('Export')) return true;
    const id = child(node, 'id');
    const binding = id === undefined ? undefined : bindings.get(id);
    return binding === undefined || bindingLeaves(world, binding, found, names + 1);
  }
  if (parent.type === 'CallExpression' || parent.type === 'NewExpression') {
    if (child(parent, 'callee') !== at) return givenTo(world, parent, at, module, found, names);
    if (world.targets(parent).length === 0) found.sites.push({ call: parent, module, shift: 0 });
    return false;
  }
  if (parent.type === 'MemberExpression' && child(parent, 'object') === at) return false;
  if (parent.type === 'MethodDefinition' || parent.type === 'Property') return methodLeaves(world, parent, at, module, names);
  if (parent.type === 'ExpressionStatement') return false;
  if (parent.type === 'VariableDeclarator' || (parent.type === 'AssignmentExpression' && child(parent, 'right') === at)) {
    const target = child(parent, parent.type === 'VariableDeclarator' ? 'id' : 'left');
    const binding = target === undefined ? undefined : bindings.get(target);
    return binding === undefined || bindingLeaves(world, binding, found, names + 1);
  }
  return true;
}

/** A method is called from outside where its class or object gets there, or where nothing seen calls it. */
function methodLeaves(world: World, property: Node, fn: Node, module: Module, names: number): boolean {
  if (child(property, 'value') !== fn || property['kind'] === 'get' || property['kind'] === 'set') return true;
  if (property['kind'] !== 'constructor' && world.sites(fn).length === 0) return true;
  const { parents } = world.names(module);
  let holder = parents.get(property);
  if (holder?.type === 'ClassBody') holder = parents.get(holder);
  return holder === undefined || leaves(world, holder, module, { callbacks: [], sites: [] }, names + 1);
}

function bindingLeaves(world: World, binding: Binding, found: Found, names: number): boolean {
  if (names > 6 || binding.implicit || isExported(world, binding)) return true;
  return binding.uses.some((use) => {
    const parent = world.names(binding.module).parents.get(use);
    return parent?.type === 'ExportSpecifier' || leaves(world, use, binding.module, found, names + 1);
  });
}

function isExported(world: World, binding: Binding): boolean {
  if (binding.scope.parent !== undefined) return false;
  const { parents } = world.names(binding.module);
  return binding.writes.some(({ source }) => {
    let at: Node | undefined = 'node' in source ? source.node : undefined;
    for (let up = 0; up < 4 && at !== undefined; up += 1) {
      if (at.type.startsWith('Export')) return true;
      at = parents.get(at);
    }
    return false;
  });
}

/** A function given to a call: of the package, then its parameter is followed; else as a callback that is understood or not. */
function givenTo(world: World, call: Node, argument: Node, module: Module, found: Found, names: number): boolean {
  const index = children(call, 'arguments').indexOf(argument);
  const target = world.targets(call)[0];
  const param = target?.kind === 'function' ? children(target.node, 'params')[index] : undefined;
  const binding = param === undefined || target === undefined ? undefined : world.names(target.module).bindings.get(param);
  if (binding !== undefined) return bindingLeaves(world, binding, found, names + 1);
  if (callbackArgument(world, call, 0, module) === undefined) return true;
  found.callbacks.push({ call, module });
  return false;
}
