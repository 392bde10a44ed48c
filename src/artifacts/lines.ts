// Lines of two files as small numbers: equal lines have equal numbers. Works on bytes, so no file needs to be valid text, and no
// string is made for a line that nobody prints.

/** The lines of one file. A line ends behind its `\n`; the last one may have none. */
export interface Lines {
  readonly bytes: Uint8Array;
  /** Start of each line, and behind the last one the length of the file. */
  readonly starts: Uint32Array;
  /** Number of each line between the equal ends: equal in both files for equal bytes. */
  readonly ids: Int32Array;
}

/** Both files of a comparison, and how many different lines they have between their equal ends. */
export interface LinePair {
  readonly before: Lines;
  readonly after: Lines;
  readonly distinct: number;
  /** Lines at the beginning that are the same, and have no number. The lines behind those with a number are the same as well. */
  readonly head: number;
}

type Two<T> = readonly [T, T];

const NEWLINE = 10;
const NEWLINES = 0x0a0a0a0a;

/** Numbers the lines of two files. Linear in their size. */
export function numberLines(before: Uint8Array, after: Uint8Array): LinePair {
  const { prefix, suffix } = equalEnds(before, after);
  const head = startsIn(before.subarray(0, prefix));
  const tail = startsIn(before.subarray(before.length - suffix));
  const middles = [splitLines(before, prefix, before.length - suffix), splitLines(after, prefix, after.length - suffix)] as const;
  const { ids, distinct } = numberedByHash(middles) ?? numberedByText(middles);
  const starts = middles.map((middle) => joined(head, middle, tail)) as unknown as Two<Uint32Array>;
  return { before: { bytes: before, starts: starts[0], ids: ids[0] }, after: { bytes: after, starts: starts[1], ids: ids[1] }, distinct, head: head.length };
}

/** The bytes of one line, with its end. */
export function lineAt({ bytes, starts }: Lines, at: number): Uint8Array {
  return bytes.subarray(starts[at], starts[at + 1]);
}

/** The lines of a file that is compared with nothing: without numbers. */
export function linesOf(bytes: Uint8Array): Lines {
  const starts = startsIn(bytes);
  const all = new Uint32Array(starts.length + 1);
  all.set(starts);
  all[starts.length] = bytes.length;
  return { bytes, starts: all, ids: new Int32Array(0) };
}

/** Starts of the lines of a piece that begins and ends between lines, or ends with the file. */
function startsIn(bytes: Uint8Array): readonly number[] {
  // A plain view: the method of a Buffer costs several times as much a call.
  const plain = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
  const starts: number[] = [];
  for (let at = 0; at < plain.length; ) {
    starts.push(at);
    const newline = plain.indexOf(NEWLINE, at);
    at = newline === -1 ? plain.length : newline + 1;
  }
  return starts;
}

function joined(head: readonly number[], middle: SplitLines, tail: readonly number[]): Uint32Array {
  const starts = new Uint32Array(head.length + middle.hashes.length + tail.length + 1);
  starts.set(head);
  starts.set(middle.starts, head.length);
  const end = middle.starts.at(-1) as number;
  const behind = head.length + middle.hashes.length;
  for (const [line, at] of tail.entries()) starts[behind + line] = end + at;
  starts[starts.length - 1] = middle.bytes.length;
  return starts;
}

/** Bytes at both ends that are the same, whole lines of them. */
function equalEnds(before: Uint8Array, after: Uint8Array): { readonly prefix: number; readonly suffix: number } {
  const most = Math.min(before.length, after.length);
  const same = longest(most, (from, to) => Buffer.compare(before.subarray(from, to), after.subarray(from, to)) === 0);
  const prefix = same === before.length && same === after.length ? same : before.subarray(0, same).lastIndexOf(NEWLINE) + 1;
  const behind = longest(most - prefix, (from, to) => Buffer.compare(before.subarray(before.length - to, before.length - from), after.subarray(after.length - to, after.length - from)) === 0);
  const newline = before.indexOf(NEWLINE, before.length - behind);
  return { prefix, suffix: behind === 0 || newline === -1 ? 0 : before.length - newline - 1 };
}

const CHUNK = 64 * 1024;

/** The largest length up to which ranges are the same. */
function longest(most: number, same: (from: number, to: number) => boolean): number {
  let at = 0;
  while (at < most && same(at, Math.min(most, at + CHUNK))) at = Math.min(most, at + CHUNK);
  for (let step = CHUNK / 2; step >= 1; step /= 2) if (at + step <= most && same(at, at + step)) at += step;
  return at;
}

/** A run of whole lines of one file. */
interface SplitLines {
  readonly bytes: Uint8Array;
  /** The same bytes. */
  readonly words: DataView;
  /** Of each line, and where the last one ends. */
  readonly starts: Uint32Array;
  /** Hash of each line. */
  readonly hashes: Int32Array;
}

// One pass over the bytes for both: calls that search for a newline cost more than the lines are long. Four bytes at a time from the
// start of each line, so that a line has one hash wherever it stands.
function splitLines(bytes: Uint8Array, from: number, to: number): SplitLines {
  const words = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let room = ((to - from) >> 4) + 16;
  let starts = new Uint32Array(room);
  let hashes = new Int32Array(room);
  let line = 0;
  let hash = 0;
  starts[0] = from;
  for (let at = from; at < to; ) {
    if (at + 4 <= to) {
      const word = words.getInt32(at, true);
      const newlines = word ^ NEWLINES;
      if (((newlines - 0x01010101) & ~newlines & 0x80808080) === 0) {
        hash = Math.imul(hash ^ word, 0x01000193);
        hash ^= hash >>> 15;
        at += 4;
        continue;
      }
    }
    const byte = bytes[at] as number;
    at += 1;
    hash = Math.imul(hash ^ byte, 0x01000193);
    if (byte !== NEWLINE) continue;
    hashes[line] = mixed(hash);
    line += 1;
    if (line + 1 >= room) {
      room *= 4;
      starts = grown(starts, new Uint32Array(room));
      hashes = grown(hashes, new Int32Array(room));
    }
    starts[line] = at;
    hash = 0;
  }
  if ((starts[line] as number) < to) {
    hashes[line] = mixed(hash);
    line += 1;
    starts[line] = to;
  }
  return { bytes, words, starts: starts.slice(0, line + 1), hashes: hashes.slice(0, line) };
}

/** The larger array with what the smaller one holds. */
export function grown<T extends Uint8Array | Uint32Array | Int32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}

// Two multiplications keep runs of equal bytes apart.
function mixed(hash: number): number {
  const half = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (half ^ (half >>> 13)) | 0;
}

interface Numbered {
  readonly ids: Two<Int32Array>;
  readonly distinct: number;
}

/** Slots that may be looked at for each line. Ordinary files need fewer than two. */
const PROBES = 16;

interface Table {
  /** Number of a line plus one, by slot; 0 is free. */
  readonly slots: Int32Array;
  readonly mask: number;
  /** First line met with each number. */
  readonly sources: SplitLines[];
  readonly lines: Int32Array;
  count: number;
  /** Slots that may still be looked at. */
  probes: number;
}

// Undefined where the lines were made to collide: the hash is known to whoever writes them.
function numberedByHash(split: Two<SplitLines>): Numbered | undefined {
  const lines = split[0].hashes.length + split[1].hashes.length;
  let size = 16;
  while (size < lines * 2) size *= 2;
  const table: Table = { slots: new Int32Array(size), mask: size - 1, sources: [], lines: new Int32Array(lines), count: 0, probes: lines * PROBES };
  const first = numberedIn(table, split[0]);
  const ids = [first, numberedLike(table, split[1], split[0], first)] as const;
  return table.probes < 0 ? undefined : { ids, distinct: table.count };
}

function numberedIn(table: Table, lines: SplitLines): Int32Array {
  const ids = new Int32Array(lines.hashes.length);
  for (let line = 0; line < ids.length && table.probes >= 0; line += 1) ids[line] = numberOf(table, lines, line);
  return ids;
}

// Most lines of a file follow the same one as in the other: one look, in the order of the memory, instead of a search.
function numberedLike(table: Table, lines: SplitLines, others: SplitLines, otherIds: Int32Array): Int32Array {
  const ids = new Int32Array(lines.hashes.length);
  const known = table.count;
  let expected = 0;
  for (let line = 0; line < ids.length && table.probes >= 0; line += 1) {
    const isExpected = expected < otherIds.length && sameLine(others, expected, lines, line);
    const id = isExpected ? otherIds[expected] as number : numberOf(table, lines, line);
    ids[line] = id;
    if (isExpected) expected += 1;
    else if (id < known) expected = (table.lines[id] as number) + 1;
  }
  return ids;
}

function numberOf(table: Table, of: SplitLines, line: number): number {
  for (let slot = (of.hashes[line] as number) & table.mask; table.probes >= 0; slot = (slot + 1) & table.mask) {
    table.probes -= 1;
    const known = (table.slots[slot] as number) - 1;
    if (known === -1) {
      table.slots[slot] = table.count + 1;
      table.sources.push(of);
      table.lines[table.count] = line;
      table.count += 1;
      return table.count - 1;
    }
    if (sameLine(table.sources[known] as SplitLines, table.lines[known] as number, of, line)) return known;
  }
  return 0;
}

function sameLine(one: SplitLines, at: number, other: SplitLines, line: number): boolean {
  if (one.hashes[at] !== other.hashes[line]) return false;
  const start = one.starts[at] as number;
  const from = other.starts[line] as number;
  const length = (other.starts[line + 1] as number) - from;
  if ((one.starts[at + 1] as number) - start !== length) return false;
  let byte = 0;
  for (; byte + 4 <= length; byte += 4) if (one.words.getInt32(start + byte, true) !== other.words.getInt32(from + byte, true)) return false;
  for (; byte < length; byte += 1) if (one.bytes[start + byte] !== other.bytes[from + byte]) return false;
  return true;
}

// Slower, and safe: the engine's own hash of strings has a secret seed.
function numberedByText(split: Two<SplitLines>): Numbered {
  const known = new Map<string, number>();
  const numbered = ({ bytes, starts, hashes }: SplitLines) => {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    return hashes.map((_, line) => {
      const key = text.toString('latin1', starts[line], starts[line + 1]);
      const id = known.get(key) ?? known.size;
      known.set(key, id);
      return id;
    });
  };
  const ids = [numbered(split[0]), numbered(split[1])] as const;
  return { ids, distinct: known.size };
}
