// Text of bytes and back, in the encodings of Buffer (https://nodejs.org/api/buffer.html#buffers-and-character-encodings).
import { Buffer } from 'node:buffer';
import type { Transform } from '../../model/behavior.ts';
import type { Bytes } from './values.ts';

/** Names of encodings that Buffer knows, in lower case. */
const ENCODINGS: ReadonlyMap<string, BufferEncoding> = new Map([
  ['utf8', 'utf8'], ['utf-8', 'utf8'], ['hex', 'hex'], ['base64', 'base64'], ['base64url', 'base64url'], ['ascii', 'ascii'], ['latin1', 'latin1'],
  ['binary', 'latin1'], ['ucs2', 'utf16le'], ['ucs-2', 'utf16le'], ['utf16le', 'utf16le'], ['utf-16le', 'utf16le'],
]);

/** The encoding of a name; undefined where there is none such. */
export function encodingOf(name: string): BufferEncoding | undefined {
  return ENCODINGS.get(name.toLowerCase());
}

/** What reading text in an encoding does to it; undefined for plain text. */
export function transformOf(encoding: BufferEncoding): Transform | undefined {
  if (encoding === 'base64' || encoding === 'base64url') return 'base64';
  return encoding === 'hex' ? 'hex' : undefined;
}

/** `String(bytes)`. */
export function bytesText(value: Bytes): string {
  return value.buffer ? Buffer.from(value.bytes.buffer, value.bytes.byteOffset, value.bytes.length).toString() : value.bytes.join(',');
}
