// Literals, templates, `+` and the other operators.
import type { Transform } from '../../model/behavior.ts';
import type { Module, Node, Value } from '../contract.ts';
import { child, children, textOf } from '../nodes.ts';
import { asText, choice, joined, text } from './make.ts';
import { type Frame, MAX_PARTS, UNDEFINED, UNKNOWN, type World } from './world.ts';

/** `\x41` or `A` for a character that needs no escape: someone did not want it to be read. */
const HIDING_ESCAPE = /\\(?:x[2-7][0-9a-f]|u00[2-7][0-9a-f]|u\{0*[2-7][0-9a-f]\}|1[0-7]{2})/i;

function escapesOf(node: Node, module: Module): readonly Transform[] {
  return HIDING_ESCAPE.test(module.text.slice(node.start, Math.min(node.end, node.start + 20_000))) ? ['escapes'] : [];
}

export function literal(_world: World, node: Node, module: Module): Value {
  const value = node['value'];
  if (typeof value === 'string') return text(value, escapesOf(node, module));
  if (typeof node['bigint'] === 'string' || typeof value === 'bigint') return { kind: 'literal', value: typeof value === 'bigint' ? value : undefined };
  return typeof value === 'number' || typeof value === 'boolean' || (value === null && node['regex'] === undefined) ? { kind: 'literal', value } : UNKNOWN;
}

export function template(world: World, node: Node, module: Module, frame?: Frame): Value {
  const quasis = children(node, 'quasis');
  const expressions = children(node, 'expressions');
  const parts = quasis.slice(0, MAX_PARTS).flatMap((quasi, index): readonly Value[] => {
    const value = quasi['value'] as { readonly cooked?: unknown } | null;
    const expression = expressions[index];
    const piece = text(typeof value?.cooked === 'string' ? value.cooked : '', escapesOf(quasi, module));
    return expression === undefined ? [piece] : [piece, world.evaluate(expression, module, frame)];
  });
  return joined(parts);
}

export function binary(world: World, node: Node, module: Module, frame?: Frame): Value {
  if (node['operator'] === '+') return sum(world, node, module, frame);
  const left = child(node, 'left');
  const right = child(node, 'right');
  if (left === undefined || right === undefined || node['operator'] === 'in' || node['operator'] === 'instanceof') return UNKNOWN;
  return arithmetic(textOf(node, 'operator') ?? '', world.evaluate(left, module, frame), world.evaluate(right, module, frame));
}

/** `a + b + c` nests to the left, thousands deep in generated code: one loop instead of one call each. */
function sum(world: World, node: Node, module: Module, frame?: Frame): Value {
  const parts: Node[] = [];
  let at: Node | undefined = node;
  while (at !== undefined && at.type === 'BinaryExpression' && at['operator'] === '+') {
    const right = child(at, 'right');
    if (right !== undefined) parts.push(right);
    at = child(at, 'left');
  }
  if (at !== undefined) parts.push(at);
  return add(parts.toReversed().map((part) => world.evaluate(part, module, frame)));
}

/** Values added from left to right: numbers until the first text. */
export function add(values: readonly Value[]): Value {
  let total: Value | undefined;
  for (const [index, value] of values.entries()) {
    if (total === undefined) total = value;
    else if (total.kind === 'literal' && value.kind === 'literal') total = arithmetic('+', total, value);
    else return joined([total, ...values.slice(index)]);
  }
  return total ?? UNKNOWN;
}

function arithmetic(operator: string, left: Value, right: Value): Value {
  const a = numberOf(left);
  const b = numberOf(right);
  if (a === undefined || b === undefined) return comparison(operator, left, right);
  const value = calculate(operator, a, b);
  return value === undefined ? UNKNOWN : { kind: 'literal', value };
}

function numberOf(value: Value): number | undefined {
  if (value.kind === 'text' && value.text.trim() !== '') return Number(value.text);
  if (value.kind !== 'literal' || typeof value.value === 'bigint') return undefined;
  return Number(value.value);
}

function calculate(operator: string, a: number, b: number): number | boolean | undefined {
  switch (operator) {
    case '+': return a + b;
    case '-': return a - b;
    case '*': return a * b;
    case '/': return a / b;
    case '%': return a % b;
    case '**': return a ** b;
    case '^': return a ^ b;
    case '&': return a & b;
    case '|': return a | b;
    case '<<': return a << b;
    case '>>': return a >> b;
    case '>>>': return a >>> b;
    default: return undefined;
  }
}

function comparison(operator: string, left: Value, right: Value): Value {
  const a = asText(left);
  const b = asText(right);
  if (a === undefined || b === undefined || left.kind !== right.kind) return UNKNOWN;
  if (operator === '===' || operator === '==') return { kind: 'literal', value: a.text === b.text };
  return operator === '!==' || operator === '!=' ? { kind: 'literal', value: a.text !== b.text } : UNKNOWN;
}

export function unary(world: World, node: Node, module: Module, frame?: Frame): Value {
  const argument = child(node, 'argument');
  if (argument === undefined) return UNKNOWN;
  if (node['operator'] === 'void') return UNDEFINED;
  const value = world.evaluate(argument, module, frame);
  const number = numberOf(value);
  if (node['operator'] === '!') return value.kind === 'literal' ? { kind: 'literal', value: !value.value } : value.kind === 'text' ? { kind: 'literal', value: value.text === '' } : value.kind === 'list' || value.kind === 'record' ? { kind: 'literal', value: false } : UNKNOWN;
  if (number === undefined) return UNKNOWN;
  if (node['operator'] === '-') return { kind: 'literal', value: -number };
  if (node['operator'] === '+') return { kind: 'literal', value: number };
  return node['operator'] === '~' ? { kind: 'literal', value: ~number } : UNKNOWN;
}

/** `a || b`, `a ?? b`: either; `a && b`: b where it is reached. */
export function logical(world: World, node: Node, module: Module, frame?: Frame): Value {
  const left = child(node, 'left');
  const right = child(node, 'right');
  if (left === undefined || right === undefined) return UNKNOWN;
  const second = world.evaluate(right, module, frame);
  const first = world.evaluate(left, module, frame);
  const fixed = fixedTruth(first);
  if (node['operator'] === '&&') return fixed === false ? first : second;
  if (node['operator'] === '||') return fixed === true ? first : fixed === false ? second : choice([first, second]);
  if (first.kind === 'literal') return first.value === null || first.value === undefined ? second : first;
  return fixed === undefined ? choice([first, second]) : first;
}

export function conditional(world: World, node: Node, module: Module, frame?: Frame): Value {
  const branches = [child(node, 'consequent'), child(node, 'alternate')].filter((branch) => branch !== undefined);
  return choice(branches.map((branch) => world.evaluate(branch, module, frame)));
}

export function sequence(world: World, node: Node, module: Module, frame?: Frame): Value {
  const last = children(node, 'expressions').at(-1);
  return last === undefined ? UNKNOWN : world.evaluate(last, module, frame);
}

/** Truth of a constant; undefined where it is open. Dead alternatives of constants are left out, nothing else is. */
function fixedTruth(value: Value): boolean | undefined {
  if (value.kind === 'text') return value.text !== '';
  if (value.kind === 'literal') return Boolean(value.value);
  return value.kind === 'list' || value.kind === 'record' || value.kind === 'function' || value.kind === 'class' ? true : undefined;
}
