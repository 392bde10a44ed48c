// npm's own reader over real lockfiles and a real tree: it must see what we see.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openFolderTree } from '../../src/io/file-tree.ts';
import { npmReader } from '../../src/io/npm-reader.ts';
import { LIMITS } from '../../src/model/limits.ts';
import { scan } from '../../src/pipelines/scan.ts';
import { temporaryFolder } from '../support/cli.ts';
import { npmProject, NOW, ROOT, usualBundle } from '../support/scan.ts';

async function crossChecked(folder: string) {
  return scan(
    { targets: [{ absolute: folder, shown: '.', stable: '' }], failOn: 'high', allowEmpty: 'refuse', fileBytes: LIMITS.fileBytes, exclude: [], crossCheck: 'on', inventory: 'drop' },
    { tree: openFolderTree({ root: '/' }), clock: { now: () => NOW }, bundles: await usualBundle(), bundleProblems: [], bundleNotes: [], npm: npmReader(), progress: () => undefined, breathe: async () => undefined, toolVersion: 'test' },
  );
}

const MANAGERS = join(ROOT, 'fixtures', 'managers');

describe('the same packages in lockfiles of npm', () => {
  test.each(readdirSync(MANAGERS).filter((name) => name.startsWith('npm-') && !name.endsWith('-hidden')))('%s', async (name) => {
    const report = await crossChecked(join(MANAGERS, name));
    expect(report.findings).toEqual([]);
    expect(report.coverage.places.flatMap((place) => place.notes).join()).toContain('cross-checked');
    expect(report.verdict.exitCode).toBe(0);
  });
});

test('the same packages in an installed tree', async () => {
  const folder = temporaryFolder({ ...npmProject({ a: '1.0.0' }), 'node_modules/a/package.json': '{"name":"a","version":"1.0.0","dependencies":{"b":"1"}}', 'node_modules/a/node_modules/b/package.json': '{"name":"b","version":"1.0.0"}' });
  const report = await crossChecked(folder);
  expect(report.findings.map((finding) => finding.ruleId)).toEqual(['unlocked-installed-package']);
});

test('a tree whose hidden lockfile lies is read from the disk by both', async () => {
  const folder = temporaryFolder({
    ...npmProject({ 'postmark-mcp': '1.0.16' }),
    'node_modules/postmark-mcp/package.json': '{"name":"postmark-mcp","version":"1.0.16"}',
    'node_modules/.package-lock.json': '{"name":"project","lockfileVersion":3,"packages":{"node_modules/postmark-mcp":{"version":"0.9.0"}}}',
  });
  const rules = (await crossChecked(folder)).findings.map((finding) => finding.ruleId);
  expect(rules).toContain('known-malicious-version');
  expect(rules).toContain('hidden-lockfile-mismatch');
  expect(rules).not.toContain('readers-disagree');
});

test('a finding in a lockfile of npm is explained by npm\'s own graph', async () => {
  const manifest = { name: 'root', workspaces: ['packages/*'] };
  const member = { name: 'member', version: '1.0.0', dependencies: { 'postmark-mcp': '^1.0.0' } };
  const folder = temporaryFolder({
    'package.json': JSON.stringify(manifest),
    'packages/member/package.json': JSON.stringify(member),
    'package-lock.json': JSON.stringify({ name: 'root', lockfileVersion: 3, packages: { '': manifest, 'node_modules/member': { resolved: 'packages/member', link: true }, 'packages/member': member, 'node_modules/postmark-mcp': { version: '1.0.16' } } }),
  });
  const [finding] = (await crossChecked(folder)).findings;
  expect(finding?.dependencyPath).toEqual(['member 1.0.0', 'postmark-mcp 1.0.16']);
  expect(finding?.dependents).toEqual(['member 1.0.0']);
});
