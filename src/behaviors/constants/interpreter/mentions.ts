// What a mention of a name does with it, and which statement of the name's own scope it belongs to. This decides which statements
// must be run before a table is read.
import type { Node } from '../../contract.ts';
import { bare, isFunctionNode, keyName, nodeAt, nodesAt, optionalAt, presentAt, textAt } from './nodes.ts';
import type { Binding, Scopes } from './scopes.ts';

/** `write`: assigned. `mutate`: something below it is. `call`: called. `lookup`: called without arguments. `argument`: given to a function of the code. `alias`: kept under another name. */
export type Role = 'write' | 'mutate' | 'call' | 'lookup' | 'argument' | 'alias' | 'read';

/** A mention where it stands. */
export interface Mention {
  readonly node: Node;
  readonly role: Role;
  /** The statement of the scope of the name; undefined where it stands in none (a default, a class field). */
  readonly unit: Node | undefined;
  /** Functions between the mention and the scope. `inline`: all of them are run where they stand. */
  readonly functions: readonly Node[];
  readonly inline: boolean;
}

const CHANGES: ReadonlySet<string> = new Set(['push', 'pop', 'shift', 'unshift', 'splice', 'sort', 'reverse', 'fill', 'copyWithin', 'set', 'add', 'delete', 'clear', 'swap16', 'swap32', 'copy', 'write']);
const CALLBACKS: ReadonlySet<string> = new Set(['forEach', 'map', 'filter', 'reduce', 'reduceRight', 'some', 'every', 'find', 'findIndex', 'flatMap', 'sort', 'replace', 'replaceAll', 'from']);
const INTO_FIRST: ReadonlySet<string> = new Set(['assign', 'defineProperty', 'defineProperties', 'setPrototypeOf', 'set']);
const PATTERNS: ReadonlySet<string> = new Set(['ArrayPattern', 'ObjectPattern', 'AssignmentPattern', 'RestElement']);
const TRANSPARENT: ReadonlySet<string> = new Set(['ParenthesizedExpression', 'TSAsExpression', 'TSSatisfiesExpression', 'TSNonNullExpression', 'TSTypeAssertion', 'ChainExpression']);

function parentOf(scopes: Scopes, node: Node): Node | undefined {
  let at = scopes.parents.get(node);
  while (at !== undefined && TRANSPARENT.has(at.type)) at = scopes.parents.get(at);
  return at;
}

/** The node as its parent holds it: inside parentheses and assertions. */
function wrapped(scopes: Scopes, node: Node): Node {
  let at = node;
  for (let up = scopes.parents.get(at); up !== undefined && TRANSPARENT.has(up.type); up = scopes.parents.get(at)) at = up;
  return at;
}

function argumentRole(call: Node, at: Node): Role {
  const callee = nodeAt(call, 'callee');
  const name = callee.type === 'MemberExpression' ? keyName(callee, 'property') : undefined;
  if (name !== undefined && INTO_FIRST.has(name) && nodesAt(call, 'arguments')[0] === at) return 'mutate';
  return 'argument';
}

function roleOf(scopes: Scopes, node: Node): Role {
  let at = wrapped(scopes, node);
  let depth = 0;
  let last: Node | undefined;
  for (let up = parentOf(scopes, at); up?.type === 'MemberExpression' && up['object'] === at; up = parentOf(scopes, at)) { last = up; at = wrapped(scopes, up); depth += 1; }
  const up = parentOf(scopes, at);
  if (up === undefined) return 'read';
  const changed: Role = depth === 0 ? 'write' : 'mutate';
  if ((up.type === 'AssignmentExpression' || up.type === 'ForInStatement' || up.type === 'ForOfStatement') && up['left'] === at) return changed;
  if (up.type === 'UpdateExpression' || (up.type === 'UnaryExpression' && up['operator'] === 'delete')) return changed;
  if (PATTERNS.has(up.type) && up['right'] !== at) return changed;
  if (up.type === 'Property' && up['value'] === at && parentOf(scopes, up)?.type === 'ObjectPattern') return changed;
  if (up.type === 'CallExpression' || up.type === 'NewExpression') return up['callee'] === at ? calleeRole(up, last) : argumentRole(up, at);
  const kept = (up.type === 'VariableDeclarator' && up['init'] === at) || (up.type === 'AssignmentExpression' && up['right'] === at);
  return kept && depth === 0 ? 'alias' : 'read';
}

function calleeRole(call: Node, member: Node | undefined): Role {
  if (member === undefined) return presentAt(call, 'arguments').length === 0 ? 'lookup' : 'call';
  const name = keyName(member, 'property');
  return name === undefined || CHANGES.has(name) ? 'mutate' : 'read';
}

/** A function that is run where it stands: called at once, or given to a method that calls it back at once. */
export function isInline(scopes: Scopes, fn: Node): boolean {
  if (fn['async'] === true || fn['generator'] === true || fn.type === 'FunctionDeclaration') return false;
  const at = wrapped(scopes, fn);
  const up = parentOf(scopes, at);
  if (up?.type === 'MemberExpression' && up['object'] === at) return /^(?:call|apply)$/.test(keyName(up, 'property') ?? '') && parentOf(scopes, up)?.type === 'CallExpression';
  if (up?.type !== 'CallExpression') return false;
  const callee = nodeAt(up, 'callee');
  if (callee === at) return true;
  return callee.type === 'MemberExpression' && CALLBACKS.has(keyName(callee, 'property') ?? '');
}

/** The arguments that a function that is called at once gets; undefined where it is not, or where one is spread. */
export function immediateArguments(scopes: Scopes, fn: Node): readonly Node[] | undefined {
  const at = wrapped(scopes, fn);
  const up = parentOf(scopes, at);
  if (up?.type !== 'CallExpression' || up['callee'] !== at) return undefined;
  const args = presentAt(up, 'arguments');
  return args.some((arg) => arg.type === 'SpreadElement') ? undefined : args;
}

/** True where a statement is a call of a function that stands in it: `(function () { … })()`. */
export function isImmediateCall(unit: Node): boolean {
  if (/(?:Statement|Declaration)$/.test(unit.type) && unit.type !== 'ExpressionStatement') return false;
  let at: Node | undefined = unit.type === 'ExpressionStatement' ? optionalAt(unit, 'expression') : unit;
  while (at !== undefined && (TRANSPARENT.has(at.type) || at.type === 'UnaryExpression' || at.type === 'CallExpression' || at.type === 'MemberExpression')) at = optionalAt(at, 'expression') ?? optionalAt(at, 'argument') ?? optionalAt(at, 'callee') ?? optionalAt(at, 'object');
  return at !== undefined && isFunctionNode(at);
}

/** Minifiers join statements to `a, b, c`: then the part is what counts as a statement. */
function partOf(statement: Node, path: readonly Node[]): Node {
  let part = statement.type === 'ExpressionStatement' ? bare(nodeAt(statement, 'expression')) : statement;
  if (part.type !== 'SequenceExpression') return statement;
  while (part.type === 'SequenceExpression') {
    const inside = presentAt(part, 'expressions').find((one) => path.includes(one));
    if (inside === undefined) return statement;
    part = bare(inside);
  }
  return part;
}

/** Where a mention stands below the scope of its name. */
export function mentionOf(scopes: Scopes, binding: Binding, node: Node): Mention {
  const owner = binding.scope.node;
  const body = isFunctionNode(owner) ? optionalAt(owner, 'body') : owner;
  const functions: Node[] = [];
  let unit: Node | undefined;
  const path: Node[] = [];
  for (let at: Node | undefined = node; at !== undefined && at !== owner; at = scopes.parents.get(at)) {
    path.push(at);
    if (isFunctionNode(at)) functions.push(at);
    const up = scopes.parents.get(at);
    if (up === body && body !== undefined) { unit = partOf(at, path); break; }
  }
  return { node, role: roleOf(scopes, node), unit, functions, inline: functions.every((fn) => isInline(scopes, fn)) };
}

/** The name that a statement calls, where it is nothing but that call. */
export function calledName(unit: Node): string | undefined {
  const call = unit.type === 'ExpressionStatement' ? optionalAt(unit, 'expression') : unit;
  const callee = call?.type === 'CallExpression' ? optionalAt(call, 'callee') : undefined;
  return callee?.type === 'Identifier' ? textAt(callee, 'name') : undefined;
}
