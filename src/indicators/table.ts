// Opens the tables of a compiled index and finds the record of a key: three reads at the start, three for each fingerprint hit.
// A damaged index never gives an answer: size, header and both copies of what is read of the tables are compared, each record is checked before it is used.
import type { ByteSource } from '../model/ports.ts';
import { HEADER_BYTES, HEADER_WORDS, INDEX_FORMAT, IndexError, MAGIC, MAX_BUCKET_BITS, WORD, bucketOf, checksumBytes, fingerprintOf, hashKey } from './index-format.ts';
import type { IndexInfo, KeyKind, RecordPlace } from './index-format.ts';
import { unpackRecord } from './records.ts';
import type { KeyRecord } from './records.ts';

// Bounds the memory that a hostile lockfile full of listed names could take.
const MAX_KEPT = 4096;

/** An open index. */
export interface IndexTable {
  readonly info: IndexInfo;
  /** The record of a key; undefined where it is not listed. Throws IndexError where the record is damaged. */
  readonly find: (kind: KeyKind, key: string) => KeyRecord | undefined;
  /** JSON text of a record that `info` points to. Throws IndexError where it is damaged. */
  readonly record: (place: RecordPlace) => string;
}

interface Header {
  readonly seed: number;
  readonly bucketBits: number;
  readonly records: number;
  readonly frontBytes: number;
  readonly infoBytes: number;
}

/** Throws IndexError where the index is cut off, changed or of another format. */
export function openTable(source: ByteSource): IndexTable {
  const header = readHeader(source);
  const { records, frontBytes } = header;
  const copyBytes = frontBytes + (records + 1) * 4;
  const front = aligned(readTwice(source, HEADER_BYTES, frontBytes, copyBytes));
  const startCount = 2 ** header.bucketBits + 1;
  const starts = new Uint32Array(front.buffer, front.byteOffset, startCount);
  const prints = new Uint16Array(front.buffer, front.byteOffset + startCount * 4, records);
  const infoAt = (startCount + Math.ceil(records / 2)) * 4;
  const info = parseInfo(front.subarray(infoAt, infoAt + header.infoBytes));
  const recordsAt = HEADER_BYTES + copyBytes * 2;

  const record = (place: RecordPlace): string => {
    if (place.length < 4) throw damaged();
    const bytes = read(source, recordsAt + place.offset, place.length);
    const text = bytes.subarray(4);
    const stated = new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0, true);
    if (checksumBytes(text) !== stated) throw damaged();
    return Buffer.from(text.buffer, text.byteOffset, text.length).toString('utf8');
  };
  const placeOf = (at: number): RecordPlace => {
    const bytes = readTwice(source, HEADER_BYTES + frontBytes + at * 4, 8, copyBytes);
    const words = new DataView(bytes.buffer, bytes.byteOffset, 8);
    const offset = words.getUint32(0, true);
    return { offset, length: words.getUint32(4, true) - offset };
  };
  // One run meets the same listed names (debug, chalk) in hundreds of lockfiles.
  const kept = new Map<number, KeyRecord>();
  const keyRecord = (at: number): KeyRecord => {
    const known = kept.get(at);
    if (known !== undefined) return known;
    const found = unpackRecord(record(placeOf(at)));
    if (kept.size < MAX_KEPT) kept.set(at, found);
    return found;
  };
  const find = (kind: KeyKind, key: string): KeyRecord | undefined => {
    const hash = hashKey(kind, key, header.seed);
    const bucket = bucketOf(hash, header.bucketBits);
    const fingerprint = fingerprintOf(hash);
    const end = Math.min(starts[bucket + 1] ?? 0, header.records);
    for (let at = starts[bucket] ?? 0; at < end; at += 1) {
      if (prints[at] !== fingerprint) continue;
      const found = keyRecord(at);
      if (found.key === key && found.kind === kind) return found;
    }
    return undefined;
  };
  return { info, find, record };
}

function readHeader(source: ByteSource): Header {
  if (source.size < HEADER_BYTES) throw new IndexError('the compiled index is cut off');
  const bytes = aligned(read(source, 0, HEADER_BYTES));
  if (!MAGIC.every((byte, at) => bytes[at] === byte)) throw new IndexError('not a compiled index of mcp-audit');
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset, HEADER_WORDS);
  const word = (at: number): number => words[at] ?? 0;
  if (checksumBytes(bytes.subarray(0, WORD.checksum * 4)) !== word(WORD.checksum)) throw damaged();
  if (word(WORD.format) !== INDEX_FORMAT) throw new IndexError(`the compiled index has format ${word(WORD.format)}, this version reads format ${INDEX_FORMAT}`);
  if (word(WORD.size) !== source.size) throw new IndexError(`the compiled index has ${source.size} bytes and should have ${word(WORD.size)}: it is cut off or was appended to`);
  const header = { seed: word(WORD.seed), bucketBits: word(WORD.bucketBits), records: word(WORD.records), frontBytes: word(WORD.frontBytes), infoBytes: word(WORD.infoBytes) };
  const tableWords = 2 ** header.bucketBits + 1 + Math.ceil(header.records / 2) + Math.ceil(header.infoBytes / 4);
  if (header.bucketBits < 1 || header.bucketBits > MAX_BUCKET_BITS || header.frontBytes !== tableWords * 4) throw damaged();
  return header;
}

function parseInfo(bytes: Uint8Array): IndexInfo {
  try {
    return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8')) as IndexInfo;
  } catch (cause) {
    throw new IndexError('the compiled index is damaged', cause);
  }
}

function read(source: ByteSource, offset: number, length: number): Uint8Array {
  try {
    return source.read(offset, length);
  } catch (cause) {
    // A file that shrank after it was opened, or an offset that points outside.
    if (cause instanceof RangeError) throw new IndexError('the compiled index is cut off', cause);
    throw cause;
  }
}

// Both copies of a part of the tables, which lie `apart`.
function readTwice(source: ByteSource, offset: number, length: number, apart: number): Uint8Array {
  const bytes = read(source, offset, length);
  if (Buffer.compare(bytes, read(source, offset + apart, length)) !== 0) throw damaged();
  return bytes;
}

// Typed arrays need an offset that is a multiple of four; pooled buffers start anywhere. Big-endian machines are not served.
function aligned(bytes: Uint8Array): Uint8Array {
  return bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
}

function damaged(): IndexError {
  return new IndexError('the compiled index is damaged');
}
