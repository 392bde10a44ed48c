// BlobStore in a folder of the user's cache. The folder must belong to the user and be writable by no one else: what lies in
// it decides what a scan finds.
import { randomBytes } from 'node:crypto';
import { closeSync, constants, fstatSync, fsyncSync, lstatSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { posix, win32 } from 'node:path';
import type { BlobStore } from '../model/ports.ts';

const MAX_BLOB = 512 * 1024 * 1024;
const NO_FOLLOW = process.platform === 'win32' ? 0 : constants.O_NOFOLLOW;

/** What decides where the cache lies; given so that all three systems can be tested on one. */
export interface CachePlace {
  readonly platform: string;
  readonly home: string;
  readonly env: { readonly [name: string]: string | undefined };
}

/**
 * `$XDG_CACHE_HOME/mcp-audit`, `~/Library/Caches/mcp-audit` or `%LOCALAPPDATA%\mcp-audit\Cache`. Relative values are passed over,
 * as https://specifications.freedesktop.org/basedir-spec says: they would lead into the folder that is being audited.
 */
export function cacheFolder({ platform, home, env }: CachePlace): string {
  if (platform === 'win32') {
    const local = env['LOCALAPPDATA'];
    const base = local !== undefined && win32.isAbsolute(local) ? local : win32.join(home, 'AppData', 'Local');
    return win32.join(base, 'mcp-audit', 'Cache');
  }
  const xdg = env['XDG_CACHE_HOME'];
  if (xdg !== undefined && posix.isAbsolute(xdg)) return posix.join(xdg, 'mcp-audit');
  return platform === 'darwin' ? posix.join(home, 'Library', 'Caches', 'mcp-audit') : posix.join(home, '.cache', 'mcp-audit');
}

/**
 * A store in `folder`, which is made at the first `put`. `written` does not wait for the disk: for many blobs whose readers check every
 * byte, as a power failure can leave an empty file under the new name.
 */
export function fileBlobStore(folder: string, done: 'on-disk' | 'written' = 'on-disk'): BlobStore {
  const pathOf = (key: string): string => {
    if (!/^[a-z0-9-]{1,200}$/.test(key)) throw new TypeError('a key of the store has an unexpected form');
    return `${folder}/${key}.bin`;
  };
  return {
    get: (key) => {
      const path = pathOf(key);
      return refusal(folder) === undefined ? readWhole(path) : undefined;
    },
    put: (key, bytes) => {
      const path = pathOf(key);
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      const reason = refusal(folder);
      if (reason !== undefined) throw new Error(reason);
      replace(path, bytes, done);
    },
  };
}

// Undefined where the folder may be trusted.
function refusal(folder: string): string | undefined {
  const stat = lstatSync(folder, { throwIfNoEntry: false });
  if (stat === undefined) return 'the cache folder does not exist';
  if (!stat.isDirectory()) return 'the cache folder is a link or a file';
  // Windows has no such bits; its profile folders are private by their access lists.
  if (process.getuid === undefined) return undefined;
  if (stat.uid !== process.getuid()) return 'the cache folder belongs to another user';
  return (stat.mode & 0o022) === 0 ? undefined : 'the cache folder can be written by other users';
}

function readWhole(path: string): Uint8Array | undefined {
  let file: number;
  try {
    // Non-blocking, so that a pipe put in its place cannot hold up a scan.
    file = openSync(path, constants.O_RDONLY | NO_FOLLOW | (constants.O_NONBLOCK ?? 0));
  } catch {
    // Absent, unreadable or a link: it is made again, and putting it says why that fails.
    return undefined;
  }
  try {
    const stat = fstatSync(file);
    return stat.isFile() && stat.size <= MAX_BLOB ? readFileSync(file) : undefined;
  } finally {
    closeSync(file);
  }
}

function replace(path: string, bytes: Uint8Array, done: 'on-disk' | 'written'): void {
  const temporary = `${path}.${randomBytes(8).toString('hex')}.tmp`;
  try {
    const file = openSync(temporary, 'wx', 0o600);
    try {
      for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
      if (done === 'on-disk') fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** The store of the user who runs the command; undefined where there is no home to keep anything in. */
export function userCache(env: CachePlace['env']): BlobStore | undefined {
  const home = env['HOME'] ?? env['USERPROFILE'];
  return home === undefined || home === '' ? undefined : fileBlobStore(cacheFolder({ platform: process.platform, home, env }));
}
