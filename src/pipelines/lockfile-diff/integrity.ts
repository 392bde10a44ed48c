// Whether two integrities can be of the same bytes (https://www.w3.org/TR/SRI/).
import { integrityKeys } from '../../text/integrity.ts';

/** `unknown` where they have no algorithm in common, or one of them is no integrity. */
export function compareIntegrity(left: string | undefined, right: string | undefined): 'equal' | 'different' | 'unknown' {
  if (left === undefined || right === undefined) return 'unknown';
  if (left === right) return 'equal';
  if (!isOfTarball(left) || !isOfTarball(right)) return 'unknown';
  const [a, b] = [byAlgorithm(left), byAlgorithm(right)];
  let answer: 'equal' | 'unknown' = 'unknown';
  for (const [algorithm, hashes] of a) {
    const others = b.get(algorithm);
    if (!others) continue;
    if (![...hashes].some((hash) => others.has(hash))) return 'different';
    answer = 'equal';
  }
  return answer;
}

// yarn berry writes checksums of its own archives (`10c0/…`, or bare digits): another version of yarn packs other ones.
function isOfTarball(integrity: string): boolean {
  return /^\s*sha\d{1,3}-/i.test(integrity) || /^[0-9a-f]{40}$/i.test(integrity.trim());
}

function byAlgorithm(integrity: string): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const key of integrityKeys(integrity)) {
    const algorithm = key.slice(0, key.indexOf('-'));
    found.set(algorithm, (found.get(algorithm) ?? new Set()).add(key));
  }
  return found;
}
