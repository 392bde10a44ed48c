// Installed trees through the built command: what it loads on need must be there and work.
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cli, temporaryFolder } from '../support/cli.ts';
import { zip } from '../support/zip.ts';

const BAD = JSON.stringify({ name: 'postmark-mcp', version: '1.0.16' });

test('yarn PnP with its zip cache: the archive is read, and wins over what the data say of it', () => {
  const data = {
    __info: [], dependencyTreeRoots: [{ name: 'project', reference: 'workspace:.' }], enableTopLevelFallback: true, fallbackExclusionList: [], fallbackPool: [], ignorePatternData: null,
    packageRegistryData: [
      [null, [[null, { packageLocation: './', packageDependencies: [['harmless', 'npm:1.0.0']], linkType: 'SOFT' }]]],
      ['harmless', [['npm:1.0.0', { packageLocation: './.yarn/cache/harmless-npm-1.0.0-0123456789-10c0.zip/node_modules/harmless/', packageDependencies: [['harmless', 'npm:1.0.0']], linkType: 'HARD' }]]],
    ],
  };
  const folder = temporaryFolder({
    'package.json': JSON.stringify({ name: 'project', dependencies: { harmless: '1.0.0' } }),
    '.pnp.data.json': JSON.stringify(data),
    '.yarn/cache/harmless-npm-1.0.0-0123456789-10c0.zip': zip([{ name: 'node_modules/harmless/package.json', text: BAD, deflated: true }]),
  });
  const ran = cli(['scan'], { cwd: folder });
  expect(ran.stdout).toContain('postmark-mcp 1.0.16 is known to be malicious');
  expect(ran.code).toBe(1);
});

test('pnpm: a package in the virtual store, reached through links and a loop', () => {
  const folder = temporaryFolder({
    'package.json': JSON.stringify({ name: 'project', dependencies: { a: '1.0.0' } }),
    'node_modules/.modules.yaml': '{}',
    'node_modules/.pnpm/a@1.0.0/node_modules/a/package.json': JSON.stringify({ name: 'a', version: '1.0.0', dependencies: { 'postmark-mcp': '1' } }),
    'node_modules/.pnpm/postmark-mcp@1.0.16/node_modules/postmark-mcp/package.json': BAD,
  });
  symlinkSync('.pnpm/a@1.0.0/node_modules/a', join(folder, 'node_modules', 'a'));
  symlinkSync('../../postmark-mcp@1.0.16/node_modules/postmark-mcp', join(folder, 'node_modules/.pnpm/a@1.0.0/node_modules/postmark-mcp'));
  symlinkSync('../../a@1.0.0/node_modules/a', join(folder, 'node_modules/.pnpm/postmark-mcp@1.0.16/node_modules/a'));
  const { findings } = JSON.parse(cli(['scan', '--json'], { cwd: folder }).stdout) as { findings: { ruleId: string; dependencyPath: string[]; locations: { path: string }[] }[] };
  expect(findings.map((finding) => finding.ruleId)).toEqual(['known-malicious-version']);
  expect(findings[0]?.dependencyPath).toEqual(['a 1.0.0', 'postmark-mcp 1.0.16']);
});

test('workspace catalogs in YAML are read where pnpm keeps them', () => {
  const folder = temporaryFolder({ 'pnpm-workspace.yaml': 'packages: [a]\ncatalog:\n  postmark-mcp: 1.0.16\n', 'package.json': '{"name":"project"}' });
  expect(cli(['scan'], { cwd: folder }).stdout).toContain('pnpm-workspace.yaml:3');
});

test('a bundle of the user\'s is compiled once and found again', () => {
  const home = temporaryFolder();
  const folder = temporaryFolder({
    'package.json': JSON.stringify({ name: 'project', dependencies: { ours: '1.0.0' } }),
    'package-lock.json': JSON.stringify({ lockfileVersion: 3, packages: { '': { dependencies: { ours: '1.0.0' } }, 'node_modules/ours': { version: '1.0.0' } } }),
    'ours.yaml': 'schema: 1\nid: ours\ntitle: Ours\ndate: "2026-08-30"\nclass: malware\nconfidence: high\nsummary: A test.\npackages:\n  - {name: ours, versions: [1.0.0]}\nadvice: [Remove it.]\nreferences: ["https://registry.example/x"]\n',
  });
  for (const time of ['compiled', 'kept']) {
    const ran = cli(['scan', '--iocs', 'ours.yaml'], { cwd: folder, env: { HOME: home } });
    expect([time, ran.code, ran.stderr]).toEqual([time, 1, '']);
    expect(ran.stdout).toContain('ours 1.0.0 is known to be malicious');
  }
});
