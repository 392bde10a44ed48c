// What a file is made of: code, other text, or neither. By name and bytes alone.
import { isUtf8 } from 'node:buffer';
import type { FileChange } from '../model/difference.ts';

export type Content = FileChange['content'];

const CODE = /\.(?:[cm]?[jt]s|[jt]sx)$/i;

/** A script stays `code` whatever bytes it holds: one NUL in it must not hide it. Other files with a NUL or with bytes that are not UTF-8 are `binary`. */
export function contentOf(path: string, bytes: Uint8Array): Content {
  if (isCodeName(path) || startsNode(bytes)) return 'code';
  return bytes.includes(0) || !isUtf8(bytes) ? 'binary' : 'text';
}

/** True for the names of JavaScript and TypeScript files, declarations as well. */
export function isCodeName(path: string): boolean {
  return CODE.test(path);
}

/** As engines and the readers of this project decode a source: bad bytes replaced, without a byte order mark. */
export function decodeSource(bytes: Uint8Array): string {
  return new TextDecoder('utf-8').decode(bytes);
}

function startsNode(bytes: Uint8Array): boolean {
  if (bytes[0] !== 0x23 || bytes[1] !== 0x21) return false;
  return /^#![^\n]{0,150}\b(?:node|nodejs|bun|deno|tsx|ts-node)\b/.test(Buffer.from(bytes.subarray(0, 200)).toString('latin1'));
}
