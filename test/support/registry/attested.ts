// The attestations document of one version, as the public registry answers: provenance of a workflow (SLSA 1.0 or 0.2, signed with a
// certificate) and the registry's own publish attestation (signed with its key).
// https://github.com/npm/attestation/tree/main/specs/publish/v0.1 ; https://slsa.dev/spec/v1.0/provenance
import { createPublicKey } from 'node:crypto';
import type { BundleFault, Identity, TestSigstore } from '../sigstore.ts';
import type { RegistryKeys } from './keys.ts';

export const SLSA_1 = 'https://slsa.dev/provenance/v1';
export const SLSA_0_2 = 'https://slsa.dev/provenance/v0.2';
export const PUBLISH = 'https://github.com/npm/attestation/tree/main/specs/publish/v0.1';

/** Where a version was built. */
export interface Source {
  readonly repository: string;
  readonly commit: string;
  readonly ref: string;
  /** Path of the workflow in the repository. */
  readonly workflow: string;
  readonly issuer: string;
}

/** What the attestations say, where it is to differ from an honest release. */
export interface Attest {
  readonly source?: Partial<Source>;
  /** What the statement says otherwise than the certificate. */
  readonly stated?: Partial<Source>;
  readonly subject?: { readonly name?: string; readonly sha512?: string };
  readonly predicateType?: string;
  readonly fault?: BundleFault;
  /** The registry's own attestation; left out on `none`. */
  readonly published?: 'good' | 'none' | 'unknown-key' | BundleFault;
  /** Another trust root than that of the registry's mock signs. */
  readonly sigstore?: TestSigstore;
  /** In place of the whole document. */
  readonly document?: unknown;
}

export const SOURCE: Source = {
  repository: 'https://github.com/example/mail-server', commit: '5f2a1c0e9d8b7a6f5e4d3c2b1a0f9e8d7c6b5a40', ref: 'refs/tags/v1.0.0', workflow: '.github/workflows/release.yml', issuer: 'https://token.actions.githubusercontent.com',
};

interface Attested {
  readonly name: string;
  readonly version: string;
  readonly integrity: string;
  readonly keys: RegistryKeys;
  readonly sigstore: TestSigstore;
}

/** The document, and the predicate that the registry's `dist.attestations` names. */
export async function attestedDocument(attested: Attested, options: Attest): Promise<{ readonly document: unknown; readonly predicateType: string }> {
  const predicateType = options.predicateType ?? SLSA_1;
  if ('document' in options) return { document: options.document, predicateType };
  const source = { ...SOURCE, ...options.source };
  const subject = [{ name: options.subject?.name ?? purl(attested), digest: { sha512: options.subject?.sha512 ?? Buffer.from(attested.integrity.replace(/^sha512-/, ''), 'base64').toString('hex') } }];
  const provenance = { _type: 'https://in-toto.io/Statement/v1', subject, predicateType, predicate: predicateOf(predicateType, { ...source, ...options.stated }) };
  const published = { _type: 'https://in-toto.io/Statement/v0.1', subject, predicateType: PUBLISH, predicate: { name: attested.name, version: attested.version, registry: 'https://registry.example' } };
  const bundle = await (options.sigstore ?? attested.sigstore).certified(provenance, identityOf(source), options.fault);
  const attestations = [{ predicateType, bundle }];
  const how = options.published ?? 'good';
  if (how !== 'none') attestations.unshift({ predicateType: PUBLISH, bundle: await attested.sigstore.keyed(published, keyOf(attested.keys, how), how === 'good' || how === 'unknown-key' ? undefined : how) });
  return { document: { attestations }, predicateType };
}

function purl({ name, version }: Attested): string {
  return `pkg:npm/${name.replace('@', '%40')}@${version}`;
}

function keyOf({ present }: RegistryKeys, how: Attest['published']): Parameters<TestSigstore['keyed']>[1] {
  return { keyid: how === 'unknown-key' ? 'SHA256:nobody' : present.listed.keyid, privateKey: present.privateKey, pem: String(createPublicKey(present.privateKey).export({ type: 'spki', format: 'pem' })) };
}

function identityOf({ repository, commit, ref, workflow, issuer }: Source): Identity {
  const at = `${repository}/${workflow}@${ref}`;
  return { workflow: at, extensions: { 8: issuer, 9: at, 11: 'github-hosted', 12: repository, 13: commit, 14: ref, 18: at, 20: 'push' } };
}

function predicateOf(type: string, { repository, commit, ref, workflow }: Source): unknown {
  if (type === SLSA_0_2) {
    return {
      buildType: 'https://github.com/npm/cli/gha/v2', builder: { id: 'https://github.com/actions/runner' },
      invocation: { configSource: { uri: `git+${repository}@${ref}`, digest: { sha1: commit }, entryPoint: `${new URL(repository).pathname.slice(1)}/${workflow}@${ref}` } },
      materials: [{ uri: `git+${repository}@${ref}`, digest: { sha1: commit } }],
    };
  }
  return {
    buildDefinition: {
      buildType: 'https://slsa-framework.github.io/github-actions-buildtypes/workflow/v1', externalParameters: { workflow: { ref, repository, path: workflow } },
      resolvedDependencies: [{ uri: `git+${repository}@${ref}`, digest: { gitCommit: commit } }],
    },
    runDetails: { builder: { id: 'https://github.com/actions/runner/github-hosted' } },
  };
}
