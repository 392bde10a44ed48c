// Tables of strings as obfuscators write them: behind a function that replaces itself, or rotated before they are read.
import type { Module, Node } from '../contract.ts';
import { bare, child, children, isFunction, literalText, nameOf, plainKey, pushChildren } from '../nodes.ts';
import type { Sign } from './text-signs.ts';

const MIN_TABLE = 3;

/** Functions around a node, innermost first. */
export interface Around {
  readonly fn: Node;
  readonly outer: Around | undefined;
}

/** The table of `function a(){ const t = ['…', …]; a = function(){ return t; }; return a(); }`, where the function is one. */
export function ownTable(fn: Node): Sign | undefined {
  const name = nameOf(child(fn, 'id'));
  const body = child(fn, 'body');
  if (name === undefined || body === undefined) return undefined;
  const statements = children(body, 'body');
  if (statements.length > 5) return undefined;
  const list = statements.flatMap((statement) => children(statement, 'declarations')).map((declared) => child(declared, 'init')).find((init) => init?.type === 'ArrayExpression' && isTable(init));
  const replaced = statements.some((statement) => assignsFunction(statement, name));
  return list !== undefined && replaced ? { technique: 'string-table', what: 'table of strings behind a function', start: list.start, end: list.end } : undefined;
}

// Also `return a = function(){…}, a();`, as minifiers join it.
function assignsFunction(statement: Node, name: string): boolean {
  const expression = child(statement, 'expression') ?? child(statement, 'argument');
  const parts = expression?.type === 'SequenceExpression' ? children(expression, 'expressions') : expression === undefined ? [] : [expression];
  return parts.some((part) => (part.type === 'CallExpression' ? [child(part, 'callee')] : [part]).some((inner) => {
    const at = inner === undefined ? undefined : bare(inner);
    return at?.type === 'AssignmentExpression' && nameOf(child(at, 'left')) === name && isFunction(child(at, 'right'));
  }));
}

function isTable(list: Node): boolean {
  const items = children(list, 'elements');
  return items.length >= MIN_TABLE && items.every((item) => literalText(item) !== undefined);
}

/** `x.push(x.shift())` where `x` is given to a function around it: the rotation in front of a table. A queue that goes round is a name of its own. */
export function isRotation(call: Node, around: Around | undefined): boolean {
  const callee = child(call, 'callee');
  const inner = children(call, 'arguments')[0];
  if (callee === undefined || inner?.type !== 'CallExpression' || memberName(callee) !== 'push') return false;
  const from = child(inner, 'callee');
  if (from === undefined || memberName(from) !== 'shift') return false;
  const name = nameOf(child(callee, 'object'));
  if (name === undefined || name !== nameOf(child(from, 'object'))) return false;
  for (let at = around; at !== undefined; at = at.outer) if (children(at.fn, 'params').some((parameter) => nameOf(parameter) === name)) return true;
  return false;
}

function memberName(node: Node): string | undefined {
  return node.type === 'MemberExpression' ? plainKey(node, 'property') : undefined;
}

/** The largest list of texts, of at least ten, where a rotation was seen and `parseInt` or a countdown goes with it. */
export function largestTable(module: Module): Sign | undefined {
  if (!/parseInt[\s\S]{0,400}parseInt|while\s{0,5}\(\s{0,5}--/.test(module.text.slice(0, 4_000_000))) return undefined;
  let largest: Node | undefined;
  const stack: Node[] = [module.program];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node.type === 'ArrayExpression' && children(node, 'elements').length >= 10 && isTable(node) && (largest === undefined || node.end - node.start > largest.end - largest.start)) largest = node;
    pushChildren(node, (inner) => stack.push(inner));
  }
  return largest === undefined ? undefined : { technique: 'string-table', what: 'table of strings that is rotated', start: largest.start, end: largest.end };
}
