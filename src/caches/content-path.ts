// Where a content cache keeps the bytes of an integrity (npm/cacache lib/content/path.js): `content-v2/<algorithm>/<2>/<2>/<rest>`,
// the strongest hash counts. The text is hostile: it may only ever name a file below the cache.

const BYTES: readonly (readonly [string, number])[] = [['sha512', 64], ['sha384', 48], ['sha256', 32], ['sha1', 20]];
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** One hash of an integrity text: algorithm and digest. */
export interface ContentHash {
  readonly algorithm: string;
  /** Lower-case hexadecimal digits. */
  readonly hex: string;
}

/** The strongest known hash of an integrity text; undefined where there is none of a right length. */
export function strongestHash(integrity: string): ContentHash | undefined {
  const parts = integrity.length > 4096 ? [] : integrity.split(/\s+/);
  for (const [algorithm, bytes] of BYTES) {
    for (const part of parts) {
      if (!part.startsWith(`${algorithm}-`)) continue;
      const digest = part.slice(algorithm.length + 1).replace(/\?.*$/s, '');
      const decoded = BASE64.test(digest) ? Buffer.from(digest, 'base64') : undefined;
      if (decoded?.length === bytes) return { algorithm, hex: decoded.toString('hex') };
    }
  }
  return undefined;
}

/** Content file of an integrity below a `_cacache` folder. */
export function contentPath(cache: string, integrity: string): string | undefined {
  const hash = strongestHash(integrity);
  return hash && `${cache}/content-v2/${hash.algorithm}/${hash.hex.slice(0, 2)}/${hash.hex.slice(2, 4)}/${hash.hex.slice(4)}`;
}
