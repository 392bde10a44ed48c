// Unpacks a stream by what its first bytes say (RFC 1952, RFC 8878); media types and file names are not believed. The bytes are
// attacker-controlled: whoever reads counts what comes out.
import { Readable, type Transform } from 'node:stream';
import * as zlib from 'node:zlib';

export type Packing = 'none' | 'gzip' | 'zstd' | 'bzip2' | 'xz';

const MAGIC: readonly (readonly [Packing, readonly number[]])[] = [
  ['gzip', [0x1f, 0x8b]],
  ['zstd', [0x28, 0xb5, 0x2f, 0xfd]],
  ['bzip2', [0x42, 0x5a, 0x68]],
  ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]],
];

/** How bytes are packed, by their first six. */
export function packingOf(head: Uint8Array): Packing {
  return MAGIC.find(([, magic]) => magic.every((byte, at) => head[at] === byte))?.[0] ?? 'none';
}

const CHUNK = 256 * 1024;

// Since Node 22.15 and 23.8: https://nodejs.org/api/zlib.html#zlibcreatezstddecompressoptions
const createZstdDecompress = (zlib as { readonly createZstdDecompress?: (options: { readonly chunkSize: number }) => Transform }).createZstdDecompress;

/** Why bytes so packed are not read; undefined where they are. */
export function refusal(packing: Packing): string | undefined {
  if (packing === 'none' || packing === 'gzip') return undefined;
  if (packing !== 'zstd') return `packed with ${packing}, which is not read`;
  return createZstdDecompress ? undefined : 'packed with zstd, which this version of Node cannot unpack (22.15 and later can)';
}

/** Unpacked pieces, of what `refusal` lets pass. A stream that is damaged throws the error of node:zlib. */
export function unpack(packing: Packing, packed: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  if (packing === 'gzip') return through(packed, zlib.createGunzip({ chunkSize: CHUNK }));
  return packing === 'zstd' && createZstdDecompress ? through(packed, createZstdDecompress({ chunkSize: CHUNK })) : packed;
}

async function* through(packed: AsyncIterable<Uint8Array>, transform: Transform): AsyncGenerator<Uint8Array, void, undefined> {
  const input = Readable.from(packed);
  input.on('error', (error) => transform.destroy(error));
  input.pipe(transform);
  try {
    for await (const piece of transform) yield piece as Uint8Array;
  } finally {
    input.destroy();
    transform.destroy();
  }
}

/** How much may come out of a packed stream. */
export interface UnpackLimits {
  readonly bytes: number;
  /** Times its packed size, beyond `free` bytes. */
  readonly ratio: number;
  readonly free: number;
}

/** The stream until more comes out than allowed; then `fail` is thrown, with why. `packed`: bytes that have gone in so far. */
export async function* bounded(stream: AsyncIterable<Uint8Array>, packed: () => number, { bytes: most, ratio, free }: UnpackLimits, fail: (why: string) => Error): AsyncGenerator<Uint8Array, void, undefined> {
  let bytes = 0;
  for await (const piece of stream) {
    bytes += piece.length;
    if (bytes > most) throw fail(`unpacks to more than ${most} bytes`);
    if (bytes > free && bytes > packed() * ratio) throw fail(`unpacks to more than ${ratio} times its size`);
    yield piece;
  }
}

/** The first bytes of a stream, and the stream as if nothing had been taken. */
export async function peek(stream: AsyncIterable<Uint8Array>): Promise<{ readonly head: Uint8Array; readonly whole: AsyncIterable<Uint8Array> }> {
  const iterator = stream[Symbol.asyncIterator]();
  const first = await iterator.next();
  const head = first.done === true ? new Uint8Array(0) : first.value;
  return { head, whole: again(head, iterator) };
}

async function* again(head: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    if (head.length > 0) yield head;
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}
