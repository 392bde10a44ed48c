// Constants that do not stand in the source as they are: what indicators are matched against beside the bytes of the file.
import type { FoldedText } from '../model/behavior.ts';
import type { Code, Value } from './contract.ts';

const SHORTEST = 6;
const LONGEST = 2_000;
const MOST = 2_000;
/** Parts of the values of one call or object. What a compiler's calls of calls lead to is without end, and stands at their own places too. */
const AT_ONE_PLACE = 5_000;

/** Folded texts among the arguments of calls and the entries of objects, each once, in order of the source. */
export function foldedTexts(code: Code): readonly FoldedText[] {
  const found = new Map<string, FoldedText>();
  const seen = new Set<Value>();
  for (const site of code.calls()) {
    if (found.size >= MOST) break;
    collect(code, [site.callee, ...site.args], site, seen, found);
  }
  for (const record of code.records()) {
    if (found.size >= MOST) break;
    collect(code, record.entries.map((entry) => entry.value), record, seen, found);
  }
  return [...found.values()];
}

function collect(code: Code, values: readonly Value[], at: { readonly node: Parameters<Code['place']>[0]; readonly module: Parameters<Code['place']>[1] }, seen: Set<Value>, found: Map<string, FoldedText>): void {
  const stack = [...values];
  let left = AT_ONE_PLACE;
  for (let value = stack.pop(); value !== undefined && found.size < MOST && left > 0; value = stack.pop()) {
    if (seen.has(value)) continue;
    left -= 1;
    seen.add(value);
    if (value.kind === 'text') addText(code, value, at, found);
    else if (value.kind === 'list') stack.push(...value.items, ...value.more);
    else if (value.kind === 'choice') stack.push(...value.among);
    else if (value.kind === 'joined') stack.push(...value.parts);
    else if (value.kind === 'call') stack.push(...value.args);
    else if (value.kind === 'record') stack.push(...value.entries.map((entry) => entry.value));
  }
}

function addText(code: Code, value: Extract<Value, { kind: 'text' }>, at: { readonly node: Parameters<Code['place']>[0]; readonly module: Parameters<Code['place']>[1] }, found: Map<string, FoldedText>): void {
  const { text, via } = value;
  if (via.length === 0 || text.length < SHORTEST || text.length > LONGEST || found.has(text) || at.module.text.includes(text)) return;
  found.set(text, { text, via, place: code.place(at.node, at.module) });
}
