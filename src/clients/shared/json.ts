// JSON with comments and trailing commas, read tolerantly: what is healthy in a damaged file is still given.
// https://github.com/microsoft/node-jsonc-parser - recursive: very deep nesting ends in a RangeError, which is caught here.
import { parseTree, type Node, type ParseError } from 'jsonc-parser';
import type { Problem } from '../../model/coverage.ts';
import type { Position } from '../../model/inventory.ts';
import { positionsIn } from '../../text/lines.ts';
import { memo, scalarNode, type At, type ConfigEntry, type ConfigNode, type ConfigText } from './node.ts';

type Locate = (offset: number) => Position;

// More faults of one file say nothing new.
const MAX_FAULTS = 5;

/** Never throws. */
export function parseJsonText(text: string): ConfigText {
  const faults: ParseError[] = [];
  let root: Node | undefined;
  try {
    root = parseTree(text, faults, { allowTrailingComma: true, allowEmptyContent: true });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { roots: [], problems: [{ code: 'too-deep', message: 'objects or lists are nested too deep to be read' }] };
  }
  let lines: Locate | undefined;
  const locate: Locate = (offset) => (lines ??= positionsIn(text))(offset);
  return { roots: root === undefined ? [] : [nodeOf(root, locate)], problems: faultsOf(text, faults, locate) };
}

function faultsOf(text: string, faults: readonly ParseError[], locate: Locate): readonly Problem[] {
  const end = text.trimEnd().length;
  const problems: Problem[] = [];
  // One fault is often told several times, at one place.
  const offsets = [...new Set(faults.map((fault) => fault.offset))];
  for (const offset of offsets.slice(0, MAX_FAULTS)) {
    const message = offset >= end ? 'not valid JSON: it ends too early, as a truncated file does' : 'not valid JSON';
    problems.push({ code: 'malformed', message, ...locate(Math.min(offset, text.length)) });
  }
  if (offsets.length > MAX_FAULTS) problems.push({ code: 'malformed', message: `not valid JSON in ${offsets.length - MAX_FAULTS} more places` });
  return problems;
}

function nodeOf(node: Node, locate: Locate): ConfigNode {
  const at: At = () => locate(node.offset);
  if (node.type === 'object') return { kind: 'map', entries: memo(() => entriesIn(node, locate)), at };
  if (node.type === 'array') return { kind: 'list', items: memo(() => (node.children ?? []).map((child) => nodeOf(child, locate))), at };
  return scalarNode(node.value as string | number | boolean | null, at);
}

function entriesIn(object: Node, locate: Locate): readonly ConfigEntry[] {
  const entries: ConfigEntry[] = [];
  for (const { children } of object.children ?? []) {
    const [key, value] = children ?? [];
    // A key without a value is a fault that was told above.
    if (key !== undefined && value !== undefined) entries.push({ key: String(key.value), value: nodeOf(value, locate), at: () => locate(key.offset) });
  }
  return entries;
}
