// A cheap look at the changed lines of a code file, before anything is split into tokens: whether they can be the same code at all.
// It may be wrong only towards "no", which costs a summary and hides nothing.
import type { Block } from '../line-diff.ts';
import type { Lines } from '../lines.ts';

/** How much the changed lines of both sides have in common: all signs and words, all signs and the number of words, or less. */
export type Likeness = 'same-words' | 'same-shape' | 'none';

interface Sums {
  words: number;
  signs: number;
  count: number;
}

/** Without blanks, comments, quotes, commas, semicolons and parentheses, in one pass over the changed lines. */
export function likenessOf(before: Lines, after: Lines, blocks: readonly Block[]): Likeness {
  const old: Sums = { words: 0, signs: 0, count: 0 };
  const now: Sums = { words: 0, signs: 0, count: 0 };
  for (const block of blocks) {
    add(old, before.bytes, before.starts[block.before] as number, before.starts[block.beforeEnd] as number);
    add(now, after.bytes, after.starts[block.after] as number, after.starts[block.afterEnd] as number);
  }
  if (old.signs !== now.signs || old.count !== now.count) return 'none';
  return old.words === now.words ? 'same-words' : 'same-shape';
}

const SKIPPED: ReadonlySet<number> = new Set(Array.from(' \t\v\f\r\n\'"`,;()\\', (sign) => sign.charCodeAt(0)));
/** 0 skipped, 1 word, 2 sign. */
const CLASSES = Uint8Array.from({ length: 256 }, (_, byte) => (SKIPPED.has(byte) ? 0 : /[\w$]/.test(String.fromCharCode(byte)) || byte > 127 ? 1 : 2));

function add(sums: Sums, bytes: Uint8Array, from: number, to: number): void {
  let inWord = false;
  let lineStart = true;
  for (let at = from; at < to; at += 1) {
    const byte = bytes[at] as number;
    const kind = CLASSES[byte] as number;
    if (kind === 0) {
      lineStart ||= byte === 10;
      inWord = false;
      continue;
    }
    const after = commentEnd(bytes, at, to, lineStart);
    lineStart = false;
    if (after > at) {
      at = after;
      // A comment that ends with its line leaves the next one at its start.
      lineStart = bytes[at] === 10;
      inWord = false;
    } else if (kind === 1) {
      if (!inWord) sums.count += 1;
      sums.words = Math.imul(sums.words ^ byte, 0x01000193) ^ (inWord ? 0 : 0x55555555);
      inWord = true;
    } else {
      sums.signs = Math.imul(sums.signs ^ byte, 0x01000193) + 1;
      inWord = false;
    }
  }
}

/** The last byte of a comment that begins here, or of a line in the middle of one (` * text`); the place itself where none does. */
function commentEnd(bytes: Uint8Array, at: number, to: number, lineStart: boolean): number {
  const byte = bytes[at];
  const second = bytes[at + 1];
  if (byte === 42 && lineStart) return second === 47 ? at + 1 : lineEnd(bytes, at, to);
  if (byte !== 47) return at;
  if (second === 47) return lineEnd(bytes, at, to);
  if (second !== 42) return at;
  for (let end = at + 2; end < to; end += 1) if (bytes[end] === 42 && bytes[end + 1] === 47) return end + 1;
  return to - 1;
}

function lineEnd(bytes: Uint8Array, at: number, to: number): number {
  const end = bytes.indexOf(10, at);
  return end === -1 || end >= to ? to - 1 : end;
}
