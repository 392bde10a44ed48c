// The registry port against servers on loopback: which version a spec names, what is told of it, and its bytes.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openRegistry, type RegistryOptions } from '../../src/io/registry.ts';
import type { Fetched, Registry } from '../../src/model/ports.ts';
import { PUBLIC_REGISTRY } from '../support/public-registry.ts';
import { bytes, json, manifest, sha512, startScripted, status, text, type ScriptedRegistry } from '../support/scripted-registry.ts';

const BODY = Buffer.from('bytes of a tarball');
const NAME = 'some-server';

let home: string;
let server: ScriptedRegistry;
beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'mcp-audit-registry-'));
  server = await startScripted();
});
afterEach(async () => {
  await server.close();
  rmSync(home, { recursive: true, force: true });
});

const open = async (more: Partial<RegistryOptions> = {}): Promise<Registry> => (await openRegistry({ environment: {}, home, mode: 'online', registry: server.url, retry: { retries: 0, idle: 2000 }, ...more })).registry;
const paths = (): readonly string[] => server.requests.map(({ path }) => path);
const problem = <T>(answer: Fetched<T>) => (answer.kind === 'failed' ? answer.problem : undefined);

function serve(versions: readonly string[], more: Record<string, unknown> = {}, of: (version: string) => Record<string, unknown> = () => ({})): void {
  const all = Object.fromEntries(versions.map((version) => [version, manifest(server.url, NAME, version, BODY, of(version))]));
  server.on(`/${NAME}`, json({ name: NAME, 'dist-tags': { latest: versions.at(-1) }, versions: all, ...more }));
  for (const version of versions) {
    server.on(`/${NAME}/${version}`, json(all[version]));
    server.on(`/${NAME}/-/${NAME}-${version}.tgz`, bytes(BODY, { 'last-modified': 'Wed, 17 Sep 2025 06:30:00 GMT' }));
  }
}

describe('an exact version', () => {
  it('is asked for by itself, and its bytes once', async () => {
    serve(['1.0.0', '1.0.1']);
    const registry = await open();
    const release = await registry.release(`${NAME}@1.0.1`);
    expect(release).toMatchObject({ kind: 'found', value: { name: NAME, version: '1.0.1', registry: server.url, tarball: `${server.url}${NAME}/-/${NAME}-1.0.1.tgz`, integrity: sha512(BODY), signatures: [] } });
    if (release.kind !== 'found') return;
    expect(JSON.parse(release.value.document)).toEqual(manifest(server.url, NAME, '1.0.1', BODY));
    expect(await registry.tarball(release.value)).toEqual({ kind: 'found', value: { bytes: BODY, from: 'registry', lastModified: '2025-09-17T06:30:00.000Z' } });
    expect(paths()).toEqual([`/${NAME}/1.0.1`, `/${NAME}/-/${NAME}-1.0.1.tgz`]);
  });

  it.each(['v1.0.1', '=1.0.1', ' 1.0.1'])('may be written as %j', async (version) => {
    serve(['1.0.1']);
    expect(await (await open()).release(`${NAME}@${version}`)).toMatchObject({ kind: 'found', value: { version: '1.0.1' } });
  });

  it.each([404, 405, 400, 501, 403, 401])('is found in the whole document where the registry answers %i for it alone, and is not asked for alone again', async (code) => {
    serve(['1.0.0', '1.0.1'], { time: { '1.0.1': '2025-09-17T06:30:00.000Z' } });
    server.on(`/${NAME}/1.0.1`, status(code));
    server.on(`/${NAME}/1.0.0`, status(code));
    const registry = await open();
    expect(await registry.release(`${NAME}@1.0.1`)).toMatchObject({ kind: 'found', value: { version: '1.0.1', tags: ['latest'], published: { time: '2025-09-17T06:30:00.000Z', from: 'registry' } } });
    expect(await registry.release(`${NAME}@1.0.0`)).toMatchObject({ kind: 'found', value: { version: '1.0.0', tags: [] } });
    expect(paths()).toEqual([`/${NAME}/1.0.1`, `/${NAME}`]);
  });

  it('is told with all that the registry says of it', async () => {
    const dist = { signatures: [{ keyid: 'SHA256:k', sig: 'MEUC' }, 'noise', { keyid: 1 }], attestations: { url: `${server.url}-/npm/v1/attestations/${NAME}@1.0.0?key=secret`, provenance: {} } };
    const more = { _npmUser: { name: 'CI', email: 'ci@example.org', trustedPublisher: { id: 'github' } }, maintainers: [{ name: 'dev', email: 'dev@example.org' }, 'other <other@example.org>', 7, {}], deprecated: 'moved' };
    server.on(`/${NAME}/1.0.0`, json(manifest(server.url, NAME, '1.0.0', BODY, more, dist)));
    expect(await (await open()).release(`${NAME}@1.0.0`)).toMatchObject({ kind: 'found', value: {
      publisher: { name: 'CI', email: 'ci@example.org', trustedBy: 'github' },
      maintainers: [{ name: 'dev', email: 'dev@example.org' }, { name: 'other', email: 'other@example.org' }],
      deprecated: 'moved', signatures: [{ keyid: 'SHA256:k', sig: 'MEUC' }], attestations: `${server.url}-/npm/v1/attestations/${NAME}@1.0.0`,
    } });
  });

  it('asks for a scoped name with its slash escaped', async () => {
    server.on('/@acme%2fmail/1.0.0', json(manifest(server.url, '@acme/mail', '1.0.0', BODY)));
    expect(await (await open()).release('@acme/mail@1.0.0')).toMatchObject({ kind: 'found', value: { name: '@acme/mail', tarball: `${server.url}@acme/mail/-/mail-1.0.0.tgz` } });
  });
});

describe('a tag or range', () => {
  it.each([['', '1.1.0'], ['@latest', '1.1.0'], ['@next', '2.0.0-beta.1'], ['@^1.0.0', '1.1.0'], ['@~1.0.0', '1.0.1'], ['@<1.0.1', '1.0.0'], ['@*', '1.1.0']])('%j means %s', async (wanted, version) => {
    serve(['1.0.0', '1.0.1', '1.2.0', '2.0.0-beta.1', '1.1.0'], { 'dist-tags': { latest: '1.1.0', next: '2.0.0-beta.1' } }, (each) => (each === '1.2.0' ? { deprecated: 'broken' } : {}));
    expect(await (await open()).release(`${NAME}${wanted}`)).toMatchObject({ kind: 'found', value: { version } });
    expect(paths()).toEqual([`/${NAME}`, `/${NAME}/${version}`]);
    expect(server.requests[0]?.headers.accept).toContain('application/vnd.npm.install-v1+json');
  });

  it('picks nothing that was published after the day that the user set', async () => {
    serve(['1.0.0', '1.0.1'], { time: { '1.0.0': '2025-01-01T00:00:00.000Z', '1.0.1': '2025-09-17T00:00:00.000Z' } });
    const registry = await open({ environment: { npm_config_before: '2025-06-01' } });
    expect(await registry.release(NAME)).toMatchObject({ kind: 'found', value: { version: '1.0.0' } });
    expect(server.requests[0]?.headers.accept).toBe('application/json');
  });

  it.each(['nonesuch', '^9.0.0', '__proto__'])('that fits no version is not found: %s', async (wanted) => {
    serve(['1.0.0']);
    expect(problem(await (await open()).release(`${NAME}@${wanted}`))).toMatchObject({ code: 'not-found', message: expect.stringContaining('latest is 1.0.0') });
  });
});

describe('what is no spec of a registry', () => {
  it.each(['git+https://example.org/a.git', 'github:a/b', 'a/b', './a', '/etc', 'a@file:../b', 'https://user:secret@example.org/a.tgz?token=secret', 'a.tgz', 'x@npm:y@1.0.0', '..', '', '@', 'a b', 'x@git+ssh://git@example.org/x', `a${'x'.repeat(2000)}`, 'a\u0000b'])('%j is refused, and nothing is asked', async (spec) => {
    const answer = problem(await (await open()).release(spec));
    expect(['unknown-entry', 'invalid-name']).toContain(answer?.code);
    expect(JSON.stringify(answer)).not.toContain('secret');
    expect(paths()).toEqual([]);
  });
});

describe('the tarball', () => {
  it('is given with what differs, where it is not what was promised', async () => {
    serve(['1.0.0']);
    const other = Buffer.from('other bytes');
    server.on(`/${NAME}/-/${NAME}-1.0.0.tgz`, bytes(other));
    const registry = await open();
    const release = await registry.release(`${NAME}@1.0.0`);
    expect(release.kind === 'found' && await registry.tarball(release.value)).toEqual({ kind: 'found', value: { bytes: other, from: 'registry', differs: { promised: sha512(BODY), got: sha512(other) } } });
  });

  it.each([
    ['only the old sum', { integrity: undefined }, 'sha1-'],
    ['several hashes', { integrity: `sha1-${'A'.repeat(27)}= ${sha512(Buffer.from('x'))}` }, 'sha512-'],
    ['an option behind the hash', { integrity: `${sha512(Buffer.from('x'))}?a` }, 'sha512-'],
    ['noise before the old sum', { integrity: 'md5-xx sha512-short' }, 'sha1-'],
  ])('is compared with the strongest promise: %s', async (_, dist, form) => {
    server.on(`/${NAME}/1.0.0`, json(manifest(server.url, NAME, '1.0.0', BODY, {}, dist)));
    server.on(`/${NAME}/-/${NAME}-1.0.0.tgz`, bytes(Buffer.from('other')));
    const registry = await open();
    const release = await registry.release(`${NAME}@1.0.0`);
    const tarball = release.kind === 'found' ? await registry.tarball(release.value) : undefined;
    expect(tarball).toMatchObject({ kind: 'found', value: { differs: { promised: expect.stringMatching(`^${form}`) as string, got: expect.stringMatching(`^${form}`) as string } } });
  });

  it('cannot differ where nothing is promised', async () => {
    server.on(`/${NAME}/1.0.0`, json(manifest(server.url, NAME, '1.0.0', BODY, {}, { integrity: 7, shasum: 'x' })));
    server.on(`/${NAME}/-/${NAME}-1.0.0.tgz`, bytes(BODY));
    const registry = await open();
    const release = await registry.release(`${NAME}@1.0.0`);
    expect(release.kind === 'found' && await registry.tarball(release.value)).toEqual({ kind: 'found', value: { bytes: BODY, from: 'registry' } });
  });

  it('is fetched with the query that its document gives, and shown without', async () => {
    server.on(`/${NAME}/1.0.0`, json(manifest(server.url, NAME, '1.0.0', BODY, {}, { tarball: `${server.url}a.tgz?signature=secret` })));
    server.on('/a.tgz?signature=secret', bytes(BODY));
    const registry = await open();
    const release = await registry.release(`${NAME}@1.0.0`);
    expect(release).toMatchObject({ kind: 'found', value: { tarball: `${server.url}a.tgz` } });
    expect(release.kind === 'found' && (await registry.tarball(release.value)).kind).toBe('found');
  });

  it('of the public registry is asked of the mirror that handed its document on', async () => {
    server.on(`/${NAME}/1.0.0`, json(manifest(PUBLIC_REGISTRY, NAME, '1.0.0', BODY)));
    server.on(`/${NAME}/-/${NAME}-1.0.0.tgz`, bytes(BODY));
    const registry = await open();
    const release = await registry.release(`${NAME}@1.0.0`);
    expect(release).toMatchObject({ kind: 'found', value: { tarball: `${server.url}${NAME}/-/${NAME}-1.0.0.tgz` } });
    expect(release.kind === 'found' && (await registry.tarball(release.value)).kind).toBe('found');
  });

  it.each(['file:///etc/passwd', 'javascript:0', 'no address'])('is not fetched from %s', async (tarball) => {
    server.on(`/${NAME}/1.0.0`, json(manifest(server.url, NAME, '1.0.0', BODY, {}, { tarball })));
    expect(problem(await (await open()).release(`${NAME}@1.0.0`))?.code).toBe('malformed');
  });
});

describe('the history', () => {
  it('lists versions by time, what was unpublished, and the tags', async () => {
    serve(['1.0.0', '1.0.2', '1.0.1', '1.0.10'], {
      'dist-tags': { latest: '1.0.1', beta: 7, '__proto__': '1.0.0' },
      time: { created: '2024-12-01T00:00:00Z', modified: '2025-12-01T00:00:00Z', '1.0.0': '2025-01-01T00:00:00Z', '1.0.1': '2025-03-01T00:00:00.000Z', '1.0.2': '2025-02-01T00:00:00+01:00', '1.0.16': '2025-09-17T00:00:00Z', bad: 'never', other: 7 },
    }, (version) => (version === '1.0.2' ? { deprecated: 'no', _npmUser: { name: 'dev' } } : {}));
    const history = await (await open()).history(NAME);
    expect(history).toMatchObject({ kind: 'found', value: { name: NAME, registry: server.url, created: '2024-12-01T00:00:00.000Z', unpublished: [{ version: '1.0.16', time: '2025-09-17T00:00:00.000Z' }] } });
    if (history.kind !== 'found') return;
    expect(history.value.versions.map(({ version }) => version)).toEqual(['1.0.0', '1.0.2', '1.0.1', '1.0.10']);
    expect(history.value.versions[1]).toEqual({ version: '1.0.2', time: '2025-01-31T23:00:00.000Z', publisher: { name: 'dev' }, integrity: sha512(BODY), deprecated: 'no', attested: false });
    expect(Object.keys(history.value.tags)).toEqual(['latest']);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('is in order of versions where no times are told', async () => {
    serve(['1.0.10', '1.0.9', '1.0.0-rc.1', '1.0.0']);
    const history = await (await open()).history(NAME);
    expect(history.kind === 'found' && history.value.versions.map(({ version }) => version)).toEqual(['1.0.0-rc.1', '1.0.0', '1.0.9', '1.0.10']);
  });

  it('gives later releases their time and tags', async () => {
    serve(['1.0.0'], { time: { '1.0.0': '2025-01-01T00:00:00.000Z' } });
    const registry = await open();
    await registry.history(NAME);
    expect(await registry.release(`${NAME}@1.0.0`)).toMatchObject({ kind: 'found', value: { published: { time: '2025-01-01T00:00:00.000Z', from: 'registry' }, tags: ['latest'] } });
  });
});

describe('what was unpublished', () => {
  it('is told with its time and the ways left', async () => {
    serve(['1.0.15'], { time: { '1.0.15': '2025-09-01T00:00:00.000Z', '1.0.16': '2025-09-17T00:00:00.000Z' } });
    const answer = problem(await (await open()).release(`${NAME}@1.0.16`));
    expect(answer).toMatchObject({ code: 'unpublished', message: expect.stringContaining('published 2025-09-17T00:00:00.000Z') });
    for (const way of ['npm\'s cache', 'old.tgz new.tgz', '--registry']) expect(answer?.hint).toContain(way);
  });

  it.each(['@1.0.16', '@1.0.0', '', '@latest'])('as a whole package is told for %j', async (wanted) => {
    server.on(`/${NAME}`, json({ _id: NAME, name: NAME, time: { created: '2025-01-01T00:00:00Z', '1.0.16': '2025-09-17T00:00:00Z', unpublished: { time: '2025-09-25T00:00:00.000Z', versions: ['1.0.0', '1.0.16', 7] } } }));
    expect(problem(await (await open()).release(`${NAME}${wanted}`))).toMatchObject({ code: 'unpublished', message: expect.stringContaining('removed 2025-09-25T00:00:00.000Z') });
  });

  it('as a whole package has a history', async () => {
    server.on(`/${NAME}`, json({ name: NAME, time: { created: '2025-01-01T00:00:00Z', '1.0.16': '2025-09-17T00:00:00Z', unpublished: { time: '2025-09-25T00:00:00.000Z', versions: ['1.0.0', '1.0.16'] } } }));
    expect(await (await open()).history(NAME)).toMatchObject({ kind: 'found', value: { versions: [], unpublished: [{ version: '1.0.16', time: '2025-09-17T00:00:00.000Z' }, { version: '1.0.0' }] } });
    expect(problem(await (await open()).release(`${NAME}@1.0.16`))?.message).toContain('published 2025-09-17T00:00:00.000Z, the package was removed 2025-09-25');
  });

  it('and replaced by npm is told so', async () => {
    serve(['0.0.1-security'], { time: { '1.0.16': '2025-09-17T00:00:00.000Z' } });
    expect(problem(await (await open()).release(`${NAME}@1.0.16`))).toMatchObject({ code: 'unpublished', message: expect.stringContaining('security placeholder') });
  });

  it('is something else than what never was', async () => {
    serve(['1.0.15'], { time: {} });
    expect(problem(await (await open()).release(`${NAME}@3.0.0`))).toMatchObject({ code: 'not-found', message: expect.stringContaining('latest is 1.0.15') });
    expect(problem(await (await open()).release('never-was@1.0.0'))).toMatchObject({ code: 'not-found', message: expect.stringContaining('no package never-was') });
  });
});

describe('documents that lie', () => {
  const deep = `{"name":"${NAME}","x":${'['.repeat(10_000)}${']'.repeat(10_000)}}`;
  it.each([
    ['another name', JSON.stringify({ name: 'other', version: '1.0.0', dist: {} }), 'malformed'],
    ['another version', JSON.stringify({ name: NAME, version: '1.0.1', dist: {} }), 'malformed'],
    ['numbers for texts', JSON.stringify({ name: 1, version: 1 }), 'malformed'],
    ['a list', '[]', 'malformed'],
    ['null', 'null', 'malformed'],
    ['nothing', '', 'malformed'],
    ['noise', '\u0000\u0001', 'malformed'],
    ['deep nesting', deep, 'too-deep'],
    ['a page', '<!doctype html><title>Sign in</title>', 'network-failed'],
    ['a cut-off text', `{"name":"${NAME}","version":"1.0`, 'malformed'],
  ])('%s of one version is a problem', async (_, body, code) => {
    server.on(`/${NAME}/1.0.0`, text(body));
    expect(problem(await (await open()).release(`${NAME}@1.0.0`))?.code).toBe(code);
  });

  it.each([
    ['another name', JSON.stringify({ name: 'other', versions: {} }), 'malformed'],
    ['no name', '{"versions":{}}', 'malformed'],
    ['deep nesting', deep, 'too-deep'],
  ])('%s of a whole package is a problem', async (_, body, code) => {
    server.on(`/${NAME}`, text(body));
    const registry = await open();
    expect(problem(await registry.release(`${NAME}@^1.0.0`))?.code).toBe(code);
    expect(problem(await registry.history(NAME))?.code).toBe(code);
  });

  it.each(['versions', 'dist-tags', 'time', 'maintainers'])('%s of a wrong type leaves the rest', async (field) => {
    serve(['1.0.0']);
    for (const value of [null, 7, 'x', [], [1], { __proto__: null, '1.0.0': 7 }]) {
      server.on(`/${NAME}`, json({ name: NAME, versions: { '1.0.0': manifest(server.url, NAME, '1.0.0', BODY) }, 'dist-tags': { latest: '1.0.0' }, [field]: value }));
      const registry = await open();
      expect((await registry.history(NAME)).kind).toBe('found');
      expect(problem(await registry.release(`${NAME}@*`))?.code).toBe(field === 'versions' ? 'not-found' : undefined);
    }
  });

  it('names like __proto__ are names', async () => {
    server.on(`/${NAME}`, text(`{"name":"${NAME}","versions":{"__proto__":{"polluted":1},"constructor":{"x":1},"1.0.0":${JSON.stringify(manifest(server.url, NAME, '1.0.0', BODY))}},"dist-tags":{"latest":"__proto__"},"time":{"__proto__":"2025-01-01"}}`));
    serveOnly('1.0.0');
    const registry = await open();
    expect(await registry.release(`${NAME}@^1.0.0`)).toMatchObject({ kind: 'found', value: { version: '1.0.0' } });
    const history = await registry.history(NAME);
    expect(history.kind === 'found' && history.value.versions.map(({ version }) => version).toSorted()).toEqual(['1.0.0', '__proto__', 'constructor']);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  function serveOnly(version: string): void {
    server.on(`/${NAME}/${version}`, json(manifest(server.url, NAME, version, BODY)));
  }
});

describe('proofs', () => {
  const release = async (registry: Registry, dist: Record<string, unknown> = {}) => {
    server.on(`/${NAME}/1.0.0`, json(manifest(server.url, NAME, '1.0.0', BODY, {}, dist)));
    const answer = await registry.release(`${NAME}@1.0.0`);
    if (answer.kind !== 'found') throw new Error(answer.problem.message);
    return answer.value;
  };

  it('keys are those of the registry; one that cannot verify anything is left out', async () => {
    const key = { keyid: 'SHA256:k', keytype: 'ecdsa-sha2-nistp256', scheme: 'ecdsa-sha2-nistp256', key: 'MFk', expires: null };
    server.on('/-/npm/v1/keys', json({ keys: [key, { ...key, key: 7 }, 'x', { ...key, keyid: 'SHA256:old', expires: '2025-01-29T00:00:00.000Z' }] }));
    const registry = await open();
    expect(await registry.keys(await release(registry))).toEqual({ kind: 'found', value: [key, { ...key, keyid: 'SHA256:old', expires: '2025-01-29T00:00:00.000Z' }] });
  });

  it('a registry without keys has none', async () => {
    const registry = await open();
    expect(await registry.keys(await release(registry))).toEqual({ kind: 'found', value: [] });
  });

  it('attestations come from the registry', async () => {
    server.on(`/-/npm/v1/attestations/${NAME}@1.0.0?x=1`, text('{"attestations":[]}'));
    const registry = await open();
    expect(await registry.attestations(await release(registry, { attestations: { url: `${server.url}-/npm/v1/attestations/${NAME}@1.0.0?x=1` } }))).toEqual({ kind: 'found', value: '{"attestations":[]}' });
  });

  it('attestations on another host are not asked for', async () => {
    const other = await startScripted();
    const registry = await open();
    const answer = await registry.attestations(await release(registry, { attestations: { url: `${other.url}x?token=secret` } }));
    expect(problem(answer)).toMatchObject({ code: 'malformed', message: expect.stringContaining(other.host) });
    expect(JSON.stringify(answer)).not.toContain('secret');
    expect(other.requests).toEqual([]);
    await other.close();
  });

  it('attestations that are claimed and not there are a problem; so is asking for what nobody claims', async () => {
    const registry = await open();
    expect(problem(await registry.attestations(await release(registry, { attestations: { url: `${server.url}gone` } })))?.code).toBe('not-found');
    expect(problem(await registry.attestations(await release(registry)))?.code).toBe('not-found');
  });
});
