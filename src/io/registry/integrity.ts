// What bytes hash to, beside what a registry promises of them: `dist.integrity` (https://www.w3.org/TR/SRI/: hashes separated by
// blanks, the strongest algorithm counts) or, where an old version has none, `dist.shasum`. Both texts are the registry's word.
import { createHash } from 'node:crypto';

/** One promise, of the strongest algorithm that the texts hold. */
interface Promised {
  readonly algorithm: string;
  /** Lower-case hexadecimal digits; any of them will do. */
  readonly hex: readonly string[];
}

/** The fields of a release that promise something of its tarball. */
export interface Promises {
  readonly integrity?: string;
  readonly shasum?: string;
}

const BYTES: readonly (readonly [string, number])[] = [['sha512', 64], ['sha384', 48], ['sha256', 32], ['sha1', 20]];
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;
const LONGEST = 4096;

/** Undefined where nothing is promised that could be checked. */
export function promisedHash({ integrity, shasum }: Promises): Promised | undefined {
  const parts = integrity === undefined || integrity.length > LONGEST ? [] : integrity.split(/\s+/);
  for (const [algorithm, bytes] of BYTES) {
    const hex = parts.filter((part) => part.startsWith(`${algorithm}-`)).flatMap((part) => digestOf(part.slice(algorithm.length + 1), bytes));
    if (hex.length > 0) return { algorithm, hex };
  }
  return shasum !== undefined && /^[0-9a-f]{40}$/i.test(shasum) ? { algorithm: 'sha1', hex: [shasum.toLowerCase()] } : undefined;
}

function digestOf(text: string, bytes: number): readonly string[] {
  const digest = text.replace(/\?.*$/s, '');
  const decoded = BASE64.test(digest) ? Buffer.from(digest, 'base64') : undefined;
  return decoded?.length === bytes ? [decoded.toString('hex')] : [];
}

/** What was promised and what came, where they are not the same. */
export function differenceFrom(promises: Promises, bytes: Uint8Array): { readonly promised: string; readonly got: string } | undefined {
  const promised = promisedHash(promises);
  if (promised === undefined) return undefined;
  const got = hexOf(promised.algorithm, bytes);
  return promised.hex.includes(got) ? undefined : { promised: promised.hex.map((hex) => asIntegrity(promised.algorithm, hex)).join(' '), got: asIntegrity(promised.algorithm, got) };
}

/** True where the bytes are those that were promised; false also where nothing was. */
export function isPromised(promises: Promises, bytes: Uint8Array): boolean {
  const promised = promisedHash(promises);
  return promised !== undefined && promised.hex.includes(hexOf(promised.algorithm, bytes));
}

// The cache, the registry's promise and the report each ask for the same hash of one tarball.
const HASHED = new WeakMap<Uint8Array, Map<string, string>>();

/** Lower-case hexadecimal digits. The bytes must not be changed behind it: each is hashed once. */
export function hexOf(algorithm: string, bytes: Uint8Array): string {
  const known = HASHED.get(bytes) ?? new Map<string, string>();
  const hex = known.get(algorithm) ?? createHash(algorithm).update(bytes).digest('hex');
  HASHED.set(bytes, known.set(algorithm, hex));
  return hex;
}

function asIntegrity(algorithm: string, hex: string): string {
  return `${algorithm}-${Buffer.from(hex, 'hex').toString('base64')}`;
}
