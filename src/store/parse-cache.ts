// What parsing gave for packages of the same content: answers by a digest of all that went in. One file, read at the first question and
// written at the end of a run; what was not asked for longest goes first. Believed only where the SHA-256 behind it holds; whoever
// asks checks the shape of what comes back.
import { createHash } from 'node:crypto';
import { LIMITS } from '../model/limits.ts';
import type { BlobStore } from '../model/ports.ts';

export interface ParseCache {
  /** `key`: 64 hexadecimal digits. */
  readonly find: (key: string) => string | undefined;
  readonly keep: (key: string, answer: string) => void;
  /** Writes what this run knows; gives the reason where that fails. */
  readonly save: () => string | undefined;
}

const KEY = 'deep-parsed';
const MAGIC = Buffer.from('mcpparse1\n', 'latin1');
const DIGEST = 32;
const HEAD = DIGEST + 4;

/** Opens what `store` has; one of `version` of the tool alone. */
export function openParseCache(store: BlobStore, version: string, limit: number = LIMITS.parseCache): ParseCache {
  const stamp = createHash('sha256').update(version).digest();
  let old: Map<string, Buffer> | undefined;
  const used = new Map<string, Buffer>();
  let isNew = false;
  const known = (): Map<string, Buffer> => old ??= entriesOf(store.get(KEY), stamp);
  return {
    find: (key) => {
      const answer = used.get(key) ?? known().get(key);
      if (answer !== undefined) used.set(key, answer);
      return answer?.toString('utf8');
    },
    keep: (key, answer) => {
      isNew = true;
      used.set(key, Buffer.from(answer, 'utf8'));
    },
    save: () => {
      if (!isNew) return undefined;
      try {
        store.put(KEY, sealed(stamp, [...used, ...[...known()].filter(([key]) => !used.has(key))], limit));
        return undefined;
      } catch (error) {
        // A read-only home must not stop a scan.
        return `what was parsed was not kept: ${error instanceof Error ? error.message : String(error)}`;
      }
    },
  };
}

function sealed(stamp: Buffer, entries: readonly (readonly [string, Buffer])[], limit: number): Buffer {
  const parts: Buffer[] = [MAGIC, stamp];
  let bytes = MAGIC.length + DIGEST * 2;
  for (const [key, answer] of entries) {
    if (bytes + HEAD + answer.length > limit) continue;
    bytes += HEAD + answer.length;
    const length = Buffer.alloc(4);
    length.writeUInt32LE(answer.length);
    parts.push(Buffer.from(key, 'hex'), length, answer);
  }
  const body = Buffer.concat(parts);
  return Buffer.concat([body, createHash('sha256').update(body).digest()]);
}

function entriesOf(blob: Uint8Array | undefined, stamp: Buffer): Map<string, Buffer> {
  const entries = new Map<string, Buffer>();
  if (blob === undefined || blob.length < MAGIC.length + DIGEST * 2) return entries;
  const bytes = Buffer.from(blob.buffer, blob.byteOffset, blob.length);
  const start = MAGIC.length + DIGEST;
  const end = bytes.length - DIGEST;
  if (!bytes.subarray(0, MAGIC.length).equals(MAGIC) || !bytes.subarray(MAGIC.length, start).equals(stamp)) return entries;
  if (!createHash('sha256').update(bytes.subarray(0, end)).digest().equals(bytes.subarray(end))) return entries;
  for (let at = start; at + HEAD <= end;) {
    const answerEnd = at + HEAD + bytes.readUInt32LE(at + DIGEST);
    if (answerEnd > end) return new Map();
    entries.set(bytes.toString('hex', at, at + DIGEST), bytes.subarray(at + HEAD, answerEnd));
    at = answerEnd;
  }
  return entries;
}
