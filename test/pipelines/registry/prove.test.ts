// What is asked of a registry to prove a release, and what its failures leave.
import { beforeAll, describe, expect, test } from 'vitest';
import { openRegistry } from '../../../src/io/registry.ts';
import type { Problem } from '../../../src/model/coverage.ts';
import type { Fetched, Registry } from '../../../src/model/ports.ts';
import type { RegistryKey } from '../../../src/model/release.ts';
import { proveRelease } from '../../../src/pipelines/registry/prove.ts';
import { readTrustRoot, type TrustRoot, type TrustRootDocument } from '../../../src/signatures/trust-root.ts';
import { temporaryFolder } from '../../support/cli.ts';
import { startRegistry } from '../../support/fixture-registry.ts';
import { attestedRelease, KEYS, releaseOf } from '../../support/releases.ts';
import { startSigstore, type TestSigstore } from '../../support/sigstore.ts';

/** Before anything that is signed here. */
const AS_OF = '2020-01-01T00:00:00.000Z';

let sigstore: TestSigstore;
let trustRoot: TrustRoot;
beforeAll(async () => {
  sigstore = await startSigstore();
  trustRoot = readTrustRoot(JSON.parse(sigstore.trustRoot) as TrustRootDocument, AS_OF);
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
    expect(await proveRelease(registry, release)).toMatchObject({ proven: { provenance: { kind: 'not-fetched' } }, problems: [{ code: 'unknown-version', message: expect.stringContaining('a transparency log that the trust root of 2026-03-18 does not know') as unknown }] });
  });

  test('keys that were not fetched: signatures stay open, provenance stands by itself, and the run knows', async () => {
    const { release, text } = await attestedRelease(sigstore);
    const { registry } = registryOf({ keys: failed, attestations: found(text) });
    expect(await proveRelease(registry, release, { trustRoot })).toMatchObject({
      proven: { signatures: [{ kind: 'not-checked', why: 'the keys of the registry were not fetched: no answer' }], provenance: { kind: 'verified' } }, problems: [NO_ANSWER],
    });
  });

  test('attestations that were not fetched are no wrong ones', async () => {
    const { release } = await attestedRelease(sigstore);
    expect(await proveRelease(registryOf({}).registry, release, { trustRoot })).toMatchObject({ proven: { provenance: { kind: 'not-fetched', why: 'no answer' } }, problems: [NO_ANSWER] });
  });
});

test('through the port: what a registry signs, attests and lies', async () => {
  const server = await startRegistry({ base: '/npm/' });
  const home = temporaryFolder();
  const { registry, close } = await openRegistry({ environment: {}, home, mode: 'online', registry: server.url, retry: { retries: 0 } });
  const root = readTrustRoot(JSON.parse((await server.sigstore()).trustRoot) as TrustRootDocument, AS_OF);
  const proved = async (spec: string) => {
    const release = await registry.release(spec);
    if (release.kind === 'failed') throw new Error(release.problem.message);
    const { proven: { signatures, provenance }, problems } = await proveRelease(registry, release.value, { trustRoot: root });
    return [signatures.map(({ kind }) => kind), provenance.kind, problems.map(({ code }) => code)];
  };
  try {
    server.publish('@corp/mail', '1.0.0');
    await server.attest('@corp/mail', '1.0.0');
    server.publish('@corp/mail', '1.0.1', { signature: 'wrong' });
    await server.attest('@corp/mail', '1.0.1', { subject: { sha512: 'a'.repeat(128) } });
    server.publish('@corp/mail', '1.0.2', { signature: 'none' });
    server.publish('@corp/mail', '1.0.3');
    await server.attest('@corp/mail', '1.0.3');
    server.fail('/-/npm/v1/attestations/@corp/mail@1.0.3', { kind: 'status', status: 503 });
    expect(await proved('@corp/mail@1.0.0')).toEqual([['verified'], 'verified', []]);
    expect(await proved('@corp/mail@1.0.1')).toEqual([['wrong'], 'wrong', []]);
    expect(await proved('@corp/mail@1.0.2')).toEqual([[], 'none', []]);
    expect(await proved('@corp/mail@1.0.3')).toEqual([['verified'], 'not-fetched', ['network-failed']]);
    // A mirror with the document of another registry.
    server.publish('@corp/mail', '1.0.4', { dist: { attestations: { url: 'https://registry.example/-/npm/v1/attestations/@corp/mail@1.0.4', provenance: {} } } });
    expect(await proved('@corp/mail@1.0.4')).toEqual([['verified'], 'not-fetched', []]);
    expect(server.asked.every(({ path }) => path.startsWith('/npm/'))).toBe(true);
  } finally {
    await close();
    await server.close();
  }
});
