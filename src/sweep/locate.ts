// Lines, columns and excerpts, worked out only where something was found: the file is read once more as far as its last place.
import type { ByteSource } from '../model/ports.ts';
import { excerptsIn } from '../text/lines.ts';
import { narrowed, type Utf16 } from './utf16.ts';

/** Line and column from 1; columns in UTF-16 code units. */
export interface LocatedPlace {
  readonly line: number;
  readonly column: number;
  /** Of that line, around the place, without what may be a secret; at most 200 characters. */
  readonly excerpt: string;
}

const PIECE = 256 * 1024;
const BEFORE = 80;
const AFTER = 160;
const LF = 0x0a;

/** Places of ascending byte offsets, each with the length of what stands there. A file that is shorter by now gives fewer. */
export function locate(source: ByteSource, encoding: 'bytes' | Utf16, places: readonly { readonly offset: number; readonly length: number }[]): readonly LocatedPlace[] {
  const unit = encoding === 'bytes' ? 1 : 2;
  const read = (from: number, length: number): Uint8Array => {
    const bytes = source.read(from, length);
    return encoding === 'bytes' ? bytes : narrowed(bytes, bytes.length, encoding).slice(0, bytes.length >> 1);
  };
  const located: LocatedPlace[] = [];
  let line = 1;
  let column = 1;
  let at = 0;
  for (const { offset, length } of places) {
    if (offset + length * unit > source.size) break;
    while (at < offset) {
      const piece = read(at, Math.min(PIECE, offset - at));
      for (const byte of piece) {
        if (byte === LF) {
          line += 1;
          column = 1;
        } else column += unitsOf(byte);
      }
      at += piece.length * unit;
    }
    const from = Math.max(0, offset - BEFORE * unit);
    const end = Math.min(source.size - (source.size % unit), offset + (length + AFTER) * unit);
    located.push({ line, column, excerpt: excerptOf(read(from, end - from), (offset - from) / unit, length, { before: from > 0, behind: end < source.size - 1 }) });
  }
  return located;
}

// Code units that begin with this byte of UTF-8: none inside a sequence, two for what lies beyond U+FFFF.
function unitsOf(byte: number): number {
  if (byte < 0x80) return 1;
  if (byte < 0xc0) return 0;
  return byte >= 0xf0 ? 2 : 1;
}

// The bytes may begin and end in the middle of an address with a password: what touches a cut is left out, and of a text that reaches
// from the cut to the place nothing but the place is shown.
function excerptOf(bytes: Uint8Array, place: number, length: number, cut: { readonly before: boolean; readonly behind: boolean }): string {
  let start = bytes.subarray(0, place).lastIndexOf(LF) + 1;
  if (cut.before && start === 0) {
    while (start < place && !isBlank(bytes[start] ?? 0)) start += 1;
    if (start === place) return `…${decoded(bytes.subarray(place, place + length))}…`;
  }
  const newline = bytes.indexOf(LF, place);
  let text = decoded(bytes.subarray(start, newline === -1 ? bytes.length : newline)).replaceAll('\\/', '/');
  if (cut.behind && newline === -1) text = text.replace(/[a-z][a-z0-9+.-]{0,20}:\/\/[^\s"'/@]{0,300}$/i, '');
  return excerptsIn(text)(1);
}

function isBlank(byte: number): boolean {
  return byte <= 0x20 || byte === 0x22 || byte === 0x27 || byte === 0x60;
}

function decoded(bytes: Uint8Array): string {
  return new TextDecoder('utf-8').decode(bytes);
}
