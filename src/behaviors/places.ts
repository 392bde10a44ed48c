// Places in the code: line, column, excerpt, and the name of what is around.
import type { CodePlace } from '../model/behavior.ts';
import { excerptsIn, positionsIn } from '../text/lines.ts';
import type { Module, Node } from './contract.ts';
import { child, isFunction, literalText, nameOf, plainKey } from './nodes.ts';

const EXCERPT = 200;

/** Gives the place of a node of a module; tables of lines are made at the first question. */
export function createPlaces(): (node: Node, module: Module) => CodePlace {
  const tables = new Map<Module, { readonly position: ReturnType<typeof positionsIn>; readonly excerpt: ReturnType<typeof excerptsIn> }>();
  return (node, module) => {
    let table = tables.get(module);
    if (table === undefined) {
      table = { position: positionsIn(module.text), excerpt: excerptsIn(module.text) };
      tables.set(module, table);
    }
    const { line, column } = table.position(node.start);
    const excerpt = column <= EXCERPT / 2 ? table.excerpt(line, EXCERPT) : excerptsIn(around(module.text, node.start))(1, EXCERPT);
    return { path: module.path, line, column, ...(excerpt === '' ? {} : { excerpt }) };
  };
}

/** The part of a long line where the node is. */
function around(text: string, offset: number): string {
  const from = Math.max(text.lastIndexOf('\n', offset - 1) + 1, offset - EXCERPT / 4);
  const newline = text.indexOf('\n', offset);
  return text.slice(from, Math.min(newline === -1 ? text.length : newline, offset + EXCERPT));
}

/** Name of the tool, method or function around a node, as people know it; `ancestors` innermost first. */
export function nameAround(ancestors: readonly Node[]): string | undefined {
  for (const [index, node] of ancestors.entries()) {
    if (!isFunction(node)) continue;
    const parent = ancestors[index + 1];
    const name = nameOf(child(node, 'id')) ?? (parent === undefined ? undefined : nameFrom(node, parent));
    if (name !== undefined) return name;
  }
  return undefined;
}

function nameFrom(node: Node, parent: Node): string | undefined {
  if (parent.type === 'VariableDeclarator') return nameOf(child(parent, 'id'));
  if (parent.type === 'MethodDefinition' || parent.type === 'Property' || parent.type === 'PropertyDefinition') return plainKey(parent);
  if (parent.type === 'AssignmentExpression') return nameOf(child(parent, 'left')) ?? plainKey(child(parent, 'left') ?? node, 'property');
  // `server.tool('send_mail', …, handler)`: the first argument names what the handler does.
  const first = parent.type === 'CallExpression' && Array.isArray(parent['arguments']) ? (parent['arguments'] as readonly Node[])[0] : undefined;
  const text = first === node ? undefined : literalText(first);
  return text !== undefined && /^[\w./:-]{1,64}$/.test(text) ? text : undefined;
}
