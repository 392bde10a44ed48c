// Statements without loops.
import type { Node } from '../../contract.ts';
import { strictlyEqual } from '../equality.ts';
import { spend, stop, Thrown } from '../machine.ts';
import { truthy } from '../operators.ts';
import { storeTo } from './assignments.ts';
import { enterScope } from './blocks.ts';
import { BREAK, CONTINUE, NORMAL, RETURN } from './context.ts';
import type { Context, Exec } from './context.ts';
import { storeName } from './names.ts';
import { nodeAt, optionalAt, presentAt, textAt } from './nodes.ts';

const nothing: Exec = () => NORMAL;

function expressionStatement(node: Node, context: Context): Exec {
  const run = context.code.compile.expression(nodeAt(node, 'expression'), context);
  return (m, f) => { run(m, f); return NORMAL; };
}

/** One after the other, as far as none ends early. */
export function inOrder(statements: readonly Exec[]): Exec {
  return (m, f) => {
    for (const statement of statements) {
      const signal = statement(m, f);
      if (signal !== NORMAL) return signal;
    }
    return NORMAL;
  };
}

function block(node: Node, outer: Context): Exec {
  const { context, enter } = enterScope(node, outer);
  const body = inOrder(presentAt(node, 'body').map((statement) => context.code.compile.statement(statement, context)));
  return (m, f) => body(m, enter(m, f));
}

/** `var`, `let`, `const`. */
function declaration(node: Node, context: Context): Exec {
  const isVar = textAt(node, 'kind') === 'var';
  return inOrder(presentAt(node, 'declarations').map((declarator): Exec => {
    const init = optionalAt(declarator, 'init');
    if (init === undefined && isVar) return nothing;
    const store = storeTo(nodeAt(declarator, 'id'), context, 'initialise');
    const value = init === undefined ? () => undefined : context.code.compile.expression(init, context);
    return (m, f) => { store(m, f, value(m, f)); return NORMAL; };
  }));
}

function choose(node: Node, context: Context): Exec {
  const test = context.code.compile.expression(nodeAt(node, 'test'), context);
  const yes = context.code.compile.statement(nodeAt(node, 'consequent'), context);
  const other = optionalAt(node, 'alternate');
  const no = other === undefined ? nothing : context.code.compile.statement(other, context);
  return (m, f) => (truthy(test(m, f)) ? yes(m, f) : no(m, f));
}

function giveBack(node: Node, context: Context): Exec {
  const argument = optionalAt(node, 'argument');
  const value = argument === undefined ? () => undefined : context.code.compile.expression(argument, context);
  return (m, f) => { f.activation.result = value(m, f); return RETURN; };
}

function throwing(node: Node, context: Context): Exec {
  const value = context.code.compile.expression(nodeAt(node, 'argument'), context);
  return (m, f) => {
    spend(m, 8);
    throw new Thrown(value(m, f));
  };
}

function jump(signal: typeof BREAK | typeof CONTINUE): (node: Node) => Exec {
  return (node) => {
    const label = optionalAt(node, 'label');
    const name = label === undefined ? undefined : textAt(label, 'name');
    return (_m, f) => { f.activation.label = name; return signal; };
  };
}

function labeled(node: Node, context: Context): Exec {
  const name = textAt(nodeAt(node, 'label'), 'name');
  const body = context.code.compile.statement(nodeAt(node, 'body'), { ...context, labels: [...context.labels, name] });
  return (m, f) => {
    const signal = body(m, f);
    if (signal !== BREAK || f.activation.label !== name) return signal;
    f.activation.label = undefined;
    return NORMAL;
  };
}

function catching(node: Node, outer: Context): (m: Parameters<Exec>[0], f: Parameters<Exec>[1], thrown: Thrown) => ReturnType<Exec> {
  const { context, enter } = enterScope(node, outer);
  const param = optionalAt(node, 'param');
  const store = param === undefined ? undefined : storeTo(param, context, 'initialise');
  const body = context.code.compile.statement(nodeAt(node, 'body'), context);
  return (m, f, thrown) => {
    const inner = enter(m, f);
    store?.(m, inner, thrown.value);
    return body(m, inner);
  };
}

function attempt(node: Node, context: Context): Exec {
  const body = context.code.compile.statement(nodeAt(node, 'block'), context);
  const handler = optionalAt(node, 'handler');
  const handle = handler === undefined ? undefined : catching(handler, context);
  const guarded: Exec = handle === undefined ? body : (m, f) => {
    const { depth } = m;
    try {
      return body(m, f);
    } catch (error) {
      if (!(error instanceof Thrown)) throw error;
      m.depth = depth;
      spend(m, 8);
      return handle(m, f, error);
    }
  };
  const last = optionalAt(node, 'finalizer');
  return last === undefined ? guarded : finished(guarded, context.code.compile.statement(last, context));
}

function finished(guarded: Exec, last: Exec): Exec {
  return (m, f) => {
    const { depth } = m;
    let signal: ReturnType<Exec>;
    try {
      signal = guarded(m, f);
    } catch (error) {
      if (!(error instanceof Thrown)) throw error;
      m.depth = depth;
      const ended = last(m, f);
      if (ended === NORMAL) throw error;
      return ended;
    }
    const { result, label } = f.activation;
    const ended = last(m, f);
    if (ended !== NORMAL) return ended;
    f.activation.result = result;
    f.activation.label = label;
    return signal;
  };
}

function select(node: Node, outer: Context): Exec {
  const value = outer.code.compile.expression(nodeAt(node, 'discriminant'), outer);
  const { context, enter } = enterScope(node, outer);
  const cases = presentAt(node, 'cases').map((part) => {
    const test = optionalAt(part, 'test');
    return { test: test === undefined ? undefined : context.code.compile.expression(test, context), body: inOrder(presentAt(part, 'consequent').map((statement) => context.code.compile.statement(statement, context))) };
  });
  const otherwise = cases.findIndex((part) => part.test === undefined);
  return (m, outerFrame) => {
    const wanted = value(m, outerFrame);
    const f = enter(m, outerFrame);
    const found = cases.findIndex(({ test }) => test !== undefined && strictlyEqual(m, test(m, f), wanted));
    for (const { body } of found < 0 && otherwise < 0 ? [] : cases.slice(found < 0 ? otherwise : found)) {
      const signal = body(m, f);
      if (signal === BREAK && f.activation.label === undefined) return NORMAL;
      if (signal !== NORMAL) return signal;
    }
    return NORMAL;
  };
}

function classDeclaration(node: Node, context: Context): Exec {
  const make = context.code.compile.classOf(node, context);
  const store = storeName(nodeAt(node, 'id'), context, 'initialise');
  return (m, f) => { store(m, f, make(m, f)); return NORMAL; };
}

function exported(node: Node, context: Context): Exec {
  const inner = optionalAt(node, 'declaration');
  return inner === undefined || !inner.type.endsWith('Declaration') ? nothing : context.code.compile.statement(inner, context);
}

/** Compilers by type of node. */
export const STATEMENTS = {
  ExpressionStatement: expressionStatement, BlockStatement: block, VariableDeclaration: declaration, IfStatement: choose, ReturnStatement: giveBack, ThrowStatement: throwing,
  BreakStatement: jump(BREAK), ContinueStatement: jump(CONTINUE), LabeledStatement: labeled, TryStatement: attempt, SwitchStatement: select, ClassDeclaration: classDeclaration,
  FunctionDeclaration: () => nothing, EmptyStatement: () => nothing, DebuggerStatement: () => nothing, WithStatement: () => stop('unsupported'),
  ExportNamedDeclaration: exported, ExportDefaultDeclaration: exported,
};
