// Which lines are kept: ends trimmed, anchors on lines that occur once on each side (patience, Bram Cohen), and Myers' shortest
// edit script (E. Myers, "An O(ND) Difference Algorithm and Its Variations", 1986) in the blocks between, in linear space.
// Bounded: a pair made to be hard gets blocks that are replaced as a whole, and the answer says so.
import { LIMITS } from '../model/limits.ts';
import type { LinePair } from './lines.ts';

/** Lines `[from, to)` of both sides that differ; the lines between two blocks are equal. */
export interface Block {
  readonly before: number;
  readonly beforeEnd: number;
  readonly after: number;
  readonly afterEnd: number;
}

/** Blocks in order. `cut`: the search for the shortest script was ended, so blocks are larger than they could be. */
export interface LineDiff {
  readonly blocks: readonly Block[];
  readonly cut: boolean;
  /** Steps that it took. */
  readonly steps: number;
}

/** Below this many lines of both sides together, Myers at once. */
const SMALL = 64;

interface Search {
  readonly a: Int32Array;
  readonly b: Int32Array;
  /** Lines that stay, by position in `a`: position in `b` plus one; 0 where the line goes. */
  readonly kept: Int32Array;
  /** Made as large as the largest range that is searched: most files need none, or a small one. */
  forward: Int32Array;
  backward: Int32Array;
  readonly seenA: Int32Array;
  readonly seenB: Int32Array;
  steps: number;
  cut: boolean;
}

/** Compares two numbered files. `steps` bounds the work: ten million take some hundredths of a second. */
export function diffLines({ before, after, distinct, head }: LinePair, steps: number = LIMITS.lineDiffSteps): LineDiff {
  // A line that the other side does not have at all is never kept: without these, a file that was rewritten is as cheap as one that was not.
  const inA = shared(before.ids, after.ids, distinct);
  const inB = shared(after.ids, before.ids, distinct);
  const a = picked(before.ids, inA);
  const b = picked(after.ids, inB);
  const search: Search = { a, b, kept: new Int32Array(a.length), forward: new Int32Array(0), backward: new Int32Array(0), seenA: new Int32Array(distinct), seenB: new Int32Array(distinct), steps, cut: false };
  // A stack of our own: anchors can nest as deep as a file has lines.
  const ranges: Range[] = [[0, a.length, 0, b.length]];
  for (let range = ranges.pop(); range; range = ranges.pop()) for (const smaller of settle(search, range)) ranges.push(smaller);
  const kept = new Int32Array(before.ids.length);
  for (let at = 0; at < a.length; at += 1) {
    const other = search.kept[at] as number;
    if (other > 0) kept[inA[at] as number] = (inB[other - 1] as number) + 1;
  }
  return { blocks: blocksOf(kept, after.ids.length, head), cut: search.cut, steps: steps - search.steps };
}

function picked(ids: Int32Array, at: Int32Array): Int32Array {
  const of = new Int32Array(at.length);
  for (let index = 0; index < at.length; index += 1) of[index] = ids[at[index] as number] as number;
  return of;
}

/** Positions of the lines of `ids` that `others` has too. */
function shared(ids: Int32Array, others: Int32Array, distinct: number): Int32Array {
  const known = new Uint8Array(distinct);
  for (const id of others) known[id] = 1;
  const at = new Int32Array(ids.length);
  let count = 0;
  for (let line = 0; line < ids.length; line += 1) {
    if (known[ids[line] ?? 0] === 0) continue;
    at[count] = line;
    count += 1;
  }
  return at.subarray(0, count);
}

type Range = readonly [fromA: number, toA: number, fromB: number, toB: number];

/** Notes what is certain in a range and gives the smaller ranges that are left. */
function settle(search: Search, [fromA, toA, fromB, toB]: Range): readonly Range[] {
  const { a, b, kept } = search;
  let startA = fromA;
  let startB = fromB;
  while (startA < toA && startB < toB && a[startA] === b[startB]) {
    kept[startA] = startB + 1;
    startA += 1;
    startB += 1;
  }
  let endA = toA;
  let endB = toB;
  while (endA > startA && endB > startB && a[endA - 1] === b[endB - 1]) {
    endA -= 1;
    endB -= 1;
    kept[endA] = endB + 1;
  }
  if (startA === endA || startB === endB) return [];
  const size = endA - startA + endB - startB;
  // Counted as well: anchors can be nested so that each search finds but one of them.
  if (size > SMALL && search.steps > size) {
    search.steps -= size;
    const anchors = uniqueAnchors(search, [startA, endA, startB, endB]);
    if (anchors.length > 0) return between(anchors, [startA, endA, startB, endB], kept);
  }
  const middle = middleSnake(search, [startA, endA, startB, endB]);
  if (middle === undefined) return [];
  const [x, y] = middle;
  // A middle at a corner would be the same range again.
  if ((x === startA && y === startB) || (x === endA && y === endB)) return [];
  return [[startA, x, startB, y], [x, endA, y, endB]];
}

function between(anchors: readonly (readonly [number, number])[], [fromA, toA, fromB, toB]: Range, kept: Int32Array): readonly Range[] {
  const ranges: Range[] = [];
  let lastA = fromA;
  let lastB = fromB;
  for (const [atA, atB] of anchors) {
    kept[atA] = atB + 1;
    if (lastA < atA && lastB < atB) ranges.push([lastA, atA, lastB, atB]);
    lastA = atA + 1;
    lastB = atB + 1;
  }
  if (lastA < toA && lastB < toB) ranges.push([lastA, toA, lastB, toB]);
  return ranges;
}

/** Lines that occur once on each side, the longest run of them that is in order on both. */
function uniqueAnchors({ a, b, seenA, seenB }: Search, [fromA, toA, fromB, toB]: Range): readonly (readonly [number, number])[] {
  // Position plus one where a line was seen once; -1 where more often. Cleared behind, so that each range costs its own size only.
  for (let at = fromA; at < toA; at += 1) note(seenA, a[at] ?? 0, at);
  for (let at = fromB; at < toB; at += 1) note(seenB, b[at] ?? 0, at);
  const pairs: (readonly [number, number])[] = [];
  for (let at = fromA; at < toA; at += 1) {
    const id = a[at] ?? 0;
    const inB = seenB[id] ?? 0;
    if ((seenA[id] ?? 0) > 0 && inB > 0) pairs.push([at, inB - 1]);
  }
  for (let at = fromA; at < toA; at += 1) seenA[a[at] ?? 0] = 0;
  for (let at = fromB; at < toB; at += 1) seenB[b[at] ?? 0] = 0;
  return longestInOrder(pairs);
}

function note(seen: Int32Array, id: number, at: number): void {
  seen[id] = seen[id] === 0 ? at + 1 : -1;
}

// Longest increasing run of the second positions, by patience sorting: O(n log n).
function longestInOrder(pairs: readonly (readonly [number, number])[]): readonly (readonly [number, number])[] {
  const tops: number[] = [];
  const previous = new Int32Array(pairs.length);
  for (const [index, [, value]] of pairs.entries()) {
    let low = 0;
    let high = tops.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((pairs[tops[middle] ?? 0]?.[1] ?? 0) < value) low = middle + 1;
      else high = middle;
    }
    previous[index] = low > 0 ? (tops[low - 1] ?? -1) : -1;
    tops[low] = index;
  }
  const run: (readonly [number, number])[] = [];
  for (let index = tops.at(-1) ?? -1; index !== -1; index = previous[index] ?? -1) run.push(pairs[index] ?? [0, 0]);
  return run.toReversed();
}

function makeRoom(search: Search, width: number): void {
  if (search.forward.length >= width) return;
  search.forward = new Int32Array(width * 2);
  search.backward = new Int32Array(width * 2);
}

/** A point on a shortest path through the range; undefined where the budget ended, or the sides have nothing in common. */
function middleSnake(search: Search, [fromA, toA, fromB, toB]: Range): readonly [number, number] | undefined {
  const n = toA - fromA;
  const m = toB - fromB;
  makeRoom(search, 2 * (n + m) + 4);
  const { a, b, forward, backward } = search;
  const delta = n - m;
  const odd = (delta & 1) !== 0;
  const offset = n + m + 1;
  forward[offset + 1] = 0;
  backward[offset + 1] = 0;
  for (let d = 0; d <= (n + m + 1) >> 1; d += 1) {
    search.steps -= 2 * d + 2;
    if (search.steps < 0) {
      search.cut = true;
      return undefined;
    }
    for (let k = -d; k <= d; k += 2) {
      let x = k === -d || (k !== d && (forward[offset + k - 1] ?? 0) < (forward[offset + k + 1] ?? 0)) ? (forward[offset + k + 1] ?? 0) : (forward[offset + k - 1] ?? 0) + 1;
      let y = x - k;
      if (x > n || y > m) {
        forward[offset + k] = x;
        continue;
      }
      while (x < n && y < m && a[fromA + x] === b[fromB + y]) {
        x += 1;
        y += 1;
        search.steps -= 1;
      }
      forward[offset + k] = x;
      const other = delta - k;
      if (odd && other >= -(d - 1) && other <= d - 1 && x + (backward[offset + other] ?? 0) >= n) return [fromA + x, fromB + y];
    }
    for (let k = -d; k <= d; k += 2) {
      let x = k === -d || (k !== d && (backward[offset + k - 1] ?? 0) < (backward[offset + k + 1] ?? 0)) ? (backward[offset + k + 1] ?? 0) : (backward[offset + k - 1] ?? 0) + 1;
      let y = x - k;
      if (x > n || y > m) {
        backward[offset + k] = x;
        continue;
      }
      while (x < n && y < m && a[toA - 1 - x] === b[toB - 1 - y]) {
        x += 1;
        y += 1;
        search.steps -= 1;
      }
      backward[offset + k] = x;
      const other = delta - k;
      if (!odd && other >= -d && other <= d && x + (forward[offset + other] ?? 0) >= n) return [toA - x, toB - y];
    }
  }
  return undefined;
}

function blocksOf(kept: Int32Array, afterLength: number, head: number): readonly Block[] {
  const blocks: Block[] = [];
  let atA = 0;
  let atB = 0;
  while (atA < kept.length || atB < afterLength) {
    if (atA < kept.length && kept[atA] === atB + 1) {
      atA += 1;
      atB += 1;
      continue;
    }
    const before = atA;
    while (atA < kept.length && kept[atA] === 0) atA += 1;
    const next = atA < kept.length ? (kept[atA] ?? 1) - 1 : afterLength;
    blocks.push({ before: before + head, beforeEnd: atA + head, after: atB + head, afterEnd: next + head });
    atB = next;
  }
  return blocks;
}
