// What was fetched, kept between runs below a folder of the user's cache: documents by address, tarballs by their own hash. The house's
// BlobStore does it (private folder, replaced in one step, nothing through links); cacache would be one more direct dependency, with
// an index that is rewritten by whoever opens it. What comes back is not trusted: a tarball is hashed again at each read, and a
// document must have the hash that was written with it. No credentials are written, and no address but a
// registry's own where its configuration is remembered (remembered.ts).
import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { BlobStore } from '../../model/ports.ts';
import { isObject, property, type JsonObject, type JsonValue } from '../../text/json.ts';
import { fileBlobStore } from '../blob-store.ts';
import { hexOf } from './integrity.ts';

/** A document as it came. */
export interface KeptDocument {
  readonly bytes: Uint8Array;
  readonly etag?: string;
  /** When the registry last gave it or called it unchanged, in milliseconds since 1970, and with which configuration it was asked. */
  readonly asked?: { readonly at: number; readonly as: string };
}

/** A tarball as it came. */
export interface KeptTarball {
  readonly bytes: Uint8Array;
  readonly lastModified?: string;
}

/** What is kept between runs. Nothing of it is ever thrown: what cannot be read is fetched again. */
export interface Kept {
  readonly document: (address: string, accept: string) => KeptDocument | undefined;
  readonly keepDocument: (address: string, accept: string, document: KeptDocument) => void;
  /** What an address last gave. */
  readonly tarball: (address: string) => KeptTarball | undefined;
  readonly keepTarball: (address: string, tarball: KeptTarball) => void;
  /** Removes the oldest until the rest is below the limit. Says why nothing was kept, where that was so. */
  readonly close: () => string | undefined;
}

/** Of this form; another one is passed over and written anew. */
const VERSION = 1;

/** Keeps nothing. */
export const NOTHING_KEPT: Kept = { document: () => undefined, keepDocument: () => undefined, tarball: () => undefined, keepTarball: () => undefined, close: () => undefined };

/** `limit` in bytes, kept to at `close`. The folder is made when something is kept. */
export function openKept(folder: string, limit: number): Kept {
  const store = fileBlobStore(folder, 'written');
  let written = 0;
  let refused: string | undefined;
  const put = (key: string, bytes: Uint8Array) => {
    try {
      store.put(key, bytes);
      written += 1;
    } catch (error) {
      refused ??= error instanceof Error ? error.message : String(error);
    }
  };
  return {
    document: (address, accept) => {
      const read = readRecord(store, keyOf('document', `${accept}\n${address}`));
      return read && hexOf('sha512', read.body) === text(read.head, 'sha512') ? { bytes: read.body, ...optional('etag', text(read.head, 'etag')), ...askedIn(read.head) } : undefined;
    },
    keepDocument: (address, accept, { bytes, etag, asked }) => {
      put(keyOf('document', `${accept}\n${address}`), record({ sha512: hexOf('sha512', bytes), ...optional('etag', etag), ...(asked ? { askedAt: String(asked.at), askedAs: asked.as } : {}) }, bytes));
    },
    tarball: (address) => {
      const head = readRecord(store, keyOf('tarball', address))?.head;
      const sha512 = text(head, 'sha512');
      const bytes = sha512 !== undefined && /^[0-9a-f]{128}$/.test(sha512) ? store.get(`content-${sha512}`) : undefined;
      return bytes && hexOf('sha512', bytes) === sha512 ? { bytes, ...optional('lastModified', text(head, 'lastModified')) } : undefined;
    },
    keepTarball: (address, { bytes, lastModified }) => {
      const sha512 = hexOf('sha512', bytes);
      put(`content-${sha512}`, bytes);
      put(keyOf('tarball', address), record({ sha512, ...optional('lastModified', lastModified) }, new Uint8Array()));
    },
    close: () => {
      if (written > 0) prune(folder, limit);
      return refused;
    },
  };
}

function optional<Name extends string>(name: Name, value: string | undefined): { readonly [key in Name]?: string } {
  return value === undefined ? {} : { [name]: value } as { readonly [key in Name]: string };
}

function askedIn(head: JsonObject): Pick<KeptDocument, 'asked'> {
  const [at, as] = [Number(text(head, 'askedAt') ?? Number.NaN), text(head, 'askedAs')];
  return Number.isSafeInteger(at) && as !== undefined ? { asked: { at, as } } : {};
}

function keyOf(kind: 'document' | 'tarball', identity: string): string {
  return `${kind}-${createHash('sha256').update(identity).digest('hex')}`;
}

// One line of JSON about it, then the bytes as they came.
function record(head: Readonly<Record<string, string>>, body: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.from(`${JSON.stringify({ version: VERSION, ...head })}\n`), body]);
}

function readRecord(store: BlobStore, key: string): { readonly head: JsonObject; readonly body: Uint8Array } | undefined {
  const bytes = store.get(key);
  const end = bytes?.indexOf(0x0a) ?? -1;
  if (bytes === undefined || end === -1 || end > 8192) return undefined;
  const head = parsed(Buffer.from(bytes.subarray(0, end)).toString('utf8'));
  return head !== undefined && property(head, 'version') === VERSION ? { head, body: bytes.subarray(end + 1) } : undefined;
}

function parsed(line: string): JsonObject | undefined {
  try {
    const value = JSON.parse(line) as JsonValue;
    return isObject(value) ? value : undefined;
  } catch {
    // Damaged: it is fetched and written anew.
    return undefined;
  }
}

function text(head: JsonObject | undefined, key: string): string | undefined {
  const value = head && property(head, key);
  return typeof value === 'string' ? value : undefined;
}

// Also what a run that was killed left half written.
const OWN_FILE = /^(?:document|tarball|content)-[0-9a-f]+\.bin(?:\.[0-9a-f]+\.tmp)?$/;

// The oldest go first, down to three quarters, so that a full cache is not pruned at each run.
function prune(folder: string, limit: number): void {
  const files = readdirSync(folder).filter((name) => OWN_FILE.test(name)).flatMap((name) => {
    const stat = lstatSync(join(folder, name), { throwIfNoEntry: false });
    return stat?.isFile() ? [{ path: join(folder, name), size: stat.size, time: stat.mtimeMs }] : [];
  });
  let size = files.reduce((sum, file) => sum + file.size, 0);
  if (size <= limit) return;
  for (const file of files.toSorted((left, right) => left.time - right.time)) {
    if (size <= limit * 0.75) return;
    rmSync(file.path, { force: true });
    size -= file.size;
  }
}
