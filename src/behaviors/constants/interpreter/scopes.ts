// The scopes of a module: which name is declared where, and each place that mentions it. One pass without recursion, because the
// depth of the tree is attacker-controlled. Functions in blocks belong to the block, as in strict code.
import type { Node } from '../../contract.ts';
import { childrenOf, isFunctionNode, isNode, nodesAt, optionalAt, textAt } from './nodes.ts';

/** How a name is declared. `name`: the own name of a function or class expression. */
export type BindingKind = 'var' | 'let' | 'const' | 'function' | 'class' | 'param' | 'catch' | 'import' | 'name';

/** A declared name. */
export interface Binding {
  readonly name: string;
  readonly kind: BindingKind;
  readonly scope: Scope;
  /** Declarators, functions, classes, import specifiers; the function of a parameter. */
  readonly declarations: Node[];
  /** Identifiers that mention it, without those that declare it. */
  readonly mentions: Node[];
}

/** What names are declared in: a program, function, block, loop, switch, catch or class. */
export interface Scope {
  readonly node: Node;
  readonly parent: Scope | undefined;
  readonly bindings: Map<string, Binding>;
  /** Holds `var`s: a program or a function. */
  readonly isFunction: boolean;
  /** A function or class stands inside, which could keep its names alive. */
  closures: boolean;
}

/** What one pass over a module tells. */
export interface Scopes {
  readonly program: Scope;
  readonly of: ReadonlyMap<Node, Scope>;
  readonly parents: ReadonlyMap<Node, Node>;
  /** Identifiers that no scope declares. */
  readonly globals: readonly Node[];
}

interface Task { readonly node: Node; readonly scope: Scope; readonly declares: boolean }

interface Pass {
  readonly tasks: Task[];
  readonly of: Map<Node, Scope>;
  readonly parents: Map<Node, Node>;
  readonly mentions: { readonly node: Node; readonly scope: Scope }[];
}

const BLOCKS: ReadonlySet<string> = new Set(['BlockStatement', 'ForStatement', 'ForInStatement', 'ForOfStatement', 'SwitchStatement', 'StaticBlock', 'CatchClause']);

function open(pass: Pass, node: Node, parent: Scope | undefined): Scope {
  const isFunction = parent === undefined || isFunctionNode(node);
  const scope: Scope = { node, parent, bindings: new Map(), isFunction, closures: false };
  pass.of.set(node, scope);
  return scope;
}

function functionScope(scope: Scope): Scope {
  let at = scope;
  while (!at.isFunction && at.parent !== undefined) at = at.parent;
  return at;
}

function declare(scope: Scope, name: string, kind: BindingKind, declaration: Node): void {
  const at = kind === 'var' ? functionScope(scope) : scope;
  const has = at.bindings.get(name);
  if (has === undefined || has.kind === 'name') at.bindings.set(name, { name, kind, scope: at, declarations: [declaration], mentions: [] });
  else if (kind !== 'name') has.declarations.push(declaration);
}

/** Identifiers that a pattern binds, in order. */
export function boundIn(pattern: Node): readonly Node[] {
  const found: Node[] = [];
  const stack: Node[] = [pattern];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node.type === 'Identifier') found.push(node);
    else stack.push(...patternParts(node).toReversed());
  }
  return found;
}

function patternParts(node: Node): readonly Node[] {
  const fields: Readonly<Record<string, string>> = { ObjectPattern: 'properties', ArrayPattern: 'elements', Property: 'value', AssignmentPattern: 'left', RestElement: 'argument', TSParameterProperty: 'parameter' };
  const field = fields[node.type];
  if (field === undefined) return [];
  const value = node[field];
  return isNode(value) ? [value] : nodesAt(node, field).filter((item) => item !== undefined);
}

function push(pass: Pass, parent: Node, node: Node, scope: Scope, declares = false): void {
  pass.parents.set(node, parent);
  pass.tasks.push({ node, scope, declares });
}

function enterFunction(pass: Pass, node: Node, outer: Scope): void {
  for (let at: Scope | undefined = outer; at !== undefined && !at.isFunction; at = at.parent) at.closures = true;
  const scope = open(pass, node, outer);
  const id = optionalAt(node, 'id');
  if (id !== undefined) {
    pass.parents.set(id, node);
    declare(node.type === 'FunctionDeclaration' ? outer : scope, textAt(id, 'name'), node.type === 'FunctionDeclaration' ? 'function' : 'name', node);
  }
  for (const param of nodesAt(node, 'params')) {
    if (param === undefined) continue;
    for (const bound of boundIn(param)) declare(scope, textAt(bound, 'name'), 'param', node);
    push(pass, node, param, scope, true);
  }
  const body = optionalAt(node, 'body');
  if (body === undefined) return;
  pass.parents.set(body, node);
  if (body.type !== 'BlockStatement') { pass.tasks.push({ node: body, scope, declares: false }); return; }
  for (const child of childrenOf(body)) push(pass, body, child, scope);
}

function enterClass(pass: Pass, node: Node, outer: Scope): void {
  for (let at: Scope | undefined = outer; at !== undefined && !at.isFunction; at = at.parent) at.closures = true;
  const scope = open(pass, node, outer);
  const id = optionalAt(node, 'id');
  if (id !== undefined) {
    declare(scope, textAt(id, 'name'), 'name', node);
    if (node.type === 'ClassDeclaration') declare(outer, textAt(id, 'name'), 'class', node);
  }
  for (const child of childrenOf(node)) if (child !== id) push(pass, node, child, scope);
}

function enterDeclaration(pass: Pass, node: Node, scope: Scope): void {
  const kind = textAt(node, 'kind');
  for (const declarator of childrenOf(node)) {
    pass.parents.set(declarator, node);
    const id = optionalAt(declarator, 'id');
    if (id === undefined) continue;
    for (const bound of boundIn(id)) declare(scope, textAt(bound, 'name'), kind === 'var' || kind === 'let' ? kind : 'const', declarator);
    push(pass, declarator, id, scope, true);
    const init = optionalAt(declarator, 'init');
    if (init !== undefined) push(pass, declarator, init, scope);
  }
}

function enterImport(pass: Pass, node: Node, scope: Scope): void {
  for (const specifier of childrenOf(node)) {
    pass.parents.set(specifier, node);
    const local = optionalAt(specifier, 'local');
    if (local !== undefined) declare(scope, textAt(local, 'name'), 'import', specifier);
  }
}

/** A child that is a name and no value: keys, labels. */
function isPlainName(node: Node, child: Node): boolean {
  if (child.type !== 'Identifier') return false;
  if (node['computed'] !== true && (child === node['property'] || child === node['key'])) return child !== node['value'];
  return child === node['label'] || node.type === 'MetaProperty' || (node.type === 'ExportSpecifier' && child !== node['local']) || node.type === 'ExportAllDeclaration';
}

function enterOther(pass: Pass, { node, scope, declares }: Task): void {
  const inner = BLOCKS.has(node.type) ? open(pass, node, scope) : scope;
  const param = node.type === 'CatchClause' ? optionalAt(node, 'param') : undefined;
  if (param !== undefined) for (const bound of boundIn(param)) declare(inner, textAt(bound, 'name'), 'catch', node);
  const parts: readonly Node[] = declares ? patternParts(node) : [];
  for (const child of childrenOf(node)) {
    if (isPlainName(node, child)) pass.parents.set(child, node);
    else push(pass, node, child, inner, child === param || parts.includes(child));
  }
}

function enterNode(pass: Pass, task: Task): void {
  const { node, scope, declares } = task;
  if (node.type === 'Identifier') { if (!declares) pass.mentions.push({ node, scope }); return; }
  if (isFunctionNode(node)) enterFunction(pass, node, scope);
  else if (node.type === 'ClassDeclaration' || node.type === 'ClassExpression') enterClass(pass, node, scope);
  else if (node.type === 'VariableDeclaration') enterDeclaration(pass, node, scope);
  else if (node.type === 'ImportDeclaration') enterImport(pass, node, scope);
  else enterOther(pass, task);
}

/** The binding that a name means in a scope; undefined for globals. */
export function lookup(scope: Scope, name: string): Binding | undefined {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) {
    const found = at.bindings.get(name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Reads the scopes of a program. */
export function readScopes(program: Node): Scopes {
  const pass: Pass = { tasks: [], of: new Map(), parents: new Map(), mentions: [] };
  const top = open(pass, program, undefined);
  for (const child of childrenOf(program)) push(pass, program, child, top);
  for (let task = pass.tasks.pop(); task !== undefined; task = pass.tasks.pop()) enterNode(pass, task);
  const globals: Node[] = [];
  for (const { node, scope } of pass.mentions) (lookup(scope, textAt(node, 'name'))?.mentions ?? globals).push(node);
  return { program: top, of: pass.of, parents: pass.parents, globals };
}

/** The innermost scope around a node. A node that opens one stands in the scope around it. */
export function scopeAround(scopes: Scopes, node: Node): Scope {
  for (let at = scopes.parents.get(node); at !== undefined; at = scopes.parents.get(at)) {
    const scope = scopes.of.get(at);
    if (scope !== undefined) return scope;
  }
  return scopes.program;
}

/** True where a node stands in the same run of code as a name's declaration: in no function below its scope. */
export function inSameRun(scopes: Scopes, binding: Binding, node: Node): boolean {
  for (let at: Node | undefined = node; at !== undefined && at !== binding.scope.node; at = scopes.parents.get(at)) if (isFunctionNode(at)) return false;
  return true;
}
