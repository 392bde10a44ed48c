// What may stand beside a string that was found: `SearchString.boundary`. Asked of few places only. Characters of host names and
// addresses as RFC 1123 and RFC 5321 (dot-atom) have them, with `_`, which DNS allows. An escape before a name ends it as the
// character would that it stands for: `\nevil.example` in a source map, `%2Fevil.example` in an address.
import type { SearchString } from '../model/indicator.ts';
import { folded } from '../text/ascii.ts';

export type Boundary = SearchString['boundary'];

/** Bytes before and behind a place that a boundary may ask for. */
export const BOUNDARY_BYTES = 16;

const DOT = 0x2e;
const BACKSLASH = 0x5c;
const PERCENT = 0x25;

/** True where a string of that boundary may stand at `[start, end)` of `bytes[0, length)`. */
export function isBounded(boundary: Boundary, bytes: Uint8Array, start: number, end: number, length: number): boolean {
  switch (boundary) {
    case 'text': return true;
    case 'url': return beginsName(bytes, start);
    case 'host': return beginsName(bytes, start) && endsName(bytes, end, length);
    case 'address': return beginsAddress(bytes, start) && endsName(bytes, end, length);
    case 'ip': return beginsIp(bytes, start, end) && endsIp(bytes, start, end, length);
  }
}

/** The same of a text. */
export function standsAlone(text: string, start: number, end: number, boundary: Boundary): boolean {
  if (boundary === 'text') return true;
  const before = Buffer.from(text.slice(Math.max(0, start - BOUNDARY_BYTES), start));
  const found = Buffer.from(text.slice(start, end));
  const bytes = Buffer.concat([before, found, Buffer.from(text.slice(end, end + BOUNDARY_BYTES))]);
  return isBounded(boundary, bytes, before.length, before.length + found.length, bytes.length);
}

/** The same with no letter, digit or underscore beside it: for short strings, which would stand in any noise. */
export function isAlone(bytes: Uint8Array, start: number, end: number, length: number): boolean {
  return (start === 0 || !isWord(bytes[start - 1] ?? 0) || isEscape(bytes, start)) && (end >= length || !isWord(bytes[end] ?? 0));
}

/** Letter, digit, hyphen, underscore: what a host name's label is made of, in ASCII. */
export function isLabelByte(byte: number): boolean {
  return isWord(byte) || byte === 0x2d;
}

function isWord(byte: number): boolean {
  return isDigit(byte) || isLetter(byte) || byte === 0x5f;
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}

function isLetter(byte: number): boolean {
  const small = folded(byte);
  return small >= 0x61 && small <= 0x7a;
}

function isHex(byte: number): boolean {
  const small = folded(byte);
  return isDigit(byte) || (small >= 0x61 && small <= 0x66);
}

function beginsName(bytes: Uint8Array, start: number): boolean {
  if (start === 0) return true;
  const before = bytes[start - 1] ?? 0;
  if (before >= 0x80) return !isLetterBefore(bytes, start);
  return !isLabelByte(before) || isEscape(bytes, start);
}

// `evil.example.` at the end of a sentence is the name; `evil.example.au` is another.
function endsName(bytes: Uint8Array, end: number, length: number): boolean {
  if (end >= length) return true;
  const next = bytes[end] ?? 0;
  if (isLabelByte(next)) return false;
  return next !== DOT || end + 1 >= length || !isLabelByte(bytes[end + 1] ?? 0);
}

// RFC 5322 atext and the dot, without what ends an address wherever it stands in code or a URL: ' / = ? & { | } ` * # $ !
function beginsAddress(bytes: Uint8Array, start: number): boolean {
  if (start === 0) return true;
  const before = bytes[start - 1] ?? 0;
  if (before === DOT || before === 0x2b || before === PERCENT) return false;
  return beginsName(bytes, start);
}

function beginsIp(bytes: Uint8Array, start: number, end: number): boolean {
  if (start === 0) return true;
  const before = bytes[start - 1] ?? 0;
  if (isColonForm(bytes, start, end)) return !isHex(before) && before !== 0x3a && before !== DOT ? true : isEscape(bytes, start);
  return before !== DOT && (!isDigit(before) || isEscape(bytes, start));
}

function endsIp(bytes: Uint8Array, start: number, end: number, length: number): boolean {
  if (end >= length) return true;
  const next = bytes[end] ?? 0;
  if (isColonForm(bytes, start, end)) return !isHex(next) && (next !== 0x3a || end + 1 >= length || !(isHex(bytes[end + 1] ?? 0) || bytes[end + 1] === 0x3a));
  return !isDigit(next) && (next !== DOT || end + 1 >= length || !isDigit(bytes[end + 1] ?? 0));
}

function isColonForm(bytes: Uint8Array, start: number, end: number): boolean {
  return bytes.subarray(start, end).includes(0x3a);
}

/** True where what stands before `start` is an escape of a character that is no part of a name. */
export function isEscape(bytes: Uint8Array, start: number): boolean {
  return escapesBefore(bytes, start) !== undefined;
}

// The character that an escape ending at `start` stands for, where that is no part of a name.
function escapesBefore(bytes: Uint8Array, start: number): number | undefined {
  if (start >= 2 && bytes[start - 2] === BACKSLASH && SHORT_ESCAPES.includes(bytes[start - 1] ?? 0)) return bytes[start - 1];
  if (start >= 3 && bytes[start - 3] === PERCENT) return separator(bytes, start - 2, start);
  if (start >= 4 && bytes[start - 4] === BACKSLASH && folded(bytes[start - 3] ?? 0) === 0x78) return separator(bytes, start - 2, start);
  if (start >= 6 && bytes[start - 6] === BACKSLASH && folded(bytes[start - 5] ?? 0) === 0x75) return separator(bytes, start - 4, start);
  return undefined;
}

// \n \r \t \b \f \v \0: ECMAScript, single character escapes.
const SHORT_ESCAPES: readonly number[] = [...'nrtbfv0'].map((letter) => letter.charCodeAt(0));

function separator(bytes: Uint8Array, from: number, end: number): number | undefined {
  const digits = String.fromCharCode(...bytes.subarray(from, end));
  if (!/^[0-9a-f]+$/i.test(digits)) return undefined;
  const code = Number.parseInt(digits, 16);
  return isLabelByte(code) || code >= 0x80 ? undefined : code;
}

// Letters beyond ASCII are parts of names (RFC 5890); quotation marks, arrows and the noise of binary files are not.
function isLetterBefore(bytes: Uint8Array, start: number): boolean {
  let first = start - 1;
  while (first > 0 && start - first < 4 && ((bytes[first] ?? 0) & 0xc0) === 0x80) first -= 1;
  const text = new TextDecoder('utf-8').decode(bytes.subarray(first, start));
  return /^[\p{L}\p{N}\p{M}]$/u.test(text);
}
