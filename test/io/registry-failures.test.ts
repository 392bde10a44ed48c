// Registries that refuse, fail, hang, break off or send others: what is said, how often it is asked, and that no secret is told.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openRequests, type Answer } from '../../src/io/registry/request.ts';
import { RedirectError, redirected } from '../../src/io/registry/send.ts';
import { loadConfig } from '../../src/io/registry/npm-config.ts';
import { openRegistry, type RegistryOptions } from '../../src/io/registry.ts';
import type { Fetched, Registry } from '../../src/model/ports.ts';
import { bytes, json, manifest, startScripted, status, text, type Script, type ScriptedRegistry } from '../support/scripted-registry.ts';

const BODY = Buffer.from('bytes of a tarball');
const NAME = 'some-server';
const DOCUMENT = `/${NAME}/1.0.0`;
const TARBALL = `/${NAME}/-/${NAME}-1.0.0.tgz`;
const QUICK = { retries: 2, minDelay: 5, maxDelay: 10, factor: 2, idle: 300, total: 2000 };

let home: string;
let server: ScriptedRegistry;
beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'mcp-audit-registry-'));
  server = await startScripted();
  server.on(DOCUMENT, json(manifest(server.url, NAME, '1.0.0', BODY)));
  server.on(TARBALL, bytes(BODY));
});
afterEach(async () => {
  await server.close();
  rmSync(home, { recursive: true, force: true });
});

const userConfig = (...lines: readonly string[]): void => { writeFileSync(join(home, '.npmrc'), `registry=${server.url}\n${lines.join('\n')}\n`); };
const open = async (more: Partial<RegistryOptions> = {}): Promise<Registry> => (await openRegistry({ environment: {}, home, mode: 'online', registry: server.url, retry: QUICK, ...more })).registry;
const problem = <T>(answer: Fetched<T>) => (answer.kind === 'failed' ? answer.problem : undefined);
const release = async (registry?: Registry) => problem(await (registry ?? await open()).release(`${NAME}@1.0.0`));
const asked = (path: string): number => server.requests.filter((request) => request.path === path).length;

async function tarball(more: Partial<RegistryOptions> = {}): Promise<ReturnType<typeof problem>> {
  const registry = await open(more);
  const found = await registry.release(`${NAME}@1.0.0`);
  if (found.kind === 'failed') throw new Error(found.problem.message);
  return problem(await registry.tarball(found.value));
}

/** Fails so often, then is well. */
const atFirst = (times: number, bad: Script, good: Script): Script => (request, response, count) => { (count < times ? bad : good)(request, response, count); };
const reset: Script = (request) => { request.socket.destroy(); };
const hang: Script = () => undefined;

describe('a failure that may pass', () => {
  it.each([['500', status(500)], ['503', status(503)], ['429', status(429)], ['408', status(408)], ['a reset', reset], ['silence', hang]])('is asked again: %s', async (_, bad) => {
    server.on(DOCUMENT, atFirst(2, bad, json(manifest(server.url, NAME, '1.0.0', BODY))));
    expect(await release()).toBeUndefined();
    expect(asked(DOCUMENT)).toBe(3);
  });

  it.each([['500', status(500), 'answered 500'], ['a reset', reset, 'ECONNRESET'], ['silence', hang, 'sent nothing for 0.3 seconds']])('that stays is told with how often it was asked: %s', async (_, bad, words) => {
    server.on(DOCUMENT, bad);
    expect(await release()).toMatchObject({ code: 'network-failed', message: expect.stringMatching(new RegExp(`${server.host}.*${words}.*asked 3 times`)) });
    expect(asked(DOCUMENT)).toBe(3);
  });

  it('in the middle of a body is asked again', async () => {
    const half: Script = (_, response) => {
      response.writeHead(200, { 'content-length': BODY.length });
      response.write(BODY.subarray(0, 4), () => { response.destroy(); });
    };
    server.on(TARBALL, atFirst(1, half, bytes(BODY)));
    expect(await tarball()).toBeUndefined();
    server.on(TARBALL, half);
    expect(await tarball()).toMatchObject({ code: 'network-failed', message: expect.stringContaining('asked 3 times') });
  });

  it('is also a body that stops to come', async () => {
    server.on(TARBALL, (_, response) => { response.writeHead(200, { 'content-length': 100 }); response.write('start'); });
    expect(await tarball()).toMatchObject({ code: 'network-failed', message: expect.stringContaining('sent nothing') });
  });

  it('a byte now and then does not hold the run for ever', async () => {
    server.on(TARBALL, (_, response) => {
      response.writeHead(200);
      const drip = setInterval(() => { response.write('.'); }, 20);
      response.on('close', () => { clearInterval(drip); });
    });
    const registry = await open({ retry: { ...QUICK, total: 400 } });
    const found = await registry.release(`${NAME}@1.0.0`);
    expect(found.kind === 'found' && problem(await registry.tarball(found.value))).toMatchObject({ code: 'network-failed', message: expect.stringContaining('not done after 0.4 seconds') });
    expect(asked(TARBALL)).toBe(1);
  });

  it('nothing listens', async () => {
    const closed = createServer().listen(0, '127.0.0.1');
    await new Promise((done) => { closed.once('listening', done); });
    const address = closed.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    await new Promise((done) => { closed.close(done); });
    expect(await release(await open({ registry: `http://127.0.0.1:${port}/` }))).toMatchObject({ code: 'network-failed', message: expect.stringContaining('ECONNREFUSED') });
  });

  it('what speaks no TLS is not asked again over TLS', async () => {
    const answer = await release(await open({ registry: server.url.replace('http:', 'https:') }));
    expect(answer?.code).toBe('network-failed');
  });
});

describe('a refusal', () => {
  it.each([401, 403])('%i without credentials says so, once', async (code) => {
    server.on(DOCUMENT, status(code));
    const answer = await release();
    expect(answer).toMatchObject({ code: 'access-refused', message: expect.stringContaining('has no credentials for it') });
    expect(answer?.message).toContain(server.host);
    expect(asked(DOCUMENT)).toBe(1);
  });

  it.each([401, 403])('%i with credentials says so, and never tells them', async (code) => {
    userConfig(`//${server.host}/:_authToken=very-secret`);
    server.on(DOCUMENT, status(code, '{"error":"token very-secret is bad"}'));
    const { registry: mine } = await openRegistry({ environment: {}, home, mode: 'online', retry: QUICK });
    const answer = await release(mine);
    expect(answer).toMatchObject({ code: 'access-refused', message: expect.stringContaining('were refused') });
    expect(JSON.stringify(answer)).not.toContain('very-secret');
    expect(server.requests[0]?.headers.authorization).toBe('Bearer very-secret');
  });

  it('an address with user, password and query is told without', async () => {
    server.on(DOCUMENT, status(500));
    const secret = server.url.replace('http://', 'http://user:very-secret@');
    const answer = await release(await open({ registry: `${secret}?key=very-secret` }));
    expect(answer?.code).toBe('network-failed');
    expect(JSON.stringify(answer)).not.toMatch(/very-secret|user:/);
    expect(server.requests[0]?.headers.authorization).toBe(`Basic ${Buffer.from('user:very-secret').toString('base64')}`);
  });

  it('a tarball that is listed and not there is told', async () => {
    server.on(TARBALL, status(404));
    expect(await tarball()).toMatchObject({ code: 'not-found', message: expect.stringContaining('has no tarball of it (404)') });
  });
});

describe('too much', () => {
  const ask = async (path: string, limit: number): Promise<Answer> => {
    const { settings } = await loadConfig({ environment: {}, home, retry: QUICK });
    return openRequests({ ...settings, registry: server.url }, {}, { atOnce: 2, failures: 3 })({ address: `${server.url}${path}`, accept: '*/*', limit, what: 'it' });
  };

  it('ends the answer at the limit, also where nobody says how long it is', async () => {
    let closed = false;
    server.on('/endless', (_, response) => {
      response.writeHead(200);
      const more = (): void => { response.write(Buffer.alloc(65_536), () => { setImmediate(more); }); };
      response.on('close', () => { closed = true; });
      more();
    });
    expect(await ask('endless', 1_000_000)).toMatchObject({ kind: 'failed', problem: { code: 'too-large', message: expect.stringContaining('1000000 bytes') } });
    await expect.poll(() => closed).toBe(true);
    expect(asked('/endless')).toBe(1);
  });

  it('counts what is unpacked', async () => {
    server.on('/bomb', bytes(gzipSync(Buffer.alloc(5_000_000)), { 'content-encoding': 'gzip' }));
    expect(await ask('bomb', 1_000_000)).toMatchObject({ kind: 'failed', problem: { code: 'too-large' } });
    expect(await ask('bomb', 5_000_000)).toMatchObject({ kind: 'bytes' });
  });

  it('exactly the limit is not too much', async () => {
    server.on('/fits', text('12345'));
    expect(await ask('fits', 5)).toMatchObject({ kind: 'bytes' });
    expect(await ask('fits', 4)).toMatchObject({ kind: 'failed' });
  });

  it('damaged compression is a failure', async () => {
    server.on('/damaged', bytes(Buffer.from('no gzip'), { 'content-encoding': 'gzip' }));
    expect(await ask('damaged', 100)).toMatchObject({ kind: 'failed', problem: { code: 'network-failed', message: expect.stringContaining('damaged') } });
  });

  it('many requests wait for their turn without running out of time', async () => {
    let running = 0;
    let most = 0;
    server.on('*', (_, response) => {
      running += 1;
      most = Math.max(most, running);
      setTimeout(() => { running -= 1; response.end('x'); }, 60);
    });
    const { settings } = await loadConfig({ environment: {}, home, retry: QUICK });
    const request = openRequests({ ...settings, registry: server.url }, {}, { atOnce: 2, failures: 3 });
    const answers = await Promise.all(Array.from({ length: 20 }, (_, at) => request({ address: `${server.url}${at}`, accept: '*/*', limit: 10, what: 'it' })));
    expect(answers.every(({ kind }) => kind === 'bytes')).toBe(true);
    expect(most).toBe(2);
  });
});

describe('a host that does not answer', () => {
  it('is not asked for ever: what comes later fails at once, and another host is asked', async () => {
    server.on('*', reset);
    const { settings } = await loadConfig({ environment: {}, home, retry: { ...QUICK, retries: 0 } });
    const request = openRequests(settings, {}, { atOnce: 1, failures: 3 });
    const ask = (path: string, base = server.url): Promise<Answer> => request({ address: `${base}${path}`, accept: '*/*', limit: 100, what: path });
    const answers: Answer[] = [];
    for (const path of ['a', 'b', 'c', 'd', 'e']) answers.push(await ask(path));
    expect(server.requests.map(({ path }) => path)).toEqual(['/a', '/b', '/c']);
    expect(answers[4]).toMatchObject({ kind: 'failed', problem: { code: 'network-failed', message: expect.stringContaining('was not asked for e: 3 requests before it failed') } });
    const other = await startScripted();
    other.on('/a', text('x'));
    expect((await ask('a', other.url)).kind).toBe('bytes');
    await other.close();
  });

  it('that answers in between is asked on, also where it answers that nothing is there', async () => {
    server.on('*', reset);
    server.on('/missing', status(404));
    const { settings } = await loadConfig({ environment: {}, home, retry: { ...QUICK, retries: 0 } });
    const request = openRequests(settings, {}, { atOnce: 1, failures: 2 });
    for (const path of ['a', 'missing', 'b', 'missing', 'c']) await request({ address: `${server.url}${path}`, accept: '*/*', limit: 100, what: path });
    expect(server.requests.length).toBe(5);
  });
});

describe('what npm\'s code would log', () => {
  it('is not printed', async () => {
    const printed = [vi.spyOn(process.stderr, 'write'), vi.spyOn(process.stdout, 'write')];
    server.on(DOCUMENT, json(manifest(server.url, NAME, '1.0.0', BODY), { 'npm-notice': 'read this' }));
    server.on(TARBALL, status(500));
    userConfig('unknown-setting=1', '//elsewhere.example/:_authToken=x', '_authToken=y');
    expect(await tarball()).toBeDefined();
    expect(printed.map(({ mock }) => mock.calls)).toEqual([[], []]);
    for (const spy of printed) spy.mockRestore();
  });
});

describe('a redirect', () => {
  it('is followed, and to another host it carries no credentials', async () => {
    const other = await startScripted();
    other.on('/elsewhere.tgz', bytes(BODY));
    userConfig(`//${server.host}/:_authToken=very-secret`);
    server.on(TARBALL, (_, response) => { response.writeHead(302, { location: `http://localhost:${other.host.split(':')[1]}/elsewhere.tgz` }).end(); });
    const { registry: mine } = await openRegistry({ environment: {}, home, mode: 'online', retry: QUICK });
    const found = await mine.release(`${NAME}@1.0.0`);
    const got = found.kind === 'found' ? await mine.tarball(found.value) : undefined;
    const headers = other.requests.map((request) => request.headers.authorization);
    await other.close();
    expect(got).toMatchObject({ kind: 'found', value: { bytes: BODY } });
    expect(headers).toEqual([undefined]);
    expect(server.requests.at(-1)?.headers.authorization).toBe('Bearer very-secret');
  });

  // Another port is another server, whoever listens there; the token was given to one of them.
  it('to another port of the same host carries no credentials, nor does the way back', async () => {
    const other = await startScripted();
    other.on('/elsewhere.tgz', (_, response) => { response.writeHead(307, { location: `${server.url}private.tgz` }).end(); });
    userConfig(`//${server.host}/:_authToken=very-secret`);
    server.on(TARBALL, (_, response) => { response.writeHead(301, { location: `${other.url}elsewhere.tgz` }).end(); });
    server.on('/private.tgz', bytes(BODY));
    const got = await tarball();
    await other.close();
    expect(got).toBeUndefined();
    expect(other.requests.map(({ headers }) => headers.authorization)).toEqual([undefined]);
    expect(server.requests.filter(({ path }) => path === '/private.tgz').map(({ headers }) => headers.authorization)).toEqual([undefined]);
  });

  it('on the same server keeps them', async () => {
    userConfig(`//${server.host}/:_authToken=very-secret`);
    server.on(TARBALL, (_, response) => { response.writeHead(302, { location: '/moved/a.tgz?x=1' }).end(); });
    server.on('/moved/a.tgz?x=1', bytes(BODY));
    expect(await tarball()).toBeUndefined();
    expect(server.requests.at(-1)).toMatchObject({ path: '/moved/a.tgz?x=1', headers: { authorization: 'Bearer very-secret' } });
  });

  it.each([
    ['https://registry.example/a', 'http://registry.example/a', 'EINSECUREREDIRECT'],
    ['https://registry.example/a', '//files.example/a', 'https://files.example/a'],
    ['https://registry.example/a', 'https://user:password@files.example/a?b=c', 'https://files.example/a?b=c'],
    ['http://registry.example/a', 'https://registry.example/a', 'https://registry.example/a'],
    ['http://registry.example/a/b', '../c', 'http://registry.example/c'],
    ['http://registry.example/a', 'file:///etc/passwd', 'EINVALIDREDIRECT'],
    ['http://registry.example/a', 'javascript:0', 'EINVALIDREDIRECT'],
    ['http://registry.example/a', 'http://', 'EINVALIDREDIRECT'],
    ['http://registry.example/a', null, 'EINVALIDREDIRECT'],
  ])('from %s to %s: %s', (from, location, expected) => {
    const led = (): string => {
      try {
        return redirected(from, location);
      } catch (error) {
        return error instanceof RedirectError ? error.code : 'another error';
      }
    };
    expect(led()).toBe(expected);
  });

  it.each([5, 6])('%s times in a row', async (times) => {
    for (let at = 0; at < times; at += 1) server.on(at === 0 ? TARBALL : `/${at}`, (_, response) => { response.writeHead(302, { location: `/${at + 1}` }).end(); });
    server.on(`/${times}`, bytes(BODY));
    expect((await tarball())?.message.includes('circle') ?? false).toBe(times === 6);
  });

  it('in a circle is told', async () => {
    server.on(TARBALL, (_, response) => { response.writeHead(302, { location: TARBALL }).end(); });
    expect(await tarball()).toMatchObject({ code: 'network-failed', message: expect.stringContaining('circle') });
  });
});

describe('what nobody reads', () => {
  it.each([[500, 'network-failed'], [401, 'access-refused'], [302, undefined]] as const)('is cut off where it has no end: %s', async (code, problem) => {
    let closed = 0;
    const endless: Script = (_, response) => {
      response.on('close', () => { closed += 1; });
      response.writeHead(code, code === 302 ? { location: '/elsewhere.tgz' } : {});
      const more = (): void => { if (!response.destroyed) response.write(Buffer.alloc(16_384), () => { setImmediate(more); }); };
      more();
    };
    server.on(TARBALL, endless);
    server.on('/elsewhere.tgz', bytes(BODY));
    expect((await tarball({ retry: { ...QUICK, retries: 0, idle: 20_000 } }))?.code).toBe(problem);
    await vi.waitFor(() => { expect(closed).toBe(1); });
  });

  it('is not waited for where it does not come', async () => {
    server.on(TARBALL, (_, response) => { response.writeHead(403).write('so'); });
    expect((await tarball({ retry: { ...QUICK, idle: 20_000 } }))?.code).toBe('access-refused');
  });
});
