// Provenance through sigstore: bundles of a sigstore of our own that verify, and each way in which they do not.
import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { LIMITS } from '../../src/model/limits.ts';
import type { ProvenanceFact, Release } from '../../src/model/release.ts';
import { provenance, type Trust } from '../../src/signatures/provenance.ts';
import { publicTrustRoot, readTrustRoot, type Services, type TrustRootDocument } from '../../src/signatures/trust-root.ts';
import { FIXTURES } from '../support/fixtures.ts';
import { type Attest, PUBLISH, SLSA_0_2, SOURCE } from '../support/registry/attested.ts';
import { attestedRelease, KEYS, releaseOf } from '../support/releases.ts';
import { startSigstore, type TestSigstore } from '../support/sigstore.ts';

/** Before anything that is signed here, and after. */
const AS_OF = '2020-01-01T00:00:00.000Z';
const LATER = '2100-01-01T00:00:00.000Z';

let sigstore: TestSigstore;
let trust: Trust;
beforeAll(async () => {
  sigstore = await startSigstore();
  trust = { root: readTrustRoot(JSON.parse(sigstore.trustRoot) as TrustRootDocument, AS_OF), keys: KEYS.listed };
});

const judged = async (options: Attest = {}, given: Partial<Release> = {}): Promise<ProvenanceFact> => {
  const { release, text } = await attestedRelease(sigstore, options, given);
  return provenance(release, text, trust);
};
const why = (fact: ProvenanceFact): string => (fact.kind === 'wrong' ? fact.why : `(${fact.kind})`);

/** Anything that JSON can hold, to be changed in place. */
type Loose = { [key: string]: Loose } & string & Loose[];
interface Document { readonly attestations: Loose[] }

/** The document with one thing changed. `at`: 0 is the publish attestation, 1 the provenance. */
async function changed(change: (bundle: Loose, attestation: Loose) => void, at = 1): Promise<ProvenanceFact> {
  const { release, text } = await attestedRelease(sigstore);
  const document = JSON.parse(text) as Document;
  const attestation = document.attestations[at] as Loose;
  change(attestation['bundle'] as Loose, attestation);
  return provenance(release, JSON.stringify(document), trust);
}

describe('verified', () => {
  test('what the certificate says, and when it was logged', async () => {
    const fact = await judged();
    expect(fact).toEqual({ kind: 'verified', predicate: 'https://slsa.dev/provenance/v1', source: { ...SOURCE, logged: expect.stringMatching(/^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/) as unknown } });
  });

  test('SLSA 0.2, a scoped name, a registry that has no attestation of its own, one that lists no keys', async () => {
    expect(await judged({ predicateType: SLSA_0_2 })).toMatchObject({ kind: 'verified', predicate: SLSA_0_2, source: SOURCE });
    expect(await judged({}, { name: '@corp/mail', version: '2.0.0-rc.1+build' })).toMatchObject({ kind: 'verified' });
    expect(await judged({ subject: { name: 'pkg:npm/mail-server@1.0.0?repository_url=https://registry.example' } })).toMatchObject({ kind: 'verified' });
    expect(await judged({ published: 'none' })).toMatchObject({ kind: 'verified' });
    const { release, text } = await attestedRelease(sigstore);
    expect(provenance(release, text, { ...trust, keys: [] })).toMatchObject({ kind: 'verified' });
  });

  test('a certificate of before 2023, whose texts look like lists within lists', async () => {
    const { release, text } = await attestedRelease(sigstore);
    const slsa = (JSON.parse(text) as Document).attestations[1] as Loose;
    const statement = JSON.parse(Buffer.from(slsa['bundle']?.['dsseEnvelope']?.['payload'] as string, 'base64').toString()) as unknown;
    const old = (repository: string) => sigstore.certified(statement, { workflow: `${SOURCE.repository}/${SOURCE.workflow}@${SOURCE.ref}`, extensions: { 1: SOURCE.issuer, 2: 'release', 3: SOURCE.commit, 4: 'a name of a workflow that is '.repeat(8), 5: repository, 6: SOURCE.ref } });
    const judgeOne = async (repository: string) => provenance(release, JSON.stringify({ attestations: [{ predicateType: slsa['predicateType'], bundle: await old(repository) }] }), trust);
    expect(await judgeOne('example/mail-server')).toMatchObject({ kind: 'verified', source: SOURCE });
    expect(why(await judgeOne('example/other'))).toContain('repository https://github.com/example/other and');
  });

  test('a real one, against the shipped trust root', () => {
    const text = readFileSync(join(FIXTURES, 'signatures', 'sigstore-0.4.0', 'attestations.json'), 'utf8');
    const integrity = 'sha512-KCwMX6k20mQyFkNYG2XT3lwK9u1P36wS9YURFd85zCXPrwrSLZCEh7/vMBFNYcJXRiBtGDS+T4/RZZF493zABA==';
    const real = { root: publicTrustRoot(), keys: [] };
    expect(provenance(releaseOf({ name: 'sigstore', version: '0.4.0', integrity }), text, real)).toEqual({
      kind: 'verified', predicate: SLSA_0_2,
      source: { repository: 'https://github.com/sigstore/sigstore-js', commit: '8a2ee2fd20dda58ffa4a8d808a65cb1e04711c03', ref: 'refs/tags/v0.4.0', issuer: 'https://token.actions.githubusercontent.com', logged: '2023-01-11T17:31:52.000Z' },
    });
    expect(why(provenance(releaseOf({ name: 'sigstore', version: '0.4.1', integrity }), text, real))).toContain('it is about pkg:npm/sigstore@0.4.0');
    expect(why(provenance(releaseOf({ name: 'sigstore', version: '0.4.0', integrity }), text.replace('"1673458312"', '"1673458313"'), real))).toContain('inclusion promise could not be verified');
  });

  test('a source of another service, without secrets, with a configuration outside of the repository', async () => {
    const source = { repository: 'https://gitlab.example/group/mail', workflow: '/.gitlab-ci.yml', issuer: 'https://gitlab.example' };
    const fact = await judged({ source, predicateType: SLSA_0_2 });
    expect(fact).toMatchObject({ kind: 'verified', source: { ...source, workflow: '.gitlab-ci.yml' } });
    const secret = await judged({ source: { repository: 'https://user:secret@git.example/a/b?token=secret' }, stated: { repository: 'git+https://git.example/a/b.git' } });
    expect(secret).toMatchObject({ kind: 'verified', source: { repository: 'https://git.example/a/b' } });
    expect(JSON.stringify(secret)).not.toContain('secret');
  });
});

describe('wrong', () => {
  test.each([
    ['another package', { subject: { name: 'pkg:npm/mail-serve@1.0.0' } }, 'it is about pkg:npm/mail-serve@1.0.0, not about pkg:npm/mail-server@1.0.0'],
    ['another version', { subject: { name: 'pkg:npm/mail-server@1.0.1' } }, 'it is about pkg:npm/mail-server@1.0.1'],
    ['a name that cannot be decoded', { subject: { name: 'pkg:npm/%mail-server@1.0.0' } }, 'it is about'],
    ['other bytes', { subject: { sha512: 'a'.repeat(128) } }, 'other bytes'],
    ['a digest that is none', { subject: { sha512: 'x' } }, 'other bytes'],
    ['an unlogged bundle', { fault: 'unlogged' }, 'does not verify: expected 1 timestamps, got 0'],
    ['a certificate that had ended', { fault: 'late' }, 'not valid or expired'],
    ['a changed statement', { fault: 'other-payload' }, 'does not verify'],
    ['a changed statement of the registry', { published: 'other-payload' }, 'does not verify'],
    ['a key that is not listed', { published: 'unknown-key' }, 'the registry lists no key of its id'],
    ['another repository', { stated: { repository: 'https://github.com/example/other' } }, 'repository https://github.com/example/mail-server and https://github.com/example/other'],
    ['another commit', { stated: { commit: 'b'.repeat(40) } }, 'commit 5f2a1c'],
    ['another ref', { stated: { ref: 'refs/heads/main' } }, 'ref refs/tags/v1.0.0 and refs/heads/main'],
    ['another workflow', { stated: { workflow: '.github/workflows/other.yml' } }, 'workflow .github/workflows/release.yml and'],
    ['no provenance among the attestations', { predicateType: 'https://example.com/vibes/v1' }, 'none of the attestations is one'],
  ] as const)('%s', async (_, options, text) => {
    expect(why(await judged(options))).toContain(text);
  });

  test('signed by a sigstore that the trust root should know', async () => {
    const strict = { ...trust, root: { ...trust.root, asOf: LATER } };
    const { release, text } = await attestedRelease(sigstore, { sigstore: await startSigstore() });
    expect(why(provenance(release, text, strict))).toContain('does not verify');
    const own = await attestedRelease(sigstore);
    expect(provenance(own.release, own.text, strict)).toMatchObject({ kind: 'verified' });
  });

  test('provenance that a person or a key signed, and a publish attestation that a workflow signed', async () => {
    const { release, text } = await attestedRelease(sigstore);
    const [own, slsa] = (JSON.parse(text) as Document).attestations as [Loose, Loose];
    const statementOf = (attestation: Loose) => JSON.parse(Buffer.from(attestation['bundle']?.['dsseEnvelope']?.['payload'] as string, 'base64').toString()) as unknown;
    const judgeOne = (predicateType: string, bundle: unknown) => why(provenance(release, JSON.stringify({ attestations: [{ predicateType, bundle }] }), trust));
    const person = await sigstore.certified(statementOf(slsa), { workflow: 'mailto:dev@mail.example', extensions: {} });
    expect(judgeOne(slsa['predicateType'] as string, person)).toContain('is signed by mailto:dev@mail.example, not by a workflow');
    const { privateKey, listed } = KEYS.present;
    const keyed = await sigstore.keyed(statementOf(slsa), { keyid: listed.keyid, privateKey, pem: '' });
    expect(judgeOne(slsa['predicateType'] as string, keyed)).toContain('by a key of the registry, not by a workflow');
    const certified = await sigstore.certified(statementOf(own), { workflow: 'https://github.com/example/x/.github/workflows/x.yml@refs/heads/main', extensions: {} });
    expect(judgeOne(PUBLISH, certified)).toContain('not signed by a key of the registry');
    expect(judgeOne('https://slsa.dev/provenance/v9', certified)).toContain('is listed as');
  });

  test('a key of the registry that ended before the log took the entry, and one that is none', async () => {
    const { release, text } = await attestedRelease(sigstore);
    const [expired, present] = KEYS.listed;
    expect(why(provenance(release, text, { ...trust, keys: [{ ...KEYS.present.listed, expires: expired?.expires ?? '' }] }))).toContain('not valid for timestamp');
    expect(why(provenance(release, text, { ...trust, keys: [{ ...KEYS.present.listed, key: 'AAAA' }] }))).toContain('the key is no public key');
    const other = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
    expect(why(provenance(release, text, { ...trust, keys: [{ ...present ?? KEYS.present.listed, key: other }] }))).toContain('signature verification failed');
  });

  test('two provenances that name different sources', async () => {
    const [one, two] = [await attestedRelease(sigstore), await attestedRelease(sigstore, { source: { commit: 'c'.repeat(40) } })];
    const attestations = [one, two].map(({ text }) => (JSON.parse(text) as Document).attestations[1]);
    expect(why(provenance(one.release, JSON.stringify({ attestations }), trust))).toContain('two attestations name different sources: commit');
  });

  test('a release without a SHA-512', async () => {
    const { text } = await attestedRelease(sigstore);
    const { integrity: _, ...release } = releaseOf();
    expect(why(provenance(release, text, trust))).toContain('names no SHA-512');
    expect(why(provenance({ ...release, integrity: 'sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=' }, text, trust))).toContain('names no SHA-512');
    const integrity = `${releaseOf().integrity} sha512-${'A'.repeat(86)}==`;
    expect(why(provenance({ ...release, integrity }, text, trust))).toContain('other bytes');
  });
});

describe('signed through a service that is newer than the trust root', () => {
  const without = (part: Partial<Services>): Trust => ({ ...trust, root: { ...trust.root, services: { ...trust.root.services, ...part } } });

  test.each([
    ['a transparency log', { tlogs: [] }],
    ['a certificate authority', { certificateAuthorities: [] }],
    ['a certificate log or timestamp authority', { ctlogs: [] }],
  ])('%s: not judged, and wrong where the root should know it', async (service, part) => {
    const { release, text } = await attestedRelease(sigstore, { published: 'none' });
    const newer = without(part);
    expect(provenance(release, text, newer)).toEqual({ kind: 'not-fetched', why: `it is signed through ${service} that the trust root of 2020-01-01 does not know` });
    expect(why(provenance(release, text, { ...newer, root: { ...newer.root, asOf: LATER } }))).toContain('does not verify');
  });

  test('another failure stays wrong', async () => {
    const { release, text } = await attestedRelease(sigstore, { published: 'none', fault: 'other-payload' });
    expect(why(provenance(release, text, trust))).toContain('does not verify');
    const mixed = await attestedRelease(sigstore, { published: 'other-payload' });
    expect(provenance(mixed.release, mixed.text, without({ certificateAuthorities: [] })).kind).toBe('wrong');
  });
});

describe('hostile', () => {
  test.each(['', '{', 'null', '[]', '{}', '{"attestations":{}}', '{"attestations":[]}', '{"attestations":[null]}', '{"attestations":[{"bundle":{}}]}', '{"__proto__":{"attestations":[]}}', '<!doctype html>', '{"attestations":[],"attestations":[]}'])('%j is wrong', (text) => {
    expect(provenance(releaseOf(), text, trust).kind).toBe('wrong');
  });

  test('cut anywhere, and any JSON in place of a bundle', async () => {
    const { release, text } = await attestedRelease(sigstore, { published: 'none' });
    for (let end = 0; end < text.length; end += 211) expect(provenance(release, text.slice(0, end), trust).kind).toBe('wrong');
    fc.assert(fc.property(fc.jsonValue({ maxDepth: 4 }), fc.jsonValue({ maxDepth: 2 }), (one, other) => {
      for (const bundle of [one, { verificationMaterial: one, dsseEnvelope: other }, { verificationMaterial: { tlogEntries: [one], certificate: other }, dsseEnvelope: one }]) {
        expect(provenance(release, JSON.stringify({ attestations: [{ predicateType: SLSA_0_2, bundle }] }), trust).kind).toBe('wrong');
      }
    }), { numRuns: 200 });
  });

  test('nested, large, many', () => {
    expect(why(provenance(releaseOf(), `{"attestations":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, trust))).toContain('nested deeper');
    expect(why(provenance(releaseOf(), ' '.repeat(LIMITS.attestationCharacters + 1), trust))).toContain('larger');
    expect(why(provenance(releaseOf(), JSON.stringify({ attestations: Array.from({ length: 10_000 }, () => ({})) }), trust))).toContain('10000 attestations');
  });

  test('every field of a bundle, taken away or of another type, is wrong or leaves it verified: nothing is thrown', async () => {
    const { release, text } = await attestedRelease(sigstore, { published: 'none' });
    const paths = pathsOf(JSON.parse(text) as Loose);
    expect(paths.length).toBeGreaterThan(30);
    const verified: string[] = [];
    const strict = { ...trust, root: { ...trust.root, asOf: LATER } };
    for (const path of paths) {
      for (const value of [undefined, null, 'x', ['x'], { x: 1 }]) {
        const document = JSON.parse(text) as Loose;
        set(document, path, value);
        const fact = provenance(release, JSON.stringify(document), strict);
        if (fact.kind !== 'wrong') verified.push(`${path.join('.')}${fact.kind === 'verified' ? '' : ` is ${fact.kind}`}`);
      }
    }
    // What no signature covers, and what the checkpoint says of itself.
    expect([...new Set(verified)].map((path) => path.replace('attestations.0.bundle.', '')).toSorted()).toEqual(VERIFIED_WITHOUT);
  });

  test('a signer of a checkpoint that is a regular expression is not tried', async () => {
    const name = '([a-z:/.]*)*X';
    const fact = await changed((bundle) => {
      const checkpoint = bundle['verificationMaterial']?.['tlogEntries']?.[0]?.['inclusionProof']?.['checkpoint'] as Loose;
      (checkpoint as Record<string, unknown>)['envelope'] = (checkpoint['envelope'] as string).replace(/\u2014 \S+/, `\u2014 ${name}`);
    });
    expect(why(fact)).toContain('no name of a log');
    expect(why(await changed((bundle) => {
      const checkpoint = bundle['verificationMaterial']?.['tlogEntries']?.[0]?.['inclusionProof']?.['checkpoint'] as Record<string, unknown>;
      checkpoint['envelope'] = [`a\n1\nAAAA\n\n\u2014 ${name} AAAAAAAA\n`];
    }))).toContain('no name of a log');
  });

  test('many log entries, a certificate of a megabyte, a nested one, garbage', async () => {
    expect(why(await changed((bundle) => { const entries = bundle['verificationMaterial']?.['tlogEntries'] as Loose[]; while (entries.length < 40) entries.push(entries[0] as Loose); }))).toContain('more log entries');
    const withCertificate = (bytes: Buffer | readonly number[]) => changed((bundle) => { (bundle['verificationMaterial'] as Record<string, unknown>)['certificate'] = { rawBytes: Buffer.isBuffer(bytes) ? bytes.toString('base64') : bytes }; });
    expect(why(await withCertificate(Buffer.alloc(1_000_000)))).toContain('a certificate');
    expect(why(await withCertificate([48, 0]))).toContain('a certificate');
    for (const bytes of [Buffer.alloc(0), Buffer.from([0x30]), Buffer.from([0x30, 0x84, 0xff, 0xff, 0xff, 0xff]), nestedDer(40, 0x30), Buffer.from('not a certificate')]) {
      expect(why(await withCertificate(bytes))).toContain('does not verify');
    }
    for (const bytes of [nestedDer(5_000, 0x30), nestedDer(5_000, 0x04), Buffer.alloc(24_000, 0x04)]) expect(why(await withCertificate(bytes))).toContain('a certificate');
  });

  test('bundles of two releases mixed up', async () => {
    const other = await attestedRelease(sigstore, {}, { name: 'other' });
    expect(why(provenance(releaseOf(), other.text, trust))).toContain('it is about pkg:npm/other@1.0.0');
  });
});

const VERIFIED_WITHOUT = [
  'dsseEnvelope.signatures.0.keyid',
  ...['hashes', 'logIndex', 'rootHash', 'treeSize'].map((field) => `verificationMaterial.tlogEntries.0.inclusionProof.${field}`),
];

function pathsOf(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [...(path.length === 0 ? [] : [path]), ...Object.entries(value).flatMap(([key, inner]) => pathsOf(inner, [...path, key]))];
}

function set(target: Loose, path: readonly string[], value: unknown): void {
  const parent = path.slice(0, -1).reduce<Loose>((inner, key) => inner[key] as Loose, target);
  (parent as Record<string, unknown>)[path.at(-1) as string] = value;
}

/** A sequence (0x30) or text (0x04) in another, to this depth. */
function nestedDer(depth: number, tag: number): Buffer {
  let der = Buffer.from([0x05, 0x00]);
  for (let level = 0; level < depth; level += 1) {
    const length = der.length < 0x80 ? [der.length] : [0x82, der.length >> 8, der.length & 0xff];
    der = Buffer.concat([Buffer.from([tag, ...length]), der]);
  }
  return der;
}
