// The compiled index: one file, little-endian, made to be opened with three reads and asked with three for each hit.
//
//   header 64 bytes   magic, format, size, seed, table sizes, checksum of the header
//   front             bucket starts (u32), fingerprints (u16), info (JSON): read whole, once a run
//   record offsets    (u32): read one by one, for the few keys whose fingerprint is there
//   front and offsets again, the same bytes: comparing two copies is one memcmp, a checksum in JavaScript took 2 ms at each start
//                     (measured, code not yet compiled by then), and so does loading zlib for its CRC
//   records           checksum (u32) and JSON; one for each package name and hash, then campaigns, their indicators, and all code patterns
//
// They find damage, not forgery: a forger writes new ones. Whoever trusts a stored index keeps a digest beside it.

/** Not text, with a line end of each kind, so that a transfer in text mode breaks it at once (as PNG does). */
export const MAGIC = [0x89, 0x4d, 0x41, 0x49, 0x0d, 0x0a, 0x1a, 0x0a] as const;
/** Raised with every change of the layout; another one is refused. */
export const INDEX_FORMAT = 3;
/** The header is read first, by itself. */
export const HEADER_BYTES = 64;
/** The same in 32-bit words. */
export const HEADER_WORDS = HEADER_BYTES / 4;
/** Positions of the header's words; the magic fills the first two. */
export const WORD = { format: 2, size: 3, seed: 4, bucketBits: 5, records: 6, frontBytes: 7, infoBytes: 8, checksum: 15 } as const;
/** Logarithm of the number of buckets: fewest, */
export const MIN_BUCKET_BITS = 4;
/** and most, so that the other 16 bits of the hash are left for the fingerprint. */
export const MAX_BUCKET_BITS = 16;

/** The index cannot be used: cut off, changed, or of another format. */
export class IndexError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'IndexError';
  }
}

/** Base64 digits of a hash in a list of prefixes, and how many hashes may have such a list. */
export const HASH_PREFIX = { digits: 8, most: 4096 } as const;

/** Where a record lies, counted from the first record. */
export interface RecordPlace {
  readonly offset: number;
  readonly length: number;
}

/** The JSON at the end of the tables. */
export interface IndexInfo {
  readonly id: string;
  readonly date: string;
  readonly digest: string;
  readonly names: number;
  readonly entries: number;
  readonly indicators: number;
  /**
   * Hash algorithms that occur among the hashes (`sha512`), each with the first digits (HASH_PREFIX) of all of them where they
   * are few, so that nearly every hash of a lockfile is passed over without being hashed itself.
   */
  readonly algorithms: readonly { readonly name: string; readonly prefixes?: readonly string[] }[];
  readonly campaigns: readonly ({ readonly id: string } & RecordPlace)[];
  /** One record of indicators for each campaign that has any. */
  readonly indicatorRecords: readonly ({ readonly campaign: string } & RecordPlace)[];
  /** One record of all code patterns: a deep scan needs them all, and no other run reads it. Absent where there are none. */
  readonly patternRecord?: RecordPlace;
}

/** Names and hashes share the table; a record says which it is. */
export type KeyKind = 'name' | 'hash';

/**
 * Hash of a key over its UTF-16 code units. Not cryptographic: keys made to collide cost a look at more records and never
 * a wrong answer, as the record's own key is compared.
 */
export function hashKey(kind: KeyKind, key: string, seed: number): number {
  let hash = (kind === 'name' ? seed : seed ^ 0x9e3779b9) ^ key.length;
  // The digits of a digest are spread evenly already: the algorithm and the first ten bytes of it are enough.
  const end = kind === 'name' ? key.length : Math.min(key.length, 20);
  // Two units a step, since this runs for every package before it is compiled.
  let at = kind === 'name' ? 0 : 3;
  for (const last = end - 1; at < last; at += 2) {
    hash = Math.imul(hash ^ (key.charCodeAt(at) | (key.charCodeAt(at + 1) << 16)), 0x5bd1e995);
    hash ^= hash >>> 15;
  }
  if (at < end) {
    hash = Math.imul(hash ^ key.charCodeAt(at), 0x5bd1e995);
    hash ^= hash >>> 15;
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** Bucket and fingerprint use different bits of the hash. */
export function bucketOf(hash: number, bucketBits: number): number {
  return hash >>> (32 - bucketBits);
}

/** What tells keys of one bucket apart without reading their records. */
export function fingerprintOf(hash: number): number {
  return hash & 0xffff;
}

/**
 * Checksum over bytes, for the header and single records, four a step: every step can be undone, so a change inside of one step
 * always changes the result, other changes with a chance of 1 in 2^32 not to.
 */
export function checksumBytes(bytes: Uint8Array): number {
  let sum = bytes.length ^ 0x811c9dc5;
  let at = 0;
  for (const last = bytes.length - 3; at < last; at += 4) {
    sum = Math.imul(sum ^ ((bytes[at] as number) | ((bytes[at + 1] as number) << 8) | ((bytes[at + 2] as number) << 16) | ((bytes[at + 3] as number) << 24)), 0x01000193);
    sum ^= sum >>> 15;
  }
  for (; at < bytes.length; at += 1) {
    sum = Math.imul(sum ^ (bytes[at] as number), 0x01000193);
    sum ^= sum >>> 15;
  }
  return sum >>> 0;
}
