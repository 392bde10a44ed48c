// What a long literal of base64 or hexadecimal digits holds, by its first bytes. Code and compressed bytes are signs of packing;
// images, fonts, WebAssembly, certificates and source maps are what bundlers put into literals, and no sign.
// Magic numbers: https://www.garykessler.net/library/file_sigs.html; gzip RFC 1952, zlib RFC 1950.
import { Buffer } from 'node:buffer';

/** What is packed. `undefined` from `packedContent`: nothing known, or nothing that matters. */
export type Packed = 'code' | 'compressed';

const SHORTEST = 1_000;
const LONGEST = 4 * 1024 * 1024;
const HEAD = 4_096;
const MAX_LAYERS = 3;
const BASE64 = /^[A-Za-z0-9+/_-]+={0,2}$/;
const HEX = /^(?:[0-9a-f]{2})+$/i;
const ESCAPED_HEX = /^(?:\\x[0-9a-f]{2}|%[0-9a-f]{2})+$/i;
/** gzip, zlib, zip, bzip2, xz, zstd, lz4. */
const COMPRESSED = ['1f8b08', '7801', '785e', '789c', '78da', '504b0304', '425a68', 'fd377a585a', '28b52ffd', '04224d18'];
const CODE = [/\bfunction\b/, /\brequire\s{0,3}\(/, /=>/, /\b(?:const|let|var)\s/, /\beval\b/, /\b(?:import|export)\s/, /\bprocess\./, /\bchild_process\b/, /\bawait\s/, /\breturn\b/, /\bexec(?:Sync)?\(/, /^#!\//, /\bcurl\s/, /\bpowershell\b/i, /\bdocument\./, /\bimport\s+\w+\b/];
/** Words that two make code. A JSON text or a page of prose has at most one. */
const ENOUGH = 3;

/** Looks at a literal's text; backwards and layered encodings included. Linear, at most three layers. */
export function packedContent(text: string): Packed | undefined {
  return text.length < SHORTEST || text.length > LONGEST ? undefined : packedIn(text, 0);
}

/** True where the text reads like code: enough different words of JavaScript, a shell or Python. */
export function readsLikeCode(text: string): boolean {
  const head = text.slice(0, HEAD);
  if (/^\s{0,20}[{[]\s{0,20}["{[]/.test(head) || /^\s{0,20}<(?:svg|\?xml|!doctype|html)/i.test(head) || head.includes('-----BEGIN')) return false;
  return CODE.filter((sign) => sign.test(head)).length >= ENOUGH;
}

function packedIn(text: string, layer: number): Packed | undefined {
  const bytes = bytesOf(text.startsWith('=') ? Array.from(text).toReversed().join('') : text);
  if (bytes === undefined || layer >= MAX_LAYERS) return undefined;
  const start = bytes.subarray(0, 8).toString('hex');
  if (COMPRESSED.some((magic) => start.startsWith(magic))) return 'compressed';
  if (!isText(bytes.subarray(0, HEAD))) return undefined;
  const decoded = bytes.toString('utf8');
  if (readsLikeCode(decoded)) return 'code';
  const reversed = Array.from(decoded.slice(-HEAD)).toReversed().join('');
  if (readsLikeCode(reversed)) return 'code';
  return packedIn(decoded.trim(), layer + 1);
}

function bytesOf(text: string): Buffer | undefined {
  if (HEX.test(text)) return Buffer.from(text, 'hex');
  if (ESCAPED_HEX.test(text)) return Buffer.from(text.replace(/\\x|%/g, ''), 'hex');
  const plain = text.replace(/[\r\n]/g, '');
  return BASE64.test(plain) ? Buffer.from(plain, 'base64') : undefined;
}

function isText(bytes: Uint8Array): boolean {
  let odd = 0;
  for (const byte of bytes) if (byte === 0) return false; else if (byte < 9 || (byte > 13 && byte < 32)) odd += 1;
  return odd * 50 <= bytes.length;
}
