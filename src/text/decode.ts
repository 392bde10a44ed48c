// Bytes to text, as the package managers' own readers would see them, and no guess where they would fail.
import { isAscii } from 'node:buffer';
import type { ProblemCode } from '../model/coverage.ts';

export type Decoded =
  | { readonly ok: true; readonly text: string; readonly note?: string }
  | { readonly ok: false; readonly code: ProblemCode; readonly message: string };

/** UTF-8 with or without a byte order mark, or UTF-16 with one (said in `note`). Invalid bytes are an error: a replaced byte would change a name. */
export function decode(bytes: Uint8Array): Decoded {
  if (bytes.length === 0) return { ok: false, code: 'empty-file', message: 'the file is empty' };
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return decodeAs('utf-16le', bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return decodeAs('utf-16be', bytes);
  return decodeAs('utf-8', bytes);
}

function decodeAs(encoding: string, bytes: Uint8Array): Decoded {
  try {
    // Nearly every lockfile is ASCII, which needs no decoder. The decoder drops the byte order mark itself.
    const text = encoding === 'utf-8' && isAscii(bytes) ? asciiText(bytes) : new TextDecoder(encoding, { fatal: true }).decode(bytes);
    if (text.includes('\0')) return { ok: false, code: 'bad-encoding', message: 'the file holds NUL characters: not text, or UTF-16 without a byte order mark' };
    if (text.trim() === '') return { ok: false, code: 'empty-file', message: 'the file holds only white space' };
    return encoding === 'utf-8' ? { ok: true, text } : { ok: true, text, note: `read as ${encoding.toUpperCase()}` };
  } catch {
    return { ok: false, code: 'bad-encoding', message: `the file is not valid ${encoding.toUpperCase()}` };
  }
}

function asciiText(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
}
