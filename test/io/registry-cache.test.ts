// What is kept between runs, what npm's own cache gives, and runs that may ask nobody.
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import pacote from 'pacote';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openRegistry, type OpenedRegistry, type RegistryOptions } from '../../src/io/registry.ts';
import type { Fetched, FetchedTarballBytes } from '../../src/model/ports.ts';
import type { Release } from '../../src/model/release.ts';
import { cacheFiles } from '../support/npm-cache.ts';
import { PUBLIC_REGISTRY } from '../support/public-registry.ts';
import { bytes, json, manifest, sha512, startScripted, status, type Script, type ScriptedRegistry } from '../support/scripted-registry.ts';

const NAME = 'some-server';
const BODY = Buffer.from('bytes of a tarball');
const TARBALL = `/${NAME}/-/${NAME}-1.0.0.tgz`;
const DOCUMENT = `/${NAME}/1.0.0`;

let home: string;
let cacheFolder: string;
let server: ScriptedRegistry;
beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'mcp-audit-registry-'));
  cacheFolder = join(home, 'cache', 'registry');
  server = await startScripted();
  server.on(DOCUMENT, revalidated(manifest(server.url, NAME, '1.0.0', BODY)));
  server.on(`/${NAME}`, revalidated({ name: NAME, 'dist-tags': { latest: '1.0.0' }, versions: { '1.0.0': manifest(server.url, NAME, '1.0.0', BODY) }, time: { '1.0.0': '2025-01-01T00:00:00.000Z' } }));
  server.on(TARBALL, bytes(BODY, { 'last-modified': 'Wed, 17 Sep 2025 06:30:00 GMT' }));
});
afterEach(async () => {
  await server.close();
  rmSync(home, { recursive: true, force: true });
});

/** Answers 304 to whoever has it. */
function revalidated(value: unknown): Script {
  return (request, response, asked) => {
    if (request.headers['if-none-match'] === '"1"') response.writeHead(304).end();
    else json(value, { etag: '"1"' })(request, response, asked);
  };
}

const open = (more: Partial<RegistryOptions> = {}): Promise<OpenedRegistry> => openRegistry({ environment: {}, home, mode: 'online', registry: server.url, cacheFolder, retry: { retries: 0, idle: 2000 }, ...more });
const problem = <T>(answer: Fetched<T>) => (answer.kind === 'failed' ? answer.problem : undefined);
const asked = (path: string): number => server.requests.filter((request) => request.path === path).length;

async function both(opened: OpenedRegistry, spec = `${NAME}@1.0.0`): Promise<{ readonly release: Release; readonly tarball: FetchedTarballBytes }> {
  const release = await opened.registry.release(spec);
  if (release.kind === 'failed') throw new Error(release.problem.message);
  const tarball = await opened.registry.tarball(release.value);
  if (tarball.kind === 'failed') throw new Error(tarball.problem.message);
  await opened.close();
  return { release: release.value, tarball: tarball.value };
}

const files = (folder: string): readonly string[] => readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)).toSorted();

describe('what is kept', () => {
  it('is asked about, and not fetched, the next time', async () => {
    const first = await both(await open());
    const second = await both(await open());
    expect(second).toEqual({ ...first, tarball: { ...first.tarball, from: 'cache' } });
    expect(asked(TARBALL)).toBe(1);
    expect(server.requests.map(({ headers }) => headers['if-none-match'])).toEqual([undefined, undefined, '"1"']);
  });

  it('is private, and holds no address and no token', async () => {
    writeFileSync(join(home, '.npmrc'), `//${server.host}/:_authToken=very-secret\n`);
    server.on(DOCUMENT, json({ name: NAME, version: '1.0.0' }, { etag: 'W/"x"' }));
    await both(await open());
    expect(server.requests[0]?.headers.authorization).toBe('Bearer very-secret');
    expect(statSync(cacheFolder).mode & 0o777).toBe(0o700);
    for (const file of files(cacheFolder)) {
      expect(statSync(file).mode & 0o077).toBe(0);
      expect(readFileSync(file, 'utf8')).not.toMatch(/very-secret|127\.0\.0\.1/);
    }
  });

  it('is nothing without a folder', async () => {
    await both(await openRegistry({ environment: {}, home, mode: 'online', registry: server.url }));
    expect(files(home)).toEqual([]);
  });

  it.each(['content', 'tarball', 'document'])('is fetched anew where somebody changed it: %s', async (kind) => {
    const first = await both(await open());
    for (const file of files(cacheFolder).filter((path) => path.includes(`/${kind}-`))) {
      const text = readFileSync(file);
      text[text.length - 3] = (text[text.length - 3] ?? 0) ^ 1;
      writeFileSync(file, text);
    }
    const second = await both(await open());
    expect({ ...second, tarball: { ...second.tarball, from: 'registry' } }).toEqual(first);
    expect(kind === 'document' ? asked(DOCUMENT) : asked(TARBALL)).toBe(2);
  });

  it.each(['', '{}', '\n', '{"version":1}\n', '{"version":2,"sha512":"x"}\nx', 'null\n', '[]\nx', '\u0000'])('is fetched anew where it is %j', async (content) => {
    await both(await open());
    for (const file of files(cacheFolder)) writeFileSync(file, content);
    expect((await both(await open())).tarball.from).toBe('registry');
  });

  it('does not answer for a version that is promised other bytes now', async () => {
    await both(await open());
    const other = Buffer.from('other bytes');
    server.on(DOCUMENT, json(manifest(server.url, NAME, '1.0.0', other)));
    server.on(TARBALL, bytes(other));
    expect((await both(await open())).tarball).toEqual({ bytes: other, from: 'registry' });
  });

  it('never is what was not promised', async () => {
    server.on(TARBALL, bytes(Buffer.from('other')));
    expect((await both(await open())).tarball.differs).toBeDefined();
    expect((await both(await open())).tarball).toMatchObject({ from: 'registry', differs: {} });
    expect(asked(TARBALL)).toBe(2);
  });

  it('stays below its limit: the oldest goes, and nothing that is not its own', async () => {
    server.on('/large/1.0.0', json(manifest(server.url, 'large', '1.0.0', Buffer.alloc(8000))));
    server.on('/large/-/large-1.0.0.tgz', bytes(Buffer.alloc(8000)));
    await both(await open(), 'large@1.0.0');
    for (const file of files(cacheFolder)) utimesSync(file, 1, 1);
    writeFileSync(join(cacheFolder, 'somebody-elses.txt'), 'x'.repeat(10_000));
    await both(await open({ cacheBytes: 6000 }));
    expect((await both(await open({ mode: 'offline' }))).tarball.from).toBe('cache');
    expect(files(cacheFolder).filter((file) => file.endsWith('.bin')).reduce((sum, file) => sum + statSync(file).size, 0)).toBeLessThan(6000);
    expect(files(cacheFolder).some((file) => file.endsWith('somebody-elses.txt'))).toBe(true);
  });

  it.skipIf(process.getuid === undefined)('is nothing in a folder that others can write, which is said', async () => {
    mkdirSync(cacheFolder, { recursive: true });
    chmodSync(cacheFolder, 0o777);
    const opened = await open();
    await both(opened);
    expect(opened.notes).toEqual([expect.stringMatching(/not kept.*other users/)]);
    expect(files(cacheFolder)).toEqual([]);
  });
});

describe('offline', () => {
  it('answers from what is kept, and asks nobody', async () => {
    const online = await open();
    const { release } = await both(online);
    await online.registry.history(NAME);
    await online.registry.release(`${NAME}@latest`);
    const before = server.requests.length;
    const offline = await open({ mode: 'offline' });
    const again = await both(offline);
    expect(again.release).toEqual(release);
    expect(again.tarball).toMatchObject({ bytes: BODY, from: 'cache', lastModified: '2025-09-17T06:30:00.000Z' });
    expect(await offline.registry.history(NAME)).toMatchObject({ kind: 'found', value: { versions: [{ version: '1.0.0' }] } });
    expect(await offline.registry.release(`${NAME}@^1.0.0`)).toMatchObject({ kind: 'found', value: { version: '1.0.0' } });
    expect(server.requests.length).toBe(before);
  });

  it('says what is in no cache, and asks nobody', async () => {
    const { release } = await both(await open());
    const before = server.requests.length;
    const { registry } = await open({ mode: 'offline', cacheFolder: join(home, 'empty') });
    for (const answer of [
      await registry.release(`${NAME}@1.0.0`), await registry.release(NAME), await registry.release(`${NAME}@next`), await registry.history(NAME),
      await registry.tarball(release), await registry.keys(release), await registry.attestations({ ...release, attestations: `${server.url}x` }),
    ]) expect(problem<unknown>(answer)).toMatchObject({ code: 'offline', hint: expect.stringContaining('without --offline') });
    expect(server.requests.length).toBe(before);
  });

  it('leaves the folder of an empty cache alone', async () => {
    const opened = await open({ mode: 'offline' });
    await opened.registry.release(NAME);
    await opened.close();
    expect(files(home)).toEqual([]);
  });

  it('knows that a registry has no keys', async () => {
    const online = await open();
    const { release } = await both(online);
    await online.registry.keys(release);
    expect(await (await open({ mode: 'offline' })).registry.keys(release)).toEqual({ kind: 'found', value: [] });
    server.on('/-/npm/v1/keys', json({ keys: [{ keyid: 'k', keytype: 't', scheme: 's', key: 'x' }] }));
    expect(await (await open()).registry.keys(release)).toMatchObject({ value: [{ keyid: 'k', expires: null }] });
  });

  it('keeps keys and attestations', async () => {
    server.on('/-/npm/v1/keys', json({ keys: [] }));
    server.on('/proof', json({ attestations: [] }));
    const online = await open();
    const { release } = await both(online);
    const proven = { ...release, attestations: `${server.url}proof` };
    await online.registry.keys(proven);
    await online.registry.attestations(proven);
    const { registry } = await open({ mode: 'offline' });
    expect(await registry.keys(proven)).toEqual({ kind: 'found', value: [] });
    expect(await registry.attestations(proven)).toEqual({ kind: 'found', value: '{"attestations":[]}' });
  });
});

describe('npm\'s own cache', () => {
  const CONTENT = 'bytes that npm fetched once';
  const npmCache = (): string => join(home, '.npm', '_cacache');
  const put = (entries: Parameters<typeof cacheFiles>[1], lost: readonly string[] = []): void => {
    for (const [path, content] of Object.entries(cacheFiles(join(home, '.npm'), entries, lost))) {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, content);
    }
  };
  const document = (body: string): string => JSON.stringify({ name: NAME, 'dist-tags': { latest: '1.0.16' }, versions: { '1.0.16': manifest(server.url, NAME, '1.0.16', Buffer.from(body)) } });
  const tarballUrl = (): string => `${server.url}${NAME}/-/${NAME}-1.0.16.tgz`;
  const state = (folder: string): string => JSON.stringify(files(folder).map((file) => { const { mtimeMs, atimeMs, ctimeMs, size } = statSync(file); return [file, mtimeMs, atimeMs, ctimeMs, size]; }));

  it('answers offline, and is not touched', async () => {
    put([{ url: `${server.url}${NAME}`, content: document(CONTENT) }, { url: tarballUrl(), content: CONTENT }]);
    for (const file of files(npmCache())) utimesSync(file, 1, 2);
    const before = state(npmCache());
    const { release, tarball } = await both(await open({ mode: 'offline' }), `${NAME}@1.0.16`);
    expect(release).toMatchObject({ version: '1.0.16', integrity: sha512(Buffer.from(CONTENT)), tags: ['latest'] });
    expect(tarball).toEqual({ bytes: Buffer.from(CONTENT), from: 'npm-cache' });
    expect((await both(await open({ mode: 'offline' }), `${NAME}@latest`)).release.version).toBe('1.0.16');
    expect(state(npmCache())).toBe(before);
    expect(server.requests).toEqual([]);
  });

  it('answers offline with the bytes alone where no document is there', async () => {
    put([{ url: tarballUrl(), content: CONTENT }]);
    const { release, tarball } = await both(await open({ mode: 'offline' }), `${NAME}@1.0.16`);
    expect(release).toMatchObject({ integrity: sha512(Buffer.from(CONTENT)), tarball: tarballUrl() });
    expect(tarball).toEqual({ bytes: Buffer.from(CONTENT), from: 'npm-cache' });
  });

  it('may lie where npm\'s configuration says', async () => {
    put([{ url: tarballUrl(), content: CONTENT }]);
    writeFileSync(join(home, '.npmrc'), 'cache=~/elsewhere\n');
    expect(problem(await (await open({ mode: 'offline' })).registry.release(`${NAME}@1.0.16`))?.code).toBe('offline');
    expect((await both(await open({ mode: 'offline', npmCache: npmCache() }), `${NAME}@1.0.16`)).tarball.from).toBe('npm-cache');
  });

  it('gives what was unpublished, with a note', async () => {
    server.on(`/${NAME}`, json({ name: NAME, versions: {}, time: { '1.0.16': '2025-09-17T00:00:00.000Z', unpublished: { time: '2025-09-25T00:00:00.000Z' } } }));
    put([{ url: tarballUrl(), content: CONTENT }]);
    const opened = await open();
    const { tarball } = await both(opened, `${NAME}@1.0.16`);
    expect(tarball).toEqual({ bytes: Buffer.from(CONTENT), from: 'npm-cache' });
    expect(opened.notes).toEqual([expect.stringMatching(/was unpublished.*2025-09-25T00:00:00.000Z; its tarball was taken from npm's cache/)]);
  });

  it('and ours give what was unpublished since', async () => {
    const first = await both(await open());
    server.on(DOCUMENT, status(404));
    server.on(`/${NAME}`, json({ name: NAME, versions: { '1.0.1': manifest(server.url, NAME, '1.0.1', BODY) }, time: { '1.0.0': '2025-01-01T00:00:00.000Z' } }));
    const opened = await open();
    expect(await both(opened)).toEqual({ ...first, tarball: { ...first.tarball, from: 'cache' } });
    expect(opened.notes).toEqual([expect.stringMatching(/1\.0\.0 was unpublished.*published 2025-01-01.*taken from our cache/)]);
  });

  it('gives what a registry has no more as a whole, under the public registry\'s address too', async () => {
    put([{ url: `${PUBLIC_REGISTRY}${NAME}/-/${NAME}-1.0.16.tgz`, content: CONTENT }]);
    server.on(`/${NAME}`, status(404));
    expect((await both(await open(), `${NAME}@1.0.16`)).tarball.from).toBe('npm-cache');
  });

  it('is not asked while the registry answers, nor where it refuses', async () => {
    put([{ url: `${server.url}${NAME}/-/${NAME}-1.0.0.tgz`, content: CONTENT }]);
    expect((await both(await open())).tarball).toMatchObject({ bytes: BODY, from: 'registry' });
    for (const path of [DOCUMENT, `/${NAME}`]) server.on(path, status(403));
    expect(problem(await (await open()).registry.release(`${NAME}@1.0.0`))?.code).toBe('access-refused');
  });

  it('gives the bytes that a listed version has lost', async () => {
    put([{ url: `${server.url}${NAME}/-/${NAME}-1.0.0.tgz`, content: BODY.toString() }]);
    server.on(TARBALL, status(404));
    const opened = await open();
    expect((await both(opened)).tarball).toEqual({ bytes: BODY, from: 'npm-cache' });
    expect(opened.notes).toEqual([expect.stringContaining('has no tarball of it (404)')]);
  });

  it.each([
    ['content that was changed', (): void => { put([{ url: tarballUrl(), content: CONTENT }]); for (const file of files(join(npmCache(), 'content-v2'))) writeFileSync(file, 'poisoned'); }],
    ['content that is gone', (): void => { put([{ url: tarballUrl(), content: CONTENT }], [CONTENT]); }],
    ['a deletion', (): void => { put([{ url: tarballUrl(), content: null }]); }],
    ['an index that was changed', (): void => { put([{ url: tarballUrl(), content: CONTENT }]); for (const file of files(join(npmCache(), 'index-v5'))) writeFileSync(file, readFileSync(file, 'utf8').replace('"size"', '"SIZE"')); }],
    ['a path that leads out', (): void => { put([{ url: tarballUrl(), content: CONTENT, more: { integrity: 'sha512-../../../../etc/passwd' } }]); }],
    ['noise', (): void => { put([{ url: tarballUrl(), content: CONTENT }]); for (const file of files(npmCache())) writeFileSync(file, '\u0000\n\tx\n'); }],
  ])('with %s holds nothing', async (_, spoil) => {
    spoil();
    expect(problem(await (await open({ mode: 'offline' })).registry.release(`${NAME}@1.0.16`))?.code).toBe('offline');
  });

  it('with other bytes than its document promises gives them as evidence', async () => {
    put([{ url: `${server.url}${NAME}`, content: document('what was published') }, { url: tarballUrl(), content: CONTENT }]);
    const { tarball } = await both(await open({ mode: 'offline' }), `${NAME}@1.0.16`);
    expect(tarball).toMatchObject({ from: 'npm-cache', differs: { promised: sha512(Buffer.from('what was published')), got: sha512(Buffer.from(CONTENT)) } });
  });

  it('as npm\'s own code writes it', async () => {
    await pacote.tarball(`${NAME}@1.0.0`, { registry: server.url, cache: npmCache() });
    for (const path of [`/${NAME}`, DOCUMENT, TARBALL]) server.on(path, status(404));
    const { release, tarball } = await both(await open(), `${NAME}@1.0.0`);
    expect(release.integrity).toBe(sha512(BODY));
    expect(tarball).toMatchObject({ bytes: BODY, from: 'npm-cache', lastModified: '2025-09-17T06:30:00.000Z' });
  });
});

describe('what was asked for a short while ago', () => {
  const LATELY = 60_000;
  const configured = (lines: readonly string[] = []): void => {
    const path = join(home, '.npmrc');
    writeFileSync(path, [`registry=${server.url}`, ...lines, ''].join('\n'));
    // Written long enough ago for its stamp to tell it from another.
    utimesSync(path, new Date('2025-01-01'), new Date('2025-01-01'));
  };
  const lately = async (more: Partial<RegistryOptions> = {}): Promise<OpenedRegistry> => {
    const { registry: _, ...options } = { environment: {}, home, mode: 'online' as const, cacheFolder, retry: { retries: 0, idle: 2000 }, lately: LATELY, registry: server.url };
    return openRegistry({ ...options, ...more });
  };
  // The inode's own time cannot be set: the stamp is believed when it is two seconds old.
  const settled = () => { vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 10_000 }); };
  afterEach(() => { vi.useRealTimers(); });

  it('is not asked for again, and that is said', async () => {
    configured();
    settled();
    const first = await both(await lately());
    const opened = await lately();
    expect(await both(opened)).toEqual({ ...first, tarball: { ...first.tarball, from: 'cache' } });
    expect([asked(DOCUMENT), asked(TARBALL)]).toEqual([1, 1]);
    expect(opened.notes).toEqual([expect.stringMatching(/taken from the cache/)]);
  });

  it('is asked for when the time is over, and then counts again', async () => {
    configured();
    settled();
    await both(await lately());
    vi.setSystemTime(Date.now() + LATELY);
    await both(await lately());
    expect(asked(DOCUMENT)).toBe(2);
    await both(await lately());
    expect(asked(DOCUMENT)).toBe(2);
    vi.setSystemTime(Date.now() - LATELY);
    await both(await lately());
    expect(asked(DOCUMENT)).toBe(3);
  });

  it('does not count for another token, variable or mirror', async () => {
    configured(['//other.example/:_authToken=a']);
    settled();
    await both(await lately());
    configured(['//other.example/:_authToken=b']);
    settled();
    await both(await lately());
    expect(asked(DOCUMENT)).toBe(2);
    await both(await lately({ environment: { TOKEN: 'x' } }));
    expect(asked(DOCUMENT)).toBe(3);
    await both(await lately({ registry: server.url }));
    expect(asked(DOCUMENT)).toBe(4);
    expect(files(cacheFolder).filter((file) => /_authToken/.test(readFileSync(file, 'utf8')))).toEqual([]);
  });

  it('is asked for where the registry\'s own path could hold a token', async () => {
    const path = '/a1b2c3d4/';
    writeFileSync(join(home, '.npmrc'), `registry=${server.url.replace(/\/$/, '')}${path}\n`);
    server.on(`${path}${NAME}/1.0.0`, revalidated(manifest(server.url, NAME, '1.0.0', BODY)));
    settled();
    await both(await lately());
    await both(await lately());
    expect(asked(`${path}${NAME}/1.0.0`)).toBe(2);
    expect(files(cacheFolder).filter((file) => readFileSync(file, 'utf8').includes('a1b2c3d4'))).toEqual([]);
  });

  it('has no part in tags: they move', async () => {
    configured();
    settled();
    const spec = `${NAME}@latest`;
    await both(await lately(), spec);
    await both(await lately(), spec);
    expect(asked(`/${NAME}`)).toBe(2);
  });
});
