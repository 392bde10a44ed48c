// What no call or object literal shows: assignments to members of foreign objects, and messages written as text anywhere in the source.
import type { Code, Module, Node, Value } from '../contract.ts';
import { child, visit } from '../nodes.ts';
import { fieldOf, isContent, tellsMessage } from './fields.ts';
import type { Setter } from './setters.ts';
import { memberName } from './values.ts';
import { messageInText, type TextMessage } from './texts.ts';

/** A message that stands as text in the source. */
export interface SourceText {
  readonly text: TextMessage;
  readonly node: Node;
  readonly module: Module;
}

/** The letter of an escaped line break stands before the word as well: `'\r\nBcc: '`. */
const MARKS = /(?:\b|\\[rnt])(?:b?cc|rcpt to)["']?\s{0,5}[:=]/i;
const TEXTS = new Set(['Literal', 'TemplateLiteral', 'BinaryExpression']);

/** Assignments `x.bcc = …` that are part of no record, as setters. */
export function assignmentsIn(code: Code, known: ReadonlySet<Node>): readonly Setter[] {
  return code.modules.flatMap((module) => {
    const found: Setter[] = [];
    visit(module.program, (node) => {
      if (node.type === 'AssignmentExpression' && !known.has(node)) {
        const setter = assignmentOf(code, node, module);
        if (setter) found.push(setter);
      }
      return true;
    });
    return found;
  });
}

/** Texts of the source that are messages; outermost expressions only. */
export function textsIn(code: Code): readonly SourceText[] {
  return code.modules.filter(({ text }) => MARKS.test(text)).flatMap((module) => {
    const found: SourceText[] = [];
    visit(module.program, (node) => {
      if (!TEXTS.has(node.type) && !isJoin(code, node, module)) return true;
      if (!MARKS.test(module.text.slice(node.start, node.end))) return node.type !== 'Literal';
      const text = messageInText(code.value(node, module));
      if (text) found.push({ text, node, module });
      return text === undefined;
    });
    return found;
  });
}

function isJoin(code: Code, node: Node, module: Module): boolean {
  const name = node.type === 'CallExpression' ? memberName(code, child(node, 'callee'), module) : undefined;
  return name === 'join' || name === 'concat';
}

function assignmentOf(code: Code, node: Node, module: Module): Setter | undefined {
  const left = node['left'] as Node;
  if (left.type !== 'MemberExpression') return undefined;
  const key = memberName(code, left, module);
  if (key === undefined) return undefined;
  const field = fieldOf(key);
  if (field === undefined && !isContent(key)) return undefined;
  const value: Value = code.value(node['right'] as Node, module);
  const on = code.value(left['object'] as Node, module);
  return { what: field ?? 'content', telling: field === undefined && tellsMessage(key), form: 'assignment', value, on, node, at: node, module, api: `.${key} =` };
}
