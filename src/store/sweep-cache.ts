// What the deep scan found in files that have not changed since: mostly nothing. One file, read at once and written at the end of a run.
// A file is the same where its path, device, inode, size and both times are (the second of them cannot be set by who owns it). What
// lies here is believed only where the SHA-256 behind it holds and the whole was made for the same search; that no other user wrote
// it is the folder's business (io/blob-store.ts). All numbers are little-endian.
import { createHash } from 'node:crypto';
import { LIMITS } from '../model/limits.ts';
import type { BlobStore } from '../model/ports.ts';

/** What tells whether a file is as it was. */
export interface KeptIdentity {
  readonly device: number;
  readonly inode: number;
  readonly size: number;
  readonly modified: number;
  readonly changed: number;
}

/** What is kept of one file: whether it is a script, and what it said, as JSON; absent for nothing. */
export interface KeptFile {
  readonly script: boolean;
  readonly said?: string;
}

/** The files of one start folder. Files must be asked for, and kept, in the order of a walk: names of a folder in ascending order of their UTF-8 bytes. */
export interface TreeCache {
  readonly find: (folder: string, name: string, now: KeptIdentity) => KeptFile | undefined;
  readonly keep: (folder: string, name: string, identity: KeptIdentity, file: KeptFile) => void;
}

export interface SweepCache {
  /** `digest`: 64 hexadecimal digits over all that decides what a file says. Another one than last time forgets everything. `now`: milliseconds since 1970. */
  readonly tree: (digest: string, start: string, now: number) => TreeCache;
  /** Writes what this run knows; gives the reason where that fails. */
  readonly save: () => string | undefined;
}

const KEY = 'deep-sweep';
const MAGIC = Buffer.from('mcpsweep1\n', 'latin1');
const DIGEST = 32;
const HEADER = MAGIC.length + DIGEST;
/** Behind the name of a file: inode, size, times, script, length of what it said. */
const FIXED = 4 * 8 + 1 + 4;
const NAME_BYTES = 65_535;
/** Before a start folder's name: length of its runs, when it was last used, length of the name. */
const TREE_HEAD = 4 + 8 + 2;

/** Before a run's folder: length of the rest of the run, device, length of the folder's name. */
const RUN_HEAD = 4 + 8 + 2;

interface KeptTree {
  readonly start: string;
  readonly used: number;
  /** Runs: files of one folder that the walk met one after the other. */
  readonly runs: Buffer;
}

/** Opens what `store` has; it is read at the first question. */
export function openSweepCache(store: BlobStore, limit: number = LIMITS.sweepCache): SweepCache {
  let old: { readonly digest: string; readonly trees: readonly KeptTree[] } | undefined;
  const fresh = new Map<string, { readonly used: number; readonly writer: RunWriter }>();
  return {
    tree: (digest, start, now) => {
      if (old?.digest !== digest) {
        fresh.clear();
        old = { digest, trees: old === undefined ? treesOf(store.get(KEY), digest) : [] };
      }
      const find = finder(old.trees.find((tree) => tree.start === start)?.runs);
      const writer = runWriter(limit - HEADER - DIGEST - TREE_HEAD - Buffer.byteLength(start));
      fresh.set(start, { used: now, writer });
      return { find, keep: writer.keep };
    },
    save: () => {
      if (old === undefined) return undefined;
      const kept = old.trees.filter(({ start }) => !fresh.has(start));
      const made = [...fresh].map(([start, { used, writer }]): KeptTree => ({ start, used, runs: writer.end() }));
      try {
        store.put(KEY, sealed(old.digest, [...made, ...kept], limit));
        return undefined;
      } catch (error) {
        // A read-only home must not stop a scan.
        return `what was read was not kept: ${error instanceof Error ? error.message : String(error)}`;
      }
    },
  };
}

function sealed(digest: string, trees: readonly KeptTree[], limit: number): Buffer {
  const parts: Buffer[] = [MAGIC, Buffer.from(digest, 'hex')];
  let bytes = HEADER + DIGEST;
  for (const { start, used, runs } of trees.toSorted((left, right) => right.used - left.used)) {
    const name = Buffer.from(start, 'utf8');
    bytes += runs.length + name.length + TREE_HEAD;
    if (bytes > limit || name.length > NAME_BYTES) break;
    const head = Buffer.alloc(TREE_HEAD);
    head.writeUInt32LE(runs.length, 0);
    head.writeDoubleLE(used, 4);
    head.writeUInt16LE(name.length, 12);
    parts.push(head, name, runs);
  }
  const body = Buffer.concat(parts);
  return Buffer.concat([body, createHash('sha256').update(body).digest()]);
}

// Nothing where the bytes are not whole, or were made for another search.
function treesOf(blob: Uint8Array | undefined, digest: string): readonly KeptTree[] {
  if (blob === undefined || blob.length < HEADER + DIGEST) return [];
  const bytes = Buffer.from(blob.buffer, blob.byteOffset, blob.length);
  const end = bytes.length - DIGEST;
  if (!bytes.subarray(0, MAGIC.length).equals(MAGIC) || bytes.toString('hex', MAGIC.length, HEADER) !== digest) return [];
  if (!createHash('sha256').update(bytes.subarray(0, end)).digest().equals(bytes.subarray(end))) return [];
  const trees: KeptTree[] = [];
  for (let at = HEADER; at < end;) {
    if (at + TREE_HEAD > end) return [];
    const nameEnd = at + TREE_HEAD + bytes.readUInt16LE(at + 12);
    const runsEnd = nameEnd + bytes.readUInt32LE(at);
    if (runsEnd > end) return [];
    trees.push({ start: bytes.toString('utf8', at + TREE_HEAD, nameEnd), used: bytes.readDoubleLE(at + 4), runs: bytes.subarray(nameEnd, runsEnd) });
    at = runsEnd;
  }
  return trees;
}

interface RunWriter {
  readonly keep: TreeCache['keep'];
  readonly end: () => Buffer;
}

function runWriter(limit: number): RunWriter {
  const parts: Buffer[] = [];
  let bytes = 0;
  let buffer = Buffer.allocUnsafe(64 * 1024);
  let used = 0;
  let folder: string | undefined;
  let device = 0;
  let runStart = 0;
  const flush = (): void => {
    parts.push(Buffer.from(buffer.subarray(0, used)));
    bytes += used;
    used = 0;
  };
  const endRun = (): void => {
    if (folder !== undefined) buffer.writeUInt32LE(used - runStart - 4, runStart);
    folder = undefined;
  };
  const room = (wanted: number): void => {
    if (used + wanted <= buffer.length) return;
    endRun();
    flush();
    if (wanted > buffer.length) buffer = Buffer.allocUnsafe(wanted);
  };
  const beginRun = (path: string, on: number): void => {
    runStart = used;
    used = buffer.writeDoubleLE(on, used + 4);
    const length = buffer.write(path, used + 2, 'utf8');
    buffer.writeUInt16LE(length, used);
    used += 2 + length;
    folder = path;
    device = on;
  };
  return {
    keep: (path, name, identity, { script, said = '' }) => {
      const wanted = 3 * (path.length + name.length + said.length) + FIXED + RUN_HEAD + 4;
      // What does not fit is read again next time.
      if (bytes + used + wanted > limit || path.length * 3 > NAME_BYTES || name.length * 3 > NAME_BYTES) return;
      room(wanted);
      if (folder !== path || device !== identity.device) {
        endRun();
        beginRun(path, identity.device);
      }
      const length = buffer.write(name, used + 2, 'utf8');
      buffer.writeUInt16LE(length, used);
      used += 2 + length;
      for (const number of [identity.inode, identity.size, identity.modified, identity.changed]) used = buffer.writeDoubleLE(number, used);
      used = buffer.writeUInt8(script ? 1 : 0, used);
      const saidLength = buffer.write(said, used + 4, 'utf8');
      buffer.writeUInt32LE(saidLength, used);
      used += 4 + saidLength;
    },
    end: () => {
      endRun();
      flush();
      return Buffer.concat(parts);
    },
  };
}

interface Cursor {
  readonly device: number;
  readonly end: number;
  at: number;
}

function finder(runs: Buffer | undefined): TreeCache['find'] {
  if (runs === undefined) return () => undefined;
  const folders = indexOf(runs);
  return (folder, name, now) => {
    const cursors = folders?.get(folder) ?? [];
    const wanted = Buffer.from(name, 'utf8');
    for (let cursor = cursors[0]; cursor !== undefined; cursor = cursors[0]) {
      const found = advance(runs, cursor, wanted, now);
      if (found !== 'end') return found;
      cursors.shift();
    }
    return undefined;
  };
}

// Undefined where the runs are not as they are written: then nothing is known.
function indexOf(runs: Buffer): Map<string, Cursor[]> | undefined {
  const folders = new Map<string, Cursor[]>();
  for (let at = 0; at < runs.length;) {
    if (at + RUN_HEAD > runs.length) return undefined;
    const end = at + 4 + runs.readUInt32LE(at);
    const start = at + RUN_HEAD + runs.readUInt16LE(at + 12);
    if (start > end || end > runs.length) return undefined;
    const folder = runs.toString('utf8', at + RUN_HEAD, start);
    const cursor: Cursor = { device: runs.readDoubleLE(at + 4), end, at: start };
    const those = folders.get(folder);
    if (those) those.push(cursor);
    else folders.set(folder, [cursor]);
    at = end;
  }
  return folders;
}

// Both sides are in ascending order, so one step forward for each file is enough.
function advance(runs: Buffer, cursor: Cursor, wanted: Buffer, now: KeptIdentity): KeptFile | undefined | 'end' {
  while (cursor.at + 2 <= cursor.end) {
    const nameEnd = cursor.at + 2 + runs.readUInt16LE(cursor.at);
    if (nameEnd + FIXED > cursor.end) return 'end';
    const order = runs.compare(wanted, 0, wanted.length, cursor.at + 2, nameEnd);
    // The kept name stands behind the wanted one: that one is new.
    if (order > 0) return undefined;
    const saidStart = nameEnd + FIXED;
    const saidEnd = saidStart + runs.readUInt32LE(saidStart - 4);
    if (saidEnd > cursor.end) return 'end';
    cursor.at = saidEnd;
    if (order < 0) continue;
    const same = cursor.device === now.device && runs.readDoubleLE(nameEnd) === now.inode && runs.readDoubleLE(nameEnd + 8) === now.size
      && runs.readDoubleLE(nameEnd + 16) === now.modified && runs.readDoubleLE(nameEnd + 24) === now.changed;
    if (!same) return undefined;
    return { script: runs[nameEnd + 32] === 1, ...(saidEnd > saidStart ? { said: runs.toString('utf8', saidStart, saidEnd) } : {}) };
  }
  return 'end';
}
