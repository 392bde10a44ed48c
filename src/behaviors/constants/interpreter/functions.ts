// Functions of the code: closures, parameters, calls. Generators are not followed; an async function whose awaits are of known values
// gives its value itself.
import type { Node } from '../../contract.ts';
import { enter, hold, leave, note, spend, stop } from '../machine.ts';
import type { Machine } from '../machine.ts';
import { getProperty } from '../properties.ts';
import { isObj, list, OPAQUE, plain } from '../values.ts';
import type { Fn, Native, Plain, Val } from '../values.ts';
import { hoistsOf, initialOf } from './blocks.ts';
import { addSlot, costSince, NORMAL, RETURN } from './context.ts';
import type { Activation, Context, Eval, Exec, Frame, Layout } from './context.ts';
import { storeTo } from './assignments.ts';
import type { Store } from './names.ts';
import { isFunctionNode, nodeAt, optionalAt, presentAt, textAt } from './nodes.ts';

/** Compiled parameters and body. `values` fill the parameters: an arrow's `arguments` are those of the function around it. */
type Run = (m: Machine, outer: Frame, activation: Activation, values: readonly Val[], own?: Fn) => Val;

function parameters(node: Node, context: Context): readonly { readonly rest: boolean; readonly store: Store }[] {
  return presentAt(node, 'params').map((param) => {
    const rest = param.type === 'RestElement';
    return { rest, store: storeTo(rest ? nodeAt(param, 'argument') : param, context, 'initialise') };
  });
}

function bodyOf(node: Node, context: Context): Exec {
  const body = nodeAt(node, 'body');
  if (body.type !== 'BlockStatement') {
    const give = context.code.compile.expression(body, context);
    return (m, f) => { f.activation.result = give(m, f); return RETURN; };
  }
  const statements = presentAt(body, 'body').map((statement) => context.code.compile.statement(statement, context));
  return (m, f) => {
    for (const statement of statements) {
      const signal = statement(m, f);
      if (signal !== NORMAL) return signal;
    }
    return NORMAL;
  };
}

function compile(node: Node, outer: Context): Run {
  const scope = outer.code.scopes.of.get(node) ?? stop('unsupported');
  const layout: Layout = { slots: new Map(), up: outer.layout };
  const bindings = [...scope.bindings.values()];
  for (const binding of bindings) addSlot(layout, binding);
  const context: Context = { ...outer, scope, layout, size: { nodes: 0 }, depth: 0, order: 'running', labels: [] };
  const stores = parameters(node, context);
  const hoists = hoistsOf(bindings, context);
  const body = bodyOf(node, context);
  const cost = costSince(context, 0);
  const initial: Val[] = Array.from({ length: layout.slots.size }, () => undefined);
  for (const binding of bindings) initial[layout.slots.get(binding) ?? 0] = initialOf(binding);
  const named = bindings.find((binding) => binding.kind === 'name');
  const ownSlot = named === undefined ? undefined : layout.slots.get(named);
  return (m, up, activation, values, own) => {
    spend(m, cost);
    enter(m);
    note(m, 'computed');
    const frame: Frame = { slots: initial.slice(), up, activation };
    if (ownSlot !== undefined) frame.slots[ownSlot] = own;
    for (const [at, { rest, store }] of stores.entries()) store(m, frame, rest ? list(values.slice(at)) : values[at]);
    for (const { slot, make } of hoists) frame.slots[slot] = make(m, frame);
    body(m, frame);
    leave(m);
    return activation.result;
  };
}

/** Compiles on the first call: most functions of a module are never called. */
function lazily(node: Node, context: Context): Run {
  let run: Run | undefined;
  return (m, up, activation, values, own) => {
    run ??= compile(node, context);
    return run(m, up, activation, values, own);
  };
}

/** A new activation. */
export function activationOf(self: Val, args: readonly Val[], fn: Fn | undefined, target: Fn | undefined): Activation {
  return { self: { value: self }, args, fn, target, result: undefined, label: undefined };
}

/** An empty instance for `new target(…)`. */
export function instanceOf(m: Machine, target: Fn): Plain {
  const proto = getProperty(m, target, 'prototype');
  hold(m, 32);
  return plain(isObj(proto) && (proto.kind === 'object' || proto.kind === 'function') ? proto : null);
}

function constructWith(run: Run, f: Frame, fn: () => Fn): NonNullable<Fn['construct']> {
  return (m, args, target) => {
    const self = instanceOf(m, target);
    const result = run(m, f, activationOf(self, args, fn(), target), args, fn());
    return isObj(result) ? result : self;
  };
}

/** Compiles a function; what it gives makes a closure each time. */
export function compileFunction(node: Node, context: Context): (m: Machine, f: Frame, home?: Fn) => Fn {
  const name = textAt(optionalAt(node, 'id') ?? node, 'name');
  if (node['generator'] === true) return () => ({ kind: 'function', name, call: () => stop('unsupported'), user: true, props: undefined, proto: null });
  const run = lazily(node, context);
  const source = () => context.code.module.text.slice(node.start, node.end);
  if (node.type === 'ArrowFunctionExpression') return (m, f) => ({ ...arrow(m, name, run, f), source });
  const isAsync = node['async'] === true;
  return (m, f, home) => {
    hold(m, 48);
    const call: Native = (m, self, args) => run(m, f, activationOf(self, args, home ?? made, undefined), args, made);
    const made: Fn = { kind: 'function', name, call, user: true, source, props: undefined, proto: null, ...(isAsync || home !== undefined ? {} : { construct: constructWith(run, f, () => made) }) };
    return made;
  };
}

/** `this`, `arguments` and `super` of an arrow are those around it. */
function arrow(m: Machine, name: string, run: Run, f: Frame): Fn {
  hold(m, 48);
  const { activation } = f;
  const call: Native = (m, _self, args) => run(m, f, { ...activation, result: undefined, label: undefined }, args);
  return { kind: 'function', name, call, user: true, props: undefined, proto: null };
}

function self(): Eval {
  return (_m, f) => f.activation.self.value ?? OPAQUE;
}

function meta(node: Node): Eval {
  return textAt(nodeAt(node, 'property'), 'name') === 'target' ? (_m, f) => f.activation.target : () => OPAQUE;
}

function functionExpression(node: Node, context: Context): Eval {
  const make = context.code.compile.fn(node, context);
  return (m, f) => make(m, f);
}

function awaited(node: Node, context: Context): Eval {
  return context.code.compile.expression(nodeAt(node, 'argument'), context);
}

/** Compilers by type of node. */
export const FUNCTION_EXPRESSIONS = { FunctionExpression: functionExpression, ArrowFunctionExpression: functionExpression, ThisExpression: self, MetaProperty: meta, AwaitExpression: awaited };

/** Runs the body of a constructor, whose instance the caller made. */
export function constructorOf(node: Node, context: Context): Run {
  return isFunctionNode(node) ? lazily(node, context) : stop('unsupported');
}
