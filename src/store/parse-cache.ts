// What the parser found in packages whose source has not changed since: by the SHA-256 of all that was given to it. One file, read at
// the first question and written at the end of a run. What lies here is believed only where the SHA-256 behind the whole holds and it
// was made by the same build; that no other user wrote it is the folder's business (io/blob-store.ts). Numbers are little-endian.
import { createHash } from 'node:crypto';
import { LIMITS } from '../model/limits.ts';
import type { BlobStore } from '../model/ports.ts';

export interface ParseCache {
  /** The text kept under 64 hexadecimal digits; whoever asks checks what it says. */
  readonly find: (digest: string) => string | undefined;
  readonly keep: (digest: string, text: string) => void;
  /** Writes what this run asked for or kept, then older ones as far as the limit; gives the reason where that fails. */
  readonly save: () => string | undefined;
}

const KEY = 'deep-parse';
const MAGIC = Buffer.from('mcpparse1\n', 'latin1');
const DIGEST = 32;
const HEADER = MAGIC.length + DIGEST;
/** Bytes of one entry: a package with more to tell is parsed again. */
const ENTRY = 512 * 1024;

/** `edition`: 64 hexadecimal digits over all of the tool that decides what the parser finds. */
export function openParseCache(store: BlobStore, edition: string, limit: number = LIMITS.parseCache): ParseCache {
  let old: Map<string, Buffer> | undefined;
  const used = new Map<string, Buffer>();
  let changed = false;
  const kept = () => (old ??= entriesOf(store.get(KEY), edition));
  return {
    find: (digest) => {
      const entry = used.get(digest) ?? kept().get(digest);
      if (entry) used.set(digest, entry);
      return entry?.toString('utf8');
    },
    keep: (digest, text) => {
      const entry = Buffer.from(text, 'utf8');
      if (entry.length > ENTRY || !/^[0-9a-f]{64}$/.test(digest)) return;
      used.set(digest, entry);
      changed = true;
    },
    save: () => {
      if (!changed) return undefined;
      try {
        store.put(KEY, sealed(edition, new Map([...used, ...kept()]), limit));
        return undefined;
      } catch (error) {
        // A read-only home must not stop a scan.
        return `what was parsed was not kept: ${error instanceof Error ? error.message : String(error)}`;
      }
    },
  };
}

// The first entry of a name counts: this run's stand in front.
function sealed(edition: string, entries: ReadonlyMap<string, Buffer>, limit: number): Buffer {
  const parts: Buffer[] = [MAGIC, Buffer.from(edition, 'hex')];
  let bytes = HEADER + DIGEST;
  for (const [digest, entry] of entries) {
    bytes += DIGEST + 4 + entry.length;
    if (bytes > limit) break;
    const length = Buffer.alloc(4);
    length.writeUInt32LE(entry.length);
    parts.push(Buffer.from(digest, 'hex'), length, entry);
  }
  const body = Buffer.concat(parts);
  return Buffer.concat([body, createHash('sha256').update(body).digest()]);
}

// Nothing where the bytes are not whole, or were made by another build.
function entriesOf(blob: Uint8Array | undefined, edition: string): Map<string, Buffer> {
  const entries = new Map<string, Buffer>();
  if (blob === undefined || blob.length < HEADER + DIGEST) return entries;
  const bytes = Buffer.from(blob.buffer, blob.byteOffset, blob.length);
  const end = bytes.length - DIGEST;
  if (!bytes.subarray(0, MAGIC.length).equals(MAGIC) || bytes.toString('hex', MAGIC.length, HEADER) !== edition) return entries;
  if (!createHash('sha256').update(bytes.subarray(0, end)).digest().equals(bytes.subarray(end))) return entries;
  for (let at = HEADER; at < end;) {
    const start = at + DIGEST + 4;
    if (start > end) return new Map();
    const next = start + bytes.readUInt32LE(at + DIGEST);
    if (next > end) return new Map();
    entries.set(bytes.toString('hex', at, at + DIGEST), bytes.subarray(start, next));
    at = next;
  }
  return entries;
}
