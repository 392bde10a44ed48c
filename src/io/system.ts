// The few calls of node:fs that a file tree makes, and their errors as TreeErrors (errno(3)).
import {
  closeSync, constants, lstatSync, openSync, readdirSync, readlinkSync, readSync, realpathSync, statSync,
  type Dirent, type Stats,
} from 'node:fs';
import { TreeError, type EntryKind } from '../model/ports.ts';
import { needsRawName, shownName } from './names.ts';

/** What a file tree needs of the system; tests replace single calls to bring about errors that root never meets. */
export interface SystemCalls {
  readonly open: (path: string | Buffer) => number;
  readonly close: (descriptor: number) => void;
  readonly read: (descriptor: number, buffer: Uint8Array, offset: number) => number;
  /** Follows links; throws where nothing is. */
  readonly stat: (path: string | Buffer) => Stats;
  /** Undefined where nothing is. */
  readonly lstat: (path: string | Buffer) => Stats | undefined;
  readonly list: (path: string | Buffer) => readonly Dirent[];
  readonly listRaw: (path: string | Buffer) => readonly Dirent<Buffer>[];
  /** The target as written, shown as a name is. */
  readonly readLink: (path: string | Buffer) => string;
  readonly realPath: (path: string | Buffer) => Buffer;
}

// A pipe opened for reading waits for a writer; O_NONBLOCK keeps a file that is swapped for a pipe from stopping the run.
const READ_FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** The real system. */
export const SYSTEM: SystemCalls = {
  open: (path) => openSync(path, READ_FLAGS),
  close: closeSync,
  read: (descriptor, buffer, offset) => readSync(descriptor, buffer, offset, buffer.length - offset, null),
  // Called without an option: Node 20 takes 30 microseconds a file longer with one, more than all else that reading a file costs.
  stat: statSync,
  lstat: (path) => lstatSync(path, { throwIfNoEntry: false }),
  list: (path) => readdirSync(path, { withFileTypes: true }),
  listRaw: (path) => readdirSync(path, { withFileTypes: true, encoding: 'buffer' }) as unknown as Dirent<Buffer>[],
  readLink: (path) => {
    const target = readlinkSync(path);
    return needsRawName(target) ? shownName(readlinkSync(path, { encoding: 'buffer' })) : target;
  },
  realPath: (path) => realpathSync.native(path, { encoding: 'buffer' }),
};

/** Kind of what stat or readdir tells; both have the same questions. */
export function kindOf(entry: Pick<Stats, 'isFile' | 'isDirectory' | 'isSymbolicLink'>): EntryKind {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'folder';
  return entry.isSymbolicLink() ? 'link' : 'other';
}

/** The system's error code, such as `ENOENT`; empty where the error has none. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** A failed call as the error of a tree. Anything that is no system error is our fault and goes on as it is. */
export function treeError(error: unknown): unknown {
  if (error instanceof TreeError) return error;
  const code = errorCode(error);
  switch (code) {
    case '': return error;
    case 'ENOENT': return new TreeError('not-found', 'nothing is there');
    // A file stands where the path has a folder, or the name has a NUL: nothing can be there.
    case 'ENOTDIR': case 'ERR_INVALID_ARG_VALUE': return new TreeError('not-found', 'nothing can be there');
    case 'ELOOP': return new TreeError('unreadable', 'a circular link, or too many links');
    case 'ENAMETOOLONG': return new TreeError('unreadable', 'the path is too long for this system');
    case 'EISDIR': return new TreeError('not-a-file', 'a folder, not a file');
    case 'EACCES': case 'EPERM': return new TreeError('unreadable', `permission denied (${code})`);
    default: return new TreeError('unreadable', `the system refuses to read it (${code})`);
  }
}

/** True where an error means that nothing is at the path, rather than that the system refuses to tell. */
export function isAbsence(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR', 'ELOOP', 'ERR_INVALID_ARG_VALUE'].includes(errorCode(error));
}
