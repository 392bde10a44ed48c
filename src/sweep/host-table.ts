// Very many host and mail names: every dot of the text is looked at, and only where the two bytes behind it begin a known last label
// is the name read backwards from its end, label by label, with one look-up a label. The cost does not grow with the number of names.
import { BOUNDARY_BYTES, isLabelByte, isBounded } from '../indicators/boundary.ts';
import { type SearchTable } from './search-table.ts';
import { folded } from '../text/ascii.ts';

/** A name to find: a host (`evil.example`) or a mail address. */
export interface Name {
  readonly bytes: Uint8Array;
  readonly boundary: 'host' | 'address';
}

const DOT = 0x2e;
const AT = 0x40;
const PLUS = 0x2b;
const BACKSLASH = 0x5c;
const PERCENT = 0x25;
/** Most bytes of an escape behind its backslash: u002f. */
const ESCAPE = 5;
/** RFC 1035 allows 63 bytes in a label, 253 in a name; RFC 5321 64 before the `@`. */
const LABEL = 63;
const LOCAL_PART = 64;

/** True for what this table can find: labels of ASCII letters, digits, hyphens and underscores, two at least. */
export function isTabledName({ bytes, boundary }: Name): boolean {
  const text = Buffer.from(bytes).toString('latin1');
  const at = boundary === 'address' ? text.lastIndexOf('@') : -1;
  if (boundary === 'address' && !/^[\w.+-]{1,64}$/.test(text.slice(0, Math.max(0, at)))) return false;
  return /^[\w-]{1,63}(?:\.[\w-]{1,63}){1,60}$/.test(text.slice(at + 1)) && /\.[a-z][\w-]+$/i.test(text);
}

interface Entry {
  /** Of the list; -1 for what is only the end of longer names. */
  name: number;
  /** Some name goes on before it: by a label, or by `@`. */
  longer: boolean;
}

/** A table over names for which `isTabledName` holds. What it gives is bounded as each name's boundary asks. */
export function hostTable(names: readonly Name[]): SearchTable {
  const pairs = new Uint8Array(65_536);
  const lastLabels = new Set<number>();
  const entries = new Map<number, Entry[]>();
  const texts = names.map(({ bytes }) => bytes.map(folded));
  for (const [at, text] of texts.entries()) enter(text, at, pairs, lastLabels, entries);
  let longest = 0;
  for (const { length } of texts) longest = Math.max(longest, length);

  // Reports every name that ends at `end`, whose last label begins behind `dot`.
  const readBack = (bytes: Uint8Array, from: number, length: number, dot: number, end: number, lastLabel: number, found: (name: number, start: number) => void): void => {
    let hash = mix(lastLabel, DOT);
    for (let labelEnd = dot; ;) {
      let start = labelEnd;
      while (start > 0 && labelEnd - start <= LOCAL_PART && isNameByte(bytes[start - 1] ?? 0)) start -= 1;
      const before = bytes[start - 1] ?? 0;
      const escaped = before === BACKSLASH || before === PERCENT;
      let longer = false;
      for (let at = labelEnd - 1; at >= start; at -= 1) {
        hash = mix(hash, folded(bytes[at] ?? 0));
        if (at === start || bytes[at - 1] === PLUS || (escaped && at - start <= ESCAPE)) longer = look(bytes, from, at, end, length, hash, found);
      }
      if (!longer || start === 0 || (before !== DOT && before !== AT)) return;
      hash = mix(hash, before);
      labelEnd = start - 1;
    }
  };
  const look = (bytes: Uint8Array, from: number, start: number, end: number, length: number, hash: number, found: (name: number, start: number) => void): boolean => {
    const bucket = entries.get(hash);
    if (bucket === undefined) return false;
    let longer = false;
    for (const entry of bucket) {
      longer ||= entry.longer;
      const text = texts[entry.name];
      if (text === undefined || start < from || !isSame(text, bytes, start, end)) continue;
      if (isBounded(names[entry.name]?.boundary ?? 'host', bytes, start, end, length)) found(entry.name, start);
    }
    return longer;
  };
  return {
    longest: longest + BOUNDARY_BYTES,
    search: (bytes, from, length, found) => {
      eachDot(bytes, from, length, (dot) => {
        if (dot + 2 >= length || pairs[(bytes[dot + 1] as number) | ((bytes[dot + 2] as number) << 8)] === 0) return;
        let end = dot + 1;
        while (end < length && end - dot <= LABEL && isLabelByte(bytes[end] ?? 0)) end += 1;
        let hash = 0;
        for (let at = end - 1; at > dot; at -= 1) hash = mix(hash, folded(bytes[at] ?? 0));
        if (lastLabels.has(hash)) readBack(bytes, from, length, dot, end, hash, found);
      });
    },
  };
}

// Bytes of a label, or of what stands before an `@`.
function isNameByte(byte: number): boolean {
  return isLabelByte(byte) || byte === PLUS;
}

// Enters the name itself, and each of its ends as the end of a longer one.
function enter(text: Uint8Array, name: number, pairs: Uint8Array, lastLabels: Set<number>, entries: Map<number, Entry[]>): void {
  const dot = text.lastIndexOf(DOT);
  for (const first of cases(text[dot + 1] ?? 0)) for (const second of cases(text[dot + 2] ?? 0)) pairs[first | (second << 8)] = 1;
  let hash = 0;
  for (let at = text.length - 1; at >= 0; at -= 1) {
    const byte = text[at] ?? 0;
    if (at === dot) lastLabels.add(hash);
    const before = text[at - 1];
    hash = mix(hash, byte);
    if (at > dot || byte === DOT || byte === AT) continue;
    if (at === 0) put(entries, hash, { name, longer: false });
    else if (before === DOT || before === AT) put(entries, hash, { name: -1, longer: true });
  }
}

function put(entries: Map<number, Entry[]>, hash: number, entry: Entry): void {
  const bucket = entries.get(hash);
  if (bucket === undefined) entries.set(hash, [entry]);
  else if (entry.name !== -1) bucket.push(entry);
  else if (bucket[0]) bucket[0].longer = true;
}

function cases(byte: number): readonly number[] {
  return byte >= 0x61 && byte <= 0x7a ? [byte, byte & 0xdf] : [byte];
}

// FNV-1a; two names of one value are told apart by comparing them.
function mix(hash: number, byte: number): number {
  return Math.imul(hash ^ byte, 0x01000193) + 0x9e3779b | 0;
}

function isSame(text: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (text.length !== end - start) return false;
  for (let at = 0; at < text.length; at += 1) if (text[at] !== folded(bytes[start + at] ?? 0)) return false;
  return true;
}

const NONE = new Int32Array(0);

// Four bytes at a time where the memory is aligned for it: a dot makes a byte of `word ^ dots` zero, which the subtraction shows.
function eachDot(bytes: Uint8Array, from: number, length: number, visit: (at: number) => void): void {
  const head = Math.min(length, from + ((4 - ((bytes.byteOffset + from) & 3)) & 3));
  for (let at = from; at < head; at += 1) if (bytes[at] === DOT) visit(at);
  const words = head < length ? new Int32Array(bytes.buffer, bytes.byteOffset + head, (length - head) >> 2) : NONE;
  for (let word = 0; word < words.length; word += 1) {
    const value = (words[word] as number) ^ 0x2e2e2e2e;
    if (((value - 0x01010101) & ~value & 0x80808080) === 0) continue;
    const at = head + word * 4;
    for (let byte = at; byte < at + 4; byte += 1) if (bytes[byte] === DOT) visit(byte);
  }
  for (let at = head + words.length * 4; at < length; at += 1) if (bytes[at] === DOT) visit(at);
}
