// npm's configuration as the user has it, and never a project's: registries, scopes, credentials, proxies, and what is wrong in it.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { replacedHost } from '../../src/io/registry/addresses.ts';
import { loadConfig } from '../../src/io/registry/npm-config.ts';
import { proxyFor } from '../../src/io/registry/proxies.ts';
import { openRegistry, type OpenedRegistry, type RegistryOptions } from '../../src/io/registry.ts';
import { PUBLIC_REGISTRY } from '../support/public-registry.ts';
import { bytes, json, manifest, startScripted, type ScriptedRegistry } from '../support/scripted-registry.ts';

const BODY = Buffer.from('bytes of a tarball');
const START = process.cwd();

let home: string;
let server: ScriptedRegistry;
let other: ScriptedRegistry;
beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'mcp-audit-registry-'));
  server = await startScripted();
  other = await startScripted();
  for (const each of [server, other]) {
    for (const name of ['some-server', '@acme/mail']) {
      each.on(`/${name.replace('/', '%2f')}/1.0.0`, json(manifest(each.url, name, '1.0.0', BODY)));
      each.on(`/${name}/-/${name.split('/').at(-1) ?? ''}-1.0.0.tgz`, bytes(BODY));
    }
  }
});
afterEach(async () => {
  process.chdir(START);
  await server.close();
  await other.close();
  rmSync(home, { recursive: true, force: true });
});

const userConfig = (...lines: readonly string[]): void => { writeFileSync(join(home, '.npmrc'), `${lines.join('\n')}\n`); };
// Whatever npm this machine has: its global file could set anything.
const bare = { npm_config_globalconfig: '/nonexistent/npmrc' };
const open = (more: Partial<RegistryOptions> = {}): Promise<OpenedRegistry> => openRegistry({ environment: bare, home, mode: 'online', retry: { retries: 0, idle: 2000 }, ...more });
const tokens = (of: ScriptedRegistry): readonly (string | undefined)[] => of.requests.map(({ headers }) => headers.authorization);

describe('the project that the command runs in', () => {
  it('sets nothing: a hostile .npmrc there gets no request and no secret', async () => {
    userConfig(`registry=${server.url}`);
    const project = join(home, 'project', 'packages', 'a');
    mkdirSync(project, { recursive: true });
    for (const folder of [join(home, 'project'), project]) {
      writeFileSync(join(folder, '.npmrc'), `registry=${other.url}\n@acme:registry=${other.url}\n//${other.host}/:_authToken=\${SECRET}\nproxy=${other.url}\nuserconfig=${join(project, 'user')}\nprefix=${project}\n`);
      writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'x', workspaces: ['packages/*'] }));
    }
    mkdirSync(join(project, 'node_modules'));
    writeFileSync(join(project, 'user'), `registry=${other.url}\n`);
    process.chdir(project);
    const { registry, problems } = await open({ environment: { ...bare, SECRET: 'very-secret' } });
    expect(problems).toEqual([]);
    expect(await registry.release('some-server@1.0.0')).toMatchObject({ kind: 'found', value: { registry: server.url } });
    expect(await registry.release('@acme/mail@1.0.0')).toMatchObject({ kind: 'found', value: { registry: server.url } });
    expect(other.requests).toEqual([]);
  });

  it('sets nothing through the package manager that started us either, and that is said', async () => {
    userConfig(`registry=${server.url}`);
    const handedOn = { ...bare, npm_command: 'exec', npm_config_registry: other.url, npm_config_userconfig: join(home, 'evil'), npm_config_cache: home };
    const { registry, notes } = await open({ environment: handedOn });
    expect(await registry.release('some-server@1.0.0')).toMatchObject({ kind: 'found', value: { registry: server.url } });
    expect(notes).toEqual([expect.stringMatching(/: npm_config_registry, npm_config_userconfig may come from the folder's \.npmrc/)]);
    expect((await open({ environment: { npm_command: 'exec', npm_config_registry: server.url, npm_config_userconfig: join(home, '.npmrc'), npm_config_noproxy: '' } })).notes).toEqual([]);
    const exported = await open({ environment: { npm_command: 'exec', NPM_CONFIG_REGISTRY: other.url } });
    expect(await exported.registry.release('some-server@1.0.0')).toMatchObject({ kind: 'found', value: { registry: other.url } });
  });

  it('leaves this process as it was', async () => {
    const before = JSON.stringify(process.env);
    userConfig(`registry=${server.url}`, 'user-agent=x');
    await (await open()).registry.release('some-server@1.0.0');
    expect(JSON.stringify(process.env)).toBe(before);
  });
});

describe('the user\'s configuration', () => {
  it('sends a scope to its registry with its own token, and the rest elsewhere with none', async () => {
    userConfig(`registry=${server.url}`, `@acme:registry=${other.url.slice(0, -1)}`, `//${other.host}/:_authToken=\${ACME_TOKEN}`);
    const { registry } = await open({ environment: { ...bare, ACME_TOKEN: 'very-secret' } });
    const scoped = await registry.release('@acme/mail@1.0.0');
    expect(scoped).toMatchObject({ kind: 'found', value: { registry: other.url } });
    if (scoped.kind === 'found') await registry.tarball(scoped.value);
    await registry.release('some-server@1.0.0');
    expect(tokens(other)).toEqual(['Bearer very-secret', 'Bearer very-secret']);
    expect(tokens(server)).toEqual([undefined]);
    expect(JSON.stringify(scoped)).not.toContain('very-secret');
  });

  it.each([
    ['_auth', (host: string) => [`//${host}/:_auth=${Buffer.from('dev:pass').toString('base64')}`]],
    ['user and password', (host: string) => [`//${host}/:username=dev`, `//${host}/:_password=${Buffer.from('pass').toString('base64')}`]],
  ])('may have %s', async (_, lines) => {
    userConfig(`registry=${server.url}`, ...lines(server.host));
    await (await open()).registry.release('some-server@1.0.0');
    expect(tokens(server)).toEqual([`Basic ${Buffer.from('dev:pass').toString('base64')}`]);
  });

  it('may come from the environment, which wins over the file', async () => {
    userConfig(`registry=${other.url}`);
    const { registry } = await open({ environment: { ...bare, npm_config_registry: server.url, [`npm_config_//${server.host}/:_authToken`]: 'very-secret' } });
    await registry.release('some-server@1.0.0');
    expect(tokens(server)).toEqual(['Bearer very-secret']);
    expect(other.requests).toEqual([]);
  });

  it('may lie elsewhere, and npm\'s global file counts less', async () => {
    writeFileSync(join(home, 'mine'), `registry=${server.url}\n`);
    writeFileSync(join(home, 'global'), `registry=${other.url}\n@acme:registry=${other.url}\n`);
    const { registry } = await open({ environment: { npm_config_userconfig: join(home, 'mine'), npm_config_globalconfig: join(home, 'global') } });
    expect(await registry.release('some-server@1.0.0')).toMatchObject({ value: { registry: server.url } });
    expect(await registry.release('@acme/mail@1.0.0')).toMatchObject({ value: { registry: other.url } });
  });

  it('gives waiting and retries where it sets them', async () => {
    userConfig('fetch-retries=5', 'fetch-timeout=1234', 'fetch-retry-mintimeout=7');
    expect((await loadConfig({ environment: bare, home })).settings.retry).toMatchObject({ retries: 5, idle: 1234, minDelay: 7 });
    userConfig('fetch-timeout=0', 'fetch-retries=100000');
    expect((await loadConfig({ environment: bare, home })).settings.retry).toMatchObject({ retries: 10, idle: 30_000, minDelay: 500 });
  });

  it('gives certificates', async () => {
    writeFileSync(join(home, 'ca.pem'), '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n');
    userConfig('cafile=~/ca.pem', 'strict-ssl=false', `//${server.host}/:certfile=${join(home, 'ca.pem')}`);
    const { settings, notes } = await loadConfig({ environment: bare, home });
    expect(settings.fetch).toMatchObject({ ca: ['-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'], strictSSL: false, [`//${server.host}/:certfile`]: join(home, 'ca.pem') });
    expect(notes).toEqual([expect.stringContaining('strict-ssl=false')]);
  });
});

describe('--registry', () => {
  it('wins over everything, and gets only what belongs to its host', async () => {
    userConfig(`registry=${other.url}`, `@acme:registry=${other.url}`, `//${other.host}/:_authToken=very-secret`, '//127.0.0.1/:_authToken=of-the-same-name');
    const { registry } = await open({ registry: server.url });
    await registry.release('@acme/mail@1.0.0');
    const release = await registry.release('some-server@1.0.0');
    if (release.kind === 'found') await registry.tarball(release.value);
    expect(other.requests).toEqual([]);
    expect(tokens(server)).toEqual([undefined, undefined, undefined]);
  });

  it('gets the token of its own host', async () => {
    userConfig(`//${server.host}/:_authToken=very-secret`);
    await (await open({ registry: server.url })).registry.release('some-server@1.0.0');
    expect(tokens(server)).toEqual(['Bearer very-secret']);
  });

  it('gives no token to a tarball that its document puts elsewhere', async () => {
    userConfig(`//${other.host}/:_authToken=very-secret`);
    server.on('/some-server/1.0.0', json(manifest(other.url, 'some-server', '1.0.0', BODY)));
    const { registry } = await open({ registry: server.url });
    const release = await registry.release('some-server@1.0.0');
    expect(release.kind === 'found' && (await registry.tarball(release.value)).kind).toBe('found');
    expect(tokens(other)).toEqual([undefined]);
  });

  it.each(['registry.example', 'file:///x', '', 'ftp://registry.example'])('refuses %j', async (registry) => {
    await expect(open({ registry })).rejects.toMatchObject({ name: 'UserError', code: 'usage' });
  });
});

describe('a configuration that is broken', () => {
  it('as a file that cannot be read is told, with its path', async () => {
    mkdirSync(join(home, '.npmrc'));
    const { problems, registry } = await open({ registry: server.url });
    expect(problems).toMatchObject([{ code: 'unreadable', path: join(home, '.npmrc'), message: expect.stringContaining('EISDIR') }]);
    expect((await registry.release('some-server@1.0.0')).kind).toBe('found');
  });

  it('as values that npm refuses is told by name', async () => {
    userConfig('registry=very-secret', 'fetch-retries=many', `//${server.host}/:_authToken=x`);
    const { problems } = await open();
    expect(problems).toMatchObject([{ code: 'malformed', path: join(home, '.npmrc') }]);
    expect(problems[0]?.message).toMatch(/registry, fetch-retries$/);
    expect(JSON.stringify(problems)).not.toContain('very-secret');
  });

  it('as credentials for no host is told, and they are not sent', async () => {
    userConfig(`registry=${server.url}`, '_authToken=very-secret');
    const { problems, registry } = await open();
    expect(problems).toMatchObject([{ code: 'malformed', message: expect.stringContaining('_authToken') }]);
    await registry.release('some-server@1.0.0');
    expect(tokens(server)).toEqual([undefined]);
    expect(JSON.stringify(problems)).not.toContain('very-secret');
  });

  it.each([
    ['a file that cannot be read', () => { mkdirSync(join(home, '.npmrc')); }],
    ['a registry that is none', () => { userConfig('registry=nonsense'); }],
    ['one file that is both', () => { userConfig('globalconfig=~/.npmrc'); }],
  ])('asks nobody where it hides who is to be asked: %s', async (_, breakIt) => {
    breakIt();
    const { registry } = await open({ environment: { ...bare, HTTPS_PROXY: other.url, HTTP_PROXY: other.url } });
    const answer = await registry.release('some-server@1.0.0');
    expect(answer).toMatchObject({ kind: 'failed', problem: { hint: expect.stringContaining('--registry') } });
    expect(other.requests).toEqual([]);
  });

  it('as a scope whose registry is none is told when it is asked for', async () => {
    userConfig(`registry=${server.url}`, '@acme:registry=nonsense');
    const { registry } = await open();
    expect(await registry.release('@acme/mail@1.0.0')).toMatchObject({ kind: 'failed', problem: { code: 'malformed' } });
    expect((await registry.release('some-server@1.0.0')).kind).toBe('found');
  });

  it.each(['cafile=/nonexistent/ca.pem', '= = =', '\u0000\u0001', '[section', '__proto__=x', '[__proto__]\nx=1', 'proxy=not a proxy', 'before=never', 'registry[]=a\nregistry[]=b', '//x/:_authToken[]=a', 'userconfig=x', 'globalconfig=~/.npmrc'])('does not crash it: %j', async (line) => {
    userConfig(line);
    const { registry } = await open({ registry: server.url });
    expect((await registry.release('some-server@1.0.0')).kind).toBe('found');
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });
});

describe('the address that is asked', () => {
  it.each([
    [`${PUBLIC_REGISTRY}a/-/a-1.0.0.tgz?x=1`, 'npmjs', 'https://registry.example/a/-/a-1.0.0.tgz'],
    [`${PUBLIC_REGISTRY}a/-/a-1.0.0.tgz`, 'never', `${PUBLIC_REGISTRY}a/-/a-1.0.0.tgz`],
    ['https://files.example/a-1.0.0.tgz?x=1', 'npmjs', 'https://files.example/a-1.0.0.tgz?x=1'],
    ['https://files.example/a-1.0.0.tgz', 'always', 'https://registry.example/a-1.0.0.tgz'],
    ['https://files.example/a-1.0.0.tgz', 'files.example', 'https://registry.example/a-1.0.0.tgz'],
    // In clear text it would carry the registry's token.
    ['http://registry.example/a-1.0.0.tgz?x=1', 'never', 'https://registry.example/a-1.0.0.tgz?x=1'],
    ['http://registry.example:8080/a-1.0.0.tgz', 'npmjs', 'https://registry.example/a-1.0.0.tgz'],
    ['no address', 'always', 'no address'],
  ])('for %s with replace-registry-host %s is %s', (address, setting, expected) => {
    expect(replacedHost(address, 'https://registry.example/', setting, PUBLIC_REGISTRY)).toBe(expected);
  });
});

describe('a proxy', () => {
  const answers = (): void => { other.on('http://registry.example/some-server/1.0.0', json(manifest('http://registry.example/', 'some-server', '1.0.0', BODY))); };

  it.each([
    ['of npm\'s configuration', (url: string) => [`proxy=${url}`], {}],
    ['of the environment', () => [], { HTTP_PROXY: '' }],
    ['in lower case', () => [], { http_proxy: '' }],
  ])('%s gets the request', async (_, lines, names) => {
    answers();
    userConfig('registry=http://registry.example/', ...lines(other.url));
    const { registry } = await open({ environment: { ...bare, ...Object.fromEntries(Object.keys(names).map((name) => [name, other.url])) } });
    expect((await registry.release('some-server@1.0.0')).kind).toBe('found');
    expect(other.requests.map(({ path }) => path)).toEqual(['http://registry.example/some-server/1.0.0']);
  });

  it('gets the request for a tunnel to an https registry, and its failure names it', async () => {
    userConfig('registry=https://registry.example/', `https-proxy=http://user:very-secret@${other.host}/`);
    const { registry } = await open();
    const answer = await registry.release('some-server@1.0.0');
    expect(other.requests.map(({ method, path }) => `${method} ${path}`)).toEqual(['CONNECT registry.example:443']);
    expect(answer).toMatchObject({ kind: 'failed', problem: { code: 'network-failed', message: expect.stringContaining(`through the proxy ${other.host}`) } });
    expect(JSON.stringify(answer)).not.toContain('very-secret');
  });

  it.each([['noproxy=127.0.0.1', {}], ['noproxy=.example,127.0.0.1', {}], ['', { NO_PROXY: '127.0.0.1' }], ['', { no_proxy: 'localhost, 127.0.0.1' }]])('is passed by for %j %j', async (line, environment) => {
    userConfig(`registry=${server.url}`, `proxy=${other.url}`, line);
    const { registry } = await open({ environment: { ...bare, ...environment } });
    expect((await registry.release('some-server@1.0.0')).kind).toBe('found');
    expect(other.requests).toEqual([]);
  });

  it('can be switched off against the environment', async () => {
    userConfig(`registry=${server.url}`, 'proxy=false');
    const { registry } = await open({ environment: { ...bare, HTTP_PROXY: other.url } });
    expect((await registry.release('some-server@1.0.0')).kind).toBe('found');
    expect(other.requests).toEqual([]);
  });

  it.each([
    ['http://a.example/', {}, { noProxy: 'a.example' }],
    ['https://a.example/', { http_proxy: 'http://p.example' }, { noProxy: 'a.example' }],
    ['https://a.example/', { HTTPS_PROXY: 'p.example:8080', NO_PROXY: 'b.example' }, { proxy: 'http://p.example:8080', noProxy: 'b.example' }],
    ['http://a.example/', { http_proxy: '' }, { noProxy: 'a.example' }],
  ])('for %s with %j is %j', (address, environment, choice) => {
    expect(proxyFor(address, {}, environment)).toEqual(choice);
  });
});

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

describe.skipIf(!hasOpenssl)('a registry with a certificate of its own', () => {
  let secure: Server;
  let url: string;
  beforeEach(async () => {
    const made = spawnSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', join(home, 'key.pem'), '-out', join(home, 'ca.pem'), '-days', '2', '-subj', '/CN=registry.example', '-addext', 'subjectAltName=IP:127.0.0.1']);
    if (made.status !== 0) throw new Error(made.stderr.toString());
    secure = createServer({ key: readFileSync(join(home, 'key.pem')), cert: readFileSync(join(home, 'ca.pem')) }, (_, response) => { response.end(JSON.stringify(manifest(url, 'some-server', '1.0.0', BODY))); });
    await new Promise<void>((done) => { secure.listen(0, '127.0.0.1', done); });
    const address = secure.address();
    url = `https://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/`;
  });
  afterEach(() => new Promise<void>((done) => { secure.close(() => { done(); }); secure.closeAllConnections(); }));

  it.each(['cafile=~/ca.pem', 'strict-ssl=false'])('answers with %j', async (line) => {
    userConfig(`registry=${url}`, line);
    expect((await (await open()).registry.release('some-server@1.0.0')).kind).toBe('found');
  });

  it('is not trusted by itself, and not asked again', async () => {
    userConfig(`registry=${url}`);
    const { registry } = await open({ retry: { retries: 3, minDelay: 60_000, idle: 2000 } });
    expect(await registry.release('some-server@1.0.0')).toMatchObject({ kind: 'failed', problem: { code: 'network-failed', message: expect.stringContaining('certificate is not trusted'), hint: expect.stringContaining('cafile') } });
  });
});
