// Expressions of operators: binary, logical, unary, conditional, sequence.
import type { Node } from '../../contract.ts';
import { compare, looselyEqual, strictlyEqual } from '../equality.ts';
import { fail } from '../errors.ts';
import { stop } from '../machine.ts';
import type { Machine } from '../machine.ts';
import { add, arithmetic, numeric, toKey, truthy, typeOf } from '../operators.ts';
import { getProperty, hasProperty } from '../properties.ts';
import { isObj } from '../values.ts';
import type { Val } from '../values.ts';
import { NUMBERS, numberEval } from './context.ts';
import type { Context, Eval } from './context.ts';
import { bare, nodeAt, presentAt, textAt } from './nodes.ts';
import { deleteProperty } from '../writes.ts';

type Operator = (m: Machine, left: Val, right: Val) => Val;

function instanceOf(m: Machine, left: Val, right: Val): boolean {
  if (!isObj(right) || right.kind !== 'function') return isObj(right) && right.kind === 'opaque' ? stop('not-constant') : fail('TypeError', 'Right-hand side of instanceof is not callable');
  if (!right.user || (isObj(left) && left.kind === 'opaque')) return stop('unsupported');
  const wanted = getProperty(m, right, 'prototype');
  for (let at = isObj(left) && left.kind === 'object' ? left.proto : null, turn = 0; at !== null && turn < 1000; at = at.kind === 'object' || at.kind === 'function' ? at.proto : null, turn += 1) if (at === wanted) return true;
  return false;
}

function isIn(m: Machine, left: Val, right: Val): boolean {
  return isObj(right) ? hasProperty(m, right, toKey(m, left), 'all') : fail('TypeError', 'Cannot use in operator on a primitive');
}

const OPERATORS: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ['+', add],
  ['-', (m, a, b) => (typeof a === 'number' && typeof b === 'number' ? a - b : arithmetic(m, '-', a, b))],
  ['*', (m, a, b) => (typeof a === 'number' && typeof b === 'number' ? a * b : arithmetic(m, '*', a, b))],
  ['/', (m, a, b) => (typeof a === 'number' && typeof b === 'number' ? a / b : arithmetic(m, '/', a, b))],
  ['%', (m, a, b) => (typeof a === 'number' && typeof b === 'number' ? a % b : arithmetic(m, '%', a, b))],
  ['&', (m, a, b) => (typeof a === 'number' && typeof b === 'number' ? a & b : arithmetic(m, '&', a, b))],
  ['|', (m, a, b) => (typeof a === 'number' && typeof b === 'number' ? a | b : arithmetic(m, '|', a, b))],
  ['<<', (m, a, b) => (typeof a === 'number' && typeof b === 'number' ? a << b : arithmetic(m, '<<', a, b))],
  ['>>', (m, a, b) => (typeof a === 'number' && typeof b === 'number' ? a >> b : arithmetic(m, '>>', a, b))],
  ...['^', '**', '>>>'].map((sign): [string, Operator] => [sign, (m, a, b) => arithmetic(m, sign, a, b)]),
  ['<', (m, a, b) => (typeof a === 'number' && typeof b === 'number' ? a < b : compare(m, '<', a, b))],
  ['>', (m, a, b) => (typeof a === 'number' && typeof b === 'number' ? a > b : compare(m, '>', a, b))],
  ...['<=', '>='].map((sign): [string, Operator] => [sign, (m, a, b) => compare(m, sign, a, b)]),
  ['===', strictlyEqual], ['!==', (m, a, b) => !strictlyEqual(m, a, b)],
  ['==', looselyEqual], ['!=', (m, a, b) => !looselyEqual(m, a, b)],
  ['in', isIn], ['instanceof', instanceOf],
]);

/** What a binary operator does. */
export function operatorOf(sign: string): Operator {
  return OPERATORS.get(sign) ?? stop('unsupported');
}

function foldNumbers(sign: string, a: number | undefined, b: number | undefined): number | undefined {
  if (a === undefined || b === undefined) return undefined;
  switch (sign) {
    case '+': return a + b;
    case '-': return a - b;
    case '*': return a * b;
    case '/': return a / b;
    case '%': return a % b;
    case '|': return a | b;
    case '&': return a & b;
    default: return undefined;
  }
}

/** Long sums nest thousands deep: they are followed down their left side without recursion. */
function binary(node: Node, context: Context): Eval {
  const parts: { readonly sign: string; readonly operate: Operator; readonly right: Eval }[] = [];
  const before = context.size.nodes;
  let at = node;
  for (; at.type === 'BinaryExpression'; at = bare(nodeAt(at, 'left'))) {
    const sign = textAt(at, 'operator');
    parts.push({ sign, operate: operatorOf(sign), right: context.code.compile.expression(nodeAt(at, 'right'), context) });
  }
  const first = context.code.compile.expression(at, context);
  const folded = parts.reduceRight<number | undefined>((sum, { sign, right }) => foldNumbers(sign, sum, NUMBERS.get(right)), NUMBERS.get(first));
  if (folded !== undefined) { context.size.nodes = before; return numberEval(folded); }
  if (parts.length === 1 && parts[0] !== undefined) {
    const { operate, right } = parts[0];
    return (m, f) => operate(m, first(m, f), right(m, f));
  }
  const steps = parts.toReversed();
  return (m, f) => {
    let value = first(m, f);
    for (const { operate, right } of steps) value = operate(m, value, right(m, f));
    return value;
  };
}

function logical(node: Node, context: Context): Eval {
  const left = context.code.compile.expression(nodeAt(node, 'left'), context);
  const right = context.code.compile.expression(nodeAt(node, 'right'), context);
  switch (textAt(node, 'operator')) {
    case '&&': return (m, f) => { const value = left(m, f); return truthy(value) ? right(m, f) : value; };
    case '||': return (m, f) => { const value = left(m, f); return truthy(value) ? value : right(m, f); };
    default: return (m, f) => {
      const value = left(m, f);
      if (isObj(value) && value.kind === 'opaque') return stop('not-constant');
      return value === undefined || value === null ? right(m, f) : value;
    };
  }
}

function remove(node: Node, context: Context): Eval {
  const target = bare(nodeAt(node, 'argument'));
  if (target.type !== 'MemberExpression') return () => stop('unsupported');
  const of = context.code.compile.expression(nodeAt(target, 'object'), context);
  const property = nodeAt(target, 'property');
  if (target['computed'] !== true) { const name = textAt(property, 'name'); return (m, f) => deleteProperty(m, of(m, f), name); }
  const key = context.code.compile.expression(property, context);
  return (m, f) => { const base = of(m, f); return deleteProperty(m, base, toKey(m, key(m, f))); };
}

function unary(node: Node, context: Context): Eval {
  const sign = textAt(node, 'operator');
  if (sign === 'delete') return remove(node, context);
  const argument = context.code.compile.expression(nodeAt(node, 'argument'), context);
  switch (sign) {
    case '!': return (m, f) => !truthy(argument(m, f));
    case '-': {
      const known = NUMBERS.get(argument);
      return known === undefined ? (m, f) => { const value = numeric(m, argument(m, f)); return -value; } : numberEval(-known);
    }
    case '+': return (m, f) => { const value = numeric(m, argument(m, f)); return typeof value === 'bigint' ? fail('TypeError', 'Cannot convert a BigInt value to a number') : value; };
    case '~': return (m, f) => { const value = numeric(m, argument(m, f)); return ~value; };
    case 'typeof': return (m, f) => typeOf(argument(m, f));
    case 'void': return (m, f) => { argument(m, f); return undefined; };
    default: return stop('unsupported');
  }
}

function conditional(node: Node, context: Context): Eval {
  const [test, yes, no] = ['test', 'consequent', 'alternate'].map((key) => context.code.compile.expression(nodeAt(node, key), context)) as [Eval, Eval, Eval];
  return (m, f) => (truthy(test(m, f)) ? yes(m, f) : no(m, f));
}

function sequence(node: Node, context: Context): Eval {
  const parts = presentAt(node, 'expressions').map((part) => context.code.compile.expression(part, context));
  return (m, f) => {
    let value: Val;
    for (const part of parts) value = part(m, f);
    return value;
  };
}

/** Compilers by type of node. */
export const OPERATOR_EXPRESSIONS = { BinaryExpression: binary, LogicalExpression: logical, UnaryExpression: unary, ConditionalExpression: conditional, SequenceExpression: sequence };
