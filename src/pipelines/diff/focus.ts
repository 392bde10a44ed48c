// What matters of large files that changed: the ranges that differ, and in the other copy the places where these would stand. What lies
// far from them does the same in both.
import type { FileComparison, TextSpan } from '../../artifacts/contract.ts';
import { GLANCE } from '../deep/sources.ts';
import type { Focus } from '../deep/words.ts';

export interface BothFocus {
  readonly before: Focus;
  readonly after: Focus;
}

/** By the path that each copy gives a file. Smaller files are read whole. */
export function focusOf(files: FileComparison): BothFocus {
  const before = new Map<string, readonly TextSpan[]>();
  const after = new Map<string, readonly TextSpan[]>();
  for (const { path, from = path, kind, content, before: was = 0, after: is = 0 } of files.files) {
    if (content !== 'code' || (kind !== 'changed' && kind !== 'renamed') || Math.max(was, is) <= GLANCE) continue;
    const spans = files.changedSpans(path);
    if (!spans) continue;
    before.set(from, inOrder([...spans.removed, ...placesBeside(spans.added, spans.removed)]));
    after.set(path, inOrder([...spans.added, ...placesBeside(spans.removed, spans.added)]));
  }
  return { before, after };
}

/** Where ranges of one copy would stand in the other: as many unchanged characters are before them. */
function placesBeside(ranges: readonly TextSpan[], others: readonly TextSpan[]): readonly TextSpan[] {
  let own = 0;
  let other = 0;
  let next = 0;
  return ranges.map(({ from, to }) => {
    const unchanged = from - own;
    own += to - from;
    for (let span = others[next]; span !== undefined && span.from - other < unchanged; span = others[next]) {
      other += span.to - span.from;
      next += 1;
    }
    const at = unchanged + other;
    return { from: at, to: at + 1 };
  });
}

function inOrder(spans: readonly TextSpan[]): readonly TextSpan[] {
  return spans.toSorted((a, b) => a.from - b.from);
}
