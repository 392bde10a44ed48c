// Integrity as lockfiles write it, as CycloneDX hashes (https://cyclonedx.org/docs/1.6/json/#components_items_hashes).
// Subresource integrity: https://www.w3.org/TR/SRI/. What is neither stays unread and is given back as it is: a yarn berry
// checksum, for one, is of the zip that yarn makes and not of the tarball.

/** One hash as CycloneDX names it. */
export interface Hash {
  readonly alg: 'MD5' | 'SHA-1' | 'SHA-256' | 'SHA-384' | 'SHA-512';
  /** Lower-case hexadecimal digits. */
  readonly content: string;
}

const ALGORITHMS: ReadonlyMap<string, { readonly alg: Hash['alg']; readonly bytes: number }> = new Map([
  ['md5', { alg: 'MD5', bytes: 16 }],
  ['sha1', { alg: 'SHA-1', bytes: 20 }],
  ['sha256', { alg: 'SHA-256', bytes: 32 }],
  ['sha384', { alg: 'SHA-384', bytes: 48 }],
  ['sha512', { alg: 'SHA-512', bytes: 64 }],
]);

/** Hashes of an integrity string, and the parts of it that are none. */
export function hashesOf(integrity: string): { readonly hashes: readonly Hash[]; readonly unread: readonly string[] } {
  const hashes: Hash[] = [];
  const unread: string[] = [];
  for (const part of integrity.split(/\s+/)) {
    if (part === '') continue;
    const hash = hashOf(part);
    if (hash) hashes.push(hash);
    else unread.push(part);
  }
  return { hashes, unread };
}

function hashOf(part: string): Hash | undefined {
  if (/^[0-9a-f]{40}$/i.test(part)) return { alg: 'SHA-1', content: part.toLowerCase() };
  const dash = part.indexOf('-');
  const algorithm = ALGORITHMS.get(part.slice(0, Math.max(0, dash)));
  if (!algorithm) return undefined;
  // Options may follow a question mark; the standard gives them no meaning.
  const digest = part.slice(dash + 1).split('?', 1)[0] ?? '';
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(digest)) return undefined;
  const bytes = Buffer.from(digest, 'base64');
  return bytes.length === algorithm.bytes ? { alg: algorithm.alg, content: bytes.toString('hex') } : undefined;
}
