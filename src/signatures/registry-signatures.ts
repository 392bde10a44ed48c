// Signatures of a registry: ECDSA over `name@version:integrity`, https://docs.npmjs.com/about-registry-signatures. They say that the
// registry named these bytes for this version; malware that it published is signed as well.
import { verify } from 'node:crypto';
import { LIMITS } from '../model/limits.ts';
import type { RegistryKey, Release, SignatureFact } from '../model/release.ts';
import { isBase64, keysById, type ReadKey, readKey } from './registry-key.ts';

type Signature = Release['signatures'][number];

/**
 * What became of each signature of the release, in its order, one that stands twice once. Keys that ended are judged by the time of
 * publication where the registry's own document tells it: a Last-Modified header is that of whoever kept a copy last.
 */
export function registrySignatures(release: Release, keys: readonly RegistryKey[]): readonly SignatureFact[] {
  if (keys.length === 0) return uncheckedSignatures(release, 'the registry lists no keys');
  const listed = keysById(keys);
  return eachSignature(release, (signature) => {
    const key = listed.get(signature.keyid);
    if (key === undefined) return { kind: 'unknown-key', keyid: signature.keyid, why: 'the registry lists no key of this id' };
    return judge(release, signature, { key: readKey(key), expires: key.expires });
  });
}

/** The facts where the keys are not known. */
export function uncheckedSignatures(release: Release, why: string): readonly SignatureFact[] {
  return eachSignature(release, ({ keyid }) => ({ kind: 'not-checked', keyid, why }));
}

function eachSignature({ signatures }: Release, judged: (signature: Signature) => SignatureFact): readonly SignatureFact[] {
  const different = [...new Map(signatures.slice(0, LIMITS.registrySignatures).map((signature) => [JSON.stringify([signature.keyid, signature.sig]), signature])).values()];
  const rest = signatures.length - LIMITS.registrySignatures;
  return [...different.map(judged), ...(rest > 0 ? [{ kind: 'unreadable' as const, keyid: '', why: `${rest} more signatures were not looked at` }] : [])];
}

function judge(release: Release, { keyid, sig }: Signature, { key, expires }: { readonly key: ReadKey; readonly expires: string | null }): SignatureFact {
  if (key.kind === 'unreadable') return { kind: 'unreadable', keyid, why: key.why };
  if (!isBase64(sig)) return { kind: 'unreadable', keyid, why: 'the signature is not base64 of a usual length' };
  if (release.integrity === undefined) return { kind: 'unreadable', keyid, why: 'the registry names no integrity, which is what it signs' };
  const signed = Buffer.from(`${release.name}@${release.version}:${release.integrity}`);
  if (!verify('sha256', signed, key.key, Buffer.from(sig, 'base64'))) return { kind: 'wrong', keyid, why: `it does not sign ${release.name}@${release.version} with the integrity that the registry names` };
  const published = release.published?.from === 'registry' ? Date.parse(release.published.time) : NaN;
  if (!Number.isNaN(published) && !key.validAt(published)) return { kind: 'expired-key', keyid, why: `the key ended on ${expires}, before the version was published` };
  return { kind: 'verified', keyid };
}
