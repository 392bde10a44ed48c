// Passes over hashes that a bundle cannot list, before they are brought into one spelling and hashed: that took longer than
// all look-ups of names together.
import { HASH_PREFIX } from './index-format.ts';
import type { IndexInfo } from './index-format.ts';

/** `unlisted` only where it is sure; `unknown` has to be looked up. */
export type HashFilter = (integrity: string) => 'unlisted' | 'unknown';

const SHA512_LENGTH = 95;

/** A filter for one index. */
export function hashFilter(algorithms: IndexInfo['algorithms']): HashFilter {
  if (algorithms.length === 0) return () => 'unlisted';
  const sha512 = algorithms.find((algorithm) => algorithm.name === 'sha512');
  const prefixes = new Set(sha512 === undefined ? [] : sha512.prefixes);
  if (sha512 !== undefined && sha512.prefixes === undefined) return () => 'unknown';
  return (integrity) => {
    // One sha512 in the usual spelling, as in nearly every entry of a lockfile; its first digits can only be written otherwise
    // with the URL alphabet.
    if (integrity.length !== SHA512_LENGTH || !integrity.startsWith('sha512-')) return 'unknown';
    const prefix = integrity.slice(7, 7 + HASH_PREFIX.digits);
    return prefixes.has(prefix) || prefix.includes('-') || prefix.includes('_') ? 'unknown' : 'unlisted';
  };
}
