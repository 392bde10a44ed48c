// Small questions about ESTree nodes (https://github.com/estree/estree), asked without trusting their shape: three parsers and
// broken source make them.
import type { Node } from './contract.ts';

const MOST_NODES = 4_000_000;

/** True for a node. */
export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as { readonly type?: unknown }).type === 'string';
}

/** The child of that name; undefined where it is absent. */
export function child(node: Node, key: string): Node | undefined {
  const value = node[key];
  return isNode(value) ? value : undefined;
}

/** The children of that name, holes of array patterns left out. */
export function children(node: Node, key: string): readonly Node[] {
  const value = node[key];
  return Array.isArray(value) ? value.filter(isNode) : [];
}

/** The children of that name with holes, as `[, a]` has them. */
export function slots(node: Node, key: string): readonly (Node | undefined)[] {
  const value = node[key];
  return Array.isArray(value) ? value.map((item) => (isNode(item) ? item : undefined)) : [];
}

/** A text property: an operator, a kind. */
export function textOf(node: Node, key: string): string | undefined {
  const value = node[key];
  return typeof value === 'string' ? value : undefined;
}

/** Name of an identifier. Private names keep their `#`; acorn-loose's dummy is no name. */
export function nameOf(node: Node | undefined): string | undefined {
  if (node === undefined) return undefined;
  if (node.type === 'Identifier' || node.type === 'JSXIdentifier') return node['name'] === '✖' ? undefined : textOf(node, 'name');
  return node.type === 'PrivateIdentifier' || node.type === 'PrivateName' ? `#${textOf(node, 'name') ?? ''}` : undefined;
}

/** Text of a string literal. */
export function literalText(node: Node | undefined): string | undefined {
  return node?.type === 'Literal' ? textOf(node, 'value') : undefined;
}

/** Name under which an import or export specifier knows something: an identifier or a string. */
export function specifierName(node: Node | undefined): string | undefined {
  return nameOf(node) ?? literalText(node);
}

/** Key of a property that is written as a plain name or literal. */
export function plainKey(node: Node, key = 'key'): string | undefined {
  const written = child(node, key);
  if (written === undefined) return undefined;
  if (node['computed'] !== true && nameOf(written) !== undefined) return nameOf(written);
  if (written.type !== 'Literal') return undefined;
  const value = written['value'];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

const FUNCTIONS: ReadonlySet<string> = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression', 'TSDeclareFunction']);

export function isFunction(node: Node | undefined): boolean {
  return node !== undefined && FUNCTIONS.has(node.type);
}

export function isClass(node: Node | undefined): boolean {
  return node !== undefined && (node.type === 'ClassDeclaration' || node.type === 'ClassExpression');
}

export function isCall(node: Node | undefined): boolean {
  return node !== undefined && (node.type === 'CallExpression' || node.type === 'NewExpression');
}

/** Wrappers that leave the value as it is: parentheses, `?.` chains, `as`, `satisfies`, `!`, `<T>x`. */
const TRANSPARENT: ReadonlySet<string> = new Set(['ChainExpression', 'ParenthesizedExpression', 'TSAsExpression', 'TSSatisfiesExpression', 'TSNonNullExpression', 'TSTypeAssertion', 'TSInstantiationExpression']);

export function isTransparent(node: Node): boolean {
  return TRANSPARENT.has(node.type);
}

/** The node inside the wrappers that change nothing. */
export function bare(node: Node): Node {
  let at = node;
  while (TRANSPARENT.has(at.type)) {
    const inner = child(at, 'expression');
    if (inner === undefined) return at;
    at = inner;
  }
  return at;
}

/** Keys under which no code lies. */
const NO_CODE: ReadonlySet<string> = new Set(['type', 'start', 'end', 'range', 'loc', 'raw', 'regex', 'typeAnnotation', 'typeParameters', 'typeArguments', 'returnType', 'superTypeParameters', 'superTypeArguments', 'implements']);

/** Pushes the children that hold code, last first, so that a stack gives them in order. */
export function pushChildren(node: Node, push: (inner: Node) => void): void {
  const keys = Object.keys(node);
  for (let at = keys.length - 1; at >= 0; at -= 1) {
    const key = keys[at] as string;
    if (NO_CODE.has(key)) continue;
    const value = node[key];
    if (typeof value !== 'object' || value === null) continue;
    if (!Array.isArray(value)) {
      if (isNode(value)) push(value);
      continue;
    }
    for (let index = value.length - 1; index >= 0; index -= 1) if (isNode(value[index])) push(value[index] as Node);
  }
}

/** Walks without recursion: hostile sources nest deeper than the stack. `enter` says whether to go below a node. */
export function visit(root: Node, enter: (node: Node) => boolean): void {
  const stack: Node[] = [root];
  let left = MOST_NODES;
  for (let node = stack.pop(); node !== undefined && left > 0; node = stack.pop(), left -= 1) {
    if (!enter(node)) continue;
    for (const value of Object.values(node)) {
      if (isNode(value)) stack.push(value);
      else if (Array.isArray(value)) for (const item of value) if (isNode(item)) stack.push(item);
    }
  }
}
