// Blocks of the line differ as ranges of line numbers, which findings are compared with.
import type { ChangedLines, LineRange } from './contract.ts';
import type { Block } from './line-diff.ts';

/** Lines from 1. */
export function changedLinesOf(blocks: readonly Block[]): ChangedLines {
  return {
    added: blocks.flatMap(({ after, afterEnd }) => rangeOf(after, afterEnd)),
    removed: blocks.flatMap(({ before, beforeEnd }) => rangeOf(before, beforeEnd)),
  };
}

function rangeOf(from: number, to: number): readonly LineRange[] {
  return from === to ? [] : [{ from: from + 1, to }];
}
