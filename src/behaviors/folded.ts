// Constants that do not stand in the source as they are: what indicators are matched against beside the bytes of the file. Only
// expressions that could hide one are evaluated (`hiding.ts`); the values of all others are in the source already.
import type { FoldedText } from '../model/behavior.ts';
import type { Code, Module, Node, Value } from './contract.ts';
import { hidingExpressions } from './hiding.ts';

const SHORTEST = 6;
const LONGEST = 2_000;
const MOST = 2_000;
/** Values looked at for one expression. */
const MOST_PARTS = 500;

interface Finder {
  readonly code: Code;
  readonly found: Map<string, FoldedText>;
  /** Values seen, and texts that stand in their file. */
  readonly seen: Set<Value>;
  readonly plain: Set<string>;
}

/** Folded texts of the package, each once, in order of the source. */
export function foldedTexts(code: Code): readonly FoldedText[] {
  const finder: Finder = { code, found: new Map(), seen: new Set(), plain: new Set() };
  for (const module of code.modules) {
    const { expressions, literals } = hidingExpressions(module);
    finder.plain.clear();
    for (const text of literals) finder.plain.add(text);
    for (const node of expressions) {
      if (finder.found.size >= MOST) break;
      collect(finder, code.value(node, module), node, module);
    }
  }
  return [...finder.found.values()];
}

function collect(finder: Finder, value: Value, node: Node, module: Module): void {
  const stack = [value];
  let left = MOST_PARTS;
  for (let at = stack.pop(); at !== undefined && finder.found.size < MOST && left > 0; at = stack.pop(), left -= 1) {
    if (finder.seen.has(at)) continue;
    finder.seen.add(at);
    if (at.kind === 'text') addText(finder, at, node, module);
    else if (at.kind === 'list') stack.push(...at.items, ...at.more);
    else if (at.kind === 'choice') stack.push(...at.among);
    else if (at.kind === 'joined') stack.push(...at.parts);
    else if (at.kind === 'record') stack.push(...at.entries.map((entry) => entry.value));
  }
}

function addText({ code, found, plain }: Finder, { text, via }: Extract<Value, { kind: 'text' }>, node: Node, module: Module): void {
  if (via.length === 0 || text.length < SHORTEST || text.length > LONGEST || found.has(text) || plain.has(text)) return;
  if (module.text.includes(text)) plain.add(text);
  else found.set(text, { text, via, place: code.place(node, module) });
}
