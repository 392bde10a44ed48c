// Many byte strings in one pass, in any case of ASCII letters: shift table of Wu and Manber ("A fast algorithm for multi-pattern
// searching", University of Arizona TR-94-17, 1994) over blocks of three bytes. One step needs the last one's result, so four parts
// of the piece are searched at once, which more than halves the time. Time is linear for a table of ours and any text.
import { folded } from '../text/ascii.ts';

/** Searches for a list of byte strings; says nothing of what stands beside them. */
export interface SearchTable {
  readonly longest: number;
  /**
   * Every place in `bytes[0, length)` where a string begins at `from` or later, by its position in the list. Not in order of places;
   * two strings that begin at one place are both given.
   */
  readonly search: (bytes: Uint8Array, from: number, length: number, found: (string: number, start: number) => void) => void;
}

const BLOCK = 3;
const SIZE = 1 << 18;
/** Bytes of each string that the shifts are made of. Longer windows allow longer steps, but the shortest string sets it. */
const WIDEST = 24;
const LANES = 4;
/** Below it one part is searched: dividing costs more. */
const DIVIDED_FROM = 512;

/** The fewest bytes that a string must have. */
export const SHORTEST_STRING = BLOCK;

// Six bits of a byte: letters lose their case, other bytes share a place with some others. What is found is compared in full.
function sixBits(byte: number): number {
  return (byte & 0x1f) | ((byte & 0x40) >> 1);
}

function blockOf(bytes: Uint8Array, last: number): number {
  return sixBits(bytes[last - 2] ?? 0) | (sixBits(bytes[last - 1] ?? 0) << 6) | (sixBits(bytes[last] ?? 0) << 12);
}

const TAIL = 5;

function tailOf(bytes: Uint8Array, last: number): number {
  const before = sixBits(bytes[last - 4] ?? 0) | (sixBits(bytes[last - 3] ?? 0) << 6);
  return (Math.imul(before, 0x9e37) ^ blockOf(bytes, last) ^ (blockOf(bytes, last) >> 7)) & 0xffff;
}

/** A table over `strings`, each of SHORTEST_STRING bytes or more; undefined where there is none. */
export function searchTable(strings: readonly Uint8Array[]): SearchTable | undefined {
  if (strings.length === 0) return undefined;
  const small = strings.map((string) => string.map(folded));
  const lengths = small.map((string) => string.length);
  const shortest = lengths.reduce((least, length) => Math.min(least, length));
  if (shortest < SHORTEST_STRING) throw new RangeError(`a string of ${shortest} bytes is too short to be searched for`);
  const window = Math.min(shortest, WIDEST);
  const { shifts, tails, first, next, ends } = prepare(small, window);
  const verify = (bytes: Uint8Array, from: number, length: number, last: number, found: (string: number, start: number) => void): void => {
    for (let at = first[blockOf(bytes, last)] ?? -1; at >= 0; at = next[at] ?? -1) {
      const start = last - (ends[at] ?? 0);
      if (start >= from && isAt(small[at] as Uint8Array, bytes, start, length)) found(at, start);
    }
  };
  let marks = new Int32Array(1024);
  return {
    longest: lengths.reduce((most, each) => Math.max(most, each)),
    search: (bytes, from, length, found) => {
      if (marks.length < length) marks = new Int32Array(length);
      const count = mark(shifts, bytes, from + window - 1, length, marks);
      for (let at = 0; at < count; at += 1) {
        const last = marks[at] as number;
        if (tails[tailOf(bytes, last)] !== 0) verify(bytes, from, length, last, found);
      }
    },
  };
}

interface Prepared {
  /** For each block of three bytes how far the search may step when the window ends with it; 0: a string's window ends with it. */
  readonly shifts: Uint8Array;
  /** For the last five bytes of a window, shortened to 16 bits, whether some window may end so: most of what the shifts stop at ends here. */
  readonly tails: Uint8Array;
  /** First string whose window ends with the block, -1 for none; the others by `next`. */
  readonly first: Int32Array;
  readonly next: Int32Array;
  /** For each string how far behind its beginning its window ends. */
  readonly ends: Int32Array;
}

function prepare(strings: readonly Uint8Array[], window: number): Prepared {
  const shifts = new Uint8Array(SIZE).fill(window - BLOCK + 1);
  const tails = new Uint8Array(65_536);
  const first = new Int32Array(SIZE).fill(-1);
  const next = new Int32Array(strings.length).fill(-1);
  const ends = new Int32Array(strings.length);
  for (const [at, string] of strings.entries()) {
    const start = rarestWindow(string, window);
    const end = start + window - 1;
    ends[at] = end;
    for (let last = start + BLOCK - 1; last <= end; last += 1) {
      const block = blockOf(string, last);
      shifts[block] = Math.min(shifts[block] ?? 0, end - last);
    }
    if (window >= TAIL) tails[tailOf(string, end)] = 1;
    next[at] = first[blockOf(string, end)] ?? -1;
    first[blockOf(string, end)] = at;
  }
  if (window < TAIL) tails.fill(1);
  return { shifts, tails, first, next, ends };
}

// Letters from common to rare in source code and prose; what is not named is rarer. Only speed depends on it.
const COMMON = ' etaoinsrlcdpumhgfbyvwxk/.-_=:"\'(),;0123456789';
/** How common a byte is, from 1. Only speed depends on it. */
export const COST = new Uint8Array(256).map((_, byte) => {
  const rank = COMMON.indexOf(String.fromCharCode(byte));
  return rank === -1 ? 1 : COMMON.length + 4 - rank;
});
// In nearly every file: a window on them would stop at each.
const EVERYWHERE = /^(?:https?:\/\/|https?:\\\/\\\/)?(?:www\.|api\.)?/;

const END_WEIGHT = 100;

// Where the window is laid decides how often the search stops for nothing.
function rarestWindow(string: Uint8Array, window: number): number {
  const last = string.length - window;
  const text = String.fromCharCode(...string.subarray(0, 64));
  let best = Math.min(last, EVERYWHERE.exec(text)?.[0].length ?? 0);
  let least = Number.POSITIVE_INFINITY;
  for (let start = best; start <= last; start += 1) {
    let cost = 0;
    for (let at = start; at < start + window; at += 1) cost += COST[string[at] ?? 0] ?? 0;
    // The search stops at each block that ends a window: about as often as the product of its bytes' shares.
    const end = start + window - 1;
    cost += ((COST[string[end] ?? 0] ?? 0) * (COST[string[end - 1] ?? 0] ?? 0) * (COST[string[end - 2] ?? 0] ?? 0)) / END_WEIGHT;
    if (cost >= least) continue;
    least = cost;
    best = start;
  }
  return best;
}

/** True where `string`, in lower case, stands at `start` of `bytes[0, length)` in any case. */
export function isAt(string: Uint8Array, bytes: Uint8Array, start: number, length: number): boolean {
  if (start + string.length > length) return false;
  for (let at = 0; at < string.length; at += 1) {
    if (string[at] !== folded(bytes[start + at] ?? 0)) return false;
  }
  return true;
}

// Marks where a window may end, part by part, so in ascending order. The three bytes are put together in place: a function call here
// would double the time.
function mark(shifts: Uint8Array, bytes: Uint8Array, from: number, length: number, marks: Int32Array): number {
  const part = Math.floor((length - from) / LANES);
  let count = 0;
  if (length - from < DIVIDED_FROM) return finish(shifts, bytes, from, length, marks, count);
  const endI = from + part;
  const endJ = endI + part;
  const endK = endJ + part;
  let i = from;
  let j = endI;
  let k = endJ;
  let l = endK;
  // Each part has a region of the marks of its own.
  let markI = i;
  let markJ = j;
  let markK = k;
  let markL = l;
  while (i < endI && j < endJ && k < endK && l < length) {
    let a = bytes[i - 2] as number;
    let b = bytes[i - 1] as number;
    let c = bytes[i] as number;
    const stepI = shifts[(a & 0x1f) | ((a & 0x40) >> 1) | ((b & 0x1f) << 6) | ((b & 0x40) << 5) | ((c & 0x1f) << 12) | ((c & 0x40) << 11)] as number;
    a = bytes[j - 2] as number;
    b = bytes[j - 1] as number;
    c = bytes[j] as number;
    const stepJ = shifts[(a & 0x1f) | ((a & 0x40) >> 1) | ((b & 0x1f) << 6) | ((b & 0x40) << 5) | ((c & 0x1f) << 12) | ((c & 0x40) << 11)] as number;
    a = bytes[k - 2] as number;
    b = bytes[k - 1] as number;
    c = bytes[k] as number;
    const stepK = shifts[(a & 0x1f) | ((a & 0x40) >> 1) | ((b & 0x1f) << 6) | ((b & 0x40) << 5) | ((c & 0x1f) << 12) | ((c & 0x40) << 11)] as number;
    a = bytes[l - 2] as number;
    b = bytes[l - 1] as number;
    c = bytes[l] as number;
    const stepL = shifts[(a & 0x1f) | ((a & 0x40) >> 1) | ((b & 0x1f) << 6) | ((b & 0x40) << 5) | ((c & 0x1f) << 12) | ((c & 0x40) << 11)] as number;
    if (stepI === 0) marks[markI++] = i++; else i += stepI;
    if (stepJ === 0) marks[markJ++] = j++; else j += stepJ;
    if (stepK === 0) marks[markK++] = k++; else k += stepK;
    if (stepL === 0) marks[markL++] = l++; else l += stepL;
  }
  markI = finish(shifts, bytes, i, endI, marks, markI);
  markJ = finish(shifts, bytes, j, endJ, marks, markJ);
  markK = finish(shifts, bytes, k, endK, marks, markK);
  markL = finish(shifts, bytes, l, length, marks, markL);
  for (const [start, end] of [[from, markI], [endI, markJ], [endJ, markK], [endK, markL]] as const) {
    marks.copyWithin(count, start, end);
    count += end - start;
  }
  return count;
}

function finish(shifts: Uint8Array, bytes: Uint8Array, from: number, end: number, marks: Int32Array, marked: number): number {
  let at = from;
  let count = marked;
  while (at < end) {
    const step = shifts[blockOf(bytes, at)] as number;
    if (step === 0) marks[count++] = at++; else at += step;
  }
  return count;
}
