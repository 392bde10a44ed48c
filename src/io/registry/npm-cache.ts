// npm's own content cache, for what it still holds (npm/cacache lib/entry-index.js and lib/content/path.js): lines
// `\n<sha1 of json>\t<json>` below index-v5 by the hash of the key, bytes below content-v2 by their own hash. Read by hand and not with
// cacache: nothing here may be written, not even a time of access. Everything is hashed again.
import { createHash } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isObject, property, type JsonObject, type JsonValue } from '../../text/json.ts';
import { errorCode } from '../system.ts';
import { isPromised, promisedHash } from './integrity.ts';

/** One answer that npm kept for an address. */
export interface NpmCached {
  readonly bytes: Uint8Array;
  readonly integrity: string;
  readonly lastModified?: string;
}

/** The answers to one address that are still held, the newest first; empty where none is. */
export type NpmCache = (address: string, limit: number) => Iterable<NpmCached>;

const INDEX_BYTES = 16 * 1024 * 1024;

/** `folder` is the one named `_cacache`. */
export function openNpmCache(folder: string): NpmCache {
  return function* held(address, limit) {
    const key = `make-fetch-happen:request-cache:${address}`;
    const seen = new Set<string>();
    for (const entry of entriesOf(folder, key)) {
      const integrity = property(entry, 'integrity');
      if (typeof integrity !== 'string' || seen.has(integrity)) continue;
      seen.add(integrity);
      const bytes = contentOf(folder, integrity, limit);
      if (bytes !== undefined) yield { bytes, integrity, ...lastModifiedOf(entry) };
    }
  };
}

// The last line is the newest.
function entriesOf(folder: string, key: string): readonly JsonObject[] {
  const bucket = createHash('sha256').update(key).digest('hex');
  const file = readQuietly(join(folder, 'index-v5', bucket.slice(0, 2), bucket.slice(2, 4), bucket.slice(4)), INDEX_BYTES);
  return file === undefined ? [] : Buffer.from(file).toString('utf8').split('\n').toReversed().flatMap((line) => entryOf(line, key));
}

function entryOf(line: string, key: string): readonly JsonObject[] {
  const [checksum = '', json = ''] = line.split('\t');
  if (json === '' || createHash('sha1').update(json).digest('hex') !== checksum) return [];
  try {
    const entry = JSON.parse(json) as JsonValue;
    return isObject(entry) && property(entry, 'key') === key ? [entry] : [];
  } catch {
    // Not what npm writes, whatever its checksum says: another line may be right.
    return [];
  }
}

function contentOf(folder: string, integrity: string, limit: number): Uint8Array | undefined {
  const hash = promisedHash({ integrity });
  for (const hex of hash?.hex ?? []) {
    const bytes = readQuietly(join(folder, 'content-v2', hash?.algorithm ?? '', hex.slice(0, 2), hex.slice(2, 4), hex.slice(4)), limit);
    if (bytes !== undefined && isPromised({ integrity }, bytes)) return bytes;
  }
  return undefined;
}

function lastModifiedOf(entry: JsonObject): { readonly lastModified?: string } {
  const metadata = property(entry, 'metadata');
  const headers = isObject(metadata) ? property(metadata, 'resHeaders') : undefined;
  const value = isObject(headers) ? property(headers, 'last-modified') : undefined;
  const time = new Date(typeof value === 'string' ? value : '');
  return Number.isNaN(time.getTime()) ? {} : { lastModified: time.toISOString() };
}

// Undefined where nothing is, or it cannot be read: then it is not in the cache.
function readQuietly(path: string, limit: number): Uint8Array | undefined {
  const file = openQuietly(path, (constants.O_NOATIME ?? 0) | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  if (file === undefined) return undefined;
  try {
    const stat = fstatSync(file);
    return stat.isFile() && stat.size <= limit ? readFileSync(file) : undefined;
  } finally {
    closeSync(file);
  }
}

function openQuietly(path: string, flags: number): number | undefined {
  try {
    return openSync(path, constants.O_RDONLY | flags);
  } catch (error) {
    // Only the owner of a file may leave its time of access alone (open(2)).
    const again = errorCode(error) === 'EPERM' && (flags & (constants.O_NOATIME ?? 0)) !== 0;
    return again ? openQuietly(path, flags & ~(constants.O_NOATIME ?? 0)) : undefined;
  }
}
