// The first value of a variable that is looked at where it stands: its declaration, as far as that is made of constants.
import type { Node } from '../../contract.ts';
import { stop } from '../machine.ts';
import type { Machine } from '../machine.ts';
import { OPAQUE } from '../values.ts';
import type { Val } from '../values.ts';
import { storeTo } from './assignments.ts';
import { rootFrame } from './context.ts';
import type { Cell, Context, ModuleCode } from './context.ts';
import { immediateArguments } from './mentions.ts';
import { isFunctionNode, nodeAt, nodesAt, optionalAt } from './nodes.ts';
import { inSameRun, scopeAround } from './scopes.ts';
import type { Scope } from './scopes.ts';

/** Where code is compiled that is looked at where it stands. */
export function contextAt(code: ModuleCode, scope: Scope, order: Context['order']): Context {
  return { code, scope, layout: { slots: new Map(), up: undefined }, size: { nodes: 0 }, depth: 0, order, labels: [] };
}

function parameter(m: Machine, cell: Cell, fn: Node): Val {
  const { code, binding } = cell;
  const args = immediateArguments(code.scopes, fn);
  const at = nodesAt(fn, 'params').findIndex((param) => param?.type === 'Identifier' && param['name'] === binding.name);
  const arg = at < 0 ? undefined : args?.[at];
  if (args === undefined || at < 0) return OPAQUE;
  return arg === undefined ? undefined : code.compile.expression(arg, contextAt(code, scopeAround(code.scopes, arg), 'early'))(m, rootFrame(undefined));
}

function declarator(m: Machine, cell: Cell, node: Node): Val {
  const { code } = cell;
  const id = nodeAt(node, 'id');
  const init = optionalAt(node, 'init');
  const up = code.scopes.parents.get(node);
  const loop = up === undefined ? undefined : code.scopes.parents.get(up);
  if ((loop?.type === 'ForOfStatement' || loop?.type === 'ForInStatement') && loop['left'] === up) return stop('not-constant');
  if (init === undefined) return undefined;
  // `var a = a || {}`: what stood in it before is not known.
  if (cell.binding.mentions.some((mention) => mention.start >= init.start && mention.end <= init.end && inSameRun(code.scopes, cell.binding, mention))) return stop('not-constant');
  const context = contextAt(code, scopeAround(code.scopes, node), 'early');
  const f = rootFrame(undefined);
  const value = code.compile.expression(init, context)(m, f);
  if (id.type === 'Identifier') return value;
  storeTo(id, context, 'initialise')(m, f, value);
  return cell.value;
}

/** `imported`: the value of an import. */
export function initialValue(m: Machine, cell: Cell, imported: (m: Machine, specifier: Node) => Val): Val {
  const { code, binding } = cell;
  const first = binding.declarations.at(-1) ?? stop('unsupported');
  const around = binding.scope;
  switch (binding.kind) {
    case 'import': return imported(m, first);
    case 'param': return parameter(m, cell, first);
    case 'catch': return OPAQUE;
    case 'function': return code.compile.fn(first, contextAt(code, around, 'running'))(m, rootFrame(undefined));
    case 'class': return code.compile.classOf(first, contextAt(code, around, 'running'))(m, rootFrame(undefined));
    case 'name': return isFunctionNode(first)
      ? code.compile.fn(first, contextAt(code, around.parent ?? around, 'running'))(m, rootFrame(undefined))
      : code.compile.classOf(first, contextAt(code, around.parent ?? around, 'running'))(m, rootFrame(undefined));
    default: return binding.declarations.length > 1 ? undefined : declarator(m, cell, first);
  }
}
