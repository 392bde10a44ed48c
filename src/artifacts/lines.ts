// Lines of two files as small numbers: equal lines have equal numbers. Works on bytes, so no file needs to be valid text, and no
// string is made for a line that nobody prints.

/** The lines of one file. A line ends behind its `\n`; the last one may have none. */
export interface Lines {
  readonly bytes: Uint8Array;
  /** Start of each line, and behind the last one the length of the file. */
  readonly starts: Uint32Array;
  /** Number of each line: equal in both files for equal bytes. */
  readonly ids: Int32Array;
}

/** Both files of a comparison, and how many different lines they have in all. */
export interface LinePair {
  readonly before: Lines;
  readonly after: Lines;
  readonly distinct: number;
}

const NEWLINE = 10;

/** Numbers the lines of two files. Linear in their size. */
export function numberLines(before: Uint8Array, after: Uint8Array): LinePair {
  const starts = [startsOf(before), startsOf(after)] as const;
  const table = newTable(starts[0].length + starts[1].length);
  const ids = [numbered(before, starts[0], table), numbered(after, starts[1], table)] as const;
  return { before: { bytes: before, starts: starts[0], ids: ids[0] }, after: { bytes: after, starts: starts[1], ids: ids[1] }, distinct: table.count };
}

/** The bytes of one line, with its end. */
export function lineAt({ bytes, starts }: Lines, at: number): Uint8Array {
  return bytes.subarray(starts[at], starts[at + 1]);
}

function startsOf(bytes: Uint8Array): Uint32Array {
  let count = 0;
  for (let at = bytes.indexOf(NEWLINE); at !== -1; at = bytes.indexOf(NEWLINE, at + 1)) count += 1;
  const open = bytes.length > 0 && bytes.at(-1) !== NEWLINE ? 1 : 0;
  const starts = new Uint32Array(count + open + 1);
  let line = 1;
  for (let at = bytes.indexOf(NEWLINE); at !== -1; at = bytes.indexOf(NEWLINE, at + 1)) {
    starts[line] = at + 1;
    line += 1;
  }
  starts[count + open] = bytes.length;
  return starts;
}

interface Table {
  /** Number of a line plus one, by slot; 0 is free. */
  readonly slots: Int32Array;
  readonly mask: number;
  /** First line met with each number, as hash and place. */
  readonly hashes: Int32Array;
  readonly sources: Uint8Array[];
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  count: number;
}

function newTable(lines: number): Table {
  let size = 16;
  while (size < lines * 2) size *= 2;
  return { slots: new Int32Array(size), mask: size - 1, hashes: new Int32Array(lines), sources: [], from: new Uint32Array(lines), to: new Uint32Array(lines), count: 0 };
}

function numbered(bytes: Uint8Array, starts: Uint32Array, table: Table): Int32Array {
  const ids = new Int32Array(starts.length - 1);
  for (let line = 0; line < ids.length; line += 1) ids[line] = numberOf(bytes, starts[line] ?? 0, starts[line + 1] ?? 0, table);
  return ids;
}

function numberOf(bytes: Uint8Array, from: number, to: number, table: Table): number {
  const hash = hashOf(bytes, from, to);
  for (let slot = hash & table.mask; ; slot = (slot + 1) & table.mask) {
    const known = (table.slots[slot] ?? 0) - 1;
    if (known === -1) {
      table.slots[slot] = table.count + 1;
      table.hashes[table.count] = hash;
      table.sources.push(bytes);
      table.from[table.count] = from;
      table.to[table.count] = to;
      table.count += 1;
      return table.count - 1;
    }
    if (table.hashes[known] === hash && sameBytes(table, known, bytes, from, to)) return known;
  }
}

// Two multiplications keep runs of equal bytes apart. Whoever makes lines collide on purpose makes the table slow, never wrong: the
// bytes are compared, and the caller's work is bounded by the size of the files.
function hashOf(bytes: Uint8Array, from: number, to: number): number {
  let hash = to - from;
  for (let at = from; at < to; at += 1) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) | 0;
}

function sameBytes(table: Table, known: number, bytes: Uint8Array, from: number, to: number): boolean {
  const start = table.from[known] ?? 0;
  if ((table.to[known] ?? 0) - start !== to - from) return false;
  const source = table.sources[known] ?? bytes;
  for (let at = 0; at < to - from; at += 1) if (source[start + at] !== bytes[from + at]) return false;
  return true;
}
