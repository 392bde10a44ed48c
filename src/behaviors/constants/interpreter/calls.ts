// Members, calls and `new`.
import type { Node } from '../../contract.ts';
import { fail } from '../errors.ts';
import { spend, stop } from '../machine.ts';
import type { Machine } from '../machine.ts';
import { toKey } from '../operators.ts';
import { getIndexed, getProperty } from '../properties.ts';
import { isObj, OPAQUE } from '../values.ts';
import type { Opaque, Val } from '../values.ts';
import type { Context, Eval, Frame } from './context.ts';
import { fieldsOf } from './fields.ts';
import { manyOf } from './literals.ts';
import { bare, keyName, nodeAt, nodesAt, presentAt } from './nodes.ts';

/** What `a?.b` gives to the rest of its chain where `a` is missing. */
const SHORT: Opaque = { kind: 'opaque' };

/** Calls something. What lies outside is called for nothing: it could change what it is given, so it is only given primitives. */
export function callValue(m: Machine, fn: Val, self: Val, args: readonly Val[]): Val {
  if (isObj(fn) && fn.kind === 'function') return fn.call(m, self, args);
  if (!isObj(fn) || fn.kind !== 'opaque') return fail('TypeError', 'value is not a function');
  spend(m, 1);
  return [self, ...args].some((arg) => isObj(arg) && arg.kind !== 'opaque' && arg.kind !== 'regexp') ? stop('not-constant') : OPAQUE;
}

/** How a member is read off its object. */
export function memberOf(node: Node, context: Context): (m: Machine, f: Frame, of: Val) => Val {
  const name = keyName(node, 'property');
  if (name !== undefined) return (m, _f, of) => getProperty(m, of, name);
  const key = context.code.compile.expression(nodeAt(node, 'property'), context);
  return (m, f, of) => {
    const at = key(m, f);
    return typeof at === 'number' ? getIndexed(m, of, at) : getProperty(m, of, toKey(m, at));
  };
}

/** True where something of the chain before may end it. */
function mayEnd(node: Node): boolean {
  for (let at = node; ;) {
    if (at['optional'] === true) return true;
    if (at.type === 'MemberExpression') at = nodeAt(at, 'object');
    else if (at.type === 'CallExpression') at = nodeAt(at, 'callee');
    else return false;
  }
}

function isMissing(value: Val): boolean {
  return value === undefined || value === null || (isObj(value) && value.kind === 'opaque' && value !== SHORT && stop('not-constant'));
}

function member(node: Node, context: Context): Eval {
  const object = nodeAt(node, 'object');
  if (object.type === 'Super') return superMember(node);
  const of = context.code.compile.expression(object, context);
  const read = memberOf(node, context);
  if (!mayEnd(node)) return (m, f) => read(m, f, of(m, f));
  const optional = node['optional'] === true;
  return (m, f) => {
    const base = of(m, f);
    return base === SHORT || (optional && isMissing(base)) ? SHORT : read(m, f, base);
  };
}

function superMember(node: Node): Eval {
  const name = keyName(node, 'property') ?? stop('unsupported');
  return (m, f) => {
    const parent = f.activation.fn?.proto;
    const self = f.activation.self.value;
    if (parent === undefined || parent === null) return stop('unsupported');
    return isObj(self) && self.kind === 'function' ? getProperty(m, parent, name) : getProperty(m, getProperty(m, parent, 'prototype'), name);
  };
}

function methodCall(node: Node, callee: Node, context: Context): Eval {
  const isSuper = nodeAt(callee, 'object').type === 'Super';
  const of: Eval = isSuper ? (_m, f) => f.activation.self.value : context.code.compile.expression(nodeAt(callee, 'object'), context);
  const read = isSuper ? superMember(callee) : undefined;
  const readOff = memberOf(callee, context);
  const args = manyOf(nodesAt(node, 'arguments'), context);
  if (!mayEnd(node)) return (m, f) => {
    const self = of(m, f);
    const fn = read === undefined ? readOff(m, f, self) : read(m, f);
    return callValue(m, fn, self, args(m, f));
  };
  return (m, f) => {
    const self = of(m, f);
    if (self === SHORT || (callee['optional'] === true && isMissing(self))) return SHORT;
    const fn = readOff(m, f, self);
    return node['optional'] === true && isMissing(fn) ? SHORT : callValue(m, fn, self, args(m, f));
  };
}

function call(node: Node, context: Context): Eval {
  const callee = bare(nodeAt(node, 'callee'));
  if (callee.type === 'Super') return superCall(node, context);
  if (callee.type === 'MemberExpression') return methodCall(node, callee, context);
  const fn = context.code.compile.expression(callee, context);
  const args = manyOf(nodesAt(node, 'arguments'), context);
  const optional = node['optional'] === true;
  return (m, f) => {
    const value = fn(m, f);
    if (value === SHORT || (optional && isMissing(value))) return SHORT;
    return callValue(m, value, undefined, args(m, f));
  };
}

function superCall(node: Node, context: Context): Eval {
  const args = manyOf(nodesAt(node, 'arguments'), context);
  return (m, f) => {
    const { fn, target, self } = f.activation;
    const parent = fn?.proto;
    if (fn === undefined || target === undefined || parent === null || parent === undefined || parent.kind !== 'function' || parent.construct === undefined) return stop('unsupported');
    self.value = parent.construct(m, args(m, f), target);
    fieldsOf.get(fn)?.(m, self.value);
    return undefined;
  };
}

function create(node: Node, context: Context): Eval {
  const callee = context.code.compile.expression(nodeAt(node, 'callee'), context);
  const args = manyOf(presentAt(node, 'arguments'), context);
  return (m, f) => {
    const fn = callee(m, f);
    const values = args(m, f);
    if (isObj(fn) && fn.kind === 'function') return fn.construct === undefined ? stop('unsupported') : fn.construct(m, values, fn);
    return callValue(m, fn, undefined, values);
  };
}

function chain(node: Node, context: Context): Eval {
  const inner = context.code.compile.expression(nodeAt(node, 'expression'), context);
  return (m, f) => {
    const value = inner(m, f);
    return value === SHORT ? undefined : value;
  };
}

/** Compilers by type of node. */
export const CALL_EXPRESSIONS = { MemberExpression: member, CallExpression: call, NewExpression: create, ChainExpression: chain };
