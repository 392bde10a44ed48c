// A machine: configurations, caches of runners, content caches, judged together.
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { MachineOptions } from '../../src/pipelines/scan.ts';
import { npmProject, problemsOf, scanFiles } from '../support/scan.ts';

const HOME = '/home/dev';
const IMAGE: MachineOptions = { homes: 'all', shownRoot: '/image', trees: 'scan' };
const system = (files: Parameters<typeof scanFiles>[0]) => scanFiles(files, { targets: [], machine: IMAGE });

const server = (spec: string, more: Readonly<Record<string, unknown>> = {}) => ({ command: 'npx', args: ['-y', spec], ...more });
const cursor = (servers: Readonly<Record<string, unknown>>) => ({ [`${HOME}/.cursor/mcp.json`]: JSON.stringify({ mcpServers: servers }, undefined, 2) });

/** What npx leaves after `npx <spec>`. */
function npxFolder(spec: string, name: string, version: string): Readonly<Record<string, string>> {
  const key = createHash('sha512').update(spec).digest('hex').slice(0, 16);
  const folder = `${HOME}/.npm/_npx/${key}`;
  const entry = { version, resolved: `https://registry.example/${name}/-/${name}-${version}.tgz`, integrity: `sha512-${'A'.repeat(86)}==` };
  return {
    [`${folder}/package.json`]: JSON.stringify({ dependencies: { [name]: `^${version}` }, _npx: { packages: [spec] } }),
    [`${folder}/package-lock.json`]: JSON.stringify({ lockfileVersion: 3, requires: true, packages: { '': { dependencies: { [name]: `^${version}` } }, [`node_modules/${name}`]: entry } }),
    [`${folder}/node_modules/${name}/package.json`]: JSON.stringify({ name, version }),
  };
}

/** One entry of npm's content cache, with the content or without. */
function cached(name: string, version: string, time: string, content?: string): Readonly<Record<string, string>> {
  const bytes = content ?? `${name} ${version}`;
  const digest = createHash('sha512').update(bytes).digest();
  const key = `make-fetch-happen:request-cache:https://registry.example/${name}/-/${name}-${version}.tgz`;
  const json = JSON.stringify({ key, integrity: `sha512-${digest.toString('base64')}`, time: Date.parse(time), size: bytes.length, metadata: { time: Date.parse(time) } });
  const bucket = createHash('sha256').update(key).digest('hex');
  const hex = digest.toString('hex');
  return {
    [`${HOME}/.npm/_cacache/index-v5/${bucket.slice(0, 2)}/${bucket.slice(2, 4)}/${bucket.slice(4)}`]: `\n${createHash('sha1').update(json).digest('hex')}\t${json}`,
    ...(content === undefined ? {} : { [`${HOME}/.npm/_cacache/content-v2/sha512/${hex.slice(0, 2)}/${hex.slice(2, 4)}/${hex.slice(4)}`]: content }),
  };
}

const found = (report: Awaited<ReturnType<typeof scanFiles>>) => report.findings.map(({ ruleId, severity, package: subject, locations }) => [ruleId, severity, `${subject?.name ?? ''} ${subject?.version ?? ''}`.trim(), locations[0].path]);

test('the tarball of a bad version on a launch line is that version, from any registry', async () => {
  const report = await system(cursor({ mail: server('https://registry.example/postmark-mcp/-/postmark-mcp-1.0.16.tgz') }));
  expect(found(report)).toContainEqual(['known-malicious-version', 'critical', 'postmark-mcp 1.0.16', '/image/home/dev/.cursor/mcp.json']);
});

test.each([
  ['a configuration', '.cursor/mcp.json', '/mnt/dotfiles/mcp.json', '.cursor/mcp.json'],
  ['the folder of a client', '.cursor', '/nix/store/aaaa-cursor', '.cursor'],
  ["npm's cache", '.npm', '/Volumes/cache/npm', '.npm'],
  ['a circle', '.codex/config.toml', 'config.toml', '.codex/config.toml'],
])('%s in a copied home that links to what nobody copied is not read, and said', async (_, path, link, told) => {
  const report = await system({ [`${HOME}/.claude.json`]: '{}', [`${HOME}/${path}`]: { link } });
  expect(report.verdict).toMatchObject({ status: 'incomplete', exitCode: 2 });
  expect(report.coverage.places).toContainEqual(expect.objectContaining({ path: `/image/home/dev/${told}`, problems: [expect.objectContaining({ code: 'unreadable' })] }));
});

test.each([['/opt/tools/node_modules/postmark-mcp/index.js', '/opt/tools'], ['~/srv/node_modules/postmark-mcp/dist/index.js', `${HOME}/srv`], ['${HOME}/srv/node_modules/postmark-mcp/index.js', `${HOME}/srv`]])('node %s: what lies there is what runs', async (path, folder) => {
  const report = await system({ ...cursor({ mail: { command: 'node', args: [path], env: { POSTMARK_TOKEN: 'example-token-0000' } } }), [`${folder}/node_modules/postmark-mcp/package.json`]: JSON.stringify({ name: 'postmark-mcp', version: '1.0.16' }) });
  expect(found(report)).toContainEqual(['known-malicious-version', 'critical', 'postmark-mcp 1.0.16', '/image/home/dev/.cursor/mcp.json']);
  expect(report.findings.find(({ ruleId }) => ruleId === 'known-malicious-version')?.credentials).toEqual(['POSTMARK_TOKEN']);
});

test('a folder that is gone is not taken for a package of the same name elsewhere', async () => {
  const report = await system({ ...cursor({ mail: { command: 'node', args: ['/opt/gone/node_modules/postmark-mcp/index.js'] } }), '/usr/lib/node_modules/postmark-mcp/package.json': JSON.stringify({ name: 'postmark-mcp', version: '1.0.16' }) });
  expect(found(report).filter(([rule]) => rule === 'known-malicious-version').map(([, , , path]) => path)).toEqual(['/image/usr/lib/node_modules/postmark-mcp']);
});

test.each([['without a byte', ''], ['of white space', ' \n']])('a configuration %s starts nothing: read, never incomplete', async (_, text) => {
  const report = await system({ [`${HOME}/.codeium/windsurf/mcp_config.json`]: text, ...cursor({}) });
  expect(report.verdict).toMatchObject({ status: 'clean', exitCode: 0 });
  expect(report.coverage.places).toContainEqual(expect.objectContaining({ path: '/image/home/dev/.codeium/windsurf/mcp_config.json', status: 'skipped' }));
});

test('packages that a stopped run of npx left without its package.json are read, and the verdict stands', async () => {
  const left = (name: string, version: string) => system({ [`${HOME}/.npm/_npx/00/node_modules/${name}/package.json`]: JSON.stringify({ name, version }) });
  expect((await left('tool', '1.0.0')).verdict.exitCode).toBe(0);
  expect((await left('postmark-mcp', '1.0.16')).verdict.exitCode).toBe(1);
});

describe('what really ran', () => {
  test('a tag in a configuration, the version in the folder of npx, the tarball in the content cache', async () => {
    const report = await system({
      ...cursor({ mail: server('postmark-mcp@latest', { env: { POSTMARK_SERVER_TOKEN: 'example-token-0000', LOG: 'info' } }) }),
      ...npxFolder('postmark-mcp@latest', 'postmark-mcp', '1.0.16'),
      ...cached('postmark-mcp', '1.0.16', '2025-09-18T07:41:12.204Z', 'stands in for a tarball'),
    });
    expect(report.verdict).toMatchObject({ status: 'findings', exitCode: 1 });
    expect(found(report).filter(([rule]) => rule === 'known-malicious-version').map(([, severity, subject]) => [severity, subject])).toEqual(Array.from({ length: 3 }, () => ['critical', 'postmark-mcp 1.0.16']));
    expect(report.affected).toHaveLength(1);
    expect(report.affected?.[0]).toMatchObject({
      name: 'postmark-mcp', version: '1.0.16', campaign: 'postmark-mcp', since: '2025-09-18T07:41:12.204Z', credentials: ['POSTMARK_SERVER_TOKEN'], pins: [],
      servers: [{ client: 'cursor', name: 'mail', path: '/image/home/dev/.cursor/mcp.json', line: 3, state: 'enabled' }],
      tarballs: [{ held: true, fetched: '2025-09-18T07:41:12.204Z' }],
      records: [{ days: 45, until: '2025-11-02' }],
    });
    expect(report.findings.find(({ ruleId }) => ruleId === 'could-resolve-to-malicious-version')?.since).toBe('2025-09-18T07:41:12.204Z');
    expect(report.affected?.[0]?.ran.map(({ route, version }) => [route, version])).toEqual([['npx cache', '1.0.16']]);
    expect(report.servers?.[0]).toMatchObject({ client: 'cursor', name: 'mail', launch: 'npx -y postmark-mcp@latest', subjects: [{ name: 'postmark-mcp', spec: 'latest', versionClass: 'tag' }] });
    expect(JSON.stringify(report)).not.toContain('example-token-0000');
  });

  test('only the content cache knows: the package was removed, the folder cleared', async () => {
    const report = await system(cached('postmark-mcp', '1.0.16', '2025-09-18T07:41:12.204Z'));
    expect(report.verdict.status).toBe('findings');
    expect(report.affected?.[0]).toMatchObject({ version: '1.0.16', ran: [], servers: [], tarballs: [{ held: false }] });
  });

  test('an exact bad version in a configuration counts without any cache', async () => {
    const report = await system(cursor({ mail: server('postmark-mcp@1.0.16') }));
    expect(found(report)).toContainEqual(['known-malicious-version', 'critical', 'postmark-mcp 1.0.16', '/image/home/dev/.cursor/mcp.json']);
    expect(report.affected?.[0]?.servers.map(({ name }) => name)).toEqual(['mail']);
  });

  test('an honest version in the folder of npx is no known-bad finding', async () => {
    const report = await system({ ...cursor({ files: server('some-honest-tool@latest') }), ...npxFolder('some-honest-tool@latest', 'some-honest-tool', '2.0.0') });
    expect(report.verdict.status).toBe('clean');
    expect(report.affected).toBeUndefined();
    expect(report.servers?.[0]?.subjects[0]?.ran).toMatchObject([{ version: '2.0.0', route: 'npx cache' }]);
  });

  test('a bare name is the program of the project above, whatever package brings it', async () => {
    const report = await scanFiles({
      '.mcp.json': JSON.stringify({ mcpServers: { tool: server('tool') } }),
      'package.json': '{"name":"project","dependencies":{"honest":"1.0.0"}}',
      'node_modules/honest/package.json': '{"name":"honest","version":"1.0.0","bin":{"tool":"cli.js"}}',
      'node_modules/honest/cli.js': '',
      'node_modules/.bin/tool': { link: '../honest/cli.js' },
    }, { allowEmpty: 'allow' });
    expect(report.servers?.[0]?.subjects[0]?.ran).toMatchObject([{ version: '1.0.0', route: 'project', path: '/repo/node_modules/honest' }]);
  });
});

describe('what could not be read is no verdict', () => {
  test('a damaged configuration', async () => {
    const report = await system({ [`${HOME}/.cursor/mcp.json`]: '{"mcpServers": {"a": {"command": "npx", "args": ["-y", "a"]}, ' });
    expect(report.verdict.exitCode).toBe(2);
    expect(problemsOf(report)[0]).toMatchObject({ code: 'malformed', path: '/image/home/dev/.cursor/mcp.json', line: 1 });
  });

  test('a configuration over the limit, a pipe, a damaged index entry', async () => {
    const files = cached('postmark-mcp', '1.0.0', '2025-09-18T07:41:12.204Z');
    const [index] = Object.keys(files);
    for (const [path, entry, code] of [[`${HOME}/.cursor/mcp.json`, ' '.repeat(20 * 1024 * 1024 + 1), 'too-large'], [`${HOME}/.cursor/mcp.json`, { other: true as const }, 'not-a-file'], [index as string, `${files[index as string] ?? ''}x`, 'malformed']] as const) {
      const report = await system({ [path]: entry });
      expect([path, report.verdict.exitCode, problemsOf(report)[0]?.code]).toEqual([path, 2, code]);
    }
  });

  test('a line that hides what it starts, unless it is switched off', async () => {
    for (const [entry, exitCode] of [[{ command: 'npx', args: ['-y', '${PACKAGE}'] }, 2], [{ command: 'bash', args: ['-c', 'eval "$(cat start)"'] }, 2], [{ command: 'npx', args: ['-y', 'some-tool@1.0.0', '${workspaceFolder}'] }, 0]] as const) {
      const report = await system(cursor({ tool: entry }));
      expect([entry.args, report.verdict.exitCode, problemsOf(report).map(({ code }) => code)]).toEqual([entry.args, exitCode, exitCode === 2 ? ['undecided-launch'] : []]);
    }
  });

  test('a command that is no text keeps its siblings', async () => {
    const report = await system(cursor({ broken: { command: 7 }, fine: server('some-tool@1.0.0'), __proto__x: server('other@1.0.0') }));
    expect([report.verdict.exitCode, report.servers?.map(({ name }) => name)]).toEqual([2, expect.arrayContaining(['fine', '__proto__x'])]);
  });

  test('a machine without anything', async () => {
    const report = await system({ '/etc/hostname': 'x' });
    expect([report.verdict.exitCode, problemsOf(report).map(({ code }) => code)]).toEqual([2, ['nothing-found']]);
  });
});

test('the current user alone, and the others when asked', async () => {
  const files = { '/home/dev/.cursor/mcp.json': '{"mcpServers":{"a":{"command":"npx","args":["a@1.0.0"]}}}', '/home/other/.cursor/mcp.json': '{"mcpServers":{"b":{"command":"npx","args":["b@1.0.0"]}}}' };
  const current = { path: '/home/dev', user: 'dev', platform: 'linux', environment: {} } as const;
  const own = await scanFiles(files, { targets: [], machine: { homes: 'current', current, shownRoot: '', trees: 'scan' } });
  expect(own.servers?.map(({ name }) => name)).toEqual(['a']);
  expect(own.verdict.notExamined.join()).toContain('--all-users');
  const all = await scanFiles(files, { targets: [], machine: { homes: 'all', current, shownRoot: '', trees: 'scan' } });
  expect(all.servers?.map(({ name }) => name)).toEqual(['a', 'b']);
});

test('a home that is named as a target is read as one, and nothing of the machine around it', async () => {
  const report = await scanFiles({
    '/home/dev/.bashrc': '',
    '/home/dev/.claude.json': '{"mcpServers":{"mail":{"command":"npx","args":["-y","postmark-mcp@latest"]}}}',
    ...npxFolder('postmark-mcp@latest', 'postmark-mcp', '1.0.16'),
    ...cached('postmark-mcp', '1.0.16', '2025-09-18T07:41:12.204Z'),
    '/etc/claude-code/managed-mcp.json': '{"mcpServers":{"managed":{"command":"npx","args":["other@1.0.0"]}}}',
  }, { targets: [{ absolute: '/home/dev', shown: 'copy', stable: '' }] });
  expect(report.servers?.map(({ name }) => name)).toEqual(['mail']);
  expect(report.affected?.[0]).toMatchObject({ name: 'postmark-mcp', version: '1.0.16', servers: [{ name: 'mail' }], tarballs: [{ held: false }] });
  // The walk has read the folder of npx: once is enough.
  expect(found(report).filter(([rule, , , path]) => rule === 'known-malicious-version' && path?.includes('/_npx/'))).toHaveLength(2);
});

describe('a program or a script of an installed package', () => {
  const tree = { '/opt/t/node_modules/postmark-mcp/package.json': '{"name":"postmark-mcp","version":"1.0.16","bin":{"postmark-mcp":"index.js"}}', '/opt/t/node_modules/postmark-mcp/index.js': '', '/opt/t/node_modules/.bin/postmark-mcp': { link: '../postmark-mcp/index.js' } } as const;

  test.each([
    [{ command: '/opt/t/node_modules/.bin/postmark-mcp' }],
    [{ command: 'node', args: ['/opt/t/node_modules/postmark-mcp/index.js'] }],
    [{ command: 'node', args: ['index.js'], cwd: '/opt/t/node_modules/postmark-mcp' }],
    [{ command: 'npx', args: ['-y', '/opt/t/node_modules/postmark-mcp'] }],
    [{ command: 'npx', args: ['-y', 'file:/opt/t/node_modules/postmark-mcp'] }],
  ])('%j', async (entry) => {
    const report = await system({ ...cursor({ mail: entry }), ...tree });
    expect(found(report)).toContainEqual(['known-malicious-version', 'critical', 'postmark-mcp 1.0.16', '/image/home/dev/.cursor/mcp.json']);
  });

  test('where nothing tells the version of a listed package, there is no verdict', async () => {
    const entry = (name: string) => ({ '.mcp.json': JSON.stringify({ mcpServers: { mail: { command: 'node', args: [`node_modules/${name}/index.js`] } } }) });
    const codes = async (files: Readonly<Record<string, string>>) => problemsOf(await scanFiles(files)).map(({ code }) => code);
    expect(await codes(entry('postmark-mcp'))).toEqual(['unknown-package-version']);
    expect(await codes(entry('not-listed-anywhere'))).toEqual([]);
    expect(await codes({ ...entry('postmark-mcp'), ...npmProject({ honest: '1.0.0' }) })).toEqual([]);
  });

  test('code of a project has no registry identity, whatever it calls itself', async () => {
    const report = await system({ ...cursor({ mail: { command: 'node', args: ['/srv/own/index.js'] } }), '/srv/own/package.json': '{"name":"postmark-mcp","version":"1.0.16"}', '/srv/own/index.js': '' });
    expect(found(report).filter(([rule]) => rule === 'known-malicious-version')).toEqual([]);
  });
});

test('one configuration or one Dockerfile can be the target', async () => {
  const files = { '.cursor/mcp.json': JSON.stringify({ mcpServers: { mail: server('postmark-mcp@1.0.16') } }), Dockerfile: 'FROM node:22\nRUN npm install -g postmark-mcp@1.0.16\n' };
  for (const name of ['.cursor/mcp.json', 'Dockerfile']) {
    const report = await scanFiles(files, { targets: [{ absolute: `/repo/${name}`, shown: name, stable: '' }] });
    expect([report.verdict.exitCode, problemsOf(report), found(report).filter(([rule]) => rule === 'known-malicious-version')]).toEqual([1, [], [['known-malicious-version', 'critical', 'postmark-mcp 1.0.16', name]]]);
  }
});
