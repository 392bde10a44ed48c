// Blocks of the line differ as offsets in the decoded texts, for those who parse around what changed.
import type { ChangedSpans, TextSpan } from './contract.ts';
import type { Block } from './line-diff.ts';

/** Whole lines. A newline byte is a newline in the decoded text, whatever bytes stand around it. */
export function lineSpans(blocks: readonly Block[], before: string, after: string): ChangedSpans {
  return {
    added: spansIn(after, blocks.map(({ after: from, afterEnd: to }) => ({ from, to }))),
    removed: spansIn(before, blocks.map(({ before: from, beforeEnd: to }) => ({ from, to }))),
  };
}

function spansIn(text: string, ranges: readonly TextSpan[]): readonly TextSpan[] {
  const spans: TextSpan[] = [];
  let line = 0;
  let at = 0;
  const forward = (to: number) => {
    for (; line < to && at < text.length; line += 1) {
      const newline = text.indexOf('\n', at);
      at = newline === -1 ? text.length : newline + 1;
    }
    return at;
  };
  for (const { from, to } of ranges) if (from < to) spans.push({ from: forward(from), to: forward(to) });
  return spans;
}
