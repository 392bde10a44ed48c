// Expressions that can make a text which does not stand in the source: joins, decoders, character codes, tables of strings, escapes.
// Told by their shape alone, so that nothing is evaluated that gives no such text.
import type { Module, Node } from './contract.ts';
import { bare, child, children, isFunction, literalText, nameOf, plainKey, pushChildren } from './nodes.ts';
import { meets } from './ranges.ts';

/** Methods that give a text, or a list to be joined, made of what they are called on. */
const MAKING: ReadonlySet<string> = new Set(['join', 'concat', 'replace', 'replaceAll', 'reverse', 'toString', 'toLocaleString', 'slice', 'substr', 'substring', 'trim', 'trimStart', 'trimEnd', 'toLowerCase', 'toUpperCase', 'repeat', 'padStart', 'padEnd', 'reduce', 'reduceRight', 'map', 'split', 'fromCharCode', 'fromCodePoint', 'charAt', 'at', 'decode', 'from', 'raw', 'normalize', 'get', 'valueOf', 'apply', 'call', 'pop', 'shift']);
const ESCAPED = /\\(?:x[2-7][0-9a-f]|u00[2-7][0-9a-f]|u\{0*[2-7][0-9a-f]\}|1[0-7]{2})/i;
/** Arguments of a call that decodes. */
const MOST_ARGUMENTS = 8;
const MOST_DEPTH = 12;

/** What one pass over a module finds. */
interface Hiding {
  /** Those that may hide a text, outermost first, in order of the source. */
  readonly expressions: readonly Node[];
  /** Texts of literals without escapes, which hide nothing. */
  readonly literals: ReadonlySet<string>;
}

/** The expressions of a module to follow for folded texts. */
export function hidingExpressions(module: Module): Hiding {
  const found: Node[] = [];
  const literals = new Set<string>();
  const escapes = ESCAPED.test(module.text);
  const stack: { readonly node: Node; readonly statement: boolean; readonly joined: boolean }[] = [{ node: module.program, statement: false, joined: false }];
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    const { node } = at;
    if (module.near !== undefined && !meets(module.near, node)) continue;
    if (node.type === 'Literal' && literalText(node)?.length === node.end - node.start - 2) literals.add(literalText(node) as string);
    if (!at.statement && !at.joined && mayHide(node, module, escapes)) found.push(node);
    const statement = node.type === 'ExpressionStatement';
    const joined = isJoin(node);
    pushChildren(node, (inner) => stack.push({ node: inner, statement, joined: joined && isJoin(inner) }));
  }
  return { expressions: found, literals };
}

function mayHide(node: Node, module: Module, escapes: boolean): boolean {
  switch (node.type) {
    case 'Literal': return escapes && node.end - node.start >= 8 && literalText(node) !== undefined && ESCAPED.test(module.text.slice(node.start, Math.min(node.end, node.start + 4_000)));
    case 'BinaryExpression': return isJoin(node) && joinsConstants(operands(node));
    case 'TemplateLiteral': return joinsConstants(templateParts(node));
    case 'CallExpression': return decodes(node);
    case 'MemberExpression': return node['computed'] === true && mayBeConstant(child(node, 'property'), 2) && child(node, 'property')?.type !== 'Literal';
    case 'AssignmentExpression': return node['operator'] === '+=' && child(node, 'left')?.type === 'Identifier' && mayBeConstant(child(node, 'right'), MOST_DEPTH);
    default: return false;
  }
}

function isJoin(node: Node): boolean {
  return node.type === 'BinaryExpression' && node['operator'] === '+';
}

function operands(node: Node): readonly Node[] {
  const parts: Node[] = [];
  let at: Node | undefined = node;
  while (at !== undefined && isJoin(at)) {
    const right = child(at, 'right');
    if (right !== undefined) parts.push(right);
    at = child(at, 'left');
  }
  return (at === undefined ? parts : [...parts, at]).toReversed();
}

function templateParts(node: Node): readonly Node[] {
  const quasis = children(node, 'quasis').filter((quasi) => quasi.end > quasi.start);
  return [...quasis, ...children(node, 'expressions')].toSorted((a, b) => a.start - b.start);
}

/** Two neighbours that may both be constant become a text that is written nowhere. */
function joinsConstants(parts: readonly Node[]): boolean {
  return parts.some((part, at) => at > 0 && mayBeConstant(part, MOST_DEPTH) && mayBeConstant(parts[at - 1], MOST_DEPTH));
}

/** Whether following an expression could end in a constant at all. */
function mayBeConstant(node: Node | undefined, depth: number): boolean {
  if (node === undefined || depth <= 0) return depth <= 0;
  const at = bare(node);
  switch (at.type) {
    case 'Literal': case 'TemplateElement': case 'Identifier': case 'TemplateLiteral': return true;
    case 'MemberExpression': return at['computed'] === true || child(at, 'object')?.type !== 'ThisExpression';
    case 'BinaryExpression': return mayBeConstant(child(at, 'left'), depth - 1) && mayBeConstant(child(at, 'right'), depth - 1);
    case 'UnaryExpression': case 'ConditionalExpression': case 'LogicalExpression': case 'SequenceExpression': case 'ArrayExpression': case 'NewExpression': return true;
    case 'CallExpression': return decodes(at);
    default: return false;
  }
}

/** A call that could give a constant: of a method that makes texts, or of anything with arguments that are all constant. */
function decodes(call: Node): boolean {
  const callee = bare(child(call, 'callee') ?? call);
  const name = callee.type === 'MemberExpression' ? plainKey(callee, 'property') : nameOf(callee);
  if (name === 'require') return false;
  if (isFunction(callee)) return true;
  const args = children(call, 'arguments');
  if (callee.type === 'MemberExpression' && name !== undefined && MAKING.has(name)) return true;
  return args.length > 0 && args.length <= MOST_ARGUMENTS && args.every((arg) => isPlainData(bare(arg)));
}

function isPlainData(node: Node): boolean {
  return node.type === 'Literal' || node.type === 'TemplateLiteral' || node.type === 'ArrayExpression' || node.type === 'UnaryExpression' || node.type === 'BinaryExpression' || node.type === 'Identifier' || node.type === 'MemberExpression' || node.type === 'CallExpression';
}
