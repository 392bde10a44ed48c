// What the code reads of its environment: names, computed names, or all of it. `all` is the environment listed, serialised, or handed
// to something that sends, writes or logs. A copy given to a program that is started is usual, and is not `all`.
import type { EnvironmentBehavior } from '../model/behavior.ts';
import { apiCalls, apiNames } from './apis.ts';
import type { Code, Extractor, Module, Node, Value } from './contract.ts';
import { fileUses } from './file-apis.ts';
import { alternatives, textsOf } from './folded-text.ts';
import { child, children, nameOf, plainKey, pushChildren, textOf } from './nodes.ts';
import { networkApi } from './network-apis.ts';

/** Calls that list or serialise what they are given. */
const LISTING = /^(?:Object\.(?:keys|values|entries|getOwnPropertyNames|getOwnPropertyDescriptors)|Reflect\.ownKeys|JSON\.stringify|querystring\.(?:stringify|encode)|qs\.stringify|util\.(?:inspect|format)|v8\.serialize|structuredClone|URLSearchParams|Buffer\.from|console\.(?:log|info|error|warn|debug|dir|table)|Deno\.env\.toObject|lodash\.(?:keys|entries|toPairs|forEach|map|pick|pickBy)|js-yaml\.(?:dump|stringify))$/;
const ENV = /^(?:process\.env|import\.meta\.env|Bun\.env|bun\.env)$/;

/** Environment facts. */
export const environment: Extractor = {
  kind: 'environment',
  extract: (code) => [...code.modules.flatMap((module) => readsIn(code, module)), ...apiCalls(code).flatMap(({ site, api, args }) => {
    const context = () => code.context(site.node, site.module);
    if (api === 'Deno.env.get' || api === 'env.get') return named(args[0], api, context);
    const lists = api === 'Deno.env.toObject' || ((LISTING.test(api) || networkApi(api) !== undefined || fileUses(api) !== undefined) && args.some((value) => holdsEnvironment(value)));
    return lists ? [{ kind: 'environment', api, access: 'all', ...context() } as const] : [];
  })],
};

function readsIn(code: Code, module: Module): readonly EnvironmentBehavior[] {
  // No spelling of the word, no environment: most files are done here. Escapes and built names are why `env` alone is not asked for.
  if (!/env|\\u00|\\x|Deno/.test(module.text) && !/process\s{0,5}(?:\?\.)?\s{0,5}\[/.test(module.text)) return [];
  const found: EnvironmentBehavior[] = [];
  const stack: Node[] = [module.program];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    found.push(...readsAt(code, node, module));
    pushChildren(node, (inner) => stack.push(inner));
  }
  return found;
}

function readsAt(code: Code, node: Node, module: Module): readonly EnvironmentBehavior[] {
  const context = () => code.context(node, module);
  switch (node.type) {
    case 'MemberExpression': {
      const on = child(node, 'object');
      const key = child(node, 'property');
      if (on === undefined || key === undefined || !mayBeEnvironment(on) || isAssigned(code, node, module) || !isEnvironment(code.value(on, module))) return [];
      const plain = plainKey(node, 'property');
      return plain === undefined ? named(code.value(key, module), 'process.env', context) : [{ kind: 'environment', api: 'process.env', access: 'name', name: plain, ...context() }];
    }
    case 'VariableDeclarator': return destructured(code, child(node, 'id'), child(node, 'init'), module);
    case 'AssignmentExpression': case 'AssignmentPattern': return destructured(code, child(node, 'left'), child(node, 'right'), module);
    case 'ForInStatement': case 'ForOfStatement': {
      const of = child(node, 'right');
      return of !== undefined && mayBeEnvironment(of) && isEnvironment(code.value(of, module)) ? [{ kind: 'environment', api: 'process.env', access: 'all', ...context() }] : [];
    }
    case 'BinaryExpression': {
      const of = child(node, 'right');
      const key = child(node, 'left');
      if (textOf(node, 'operator') !== 'in' || of === undefined || key === undefined || !mayBeEnvironment(of) || !isEnvironment(code.value(of, module))) return [];
      return named(code.value(key, module), 'process.env', context);
    }
    default: return [];
  }
}

/** `const { A, b: { C }, ...rest } = process.env` and `const { env: { A } } = process`. */
function destructured(code: Code, pattern: Node | undefined, from: Node | undefined, module: Module): readonly EnvironmentBehavior[] {
  if (pattern?.type !== 'ObjectPattern' || from === undefined) return [];
  const value = code.value(from, module);
  const isProcess = alternatives(value).some((one) => apiNames(one).some((name) => name === 'process' || name === 'bun' || name === 'Bun'));
  if (!isProcess && !isEnvironment(value)) return [];
  return children(pattern, 'properties').flatMap((property): readonly EnvironmentBehavior[] => {
    const key = plainKey(property);
    const target = child(property, 'value');
    if (isProcess) return key === 'env' && target?.type === 'ObjectPattern' ? namesIn(code, target, module) : [];
    return namesOf(code, property, module);
  });
}

function namesIn(code: Code, pattern: Node, module: Module): readonly EnvironmentBehavior[] {
  return children(pattern, 'properties').flatMap((property) => namesOf(code, property, module));
}

function namesOf(code: Code, property: Node, module: Module): readonly EnvironmentBehavior[] {
  if (property.type === 'RestElement') return [];
  const context = () => code.context(property, module);
  const plain = plainKey(property);
  if (plain !== undefined) return [{ kind: 'environment', api: 'process.env', access: 'name', name: plain, ...context() }];
  const key = child(property, 'key');
  return key === undefined ? [] : named(code.value(key, module), 'process.env', context);
}

function named(key: Value | undefined, api: string, context: () => Pick<EnvironmentBehavior, 'place' | 'within' | 'when'>): readonly EnvironmentBehavior[] {
  const names = textsOf(key).filter((text) => !text.includes('*'));
  const common = { kind: 'environment' as const, api, ...context() };
  return names.length === 0 ? [{ ...common, access: 'computed' }] : names.map((name) => ({ ...common, access: 'name', name }));
}

// Cheap: what a name or property could be at all, before its value is asked for.
function mayBeEnvironment(node: Node): boolean {
  return node.type === 'Identifier' || node.type === 'MemberExpression' || node.type === 'ChainExpression' || node.type === 'LogicalExpression' || nameOf(node) !== undefined || /^(?:Parenthesized|TS|Conditional|Sequence|Assignment)/.test(node.type);
}

function isEnvironment(value: Value): boolean {
  return alternatives(value).some((one) => (one.kind === 'global' || one.kind === 'import' || one.kind === 'member') && apiNames(one).some((name) => ENV.test(name)));
}

/** In the value itself, in a record or list that it is spread into, or in what is serialised. */
function holdsEnvironment(value: Value, depth = 0): boolean {
  if (depth > 4) return false;
  switch (value.kind) {
    case 'record': return value.more.some((one) => holdsEnvironment(one, depth + 1)) || value.entries.slice(0, 200).some((entry) => holdsEnvironment(entry.value, depth + 1));
    case 'list': return [...value.items.slice(0, 200), ...value.more].some((one) => holdsEnvironment(one, depth + 1));
    case 'joined': return value.parts.slice(0, 200).some((one) => holdsEnvironment(one, depth + 1));
    case 'choice': return value.among.some((one) => holdsEnvironment(one, depth + 1));
    default: return isEnvironment(value);
  }
}

function isAssigned(code: Code, node: Node, module: Module): boolean {
  const parent = code.ancestors(node, module)[0];
  return parent?.type === 'AssignmentExpression' && child(parent, 'left') === node && textOf(parent, 'operator') === '=';
}
