// Classes: methods, accessors, fields, static parts, `extends` of another class of the code.
import type { Node } from '../../contract.ts';
import { fail } from '../errors.ts';
import { hold, stop } from '../machine.ts';
import type { Machine } from '../machine.ts';
import { isObj, plain } from '../values.ts';
import type { Fn, Plain, Val } from '../values.ts';
import { enterScope } from './blocks.ts';
import { UNSET } from './context.ts';
import type { Context, Eval, Frame } from './context.ts';
import { fieldsOf } from './fields.ts';
import { activationOf, constructorOf, instanceOf } from './functions.ts';
import { addAccessor, keyOf } from './literals.ts';
import { nodeAt, optionalAt, presentAt, textAt } from './nodes.ts';
import { setProperty } from '../writes.ts';

interface Made { readonly cls: Fn; readonly proto: Plain; readonly fields: ((m: Machine, self: Val) => void)[] }
type Part = (m: Machine, f: Frame, made: Made) => void;

/** A frame in which `this` is something else. */
function withSelf(f: Frame, self: Val, cls: Fn): Frame {
  return { ...f, activation: activationOf(self, [], cls, undefined) };
}

function method(node: Node, context: Context): Part {
  const key = keyOf(node, context);
  const make = context.code.compile.fn(nodeAt(node, 'value'), context);
  const kind = textAt(node, 'kind');
  const isStatic = node['static'] === true;
  return (m, f, { cls, proto }) => {
    const name = key(m, f);
    const fn = make(m, f, cls);
    if (kind !== 'get' && kind !== 'set') { setProperty(m, isStatic ? cls : proto, name, fn); return; }
    const into = isStatic ? { props: (cls.props ??= new Map()) } : proto;
    addAccessor(m, into, name, kind, fn);
  };
}

function field(node: Node, context: Context): Part {
  const key = keyOf(node, context);
  const init = optionalAt(node, 'value');
  const value: Eval = init === undefined ? () => undefined : context.code.compile.expression(init, context);
  const isStatic = node['static'] === true;
  return (m, f, { cls, fields }) => {
    const name = key(m, f);
    const fill = (m: Machine, self: Val) => setProperty(m, self, name, value(m, withSelf(f, self, cls)));
    if (isStatic) fill(m, cls);
    else fields.push(fill);
  };
}

function staticBlock(node: Node, outer: Context): Part {
  const { context, enter } = enterScope(node, outer);
  const statements = presentAt(node, 'body').map((statement) => context.code.compile.statement(statement, context));
  return (m, f, { cls }) => {
    const inner = enter(m, withSelf(f, cls, cls));
    for (const statement of statements) statement(m, inner);
  };
}

function partOf(node: Node, context: Context): Part {
  if (node.type === 'MethodDefinition') return method(node, context);
  if (node.type === 'PropertyDefinition') return field(node, context);
  return node.type === 'StaticBlock' ? staticBlock(node, context) : stop('unsupported');
}

function baseConstruct(run: ReturnType<typeof constructorOf> | undefined, f: Frame, cls: () => Fn): NonNullable<Fn['construct']> {
  return (m, args, target) => {
    const self = instanceOf(m, target);
    fieldsOf.get(cls())?.(m, self);
    const result = run?.(m, f, activationOf(self, args, cls(), target), args);
    return isObj(result) ? result : self;
  };
}

function derivedConstruct(run: ReturnType<typeof constructorOf> | undefined, f: Frame, cls: () => Fn, parent: Fn): NonNullable<Fn['construct']> {
  return (m, args, target) => {
    if (run === undefined) {
      const self = parent.construct === undefined ? stop('unsupported') : parent.construct(m, args, target);
      fieldsOf.get(cls())?.(m, self);
      return self;
    }
    const activation = activationOf(UNSET, args, cls(), target);
    const result = run(m, f, activation, args);
    return isObj(result) ? result : activation.self.value;
  };
}

function parentOf(value: Val): Fn {
  if (isObj(value) && value.kind === 'opaque') return stop('not-constant');
  return isObj(value) && value.kind === 'function' && value.user ? value : stop('unsupported');
}

/** Compiles a class; what it gives makes the class. */
export function compileClass(node: Node, outer: Context): Eval {
  const { context, enter } = enterScope(node, outer);
  const members = presentAt(nodeAt(node, 'body'), 'body');
  const start = members.find((part) => part.type === 'MethodDefinition' && textAt(part, 'kind') === 'constructor');
  const run = start === undefined ? undefined : constructorOf(nodeAt(start, 'value'), context);
  const parts = members.filter((part) => part !== start).map((part) => partOf(part, context));
  const superclass = optionalAt(node, 'superClass');
  const above = superclass === undefined ? undefined : context.code.compile.expression(superclass, context);
  const id = optionalAt(node, 'id');
  const own = id === undefined ? undefined : context.layout.slots.get(context.scope.bindings.get(textAt(id, 'name')) ?? stop('unsupported'));
  return (m, outerFrame) => {
    hold(m, 128);
    const f = enter(m, outerFrame);
    const parent = above === undefined ? undefined : parentOf(above(m, f));
    const construct = parent === undefined ? baseConstruct(run, f, () => cls) : derivedConstruct(run, f, () => cls, parent);
    const cls: Fn = { kind: 'function', name: id === undefined ? '' : textAt(id, 'name'), call: () => fail('TypeError', 'Class constructor cannot be invoked without new'), construct, user: true, props: new Map(), proto: parent ?? null };
    const proto = plain(parent === undefined ? null : instanceOf(m, parent).proto);
    proto.props.set('constructor', cls);
    setProperty(m, cls, 'prototype', proto);
    if (own !== undefined) f.slots[own] = cls;
    const made: Made = { cls, proto, fields: [] };
    fieldsOf.set(cls, (m, self) => { for (const fill of made.fields) fill(m, self); });
    for (const part of parts) part(m, f, made);
    return cls;
  };
}
