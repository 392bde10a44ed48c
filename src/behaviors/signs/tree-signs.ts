// Signs of obfuscation in the parsed code: string tables with a rotation, flattened control flow, literals written in escapes, long
// encoded literals. What minifiers, bundlers and compilers write has none of them. Shapes as javascript-obfuscator 1 to 5 writes
// them: https://github.com/javascript-obfuscator/javascript-obfuscator
import type { Module, Node } from '../contract.ts';
import { child, children, isFunction, literalText, nameOf, pushChildren, textOf } from '../nodes.ts';
import { packedContent } from './encoded-text.ts';
import { isRotation, largestTable, ownTable, type Around } from './string-tables.ts';
import type { Sign } from './text-signs.ts';

const MIN_ESCAPES = 24;
const MAX_EACH = 20;

/** What one pass over a module gives. */
interface Found {
  readonly signs: Sign[];
  /** Ranges of literals, templates and regular expressions: blanks inside of them hide nothing. */
  readonly literals: [number, number][];
  /** Those of regular expressions alone: a class of characters names what it looks for. */
  readonly patterns: [number, number][];
  rotation: boolean;
  table: Sign | undefined;
  escapes: number;
  firstEscape: number;
}

/** Offsets of start and end. */
export type Range = readonly [number, number];

/** Signs in any order, and where the literals stand. */
export function treeSigns(module: Module): { readonly signs: readonly Sign[]; readonly literals: readonly Range[]; readonly patterns: readonly Range[] } {
  const found: Found = { signs: [], literals: [], patterns: [], rotation: false, table: undefined, escapes: 0, firstEscape: -1 };
  const stack: { readonly node: Node; readonly around: Around | undefined }[] = [{ node: module.program, around: undefined }];
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    const { node, around } = at;
    look(node, module, found);
    if (!found.rotation && node.type === 'CallExpression') found.rotation = isRotation(node, around);
    const inside = isFunction(node) ? { fn: node, outer: around } : around;
    pushChildren(node, (inner) => stack.push({ node: inner, around: inside }));
  }
  const table = found.table ?? (found.rotation ? largestTable(module) : undefined);
  if (table !== undefined) found.signs.push(table);
  if (found.escapes >= MIN_ESCAPES) found.signs.push({ technique: 'escapes', what: 'text written in escapes', start: found.firstEscape, end: found.firstEscape + found.escapes });
  return { signs: found.signs, literals: found.literals, patterns: found.patterns };
}

function look(node: Node, module: Module, found: Found): void {
  switch (node.type) {
    case 'Literal': lookAtLiteral(node, module, found); return;
    case 'TemplateLiteral': found.literals.push([node.start, node.end]); lookAtTemplate(node, found); return;
    case 'ArrayExpression': lookAtList(node, found); return;
    case 'FunctionDeclaration': found.table ??= ownTable(node); return;
    case 'WhileStatement': case 'ForStatement': case 'DoWhileStatement': if (isFlattened(node)) add(found, { technique: 'control-flow', what: 'flattened control flow', start: node.start, end: node.end }); return;
    case 'Identifier': if (isEscapedName(node, module)) { found.escapes += MIN_ESCAPES; if (found.firstEscape === -1) found.firstEscape = node.start; } return;
    default:
  }
}

function add(found: Found, sign: Sign): void {
  if (found.signs.filter(({ technique }) => technique === sign.technique).length < MAX_EACH) found.signs.push(sign);
}

function lookAtLiteral(node: Node, module: Module, found: Found): void {
  if (node['regex'] !== undefined) { found.literals.push([node.start, node.end]); found.patterns.push([node.start, node.end]); return; }
  const text = literalText(node);
  if (text === undefined) return;
  found.literals.push([node.start, node.end]);
  const packed = packedContent(text);
  if (packed !== undefined) add(found, encoded(packed, node));
  // Escapes make the source longer than the text.
  if (node.end - node.start - 2 < text.length + 8) return;
  const escapes = readableEscapes(module.text.slice(node.start, Math.min(node.end, node.start + 6_000)));
  // Words in escapes, not the bytes or the foreign letters of a table.
  if (escapes < 4 || escapes * 10 < Math.min(text.length, 1_000) * 8) return;
  if (found.firstEscape === -1) found.firstEscape = node.start;
  found.escapes += escapes;
}

function lookAtTemplate(node: Node, found: Found): void {
  if (children(node, 'expressions').length > 0) return;
  const text = cooked(children(node, 'quasis')[0]);
  const packed = text === undefined ? undefined : packedContent(text.trim());
  if (packed !== undefined) add(found, encoded(packed, node));
}

/** A long literal cut into pieces of a list. */
function lookAtList(node: Node, found: Found): void {
  const items = children(node, 'elements');
  if (items.length < 4) return;
  const texts = items.slice(0, 20_000).map(literalText);
  if (texts.some((text) => text === undefined || text.length < 16 || text.length > 20_000)) return;
  const packed = packedContent(texts.join(''));
  if (packed !== undefined) add(found, encoded(packed, node));
}

function encoded(packed: 'code' | 'compressed', node: Node): Sign {
  return { technique: 'encoded-literal', what: packed === 'code' ? 'encoded code' : 'compressed bytes', start: node.start, end: node.end };
}

function cooked(quasi: Node | undefined): string | undefined {
  const value = quasi?.['value'];
  return typeof value === 'object' && value !== null && 'cooked' in value && typeof value.cooked === 'string' ? value.cooked : undefined;
}

// Letters, digits and signs that need no escape.
function readableEscapes(raw: string): number {
  let count = 0;
  for (const match of raw.matchAll(/\\(?:x([2-7][0-9a-f])|u00([2-7][0-9a-f])|u\{0{0,4}([2-7][0-9a-f])\})/gi)) {
    const code = Number.parseInt(match[1] ?? match[2] ?? (match[3] as string), 16);
    if (/[\w./:@-]/.test(String.fromCharCode(code))) count += 1;
  }
  return count;
}

// `\u0065val`: no tool writes that. A type behind a name makes its node longer too.
function isEscapedName(node: Node, module: Module): boolean {
  const name = nameOf(node);
  if (name === undefined || node.end - node.start < name.length + 5) return false;
  return /^[\w$]{1,200}$/.test(name) && /^[\w$\\{}]{1,300}/.exec(module.text.slice(node.start, Math.min(node.end, node.start + 300)))?.[0].includes('\\u') === true;
}

/** `while (true) { switch (order[at++]) { case '0': … continue; } break; }` */
function isFlattened(loop: Node): boolean {
  const test = child(loop, 'test');
  if (test !== undefined && !isAlwaysTrue(test)) return false;
  const body = child(loop, 'body');
  const first = body?.type === 'BlockStatement' ? children(body, 'body')[0] : body;
  if (first?.type !== 'SwitchStatement') return false;
  const order = child(first, 'discriminant');
  const cases = children(first, 'cases').map((one) => literalText(child(one, 'test')));
  const steps = order?.type === 'MemberExpression' && child(order, 'property')?.type === 'UpdateExpression';
  return steps && cases.length >= 2 && cases.every((one) => one !== undefined && /^\d{1,4}$/.test(one));
}

// `true`, `1`, `!0`, `!![]`.
function isAlwaysTrue(test: Node): boolean {
  if (test.type === 'Literal') return test['value'] === true || test['value'] === 1;
  const inner = test.type === 'UnaryExpression' && textOf(test, 'operator') === '!' ? child(test, 'argument') : undefined;
  return inner !== undefined && ((inner.type === 'Literal' && inner['value'] === 0) || (inner.type === 'UnaryExpression' && child(inner, 'argument')?.type === 'ArrayExpression'));
}
