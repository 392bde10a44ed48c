// The `name value` lines of all blocks of a yarn lockfile, in flat lists: an object for each line, and a list for each block, took
// more time and memory than the text itself.
import type { BlockSpan } from './usual.ts';
import type { YarnDialect } from './scalars.ts';

/** One `name value` line of a block such as `dependencies`. */
export interface YarnPair {
  readonly key: string;
  readonly value: string;
  readonly offset: number;
}

/** Lines by their position in the file's order; a block has those from one position to another. */
export interface YarnPairs {
  readonly keys: string[];
  readonly values: string[];
  readonly offsets: number[];
}

const QUOTE = 0x22;
const RETURN = 0x0d;

export function noPairs(): YarnPairs {
  return { keys: [], values: [], offsets: [] };
}

export function addPair(pairs: YarnPairs, key: string, value: string, offset: number): void {
  pairs.keys.push(key);
  pairs.values.push(value);
  pairs.offsets.push(offset);
}

/** Takes all from a position on away again. */
export function cutPairs(pairs: YarnPairs, length: number): void {
  pairs.keys.length = length;
  pairs.values.length = length;
  pairs.offsets.length = length;
}

/** Adds the lines of a span whose form is known; false where a name stands twice in it. */
export function addSpan(pairs: YarnPairs, text: string, { from, to }: BlockSpan, dialect: YarnDialect): boolean {
  const first = pairs.keys.length;
  const between = dialect === 'classic' ? 1 : 2;
  let sorted = true;
  let before = '';
  for (let at = from; at < to;) {
    const start = at + 4;
    const quoted = text.charCodeAt(start) === QUOTE;
    const keyEnd = quoted ? text.indexOf('"', start + 1) : text.indexOf(dialect === 'classic' ? ' ' : ':', start);
    const key = text.slice(quoted ? start + 1 : start, keyEnd);
    const valueStart = (quoted ? keyEnd + 1 : keyEnd) + between;
    const line = text.indexOf('\n', valueStart);
    const end = text.charCodeAt(line - 1) === RETURN ? line - 1 : line;
    addPair(pairs, key, text.charCodeAt(valueStart) === QUOTE ? text.slice(valueStart + 1, end - 1) : text.slice(valueStart, end), start);
    sorted &&= key > before;
    before = key;
    at = line + 1;
  }
  // Yarn sorts them, nearly always by code unit: where each comes after the one before, none stands twice.
  return sorted || new Set(pairs.keys.slice(first)).size === pairs.keys.length - first;
}
