// Assignments written as expressions: to names, which become writes of a binding, and to properties, which are listed.
import type { Node } from './contract.ts';
import { declare } from './declare.ts';
import { bare, child, isNode, nameOf } from './nodes.ts';
import { namesOfPattern } from './patterns.ts';
import type { Pass, Scope, Source, Step } from './scopes.ts';

/** Records an assignment, `x++` or the head of a loop without a declaration; gives the node where it sets a property. */
export function assignPattern(node: Node, scope: Scope, pass: Pass): readonly Node[] {
  const target = child(node, node.type === 'UpdateExpression' ? 'argument' : 'left');
  if (target === undefined) return [];
  const bareTarget = bare(target);
  const source = sourceOf(node);
  let setsProperty = false;
  for (const { node: name, steps } of namesOfPattern(bareTarget)) {
    if (bare(name).type === 'Identifier') assign(bare(name), scope, pass, source, steps);
    else setsProperty = true;
  }
  return setsProperty && bareTarget.type === 'MemberExpression' && node.type === 'AssignmentExpression' ? [node] : [];
}

function assign(target: Node, scope: Scope, pass: Pass, source: Source, steps: readonly Step[]): void {
  const name = nameOf(target);
  if (name === undefined) return;
  for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) {
    if (at.names.has(name)) return declare(target, at, pass, source, steps);
  }
  if (name !== 'exports' && name !== 'module') declare(target, pass.top, pass, source, steps, true);
}

function sourceOf(node: Node): Source {
  const right = child(node, 'right');
  if (!isNode(right) || node.type === 'UpdateExpression') return { from: 'nothing' };
  if (node.type === 'ForInStatement') return { from: 'key', node: right };
  if (node.type === 'ForOfStatement') return { from: 'item', node: right };
  return node['operator'] === '=' || /^(?:\|\||&&|\?\?)=$/.test(String(node['operator'])) ? { from: 'node', node: right } : { from: 'compound', node };
}
