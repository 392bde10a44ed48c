// What the rules on releases say in a whole comparison, with a registry in memory.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { diffOf, type Files, specWord } from '../support/diff.ts';
import { tar } from '../support/image.ts';
import { memoryRegistry, type Stored } from '../support/memory-registry.ts';
import { ROOT } from '../support/scan.ts';

const YOUNG = join(ROOT, 'fixtures', 'updates', 'young-dependency');
const folder = (name: string, ...files: readonly string[]): Files => Object.fromEntries(files.map((file) => [file, readFileSync(join(YOUNG, name, file), 'utf8')]));
const plain = (version: string, more: object = {}): Files => ({ 'package.json': JSON.stringify({ name: 'a-package', version, ...more }, undefined, 2), 'index.js': 'module.exports = 1;\n' });
const told = async (stored: Stored, name = 'a-package', [before, after] = ['1.0.0', '1.0.1']) => {
  const report = await diffOf(specWord(`${name}@${before}`), specWord(`${name}@${after}`), { registry: memoryRegistry(stored) });
  return { exit: report.verdict.exitCode, findings: report.findings, rules: report.findings.map(({ ruleId, severity }) => `${severity} ${ruleId}`) };
};

test('a young dependency in a release that somebody else published comes first', async () => {
  const at = (time: string) => ({ published: { time, from: 'registry' } } as const);
  const { exit, findings, rules } = await told({
    'http-lite-client': {
      '1.14.0': { files: folder('before', 'package.json', 'index.js'), release: { ...at('2026-02-14T09:12:31.000Z'), publisher: { name: 'http-lite-bot', trustedBy: 'github' } } },
      '1.14.1': { files: folder('after', 'package.json', 'index.js'), release: { ...at('2026-03-31T00:21:05.000Z'), publisher: { name: 'mara' } } },
    },
    'plain-hash-tools': { '4.2.1': { files: folder('plain-hash-tools', 'package.json', 'index.js', 'setup.js'), time: '2026-03-30T05:57:12.000Z' } },
  }, 'http-lite-client', ['1.14.0', '1.14.1']);
  expect(exit).toBe(1);
  expect(rules.slice(0, 2)).toEqual(['critical dependency-added', 'high publisher-changed']);
  expect(findings[0]).toMatchObject({ title: expect.stringContaining('plain-hash-tools: its name was first published 18 hours before this release') as string, locations: [{ path: 'http-lite-client@1.14.1/package.json', line: 10 }] });
});

test('an ordinary update with an old dependency is one quiet line', async () => {
  const { exit, rules } = await told({
    'a-package': { '1.0.0': { files: plain('1.0.0') }, '1.0.1': { files: plain('1.0.1', { dependencies: { helper: '^1.0.0' }, bin: './cli.js' }) } },
    helper: { '1.0.0': { files: {}, time: '2014-01-01T00:00:00.000Z' }, '1.0.1': { files: {} }, '1.0.2': { files: {} } },
  });
  expect([exit, rules.toSorted()]).toEqual([0, ['info dependency-added', 'info program-name-added']]);
});

test('a registry that hides a script, and one that serves other bytes', async () => {
  const hidden = await told({ 'a-package': { '1.0.0': { files: plain('1.0.0') }, '1.0.1': { files: plain('1.0.1', { scripts: { postinstall: 'node index.js' } }), release: { document: '{"name":"a-package","version":"1.0.1"}' } } } });
  expect([hidden.exit, hidden.rules]).toEqual([1, expect.arrayContaining(['high manifest-mismatch']) as string[]]);
  const other = await told({ 'a-package': { '1.0.0': { files: plain('1.0.0') }, '1.0.1': { files: plain('1.0.1'), release: { integrity: `sha512-${'A'.repeat(86)}==` } } } });
  expect([other.exit, other.rules]).toEqual([1, ['high integrity-mismatch']]);
});

test('an archive that leaves its folder', async () => {
  const bytes = gzipSync(tar([...Object.entries(plain('1.0.1')).map(([name, text]) => ({ name: `package/${name}`, text })), { name: 'package/../../.npmrc', text: '' }]));
  const { exit, rules } = await told({ 'a-package': { '1.0.0': { files: plain('1.0.0') }, '1.0.1': { files: plain('1.0.1'), bytes } } });
  expect([exit, rules]).toEqual([1, ['high odd-tarball-entry']]);
});
