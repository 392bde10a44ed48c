// Reading ESTree nodes whose fields are attacker-controlled as far as a parser lets them be.
import type { Node } from '../../contract.ts';
import { stop } from '../machine.ts';

/** True for nodes. */
export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';
}

/** A child that may be absent. */
export function optionalAt(node: Node, key: string): Node | undefined {
  const value = node[key];
  return isNode(value) ? value : undefined;
}

/** A child that the form needs. */
export function nodeAt(node: Node, key: string): Node {
  return optionalAt(node, key) ?? stop('unsupported');
}

/** A list of children; holes are undefined. */
export function nodesAt(node: Node, key: string): readonly (Node | undefined)[] {
  const value = node[key];
  return Array.isArray(value) ? value.map((item: unknown) => (isNode(item) ? item : undefined)) : [];
}

/** A list of children without holes. */
export function presentAt(node: Node, key: string): readonly Node[] {
  return nodesAt(node, key).filter((item) => item !== undefined);
}

/** A text field; empty where absent. */
export function textAt(node: Node, key: string): string {
  const value = node[key];
  return typeof value === 'string' ? value : '';
}

const NO_CHILD: ReadonlySet<string> = new Set(['type', 'start', 'end', 'loc', 'range', 'parent', 'typeAnnotation', 'returnType', 'typeParameters', 'typeArguments']);

/** All children in order of fields. */
export function childrenOf(node: Node): readonly Node[] {
  const found: Node[] = [];
  for (const key of Object.keys(node)) {
    if (NO_CHILD.has(key)) continue;
    const value = node[key];
    if (isNode(value)) found.push(value);
    else if (Array.isArray(value)) for (const item of value as readonly unknown[]) if (isNode(item)) found.push(item);
  }
  return found;
}

/** Functions, of every form. */
export function isFunctionNode(node: Node): boolean {
  return node.type === 'FunctionDeclaration' || node.type === 'FunctionExpression' || node.type === 'ArrowFunctionExpression';
}

const WRAPPERS: ReadonlySet<string> = new Set(['ParenthesizedExpression', 'TSAsExpression', 'TSSatisfiesExpression', 'TSNonNullExpression', 'TSTypeAssertion', 'TSInstantiationExpression']);

/** What stands inside parentheses and type assertions. */
export function bare(node: Node): Node {
  let at = node;
  while (WRAPPERS.has(at.type)) at = nodeAt(at, 'expression');
  return at;
}

/** The name of a property where it is plain or a literal; undefined where computed. */
export function keyName(node: Node, key: 'key' | 'property'): string | undefined {
  const name = nodeAt(node, key);
  if (name.type === 'Literal' && (typeof name['value'] === 'string' || typeof name['value'] === 'number')) return String(name['value']);
  if (node['computed'] === true) return undefined;
  return name.type === 'Identifier' ? textAt(name, 'name') : name.type === 'PrivateIdentifier' || name.type === 'PrivateName' ? `#${textAt(name, 'name')}` : undefined;
}
