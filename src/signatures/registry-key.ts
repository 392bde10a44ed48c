// A key of a registry as `/-/npm/v1/keys` lists it: https://docs.npmjs.com/about-registry-signatures. The list comes from the registry
// itself, so a key proves no more than that the registry, or whoever answers in its place, signed; npm's own client takes the keys of
// the public registry from sigstore's signed repository instead.
import { createPublicKey, type KeyObject } from 'node:crypto';
import { LIMITS } from '../model/limits.ts';
import type { RegistryKey } from '../model/release.ts';

/** The only type in use: ECDSA over P-256 with SHA-256. */
const TYPE = 'ecdsa-sha2-nistp256';
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

export type ReadKey =
  | { readonly kind: 'key'; readonly key: KeyObject; readonly validAt: (time: number) => boolean }
  | { readonly kind: 'unreadable'; readonly why: string };

/** Reads a key; never throws, as the registry is not trusted. */
export function readKey({ keytype, key, expires }: RegistryKey): ReadKey {
  if (keytype !== TYPE) return { kind: 'unreadable', why: `the key is not of the type ${TYPE}` };
  if (!isBase64(key)) return { kind: 'unreadable', why: 'the key is not base64 of a usual length' };
  const ends = expires === null ? Infinity : Date.parse(expires);
  if (Number.isNaN(ends)) return { kind: 'unreadable', why: 'the day on which the key ends is no date' };
  try {
    const read = createPublicKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'spki' });
    if (read.asymmetricKeyDetails?.namedCurve !== 'prime256v1') return { kind: 'unreadable', why: 'the key does not lie on the curve P-256' };
    return { kind: 'key', key: read, validAt: (time) => time < ends };
  } catch {
    return { kind: 'unreadable', why: 'the key is no public key' };
  }
}

/** Base64 with padding and without blanks, not longer than keys and signatures are. */
export function isBase64(text: string): boolean {
  return text.length <= LIMITS.signatureCharacters && text.length % 4 === 0 && BASE64.test(text);
}

/** Keys by their id; of two with one id the first counts, as for npm. */
export function keysById(keys: readonly RegistryKey[]): ReadonlyMap<string, RegistryKey> {
  const found = new Map<string, RegistryKey>();
  for (const key of keys) if (!found.has(key.keyid)) found.set(key.keyid, key);
  return found;
}
