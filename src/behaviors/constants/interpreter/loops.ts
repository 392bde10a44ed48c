// Loops. Each turn is paid for by the size of what it runs.
import type { Node } from '../../contract.ts';
import { note, spend, stop } from '../machine.ts';
import type { Machine } from '../machine.ts';
import { truthy } from '../operators.ts';
import { iterate, ownKeys } from '../properties.ts';
import { isObj } from '../values.ts';
import type { Val } from '../values.ts';
import { storeTo } from './assignments.ts';
import { enterScope } from './blocks.ts';
import { BREAK, CONTINUE, costSince, NORMAL } from './context.ts';
import type { Context, Eval, Exec, Frame, Signal } from './context.ts';
import type { Store } from './names.ts';
import { nodeAt, optionalAt, presentAt } from './nodes.ts';

/** What a loop does after a turn: undefined is the next turn. */
function after(signal: Signal, f: Frame, labels: readonly string[]): Signal | undefined {
  if (signal === NORMAL) return undefined;
  const { label } = f.activation;
  const mine = label === undefined || labels.includes(label);
  if (signal === CONTINUE && mine) { f.activation.label = undefined; return undefined; }
  if (signal === BREAK && mine) { f.activation.label = undefined; return NORMAL; }
  return signal;
}

function inner(context: Context): Context {
  return { ...context, labels: [] };
}

function whileLoop(node: Node, context: Context): Exec {
  const before = context.size.nodes;
  const test = context.code.compile.expression(nodeAt(node, 'test'), context);
  const body = context.code.compile.statement(nodeAt(node, 'body'), inner(context));
  const cost = costSince(context, before);
  return (m, f) => {
    note(m, 'computed');
    while (truthy(test(m, f))) {
      spend(m, cost);
      const end = after(body(m, f), f, context.labels);
      if (end !== undefined) return end;
    }
    return NORMAL;
  };
}

function doLoop(node: Node, context: Context): Exec {
  const before = context.size.nodes;
  const test = context.code.compile.expression(nodeAt(node, 'test'), context);
  const body = context.code.compile.statement(nodeAt(node, 'body'), inner(context));
  const cost = costSince(context, before);
  return (m, f) => {
    note(m, 'computed');
    do {
      spend(m, cost);
      const end = after(body(m, f), f, context.labels);
      if (end !== undefined) return end;
    } while (truthy(test(m, f)));
    return NORMAL;
  };
}

function startOf(node: Node, context: Context): Exec {
  const init = optionalAt(node, 'init');
  if (init === undefined) return () => NORMAL;
  if (init.type === 'VariableDeclaration') return context.code.compile.statement(init, context);
  const run = context.code.compile.expression(init, context);
  return (m, f) => { run(m, f); return NORMAL; };
}

function forLoop(node: Node, outer: Context): Exec {
  const { context, enter, renew } = enterScope(node, outer);
  const start = startOf(node, context);
  const before = context.size.nodes;
  const [test, step] = ['test', 'update'].map((key): Eval => {
    const part = optionalAt(node, key);
    return part === undefined ? () => true : context.code.compile.expression(part, context);
  }) as [Eval, Eval];
  const body = context.code.compile.statement(nodeAt(node, 'body'), inner(context));
  const cost = costSince(context, before);
  return (m, outerFrame) => {
    note(m, 'computed');
    let f = enter(m, outerFrame);
    start(m, f);
    for (; truthy(test(m, f)); step(m, f)) {
      spend(m, cost);
      const end = after(body(m, f), f, outer.labels);
      if (end !== undefined) return end;
      f = renew(m, f);
    }
    return NORMAL;
  };
}

function targetOf(node: Node, context: Context): Store {
  const left = nodeAt(node, 'left');
  if (left.type !== 'VariableDeclaration') return storeTo(left, context, 'assign');
  return storeTo(nodeAt(presentAt(left, 'declarations')[0] ?? stop('unsupported'), 'id'), context, 'initialise');
}

/** Runs the body for each value. Arrays are read as they are at each turn: a loop may push to the one it goes through. */
function eachValue(m: Machine, values: Val, turn: (value: Val) => Signal | undefined): Signal {
  const items = isObj(values) && values.kind === 'array' ? values.items : iterate(m, values);
  for (let at = 0; at < items.length; at += 1) {
    const end = turn(items[at]);
    if (end !== undefined) return end;
  }
  return NORMAL;
}

function keysOf(m: Machine, of: Val): Val[] {
  return of === undefined || of === null ? [] : ownKeys(m, of);
}

function eachLoop(values: (m: Machine, of: Val) => Val): (node: Node, outer: Context) => Exec {
  return (node, outer) => {
    if (node['await'] === true) return () => stop('unsupported');
    const of = outer.code.compile.expression(nodeAt(node, 'right'), outer);
    const { context, enter } = enterScope(node, outer);
    const before = context.size.nodes;
    const store = targetOf(node, context);
    const body = context.code.compile.statement(nodeAt(node, 'body'), inner(context));
    const cost = costSince(context, before);
    return (m, outerFrame) => {
      note(m, 'computed');
      return eachValue(m, values(m, of(m, outerFrame)), (value) => {
        spend(m, cost);
        const f = enter(m, outerFrame);
        store(m, f, value);
        return after(body(m, f), f, outer.labels);
      });
    };
  };
}

/** Compilers by type of node. */
export const LOOPS = {
  WhileStatement: whileLoop, DoWhileStatement: doLoop, ForStatement: forLoop,
  ForOfStatement: eachLoop((_m, of) => of),
  ForInStatement: eachLoop((m, of) => ({ kind: 'array', items: keysOf(m, of), props: undefined, frozen: true })),
};
