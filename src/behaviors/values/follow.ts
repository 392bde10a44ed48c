// Expressions over constants that the abstract way did not fold (`reduce`, `replace` with a function, a function called at once): the
// interpreter is asked for the whole expression, and says quickly where something of the outside stands in it.
import { LIMITS } from '../../model/limits.ts';
import type { Module, Node, Value } from '../contract.ts';
import { bare, child, isFunction, plainKey } from '../nodes.ts';
import { evaluatedValue } from './constants.ts';
import type { Frame, World } from './world.ts';

const HIDDEN: Value = { kind: 'hidden', why: 'made from constants by code that could not be followed' };

/** Last calls of an expression that makes a text or the pieces of one. */
const MAKERS: ReadonlySet<string> = new Set([
  'join', 'reduce', 'reduceRight', 'replace', 'replaceAll', 'map', 'flatMap', 'filter', 'reverse', 'toReversed', 'match', 'split', 'concat', 'slice', 'substring', 'substr', 'at', 'charAt', 'toString',
  'decode', 'trim', 'toLowerCase', 'toUpperCase', 'padStart', 'repeat', 'apply', 'call', 'fromCharCode', 'from', 'get', 'pop', 'shift',
]);
/** Questions that may fail in one package, and the length of one in characters. */
const MAX_FAILURES = 3_000;
const MAX_LENGTH = 50_000;
/** A shorter expression hides nothing that is worth the word. */
const WORTH_HIDING = 24;

/** A better value of a call; undefined where the abstract one stays. Inside an inlined function nothing is asked: the call around it is. */
export function followed(world: World, value: Value, node: Node, module: Module, frame?: Frame): Value | undefined {
  if (frame !== undefined || isSettled(value) || !isMaker(node) || node.end - node.start > MAX_LENGTH || world.budget.spent()) return undefined;
  const asked = (world.memo.get('followed') ?? { failures: 0 }) as { failures: number };
  world.memo.set('followed', asked);
  if (asked.failures >= MAX_FAILURES || world.budget.steps >= LIMITS.valueSteps) return undefined;
  const evaluated = world.interpreter().expression(node, module);
  if (!evaluated.ok) asked.failures += 1;
  if (!evaluated.ok && evaluated.why === 'unsupported') return node.end - node.start > WORTH_HIDING && startsFromText(node) && hasPayload(node) ? HIDDEN : undefined;
  return evaluatedValue(world, evaluated, [], node, module);
}

/** Folded already, or nothing that constants can make. */
function isSettled(value: Value): boolean {
  if (value.kind === 'joined') return false;
  if (value.kind === 'list') return value.more.length === 0;
  return value.kind !== 'unknown' && value.kind !== 'call' && value.kind !== 'choice';
}

function isMaker(node: Node): boolean {
  const callee = bare(child(node, 'callee') ?? node);
  if (isFunction(callee)) return true;
  const name = callee.type === 'MemberExpression' ? plainKey(callee, 'property') : undefined;
  return name !== undefined && MAKERS.has(name) && startsFromConstant(callee);
}

/** Whether the inner end of a chain can be a constant: `'…'.split('').map(…).join('')`, `codes.reduce(…)`, `new TextDecoder().decode(…)`. */
function startsFromConstant(callee: Node): boolean {
  const start = startOf(callee);
  return start !== undefined && start.type !== 'ThisExpression' && start.type !== 'AwaitExpression' && start.type !== 'Super';
}

/** A chain over a literal has no input but constants, whatever could not be followed in it. */
function startsFromText(node: Node): boolean {
  const start = startOf(node);
  return start !== undefined && (start.type === 'Literal' || start.type === 'ArrayExpression' || start.type === 'TemplateLiteral' || isFunction(start));
}

function startOf(node: Node): Node | undefined {
  let at: Node | undefined = node;
  for (let depth = 0; at !== undefined && depth < 50; depth += 1) {
    at = bare(at);
    if (at.type === 'MemberExpression') at = child(at, 'object');
    else if (at.type === 'CallExpression') at = child(at, 'callee');
    else return at;
  }
  return undefined;
}

/** A literal text or a list of numbers of some length, somewhere in the chain. */
function hasPayload(node: Node): boolean {
  const stack: unknown[] = [node];
  for (let visits = 0; stack.length > 0 && visits < 2_000; visits += 1) {
    const at = stack.pop();
    if (Array.isArray(at)) {
      if (at.length >= 6 && at.every((one) => (one as Node | null)?.type === 'Literal')) return true;
      stack.push(...(at as readonly unknown[]));
    } else if (typeof at === 'object' && at !== null) {
      const literal = at as { readonly type?: unknown; readonly value?: unknown };
      if (literal.type === 'Literal' && typeof literal.value === 'string' && literal.value.length >= 8) return true;
      if (typeof literal.type === 'string') stack.push(...Object.values(at));
    }
  }
  return false;
}
