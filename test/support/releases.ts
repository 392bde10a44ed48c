// Releases as a registry tells them, for tests of what is proved of one: nothing here reads a registry's document.
import type { Release } from '../../src/model/release.ts';
import { makeKeys, type RegistryKeys, type SignatureKind } from './registry/keys.ts';
import { attestedDocument, type Attest } from './registry/attested.ts';
import { hashesOf } from './registry/shelf.ts';
import type { TestSigstore } from './sigstore.ts';

export const KEYS: RegistryKeys = makeKeys();

/** A release of `mail-server@1.0.0` with one good signature, but for what is given. */
export function releaseOf(given: Partial<Release> = {}, signature: SignatureKind = 'good'): Release {
  const named = { name: 'mail-server', version: '1.0.0', ...given };
  const { integrity, shasum } = hashesOf(Buffer.from(`tarball of ${named.name}`));
  return {
    registry: 'https://registry.example/', tarball: `https://registry.example/${named.name}/-/x.tgz`, integrity, shasum, document: '{}',
    published: { time: '2025-06-01T00:00:00.000Z', from: 'registry' },
    signatures: KEYS.signatures(`${named.name}@${named.version}:${integrity}`, signature), ...named,
  };
}

/** A release that claims provenance, and the text of its attestations document. */
export async function attestedRelease(sigstore: TestSigstore, options: Attest = {}, given: Partial<Release> = {}): Promise<{ readonly release: Release; readonly text: string }> {
  const release = releaseOf({ attestations: 'https://registry.example/-/npm/v1/attestations/mail-server@1.0.0', ...given });
  const { document } = await attestedDocument({ name: release.name, version: release.version, integrity: release.integrity ?? '', keys: KEYS, sigstore }, options);
  return { release, text: JSON.stringify(document) };
}
