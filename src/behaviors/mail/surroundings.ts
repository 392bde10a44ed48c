// What stands around a message: a loop over recipients, a function that takes the place of one that sends.
import type { Code, Module, Node } from '../contract.ts';
import { recipientsOf } from './addresses.ts';
import { isSendName } from './apis.ts';
import { nameOf } from './values.ts';

/** `for (const to of [args.to, 'x@example.com'])` writes to all, not to one of them. */
export function isLoop(code: Code, { node: inside, module }: { readonly node: Node; readonly module: Module }): boolean {
  return code.ancestors(inside, module).some((node) => {
    const list = iterated(node);
    return list !== undefined && recipientsOf(code, code.value(list, module)).together === 'all';
  });
}

/** What a loop or a call of `forEach` goes over. */
function iterated(node: Node): Node | undefined {
  if (node.type === 'ForOfStatement') return node['right'] as Node;
  const callee = node.type === 'CallExpression' ? (node['callee'] as Node) : undefined;
  const property = callee?.type === 'MemberExpression' ? (callee['property'] as Node) : undefined;
  return property?.type === 'Identifier' && /^(?:map|forEach|flatMap)$/.test(String(property['name'])) ? (callee?.['object'] as Node) : undefined;
}

/** True inside a function that takes the place of one that sends, and inside a plugin or interceptor. */
export function isPatch(code: Code, node: Node, module: Module): boolean {
  const around = code.ancestors(node, module);
  return around.some((ancestor, at) => {
    const inner = around[at - 1] ?? node;
    if (!/Function/.test(inner.type)) return false;
    if (ancestor.type === 'CallExpression') return nameOf(code.value(ancestor['callee'] as Node, module)) === 'use';
    const left = ancestor.type === 'AssignmentExpression' ? (ancestor['left'] as Node) : undefined;
    const name = left?.type === 'MemberExpression' ? (left['property'] as Node)['name'] : undefined;
    return typeof name === 'string' && isSendName(name);
  });
}

