// Names of one module: which binding each identifier means, every assignment to it, every use of it. One pass over the tree with a
// stack of its own; no evaluation.
import { assignPattern } from './assign.ts';
import type { Module, Node } from './contract.ts';
import { declareNode } from './declare.ts';
import { child, isFunction, nameOf, pushChildren } from './nodes.ts';
import { meets } from './ranges.ts';

/** Where the value of a binding comes from, before any path into it is followed. */
export type Source =
  | { readonly from: 'node'; readonly node: Node }
  | { readonly from: 'parameter'; readonly fn: Node; readonly index: number; readonly rest: boolean }
  /** One item of what is iterated; one of its keys with `for in`. */
  | { readonly from: 'item' | 'key'; readonly node: Node }
  | { readonly from: 'function' | 'class' | 'enum'; readonly node: Node }
  /** `name` is `*` for the whole namespace. */
  | { readonly from: 'import'; readonly specifier: string; readonly name: string }
  /** `x += y` and the like: the node is the assignment. */
  | { readonly from: 'compound'; readonly node: Node }
  /** Counters, errors caught, declarations without a body. */
  | { readonly from: 'nothing' };

/** A step of destructuring. */
export type Step =
  | { readonly key: string }
  | { readonly computed: Node }
  | { readonly index: number }
  | { readonly restFrom: number }
  | { readonly restWithout: readonly string[] }
  | { readonly otherwise: Node };

/** One assignment to a binding; steps lead from the source to what is assigned. */
export interface Write {
  readonly source: Source;
  readonly steps: readonly Step[];
}

export interface Binding {
  readonly name: string;
  readonly module: Module;
  readonly scope: Scope;
  readonly writes: Write[];
  /** Identifiers that read it, in order. */
  readonly uses: Node[];
  /** Assigned without a declaration: a global of scripts, which others may set as well. */
  readonly implicit: boolean;
}

export interface Scope {
  readonly node: Node;
  readonly parent?: Scope;
  /** Innermost function; absent at the top level. */
  readonly fn?: Node;
  readonly names: Map<string, Binding>;
}

/** State of the pass that reads the names of a module. */
export interface Pass {
  readonly module: Module;
  readonly top: Scope;
  readonly parents: Map<Node, Node>;
  /** Identifiers that are declared or assigned, not read. */
  readonly targets: Set<Node>;
}

/** What one pass over a module finds. */
export interface Names {
  readonly module: Module;
  readonly top: Scope;
  readonly parents: ReadonlyMap<Node, Node>;
  /** Identifiers that mean a binding of the module; an identifier that is not here is a global or no reference. */
  readonly bindings: ReadonlyMap<Node, Binding>;
  /** Assignments to properties, by `=` and the like, in order. */
  readonly propertyWrites: readonly Node[];
  /** Calls, `new` and tagged templates. */
  readonly calls: readonly Node[];
  readonly objects: readonly Node[];
  readonly functions: readonly Node[];
  readonly exports: readonly Node[];
  /** `return` and `yield` of each function. */
  readonly returns: ReadonlyMap<Node, readonly Node[]>;
}

/** Names and places of one module. */
export function readNames(module: Module): Names {
  const top: Scope = { node: module.program, names: new Map() };
  const parents = new Map<Node, Node>();
  const pass: Pass = { module, top, parents, targets: new Set() };
  const references: { readonly node: Node; readonly scope: Scope }[] = [];
  const assignments: { readonly node: Node; readonly scope: Scope }[] = [];
  const lists = { calls: [] as Node[], objects: [] as Node[], functions: [] as Node[], exports: [] as Node[] };
  const returns = new Map<Node, Node[]>();
  const stack: { readonly node: Node; readonly scope: Scope }[] = [{ node: module.program, scope: top }];
  for (let entry = stack.pop(); entry !== undefined; entry = stack.pop()) {
    const { node } = entry;
    const scope = declareNode(node, entry.scope, pass);
    note(node, scope, module, lists, returns);
    if (node.type === 'AssignmentExpression' || node.type === 'UpdateExpression' || isLoopHead(node)) assignments.push({ node, scope });
    if (isReference(node, parents.get(node))) references.push({ node, scope: entry.scope });
    pushChildren(node, (inner) => {
      // meriyah shares one node between key and value of a shorthand property.
      if (parents.has(inner)) return;
      parents.set(inner, node);
      stack.push({ node: inner, scope: isOutside(inner, node) ? entry.scope : scope });
    });
  }
  const propertyWrites = assignments.flatMap(({ node, scope }) => assignPattern(node, scope, pass));
  return { module, top, parents, bindings: resolveAll(references, pass.targets), propertyWrites: propertyWrites.toSorted((a, b) => a.start - b.start), ...lists, returns };
}

/** The binding that a name means in a scope. */
export function lookUp(name: string, scope: Scope): Binding | undefined {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) {
    const found = at.names.get(name);
    if (found !== undefined) return found;
  }
  return undefined;
}

function resolveAll(references: readonly { readonly node: Node; readonly scope: Scope }[], targets: ReadonlySet<Node>): Map<Node, Binding> {
  const bindings = new Map<Node, Binding>();
  for (const { node, scope } of references) {
    const binding = lookUp(nameOf(node) ?? '', scope);
    if (binding === undefined) continue;
    bindings.set(node, binding);
    if (!targets.has(node)) binding.uses.push(node);
  }
  return bindings;
}

function listNear(list: Node[], node: Node, near: Module['near']): void {
  if (near === undefined || meets(near, node)) list.push(node);
}

function note(node: Node, scope: Scope, { near }: Module, lists: Readonly<Record<'calls' | 'objects' | 'functions' | 'exports', Node[]>>, returns: Map<Node, Node[]>): void {
  if (node.type === 'CallExpression' || node.type === 'NewExpression' || node.type === 'TaggedTemplateExpression' || node.type === 'ImportExpression') listNear(lists.calls, node, near);
  else if (node.type === 'ObjectExpression') listNear(lists.objects, node, near);
  else if (isFunction(node)) lists.functions.push(node);
  else if (node.type.startsWith('Export') || node.type === 'TSExportAssignment') lists.exports.push(node);
  if (node.type !== 'ReturnStatement' && node.type !== 'YieldExpression') return;
  if (scope.fn === undefined) return;
  const known = returns.get(scope.fn);
  if (known === undefined) returns.set(scope.fn, [node]);
  else known.push(node);
}

/** The name of a function or class declaration and computed keys of its head stand outside its own scope. */
function isOutside(inner: Node, node: Node): boolean {
  return node.type === 'ClassDeclaration' && child(node, 'superClass') === inner;
}

function isLoopHead(node: Node): boolean {
  return (node.type === 'ForOfStatement' || node.type === 'ForInStatement') && child(node, 'left')?.type !== 'VariableDeclaration';
}

/** Parents under which an identifier at a key is a name and no reference. */
const NAME_KEYS: Readonly<Record<string, readonly string[]>> = {
  MemberExpression: ['property'], Property: ['key'], MethodDefinition: ['key'], PropertyDefinition: ['key'], AccessorProperty: ['key'], TSAbstractPropertyDefinition: ['key'], TSAbstractMethodDefinition: ['key'], TSEnumMember: ['id'],
};
const NO_REFERENCES: ReadonlySet<string> = new Set([
  'LabeledStatement', 'BreakStatement', 'ContinueStatement', 'ImportSpecifier', 'ImportDefaultSpecifier', 'ImportNamespaceSpecifier', 'ExportAllDeclaration', 'MetaProperty', 'JSXAttribute',
  'TSInterfaceDeclaration', 'TSTypeAliasDeclaration', 'TSTypeReference', 'TSQualifiedName', 'TSTypeQuery', 'TSExpressionWithTypeArguments', 'TSDeclareFunction', 'TSImportEqualsDeclaration',
]);

function isReference(node: Node, parent: Node | undefined): boolean {
  if (node.type === 'JSXIdentifier') return parent?.type === 'JSXOpeningElement' || parent?.type === 'JSXMemberExpression';
  if (node.type !== 'Identifier' || parent === undefined) return false;
  if (NO_REFERENCES.has(parent.type)) return false;
  if (parent.type === 'ExportSpecifier') return child(parent, 'local') === node;
  if (parent['computed'] === true || parent['shorthand'] === true) return true;
  return NAME_KEYS[parent.type]?.some((key) => child(parent, key) === node) !== true;
}
