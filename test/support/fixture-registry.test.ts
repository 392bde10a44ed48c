// The fixture registry itself: what it tells is right where it is honest, and wrong in the one way that was asked for.
import { createHash, createPublicKey, verify } from 'node:crypto';
import pacote from 'pacote';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { temporaryFolder } from './cli.ts';
import { type FixtureRegistry, startRegistry, TOKEN } from './fixture-registry.ts';
import { PUBLISH, SLSA_1 } from './registry/attested.ts';
import { KEY_EXPIRED } from './registry/keys.ts';
import { packPackage } from './registry/shelf.ts';

const ABBREVIATED = { headers: { accept: 'application/vnd.npm.install-v1+json; q=1.0, application/json; q=0.8' } };
const WITH_TOKEN = { headers: { authorization: `Bearer ${TOKEN}` } };

let registry: FixtureRegistry;
beforeEach(async () => { registry = await startRegistry(); });
afterEach(() => registry.close());

interface Document { readonly [field: string]: unknown; readonly versions?: Record<string, Record<string, unknown>>; readonly time?: Record<string, unknown> }
interface Dist { readonly signatures: readonly { readonly keyid: string; readonly sig: string }[]; readonly attestations?: { readonly url: string } }

const get = (path: string, options: RequestInit = {}): Promise<Response> => fetch(new URL(path, registry.url), options);
const document = async (path: string, options?: RequestInit): Promise<Document> => (await get(path, options)).json() as Promise<Document>;

function isSigned(id: string, dist: Dist & { readonly integrity?: string }): readonly boolean[] {
  return dist.signatures.map(({ keyid, sig }) => {
    const key = registry.keys.listed.find((one) => one.keyid === keyid);
    return key !== undefined && verify('sha256', Buffer.from(`${id}:${dist.integrity}`), createPublicKey({ key: Buffer.from(key.key, 'base64'), format: 'der', type: 'spki' }), Buffer.from(sig, 'base64'));
  });
}

describe('honest', () => {
  test('the full document, the abbreviated one, one version, the tarball', async () => {
    const { integrity, shasum, size } = registry.publish('mail-server', '1.0.0', { manifest: { bin: 'cli.js', scripts: { postinstall: 'node a.js' } }, files: { 'cli.js': '1\n' }, publisher: { name: 'dev', email: 'dev@mail.example' }, maintainers: [{ name: 'dev' }], time: '2025-03-01T10:00:00.000Z' });
    registry.publish('mail-server', '1.1.0-beta.1', { tag: 'next', deprecated: 'do not use' });
    const full = await document('/mail-server');
    expect(full).toMatchObject({ name: 'mail-server', 'dist-tags': { latest: '1.0.0', next: '1.1.0-beta.1' }, maintainers: [{ name: 'dev' }], time: { '1.0.0': '2025-03-01T10:00:00.000Z', '1.1.0-beta.1': '2025-03-02T10:00:00.000Z' } });
    expect(full.versions?.['1.0.0']).toMatchObject({ _id: 'mail-server@1.0.0', scripts: { postinstall: 'node a.js' }, _npmUser: { name: 'dev' }, dist: { integrity, shasum, tarball: `${registry.url}mail-server/-/mail-server-1.0.0.tgz` } });
    const short = await document('/mail-server', ABBREVIATED);
    expect(short.versions?.['1.0.0']).toMatchObject({ hasInstallScript: true, bin: 'cli.js', dist: { integrity } });
    expect(short.versions?.['1.0.0']).not.toHaveProperty('scripts');
    expect(short).not.toHaveProperty('time');
    expect(await document('/mail-server/latest')).toEqual(full.versions?.['1.0.0']);
    expect(await document('/mail-server/1.1.0-beta.1')).toMatchObject({ deprecated: 'do not use' });
    expect((await get('/mail-server/9.9.9')).status).toBe(404);

    const tarball = await get('/mail-server/-/mail-server-1.0.0.tgz');
    expect(`sha512-${createHash('sha512').update(Buffer.from(await tarball.arrayBuffer())).digest('base64')}`).toBe(integrity);
    expect([tarball.headers.get('last-modified'), tarball.headers.get('content-length')]).toEqual(['Sat, 01 Mar 2025 10:00:00 GMT', String(size)]);
    expect((await get('/mail-server/-/mail-server-1.0.0.tgz', { headers: { 'if-none-match': tarball.headers.get('etag') ?? '' } })).status).toBe(304);
    expect(registry.asked.map(({ path, status, sent, authorized }) => [path, status, sent, authorized]).slice(-2)).toEqual([['/mail-server/-/mail-server-1.0.0.tgz', 200, size, false], ['/mail-server/-/mail-server-1.0.0.tgz', 304, 0, false]]);
  });

  test('signatures: good, and each wrong in its way', async () => {
    registry.publish('a', '1.0.0');
    registry.publish('a', '1.0.1', { signature: 'wrong' });
    registry.publish('a', '1.0.2', { signature: 'unknown-key' });
    registry.publish('a', '1.0.3', { signature: 'expired-key', time: '2025-06-01T00:00:00.000Z' });
    registry.publish('a', '1.0.4', { signature: 'none' });
    const { versions = {} } = await document('/a');
    expect(Object.entries(versions).map(([version, { dist }]) => isSigned(`a@${version}`, dist as Dist))).toEqual([[true], [false], [false], [true], []]);
    expect(((await document('/-/npm/v1/keys'))['keys'] as { readonly expires: unknown }[]).map(({ expires }) => expires)).toEqual([KEY_EXPIRED, null]);
    const keyOf = (version: string) => registry.keys.listed.find(({ keyid }) => keyid === (versions[version]?.['dist'] as Dist | undefined)?.signatures[0]?.keyid)?.expires;
    expect([keyOf('1.0.2'), keyOf('1.0.3')]).toEqual([undefined, KEY_EXPIRED]);
  });

  test('pacote, which npm reads with, verifies the good ones alone', async () => {
    const keys = registry.keys.listed.map((key) => ({ ...key, pemkey: `-----BEGIN PUBLIC KEY-----\n${key.key}\n-----END PUBLIC KEY-----` }));
    const cache = temporaryFolder();
    const kinds = ['good', 'wrong', 'unknown-key', 'expired-key', 'garbage'] as const;
    const verdicts = await Promise.all(kinds.map(async (signature, at) => {
      registry.publish('a', `1.0.${at}`, { signature, time: '2025-06-01T00:00:00.000Z' });
      return pacote.manifest(`a@1.0.${at}`, { cache, registry: registry.url, verifySignatures: true, [`//${new URL(registry.url).host}/:_keys`]: keys })
        .then(() => 'verified', (error: unknown) => (error as { readonly code: string }).code);
    }));
    expect(verdicts).toEqual(['verified', 'EINTEGRITYSIGNATURE', 'EMISSINGSIGNATUREKEY', 'EEXPIREDSIGNATUREKEY', 'EINTEGRITYSIGNATURE']);
  });

  test('unpublished: one version, all, and removed without a trace', async () => {
    for (const version of ['1.0.0', '1.0.1']) registry.publish('a', version);
    registry.unpublish('a', '1.0.1');
    const one = await document('/a');
    expect([Object.keys(one.versions ?? {}), one.time?.['1.0.1'], one['dist-tags']]).toEqual([['1.0.0'], '2025-01-02T00:00:00.000Z', { latest: '1.0.0' }]);
    expect((await get('/a/-/a-1.0.1.tgz')).status).toBe(404);
    registry.unpublish('a');
    expect(await document('/a')).toMatchObject({ time: { '1.0.0': '2025-01-01T00:00:00.000Z', unpublished: { versions: ['1.0.0', '1.0.1'] } } });
    expect(await document('/a')).not.toHaveProperty('versions');
    registry.remove('a');
    expect((await get('/a')).status).toBe(404);
  });

  test('scopes in both spellings, restricted ones with a token alone', async () => {
    await registry.close();
    registry = await startRegistry({ base: '/npm/', restricted: ['@corp/'] });
    registry.publish('@corp/a', '1.0.0');
    for (const path of ['@corp/a', '@corp%2fa', '@corp%2Fa/1.0.0', '@corp/a/-/a-1.0.0.tgz']) {
      const statuses = [await get(path), await get(path, { headers: { authorization: 'Bearer other' } }), await get(path, WITH_TOKEN)].map(({ status }) => status);
      expect([path, ...statuses]).toEqual([path, 401, 403, 200]);
    }
    expect(registry.asked.map(({ authorized }) => authorized).slice(0, 3)).toEqual([false, true, true]);
    expect((await fetch(new URL('/@corp/a', registry.url), WITH_TOKEN)).status).toBe(404);
  });

  test('what a poorer registry lacks', async () => {
    await registry.close();
    registry = await startRegistry({ lacks: ['abbreviated', 'versions', 'keys'] });
    registry.publish('a', '1.0.0');
    expect(await document('/a', ABBREVIATED)).toHaveProperty('time');
    expect([(await get('/a/1.0.0')).status, (await get('/-/npm/v1/keys')).status]).toEqual([404, 404]);
  });

  test('attestations of a version: the provenance and the registry\'s own', async () => {
    registry.publish('@corp/a', '1.0.0');
    await registry.attest('@corp/a', '1.0.0');
    const { dist } = await document('/@corp/a/1.0.0') as { readonly dist?: Dist };
    const path = '/-/npm/v1/attestations/@corp/a@1.0.0';
    expect(dist?.attestations).toEqual({ url: new URL(path, registry.url).href, provenance: { predicateType: SLSA_1 } });
    const { attestations } = await document(path) as { readonly attestations?: readonly { readonly predicateType: string; readonly bundle: { readonly dsseEnvelope: { readonly payload: string } } }[] };
    expect(attestations?.map(({ predicateType }) => predicateType)).toEqual([PUBLISH, SLSA_1]);
    const statements = attestations?.map(({ bundle }) => JSON.parse(Buffer.from(bundle.dsseEnvelope.payload, 'base64').toString()) as { readonly subject: unknown });
    expect(statements?.[1]?.subject).toMatchObject([{ name: 'pkg:npm/%40corp/a@1.0.0' }]);
    expect((await get('/-/npm/v1/attestations/@corp/a@2.0.0')).status).toBe(404);
  });
});

describe('changed over HTTP, as npm does', () => {
  const bytes = packPackage({ name: '@corp/a', version: '1.0.0' });
  const upload = (version = '1.0.0', data = bytes) => ({
    method: 'PUT', ...WITH_TOKEN,
    body: JSON.stringify({
      name: '@corp/a', 'dist-tags': { beta: version }, versions: { [version]: { name: '@corp/a', version, dist: { integrity: `sha512-${createHash('sha512').update(bytes).digest('base64')}` } } },
      _attachments: { [`@corp/a-${version}.tgz`]: { data: Buffer.from(data).toString('base64') } },
    }),
  });

  test('publish needs a token, the bytes that it announces, and a new version', async () => {
    expect((await get('/@corp%2fa', { ...upload(), headers: {} })).status).toBe(401);
    expect((await get('/@corp%2fa', upload('1.0.0', Buffer.from('other')))).status).toBe(400);
    expect((await get('/@corp%2fa', upload())).status).toBe(201);
    expect((await get('/@corp%2fa', upload())).status).toBe(403);
    const { versions = {}, ...rest } = await document('/@corp/a');
    expect(rest['dist-tags']).toEqual({ beta: '1.0.0' });
    expect(versions['1.0.0']).toMatchObject({ _npmUser: { name: 'dev' } });
    expect(isSigned('@corp/a@1.0.0', versions['1.0.0']?.['dist'] as Dist)).toEqual([true]);
    expect(Buffer.from(await (await get('/@corp/a/-/a-1.0.0.tgz')).arrayBuffer()).equals(bytes)).toBe(true);
  });

  test('dist-tags, deprecation, unpublish', async () => {
    for (const version of ['1.0.0', '1.0.1']) registry.publish('a', version);
    await get('/-/package/a/dist-tags/old', { method: 'PUT', ...WITH_TOKEN, body: '"1.0.0"' });
    expect(await document('/-/package/a/dist-tags')).toEqual({ latest: '1.0.1', old: '1.0.0' });
    await get('/a/-rev/1', { method: 'PUT', ...WITH_TOKEN, body: JSON.stringify({ versions: { '1.0.0': { deprecated: 'old' } } }) });
    expect((await document('/a')).versions).toMatchObject({ '1.0.0': { deprecated: 'old' } });
    expect(Object.keys((await document('/a')).versions ?? {})).toEqual(['1.0.0']);
    await get('/a/-rev/1', { method: 'DELETE', ...WITH_TOKEN });
    expect((await document('/a')).time).toHaveProperty('unpublished');
    expect(await (await get('/-/whoami', WITH_TOKEN)).json()).toEqual({ username: 'dev' });
  });
});

describe('wrong', () => {
  const TARBALL = '/a/-/a-1.0.0.tgz';
  const bodyOf = async (path: string): Promise<string> => {
    try {
      return await (await get(path, { signal: AbortSignal.timeout(150) })).text();
    } catch (error) {
      return error instanceof Error ? `${error.name} ${error.message}` : '';
    }
  };

  test('bytes other than the integrity says, another manifest, another name', async () => {
    const { integrity } = registry.publish('a', '1.0.0', { served: packPackage({ name: 'a', version: '1.0.0' }, { 'x.js': '1' }), listed: { dependencies: {}, license: undefined }, manifest: { license: 'MIT', dependencies: { evil: '1' } }, dist: { shasum: undefined } });
    registry.amend('a', { name: 'b' });
    const served = Buffer.from(await (await get(TARBALL)).arrayBuffer());
    expect(`sha512-${createHash('sha512').update(served).digest('base64')}`).not.toBe(integrity);
    const { name, versions } = await document('/a');
    expect(name).toBe('b');
    expect(versions?.['1.0.0']).toMatchObject({ dependencies: {} });
    expect([versions?.['1.0.0']?.['license'], versions?.['1.0.0']?.['dist']]).toEqual([undefined, expect.not.objectContaining({ shasum: expect.anything() as unknown })]);
  });

  test('failures of the wire, one after the other', async () => {
    const { bytes } = registry.publish('a', '1.0.0');
    registry.fail('/a', { kind: 'status', status: 429, retryAfter: 1, times: 2 });
    const answers = [await get('/a'), await get('/a'), await get('/a')];
    expect(answers.map(({ status, headers }) => [status, headers.get('retry-after')])).toEqual([[429, '1'], [429, '1'], [200, null]]);
    registry.fail('/a', { kind: 'html' });
    expect(await bodyOf('/a')).toContain('<!doctype html>');
    registry.fail('/a', { kind: 'hang', where: 'before-headers' });
    expect(await bodyOf('/a')).toContain('TimeoutError');
    registry.fail(TARBALL, { kind: 'hang', where: 'in-body' });
    expect(await bodyOf(TARBALL)).toContain('TimeoutError');
    registry.fail(TARBALL, { kind: 'cut' });
    expect((await get(TARBALL)).headers.get('content-length')).toBe(String(Math.floor(bytes.length / 2)));
    registry.fail('*', { kind: 'reset', where: 'before-headers' });
    expect(await bodyOf('/-/ping')).toContain('fetch failed');
    registry.fail('*', { kind: 'reset', where: 'in-body' });
    expect(await bodyOf('/-/npm/v1/keys')).toContain('terminated');
    registry.heal();
    registry.fail(TARBALL, { kind: 'slow', pieces: 3, milliseconds: 10 });
    expect(Buffer.from(await (await get(TARBALL)).arrayBuffer()).equals(bytes)).toBe(true);
    registry.fail('/a', { kind: 'answer', body: '{"a":' });
    expect(await bodyOf('/a')).toBe('{"a":');
  });

  test('sends elsewhere', async () => {
    const other = await startRegistry();
    try {
      other.publish('a', '2.0.0');
      registry.publish('a', '1.0.0');
      registry.fail('/a', { kind: 'redirect', to: other.url });
      expect(Object.keys((await document('/a')).versions ?? {})).toEqual(['2.0.0']);
      expect([registry.asked.map(({ status }) => status), other.asked.map(({ path }) => path)]).toEqual([[302], ['/a']]);
    } finally {
      await other.close();
    }
  });
});
