// Declarations: what a node adds to its scope and which scope its children see. `var` and functions go up to their function.
import type { Node } from './contract.ts';
import { child, children, isClass, isFunction, literalText, nameOf, specifierName } from './nodes.ts';
import { namesOfPattern } from './patterns.ts';
import type { Binding, Pass, Scope, Source, Step } from './scopes.ts';

/** Declares what the node declares and gives the scope of its children. */
export function declareNode(node: Node, scope: Scope, pass: Pass): Scope {
  if (isFunction(node)) return declareFunction(node, scope, pass);
  if (isClass(node)) return declareClass(node, scope, pass);
  switch (node.type) {
    case 'VariableDeclaration':
      declareVariables(node, scope, pass, pass.parents.get(node));
      return scope;
    case 'BlockStatement': case 'StaticBlock': case 'SwitchStatement': case 'ForStatement': case 'ForOfStatement': case 'ForInStatement':
      return inner(node, scope);
    case 'CatchClause':
      return declareCatch(node, scope, pass);
    case 'ImportDeclaration':
      declareImports(node, scope, pass);
      return scope;
    case 'TSImportEqualsDeclaration': {
      const specifier = literalText(child(child(node, 'moduleReference') ?? node, 'expression'));
      if (specifier !== undefined) declare(child(node, 'id'), scope, pass, { from: 'import', specifier, name: '*' });
      return scope;
    }
    case 'TSEnumDeclaration':
      declare(child(node, 'id'), scope, pass, { from: 'enum', node });
      return scope;
    default:
      return scope;
  }
}

/** Adds a name with one assignment; a second declaration of the same name in one scope is the same binding. */
export function declare(target: Node | undefined, scope: Scope, pass: Pass, source: Source | undefined, steps: readonly Step[] = [], implicit = false): void {
  const name = nameOf(target);
  if (target === undefined || name === undefined) return;
  pass.targets.add(target);
  let binding: Binding | undefined = scope.names.get(name);
  if (binding === undefined) {
    binding = { name, module: pass.module, scope, writes: [], uses: [], implicit };
    scope.names.set(name, binding);
  }
  if (source !== undefined) binding.writes.push({ source, steps });
}

function inner(node: Node, parent: Scope, fn: Node | undefined = parent.fn): Scope {
  return { node, parent, ...(fn === undefined ? {} : { fn }), names: new Map() };
}

function declareFunction(node: Node, scope: Scope, pass: Pass): Scope {
  const name = child(node, 'id');
  if (node.type === 'FunctionDeclaration') declare(name, scope, pass, { from: 'function', node });
  const own = inner(node, scope, node);
  if (node.type === 'FunctionExpression') declare(name, own, pass, { from: 'function', node });
  children(node, 'params').forEach((param, index) => {
    const pattern = param.type === 'TSParameterProperty' ? (child(param, 'parameter') ?? param) : param;
    const rest = pattern.type === 'RestElement';
    const target = rest ? (child(pattern, 'argument') ?? pattern) : pattern;
    for (const { node: id, steps } of namesOfPattern(target)) declare(id, own, pass, { from: 'parameter', fn: node, index, rest }, steps);
  });
  return own;
}

function declareClass(node: Node, scope: Scope, pass: Pass): Scope {
  const name = child(node, 'id');
  if (node.type === 'ClassDeclaration') declare(name, scope, pass, { from: 'class', node });
  const own = inner(node, scope);
  if (node.type === 'ClassExpression') declare(name, own, pass, { from: 'class', node });
  return own;
}

function declareVariables(node: Node, scope: Scope, pass: Pass, parent: Node | undefined): void {
  const target = node['kind'] === 'var' ? hoistTo(scope) : scope;
  const iterated = parent !== undefined && child(parent, 'left') === node ? child(parent, 'right') : undefined;
  const from = parent?.type === 'ForInStatement' ? 'key' : 'item';
  for (const declarator of children(node, 'declarations')) {
    const id = child(declarator, 'id');
    if (id === undefined) continue;
    const init = child(declarator, 'init');
    const source: Source | undefined = iterated !== undefined ? { from, node: iterated } : init === undefined ? undefined : { from: 'node', node: init };
    for (const { node: name, steps } of namesOfPattern(id)) declare(name, target, pass, source, steps);
  }
}

function declareCatch(node: Node, scope: Scope, pass: Pass): Scope {
  const own = inner(node, scope);
  const param = child(node, 'param');
  if (param !== undefined) for (const { node: name } of namesOfPattern(param)) declare(name, own, pass, { from: 'nothing' });
  return own;
}

function declareImports(node: Node, scope: Scope, pass: Pass): void {
  const specifier = literalText(child(node, 'source'));
  if (specifier === undefined) return;
  for (const item of children(node, 'specifiers')) {
    const name = item.type === 'ImportNamespaceSpecifier' ? '*' : item.type === 'ImportDefaultSpecifier' ? 'default' : specifierName(child(item, 'imported'));
    declare(child(item, 'local'), scope, pass, { from: 'import', specifier, name: name ?? '*' });
  }
}

/** Scope that a `var` belongs to. A function in a block is kept where it stands. */
function hoistTo(scope: Scope): Scope {
  let at = scope;
  while (at.parent !== undefined && !isFunction(at.node)) at = at.parent;
  return at;
}
