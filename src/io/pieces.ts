// One file of the disk, read piece by piece into one buffer that is used again for the next: files of any size in constant memory. Only
// regular files are read, links are not followed, and a file that is written to meanwhile is said to be.
import { closeSync, constants, fstatSync, lstatSync, openSync, readSync, type Stats } from 'node:fs';
import { TreeError } from '../model/ports.ts';
import { rawPath } from './names.ts';
import { errorCode, treeError } from './system.ts';

/** What tells whether a file is as it was: as the system has it, to about a quarter of a microsecond (https://man7.org/linux/man-pages/man7/inode.7.html). */
export interface FileIdentity {
  readonly device: number;
  readonly inode: number;
  readonly size: number;
  /** Milliseconds since 1970. The time of the last change of the inode cannot be set by who owns the file. */
  readonly modified: number;
  readonly changed: number;
}

export interface PiecesRead {
  /** Undefined where the file could not be opened, and of small ones where nobody asked. */
  readonly identity?: FileIdentity;
  /** Bytes that were given. */
  readonly bytes: number;
  readonly error?: TreeError;
}

/** The calls that are made; tests replace some. */
export interface PieceCalls {
  readonly open: (path: string | Buffer) => number;
  readonly stat: (descriptor: number) => Stats;
  readonly read: (descriptor: number, buffer: Uint8Array, offset: number) => number;
  readonly close: (descriptor: number) => void;
}

// What was a plain file when its folder was listed may be a link or a pipe by now: neither is followed or waited for.
const FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
/** Where the system tells no size (files of /proc), no more than this is read. */
const UNSIZED = 64 * 1024 * 1024;

const CALLS: PieceCalls = {
  open: (path) => openSync(path, FLAGS),
  stat: fstatSync,
  read: (descriptor, buffer, offset) => readSync(descriptor, buffer, offset, buffer.length - offset, null),
  close: closeSync,
};

/**
 * Reads the file into `room`. `take` is told how many bytes of it are filled and whether that is the end of the file, and answers how
 * many of the last of them must stand at the beginning of the next piece; fewer than `room` has. Never throws for what lies there.
 */
export function readPieces(path: string, room: Uint8Array, take: (filled: number, isEnd: boolean) => number, wants: 'identity' | 'content', calls: PieceCalls = CALLS): PiecesRead {
  const small = wants === 'content' ? readAtOnce(path, room, calls) : undefined;
  if (small !== undefined) {
    take(small, true);
    return { bytes: small };
  }
  let descriptor: number | undefined;
  let identity: FileIdentity | undefined;
  let bytes = 0;
  try {
    descriptor = calls.open(rawPath(path));
    const before = calls.stat(descriptor);
    if (!before.isFile()) return { bytes, error: new TreeError('not-a-file', before.isDirectory() ? 'a folder, not a file' : 'a pipe, socket or device, not a file') };
    identity = identityOf(before);
    const size = before.size === 0 ? UNSIZED : before.size;
    let kept = 0;
    let isEnd = false;
    let pieces = 0;
    while (!isEnd) {
      const got = calls.read(descriptor, room, kept);
      bytes += got;
      pieces += 1;
      // What was appended since then is not waited for: a log may grow for ever.
      isEnd = got === 0 || bytes >= size;
      const filled = kept + got;
      kept = take(filled, isEnd);
      if (kept > 0 && !isEnd) room.copyWithin(0, filled - kept, filled);
    }
    return { identity, bytes, ...faultOf(before, bytes, pieces === 1 ? undefined : calls.stat(descriptor)) };
  } catch (error) {
    const failure = treeErrorOf(error);
    if (!(failure instanceof TreeError)) throw failure;
    return { bytes, error: failure, ...(identity === undefined ? {} : { identity }) };
  } finally {
    if (descriptor !== undefined) calls.close(descriptor);
  }
}

// Most files are small, and asking the system about one costs a sixth of what reading it does. Undefined for what is empty, does not fit,
// or cannot be read: that is read again with all questions. A pipe in the place of a file gives nothing, a device more than fits.
function readAtOnce(path: string, room: Uint8Array, calls: PieceCalls): number | undefined {
  let descriptor: number | undefined;
  try {
    descriptor = calls.open(rawPath(path));
    const got = calls.read(descriptor, room, 0);
    return got > 0 && got < room.length && calls.read(descriptor, room, got) === 0 ? got : undefined;
  } catch {
    // The same error comes again, and is told then.
    return undefined;
  } finally {
    if (descriptor !== undefined) calls.close(descriptor);
  }
}

// Its folder listed it as a file a moment ago.
function treeErrorOf(error: unknown): unknown {
  switch (errorCode(error)) {
    case 'ELOOP': return new TreeError('changed', 'it was replaced by a link before it was read');
    case 'ENOENT': case 'ENOTDIR': return new TreeError('changed', 'it was removed before it was read');
    default: return treeError(error);
  }
}

// A file that came in one piece needs no second look: it is as it was at that moment.
function faultOf(before: Stats, bytes: number, after: Stats | undefined): { readonly error?: TreeError } {
  if (before.size === 0) return bytes >= UNSIZED ? { error: new TreeError('too-large', `${bytes} bytes or more in a file that tells no size`) } : {};
  const same = bytes === before.size && (after === undefined || (after.size === before.size && after.mtimeMs === before.mtimeMs && after.ctimeMs === before.ctimeMs));
  return same ? {} : { error: new TreeError('changed', 'it was written to while it was read') };
}

function identityOf({ dev, ino, size, mtimeMs, ctimeMs }: Stats): FileIdentity {
  return { device: dev, inode: ino, size, modified: mtimeMs, changed: ctimeMs };
}

/** Milliseconds since 1970 before which a change must lie for a file to count as settled: a second change may bear the same time. */
export function settledBefore(): number {
  return Date.now() - 2_000;
}

/** What is at a path now, links not followed; undefined where no regular file is, or the system refuses. */
export function identityAt(path: string): FileIdentity | undefined {
  try {
    const found = lstatSync(rawPath(path));
    return found.isFile() ? identityOf(found) : undefined;
  } catch {
    // Reading it says why.
    return undefined;
  }
}
