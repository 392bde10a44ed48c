// What of one release could be proved: its registry's keys and attestations are fetched and verified. Facts, never an all-clear.
import type { Problem } from '../../model/coverage.ts';
import type { Fetched, Registry } from '../../model/ports.ts';
import type { ProvenanceFact, ProvenRelease, RegistryKey, Release, SignatureFact } from '../../model/release.ts';
import type { TrustRoot } from '../../signatures/trust-root.ts';

export interface Proof {
  readonly proven: ProvenRelease;
  /** What was asked for and not answered. */
  readonly problems: readonly Problem[];
}

export interface ProveOptions {
  /** In place of the shipped one; tests have their own. */
  readonly trustRoot?: TrustRoot;
}

/** Verifies what the release claims; asks for nothing that it does not claim. Never rejects for what the registry answers. */
export async function proveRelease(registry: Registry, release: Release, options: ProveOptions = {}): Promise<Proof> {
  if (release.signatures.length === 0 && release.attestations === undefined) return { proven: { release, signatures: [], provenance: { kind: 'none' } }, problems: [] };
  const [keys, attestations] = await Promise.all([registry.keys(release), release.attestations === undefined ? undefined : registry.attestations(release)]);
  const provenance = attestations === undefined ? { kind: 'none' as const } : await provenanceOf(release, attestations, { keys, options });
  const unjudged: readonly Problem[] = provenance.kind === 'not-fetched' && attestations?.kind === 'found'
    ? [{ code: 'unknown-version', message: `the provenance of ${release.name}@${release.version} was not judged: ${provenance.why}`, hint: 'a later mcp-audit has a later trust root' }]
    : [];
  const problems = [keys, isHandedOn(release) ? undefined : attestations].flatMap((one) => (one?.kind === 'failed' ? [one.problem] : []));
  return { proven: { release, signatures: await signaturesOf(release, keys), provenance }, problems: [...problems, ...unjudged] };
}

// A mirror repeats the document of another registry, with the address of the attestations there. That it has them not is a fact of the
// release and no gap of the run: for whoever uses one, no run would ever be complete.
function isHandedOn({ registry, attestations }: Release): boolean {
  return attestations !== undefined && URL.canParse(attestations) && URL.canParse(registry) && new URL(attestations).origin !== new URL(registry).origin;
}

async function signaturesOf(release: Release, keys: Fetched<readonly RegistryKey[]>): Promise<readonly SignatureFact[]> {
  if (release.signatures.length === 0) return [];
  const { registrySignatures, uncheckedSignatures } = await import('../../signatures/registry-signatures.ts');
  return keys.kind === 'failed' ? uncheckedSignatures(release, `the keys of the registry were not fetched: ${keys.problem.message}`) : registrySignatures(release, keys.value);
}

// Loaded here, as few releases have any: the verifying library and its parsers of certificates.
async function provenanceOf(release: Release, attestations: Fetched<string>, { keys, options }: { readonly keys: Fetched<readonly RegistryKey[]>; readonly options: ProveOptions }): Promise<ProvenanceFact> {
  if (attestations.kind === 'failed') return { kind: 'not-fetched', why: attestations.problem.message };
  const [{ provenance }, { publicTrustRoot }] = await Promise.all([import('../../signatures/provenance.ts'), import('../../signatures/trust-root.ts')]);
  return provenance(release, attestations.value, { root: options.trustRoot ?? publicTrustRoot(), keys: keys.kind === 'found' ? keys.value : [] });
}
