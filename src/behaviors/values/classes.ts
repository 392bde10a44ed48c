// Classes: static members, and members of instances as fields, methods, constructor and `this.x = …` set them. Constructor
// functions with a prototype are read likewise.
import type { Module, Node, Value } from '../contract.ts';
import { child, children, isClass, isFunction, nameOf, plainKey } from '../nodes.ts';
import { directChanges } from './changes.ts';
import { choice } from './make.ts';
import { type Frame, mayFollow, type World } from './world.ts';

type Made = Extract<Value, { kind: 'function' | 'class' }>;
/** Steps up to superclasses. */
const MAX_PARENTS = 6;

/** Property of a class or function itself. */
export function staticProperty(world: World, value: Made, key: string): Value | undefined {
  const fixed = value.kind === 'class' ? (membersOf(value.node).fixed.get(key) ?? []).map((member) => memberValue(world, member, value.module)) : [];
  const id = child(value.node, 'id') ?? declaredName(world, value);
  const binding = id === undefined ? undefined : world.names(value.module).bindings.get(id);
  const assigned = binding === undefined ? [] : directChanges(world, binding).flatMap((change) => (change.what === 'set' && change.key.key === key ? [world.evaluate(change.value, change.module)] : []));
  const found = [...fixed, ...assigned];
  return found.length === 0 ? undefined : choice(found);
}

/** `const f = () => …`: the name of the variable. */
function declaredName(world: World, value: Made): Node | undefined {
  const parent = world.names(value.module).parents.get(value.node);
  return parent?.type === 'VariableDeclarator' ? child(parent, 'id') : undefined;
}

/** Members of a class by name, made once: they are asked for with each property of each instance. */
interface Members {
  readonly fixed: ReadonlyMap<string, readonly Node[]>;
  readonly own: ReadonlyMap<string, readonly Node[]>;
  /** The function of the constructor. */
  readonly constructor?: Node;
  /** TypeScript's `constructor(private x: T)` by name. */
  readonly parameters: ReadonlyMap<string, Node>;
}

const membersKnown = new WeakMap<Node, Members>();

function membersOf(node: Node): Members {
  const known = membersKnown.get(node);
  if (known !== undefined) return known;
  const fixed = new Map<string, Node[]>();
  const own = new Map<string, Node[]>();
  let constructor: Node | undefined;
  for (const member of children(child(node, 'body') ?? node, 'body')) {
    const key = plainKey(member);
    if (member['kind'] === 'constructor') constructor = child(member, 'value');
    if (key === undefined) continue;
    const table = member['static'] === true ? fixed : own;
    if (table === own && (member['kind'] === 'set' || member['kind'] === 'constructor' || child(member, 'value') === undefined)) continue;
    table.set(key, [...(table.get(key) ?? []), member]);
  }
  const members: Members = { fixed, own, ...(constructor === undefined ? {} : { constructor }), parameters: new Map(constructor === undefined ? [] : fieldParameters(constructor)) };
  membersKnown.set(node, members);
  return members;
}

function fieldParameters(constructor: Node): readonly (readonly [string, Node])[] {
  return children(constructor, 'params').flatMap((param): readonly (readonly [string, Node])[] => {
    const inner = param.type === 'TSParameterProperty' ? child(param, 'parameter') : undefined;
    const id = inner?.type === 'AssignmentPattern' ? child(inner, 'left') : inner;
    const name = nameOf(id);
    return id === undefined || name === undefined ? [] : [[name, id]];
  });
}

function memberValue(world: World, member: Node, module: Module, frame?: Frame): Value {
  const value = child(member, 'value');
  if (value === undefined) return { kind: 'literal', value: undefined };
  if (member['kind'] !== 'get') return world.evaluate(value, module, frame);
  const results = (world.names(module).returns.get(value) ?? []).flatMap((node) => child(node, 'argument') ?? []);
  return choice(results.map((node) => world.evaluate(node, module, frame)));
}

/** Property of `new X(…)` for a class of the package; undefined where it sets no such property. */
export function instanceProperty(world: World, value: Extract<Value, { kind: 'call' }>, key: string): Value | undefined {
  if (!value.isNew) return undefined;
  const found: Value[] = [];
  let at: Value | undefined = value.callee;
  for (let count = 0; count < MAX_PARENTS && at !== undefined && (at.kind === 'class' || at.kind === 'function'); count += 1) {
    found.push(...ownProperty(world, at, key, value));
    const parent: Node | undefined = at.kind === 'class' ? child(at.node, 'superClass') : undefined;
    at = parent === undefined ? undefined : world.evaluate(parent, at.module);
  }
  if (found.length > 0) return choice(found);
  return at !== undefined && at !== value.callee && at.kind !== 'unknown' ? { kind: 'member', of: { ...value, callee: at }, key } : undefined;
}

function ownProperty(world: World, made: Made, key: string, instance: Extract<Value, { kind: 'call' }>): readonly Value[] {
  const frame = constructorFrame(world, made, instance);
  const members = made.kind === 'class' ? (membersOf(made.node).own.get(key) ?? []) : [];
  return [
    ...members.map((member) => memberValue(world, member, made.module)),
    ...(assignments(world, made.module).get(made.node)?.get(key) ?? []).map((node) => world.evaluate(node, made.module, frame)),
    ...parameterProperty(world, made, key, frame),
  ];
}

/** TypeScript's `constructor(private x: T)` sets `this.x`. */
function parameterProperty(world: World, made: Made, key: string, frame: Frame | undefined): readonly Value[] {
  const id = made.kind === 'class' ? membersOf(made.node).parameters.get(key) : undefined;
  return id === undefined ? [] : [world.evaluate(id, made.module, frame)];
}

/** What a constructor's parameters are for one instance. `this` of a method stands for any instance: its arguments are open. */
function constructorFrame(world: World, made: Made, instance: Extract<Value, { kind: 'call' }>): Frame | undefined {
  if (instance.node === made.node || instance.callee !== made) return undefined;
  const frames = (world.memo.get('instances') ?? new WeakMap<Value, Frame>()) as WeakMap<Value, Frame>;
  world.memo.set('instances', frames);
  const known = frames.get(instance);
  if (known !== undefined) return known;
  const fn = made.kind === 'function' ? made.node : membersOf(made.node).constructor;
  // A constructor that makes an instance of its own class would go on for ever.
  if (fn === undefined || !mayFollow(world.budget)) return undefined;
  world.budget.frames += 1;
  const frame: Frame = { fn, args: instance.args, depth: 1, cache: new Map(), bindings: new Map() };
  frames.set(instance, frame);
  return frame;
}

/** `this.x = …` and `X.prototype.x = …` of one module: class or function -> key -> values. */
function assignments(world: World, module: Module): ReadonlyMap<Node, ReadonlyMap<string, readonly Node[]>> {
  const memo = (world.memo.get('this') ?? new Map()) as Map<Module, Map<Node, Map<string, Node[]>>>;
  world.memo.set('this', memo);
  const known = memo.get(module);
  if (known !== undefined) return known;
  const found = new Map<Node, Map<string, Node[]>>();
  memo.set(module, found);
  for (const write of world.names(module).propertyWrites) {
    const left = child(write, 'left');
    const right = child(write, 'right');
    const key = left === undefined ? undefined : plainKey(left, 'property');
    const owner = left === undefined ? undefined : ownerOfTarget(world, child(left, 'object'), module);
    if (owner === undefined || key === undefined || right === undefined) continue;
    const keys = found.get(owner) ?? new Map<string, Node[]>();
    found.set(owner, keys);
    keys.set(key, [...(keys.get(key) ?? []), right]);
  }
  return found;
}

function ownerOfTarget(world: World, on: Node | undefined, module: Module): Node | undefined {
  if (on?.type === 'ThisExpression') return thisOwner(world, on, module);
  if (on?.type !== 'MemberExpression' || plainKey(on, 'property') !== 'prototype') return undefined;
  const made = world.evaluate(child(on, 'object') ?? on, module);
  return made.kind === 'function' || made.kind === 'class' ? made.node : undefined;
}

/** Class, constructor function or object literal that `this` belongs to. */
export function thisOwner(world: World, node: Node, module: Module): Node | undefined {
  const { parents } = world.names(module);
  for (let at = parents.get(node); at !== undefined; at = parents.get(at)) {
    if (isClass(at)) return at;
    if (!isFunction(at) || at.type === 'ArrowFunctionExpression') continue;
    const parent = parents.get(at);
    if (parent === undefined) return at;
    if (keepsThis(parent, at)) continue;
    if (parent.type === 'MethodDefinition' || parent.type === 'PropertyDefinition') return classAround(parents, parent);
    if (parent.type === 'Property') return parents.get(parent);
    const left = parent.type === 'AssignmentExpression' ? child(parent, 'left') : undefined;
    return (left === undefined ? undefined : ownerOfTarget(world, child(left, 'object'), module)) ?? at;
  }
  return undefined;
}

/** `__awaiter(this, …, function* () {…})` of tsc and `__async` of esbuild, which stand for an async method; `function () {…}.bind(this)`. */
function keepsThis(parent: Node, fn: Node): boolean {
  if (parent.type === 'MemberExpression') return child(parent, 'object') === fn && plainKey(parent, 'property') === 'bind';
  if (parent.type !== 'CallExpression' || child(parent, 'callee') === fn) return false;
  const [self] = children(parent, 'arguments');
  return self?.type === 'ThisExpression' && fn['generator'] === true;
}

function classAround(parents: ReadonlyMap<Node, Node>, node: Node): Node | undefined {
  let at: Node | undefined = node;
  while (at !== undefined && !isClass(at)) at = parents.get(at);
  return at;
}

/** Value of `this`. */
export function thisValue(world: World, node: Node, module: Module, frame?: Frame): Value {
  const owner = thisOwner(world, node, module);
  if (owner === undefined) return { kind: 'unknown' };
  if (frame?.self !== undefined && encloses(world, frame.fn, node, module)) return frame.self;
  if (owner.type === 'ObjectExpression') return world.evaluate(owner, module);
  const callee: Value = { kind: isClass(owner) ? 'class' : 'function', node: owner, module };
  return { kind: 'call', callee, args: [], node: owner, module, isNew: true };
}

function encloses(world: World, fn: Node, node: Node, module: Module): boolean {
  const { parents } = world.names(module);
  let at: Node | undefined = node;
  while (at !== undefined && at !== fn) at = parents.get(at);
  return at === fn;
}
