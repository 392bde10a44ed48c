// One file from its path to what it says: read, searched, and located where something was found.
import { openAuditedSource } from '../io/byte-source.ts';
import { readPieces, type FileIdentity } from '../io/pieces.ts';
import type { Problem } from '../model/coverage.ts';
import { TreeError, type ByteSource } from '../model/ports.ts';
import type { SweptFile } from './contract.ts';
import { locate } from './locate.ts';
import type { ByteScanner, ScannedBytes, SearchPlan } from './scan-bytes.ts';
import { scriptKind } from './script-kind.ts';

/** What is known of one file after it was read; `said` is what goes into a SweptFile beside its path. */
export interface FileRead {
  readonly bytes: number;
  readonly script: boolean;
  readonly identity?: FileIdentity;
  readonly said?: Said;
}

/** What a file says of itself. */
export type Said = Pick<SweptFile, 'strings' | 'gates' | 'sha256' | 'problem'>;

/** Reads a file of the disk. `shown` names it in problems; its identity is wanted where it is to be kept. Never throws for what lies there. */
export function readDiskFile(scanner: ByteScanner, strings: SearchPlan['strings'], path: string, shown: string, wants: 'identity' | 'content'): FileRead {
  scanner.begin(scriptKind(baseName(shown)));
  const { identity, bytes, error } = readPieces(path, scanner.room, scanner.take, wants);
  return readingOf(scanner.end(), strings, bytes, error && problemOf(error, shown), () => openAuditedSource(path), identity);
}

/** The same for bytes that are at hand. */
export function readMemoryFile(scanner: ByteScanner, strings: SearchPlan['strings'], content: Uint8Array, shown: string): FileRead {
  scanner.begin(scriptKind(baseName(shown)));
  let kept = 0;
  for (let at = 0; ;) {
    const length = Math.min(scanner.room.length - kept, content.length - at);
    scanner.room.set(content.subarray(at, at + length), kept);
    at += length;
    const filled = kept + length;
    kept = scanner.take(filled, at === content.length);
    if (at === content.length) break;
    scanner.room.copyWithin(0, filled - kept, filled);
  }
  return readingOf(scanner.end(), strings, content.length, undefined, () => ({ size: content.length, read: (offset, length) => content.subarray(offset, offset + length), close: () => undefined }));
}

/** A file that could not be opened. */
export function unreadFile(error: unknown, shown: string): FileRead {
  if (!(error instanceof TreeError)) throw error;
  return { bytes: 0, script: false, said: { strings: [], gates: [], problem: problemOf(error, shown) } };
}

function problemOf({ code, message }: TreeError, path: string): Problem {
  return { code, message, path };
}

function readingOf(scanned: ScannedBytes, strings: SearchPlan['strings'], bytes: number, problem: Problem | undefined, open: () => ByteSource & { readonly close: () => void }, identity?: FileIdentity): FileRead {
  const read = { bytes, script: scanned.script, ...(identity === undefined ? {} : { identity }) };
  if (problem === undefined && scanned.strings.length === 0 && scanned.gates.length === 0 && scanned.sha256 === undefined) return read;
  const said: Said = {
    strings: scanned.strings.length === 0 ? [] : located(scanned, strings, open),
    gates: scanned.gates,
    ...(scanned.sha256 === undefined ? {} : { sha256: scanned.sha256 }),
    ...(problem === undefined ? {} : { problem }),
  };
  return { ...read, said };
}

function located({ strings: hits, encoding }: ScannedBytes, strings: SearchPlan['strings'], open: () => ByteSource & { readonly close: () => void }): SweptFile['strings'] {
  const places = hits.map(({ at, offset }) => ({ offset, length: Buffer.byteLength(strings[at]?.text ?? '') }));
  const found = quietly(() => {
    const source = open();
    try {
      return locate(source, encoding, places);
    } finally {
      source.close();
    }
  }) ?? [];
  // A hit stays a hit where the file cannot be read a second time.
  return hits.map(({ at, offset, count }, index) => ({ at, offset, count, ...(found[index] ?? { line: 1, column: 1, excerpt: '' }) }));
}

function quietly<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    // It was replaced or cut since it was read; the system's errors come as either of these.
    if (error instanceof TreeError || error instanceof RangeError) return undefined;
    throw error;
  }
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
