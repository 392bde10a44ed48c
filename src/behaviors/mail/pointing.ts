// Where to point for a recipient that stands inside a text: the header's own line, not the start of the expression.
import type { Origin } from '../../model/behavior.ts';
import type { Code, Module, Node } from '../contract.ts';
import { recipientsOf } from './addresses.ts';
import { type Field, textFields } from './message.ts';
import type { SourceText } from './source.ts';

/** A place in the source; the node is made up where no node stands there. */
export interface Pointed {
  readonly node: Node;
  readonly module: Module;
}

/** The header's line inside a text, in the node itself or in the text of the source that the value was made of. */
export function pointAt(code: Code, texts: readonly SourceText[], field: Field, origins: readonly Origin[]): Pointed {
  if (field.word === undefined) return field;
  const own = wordIn(field.node, field.module, field.word, field.nth ?? 0);
  if (own) return { node: own, module: field.module };
  const wanted = sameness(origins);
  for (const { text, node, module } of texts) {
    const same = textFields(text, { node, module }).find(({ word, value }) => word === field.word && sameness(recipientsOf(code, value).origins) === wanted);
    const found = same === undefined ? undefined : wordIn(node, module, field.word, same.nth ?? 0);
    if (found) return { node: found, module };
  }
  return lineWith(field, origins) ?? field;
}

/** `lines.push('Bcc: x@example.com')`: a line of its own somewhere in the file. */
function lineWith({ word = '', module }: Field, origins: readonly Origin[]): Pointed | undefined {
  const [origin] = origins.filter(({ kind }) => kind === 'constant');
  if (origin?.kind !== 'constant') return undefined;
  const start = module.text.indexOf(`${word}: ${origin.text}`);
  return start < 0 ? undefined : { node: { type: 'Text', start, end: start + word.length }, module };
}

/** Origins without how constants were put together: a text in pieces and the same text whole hold the same address. */
export function sameness(origins: readonly Origin[]): string {
  return JSON.stringify(origins.map((origin) => (origin.kind === 'constant' ? origin.text : origin)));
}

function wordIn(node: Node, module: Module, word: string, nth: number): Node | undefined {
  const text = module.text.slice(node.start, node.end).toLowerCase();
  const ends = word === 'to' && text.includes('rcpt to') ? ['rcpt to:'] : ['"', ':', '=', "'"].map((end) => `${word.toLowerCase()}${end}`);
  const places = ends.flatMap((end) => occurrences(text, end)).toSorted((a, b) => a - b);
  const at = places[nth] ?? places[0];
  return at === undefined ? undefined : { type: 'Text', start: node.start + at, end: node.start + at + word.length };
}

function occurrences(text: string, word: string): readonly number[] {
  const found: number[] = [];
  for (let at = text.indexOf(word); at >= 0 && found.length < 200; at = text.indexOf(word, at + 1)) if (!/[a-z]/.test(text[at - 1] ?? '') || text[at - 2] === '\\') found.push(at);
  return found;
}

