// Ranges of a text, and the nodes that stand in them.
import type { Node, TextRange } from './contract.ts';

/** In order, without overlap. */
export function merged(ranges: readonly TextRange[]): readonly TextRange[] {
  const result: { from: number; to: number }[] = [];
  for (const { from, to } of ranges.toSorted((a, b) => a.from - b.from)) {
    const last = result.at(-1);
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to);
    else result.push({ from, to });
  }
  return result;
}

/** True where a node and one of the merged ranges overlap. */
export function meets(ranges: readonly TextRange[], { start, end }: Node): boolean {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ranges[middle] as TextRange).to > start) high = middle;
    else low = middle + 1;
  }
  const first = ranges[low];
  return first !== undefined && first.from < end;
}
