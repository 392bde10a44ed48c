// diff --lockfiles and scan --online through the built command, against a registry on loopback.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { cli, cliBeside, temporaryFolder } from '../support/cli.ts';
import { type FixtureRegistry, startRegistry } from '../support/fixture-registry.ts';
import { repository } from '../support/git.ts';
import { ROOT } from '../support/scan.ts';

let registry: FixtureRegistry;

beforeAll(async () => {
  registry = await startRegistry();
  for (const version of ['1.0.15', '1.0.16']) {
    const [manifest = '{}', index = '', readme = ''] = ['package.json', 'index.js', 'README.md'].map((name) => readFileSync(join(ROOT, 'fixtures', 'behaviors', 'model-case', version, name), 'utf8'));
    registry.publish('postmark-mcp', version, { manifest: JSON.parse(manifest) as Record<string, unknown>, files: { 'index.js': index, 'README.md': readme } });
  }
  for (const version of ['1.0.0', '1.0.1']) registry.publish('quiet', version, { files: { 'index.js': `module.exports = '${version}';\n` } });
});
afterAll(() => registry.close());

function project(packages: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const manifest = { name: 'app', version: '1.0.0', dependencies: packages };
  const entries = Object.entries(packages).map(([name, version]) => [`node_modules/${name}`, { version, resolved: `${registry.url}${name}/-/${name}-${version}.tgz` }]);
  return { 'package.json': JSON.stringify(manifest, undefined, 2), 'package-lock.json': JSON.stringify({ name: 'app', version: '1.0.0', lockfileVersion: 3, requires: true, packages: { '': manifest, ...Object.fromEntries(entries) } }, undefined, 2) };
}

const online = () => ['--registry', registry.url, '--no-cache'];
const home = () => ({ HOME: temporaryFolder() });

describe('diff --lockfiles', () => {
  test('two refs: the pull request that brings the hidden recipient', async () => {
    const repo = repository();
    repo.commit(project({ 'postmark-mcp': '1.0.15', quiet: '1.0.0' }));
    repo.commit(project({ 'postmark-mcp': '1.0.16', quiet: '1.0.1' }));
    const ran = await cliBeside(['diff', '--lockfiles', 'HEAD~1', 'HEAD', '--iocs', 'none', '--json', ...online()], { cwd: repo.folder, env: home() });
    expect(ran.stderr).toBe('');
    const report = JSON.parse(ran.stdout) as Report;
    expect(ran.code).toBe(1);
    expect(report.findings[0]).toMatchObject({ locations: [{ path: 'postmark-mcp@1.0.16/index.js', line: 65 }, { path: 'package-lock.json' }], package: { name: 'postmark-mcp', version: '1.0.16' } });
    expect(report.lockfileChanges).toMatchObject({ compared: 2, quiet: 1, packages: [{ name: 'postmark-mcp', kind: 'updated', direct: true }, { name: 'quiet', kind: 'updated', direct: true }] });
    const comment = await cliBeside(['diff', '--lockfiles', 'HEAD~1', 'HEAD', '--format', 'markdown', ...online()], { cwd: repo.folder, env: home() });
    expect(comment.stdout).toContain('postmark-mcp');
  });

  test('a ref beside the working tree, of another folder; quiet updates are clean', async () => {
    const repo = repository();
    repo.commit(project({ quiet: '1.0.0' }));
    for (const [path, text] of Object.entries(project({ quiet: '1.0.1' }))) writeFileSync(join(repo.folder, path), text);
    for (const words of [['main', '.'], ['main']]) {
      const ran = await cliBeside(['diff', '--lockfiles', ...words, '--repo', repo.folder, '--json', ...online()], { env: home() });
      expect([ran.code, ran.stderr]).toEqual([0, '']);
      expect((JSON.parse(ran.stdout) as Report).lockfileChanges).toMatchObject({ compared: 1, quiet: 1 });
    }
  });

  test('offline without a cache there is no verdict; a registry that fails neither', async () => {
    const folder = temporaryFolder({ ...prefixed('a', project({ quiet: '1.0.0' })), ...prefixed('b', project({ quiet: '1.0.1' })) });
    const words = ['diff', '--lockfiles', 'a/package-lock.json', 'b/package-lock.json', '--json'];
    expect((await cliBeside([...words, '--offline'], { cwd: folder, env: home() })).code).toBe(2);
    registry.fail('*', { kind: 'status', status: 404 });
    expect((await cliBeside([...words, ...online()], { cwd: folder, env: home() })).code).toBe(2);
    registry.heal();
  });
});

describe('what the words name', () => {
  test('a path that is also a ref is refused, each with how to write it', () => {
    const repo = repository();
    repo.commit(project({ quiet: '1.0.0' }));
    repo.git('branch', 'twice');
    mkdirSync(join(repo.folder, 'twice'));
    const ran = cli(['diff', '--lockfiles', 'twice', 'HEAD'], { cwd: repo.folder });
    expect(ran.code).toBe(3);
    expect(ran.stderr).toContain('write ./twice for the path, refs/heads/twice for the ref');
    expect(cli(['diff', '--lockfiles', './twice', 'HEAD', '--offline', '--no-color'], { cwd: repo.folder }).code).not.toBe(3);
  });

  test.each([
    [['diff', '--lockfiles', 'HEAD', 'HEAD'], 'both sides are HEAD'],
    [['diff', '--lockfiles', 'HEAD', '', '--json'], 'an argument is empty'],
    [['diff', '--lockfiles', 'a', 'b', '--patch'], '--patch and --lockfiles exclude each other'],
    [['diff', '--lockfiles', 'a', 'b', '--repo', 'nowhere'], '--repo nowhere is no folder'],
    [['diff', 'a@1.0.0', 'b@1.0.0', '--repo', '.'], '--repo needs --lockfiles'],
    [['scan', '--online', '--offline'], '--online and --offline exclude each other'],
    [['scan', '--registry', 'https://registry.example/'], '--registry needs --online'],
  ])('%j is refused', (args, message) => {
    const ran = cli(args);
    expect([ran.code, ran.stdout]).toEqual([3, '']);
    expect(ran.stderr).toContain(message);
  });
});

test('scan --online: a server launched without a pin is resolved, fetched and compared', async () => {
  const folder = temporaryFolder({ '.mcp.json': JSON.stringify({ mcpServers: { mail: { command: 'npx', args: ['-y', 'postmark-mcp@latest'] } } }) });
  const ran = await cliBeside(['scan', '--online', '--iocs', 'none', '--json', ...online()], { cwd: folder, env: home() });
  expect([ran.code, ran.stderr]).toEqual([1, '']);
  const report = JSON.parse(ran.stdout) as Report;
  expect(report.findings[0]).toMatchObject({ package: { name: 'postmark-mcp', version: '1.0.16' }, locations: [{ path: 'postmark-mcp@1.0.16/index.js', line: 65 }, { path: '.mcp.json' }] });
  expect(report.differences).toHaveLength(1);
});

function prefixed(folder: string, files: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [`${folder}/${path}`, text]));
}
