// What of a fetched version could be proved: the registry's signatures over its integrity, and the provenance that it claims.
import type { Registry } from '../../model/ports.ts';
import type { ProvenRelease, Release } from '../../model/release.ts';
import type { PlaceDraft } from '../scan/context.ts';

export async function proofOf(_registry: Registry, _place: PlaceDraft, release: Release): Promise<ProvenRelease> {
  return { release, signatures: [], provenance: release.attestations === undefined ? { kind: 'none' } : { kind: 'not-fetched', why: 'not verified' } };
}
