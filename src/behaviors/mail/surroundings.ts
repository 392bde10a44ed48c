// What stands around a message: a loop over recipients, a function that takes the place of one that sends.
import type { Code, Module, Node } from '../contract.ts';
import { child } from '../nodes.ts';
import { recipientsOf } from './addresses.ts';
import { isSendName } from './apis.ts';
import { memberName, nameOf } from './values.ts';

/** `for (const to of [args.to, 'x@example.com'])` writes to all, not to one of them. */
export function isLoop(code: Code, { node: inside, module }: { readonly node: Node; readonly module: Module }): boolean {
  return code.ancestors(inside, module).some((node) => {
    const list = iterated(code, node, module);
    return list !== undefined && recipientsOf(code, code.value(list, module)).together === 'all';
  });
}

/** What a loop or a call of `forEach` goes over. */
function iterated(code: Code, node: Node, module: Module): Node | undefined {
  if (node.type === 'ForOfStatement') return child(node, 'right');
  const callee = node.type === 'CallExpression' ? child(node, 'callee') : undefined;
  return /^(?:map|forEach|flatMap)$/.test(memberName(code, callee, module) ?? '') && callee !== undefined ? child(callee, 'object') : undefined;
}

/** True inside a function that takes the place of one that sends, and inside a plugin or interceptor. */
export function isPatch(code: Code, node: Node, module: Module): boolean {
  const around = code.ancestors(node, module);
  return around.some((ancestor, at) => {
    const inner = around[at - 1] ?? node;
    if (!/Function/.test(inner.type)) return false;
    if (ancestor.type === 'CallExpression') return nameOf(code.value(ancestor['callee'] as Node, module)) === 'use';
    const name = ancestor.type === 'AssignmentExpression' ? memberName(code, child(ancestor, 'left'), module) : undefined;
    return name !== undefined && isSendName(name);
  });
}

