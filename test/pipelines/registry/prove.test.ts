// What is asked of a registry to prove a release, and what its failures leave.
import { beforeAll, describe, expect, test } from 'vitest';
import type { Problem } from '../../../src/model/coverage.ts';
import type { Fetched, Registry } from '../../../src/model/ports.ts';
import type { RegistryKey } from '../../../src/model/release.ts';
import { proveRelease } from '../../../src/pipelines/registry/prove.ts';
import { readTrustRoot, type TrustRoot, type TrustRootDocument } from '../../../src/signatures/trust-root.ts';
import { attestedRelease, KEYS, releaseOf } from '../../support/releases.ts';
import { startSigstore, type TestSigstore } from '../../support/sigstore.ts';

let sigstore: TestSigstore;
let trustRoot: TrustRoot;
beforeAll(async () => {
  sigstore = await startSigstore();
  trustRoot = readTrustRoot(JSON.parse(sigstore.trustRoot) as TrustRootDocument);
});

const NO_ANSWER: Problem = { code: 'network-failed', message: 'no answer' };
const failed = { kind: 'failed', problem: NO_ANSWER } as const;
const found = <T>(value: T): Fetched<T> => ({ kind: 'found', value });

/** A registry that answers these two, and notes that it was asked. */
function registryOf({ keys = found(KEYS.listed), attestations = failed }: { readonly keys?: Fetched<readonly RegistryKey[]>; readonly attestations?: Fetched<string> }): { readonly registry: Registry; readonly asked: readonly string[] } {
  const asked: string[] = [];
  const never = () => Promise.reject(new Error('not asked for here'));
  const registry: Registry = {
    release: never, history: never, tarball: never,
    keys: async () => { asked.push('keys'); return keys; },
    attestations: async () => { asked.push('attestations'); return attestations; },
  };
  return { registry, asked };
}

describe('proveRelease', () => {
  test('asks nothing where nothing is claimed, and for keys alone where only signatures are', async () => {
    const { registry, asked } = registryOf({});
    const bare = releaseOf({}, 'none');
    expect(await proveRelease(registry, bare)).toEqual({ proven: { release: bare, signatures: [], provenance: { kind: 'none' } }, problems: [] });
    expect(asked).toEqual([]);
    expect((await proveRelease(registry, releaseOf())).proven).toMatchObject({ signatures: [{ kind: 'verified' }], provenance: { kind: 'none' } });
    expect(asked).toEqual(['keys']);
  });

  test('both verified, against the trust root that is given and not against the shipped one', async () => {
    const { release, text } = await attestedRelease(sigstore);
    const { registry } = registryOf({ attestations: found(text) });
    expect(await proveRelease(registry, release, { trustRoot })).toMatchObject({ proven: { signatures: [{ kind: 'verified' }], provenance: { kind: 'verified', source: { issuer: 'https://token.actions.githubusercontent.com' } } }, problems: [] });
    expect((await proveRelease(registry, release)).proven.provenance).toMatchObject({ kind: 'wrong' });
  });

  test('keys that were not fetched: signatures stay open, provenance stands by itself, and the run knows', async () => {
    const { release, text } = await attestedRelease(sigstore);
    const { registry } = registryOf({ keys: failed, attestations: found(text) });
    expect(await proveRelease(registry, release, { trustRoot })).toMatchObject({
      proven: { signatures: [{ kind: 'unreadable', why: 'the keys of the registry were not fetched: no answer' }], provenance: { kind: 'verified' } }, problems: [NO_ANSWER],
    });
  });

  test('attestations that were not fetched are no wrong ones', async () => {
    const { release } = await attestedRelease(sigstore);
    expect(await proveRelease(registryOf({}).registry, release, { trustRoot })).toMatchObject({ proven: { provenance: { kind: 'not-fetched', why: 'no answer' } }, problems: [NO_ANSWER] });
  });
});
