// scan --online: what is suspect, and what servers start, fetched out of a registry in memory and compared with what was good.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { stackBundles } from '../../src/indicators/stack.ts';
import { memoryTree } from '../../src/io/memory-tree.ts';
import { LIMITS } from '../../src/model/limits.ts';
import type { Registry } from '../../src/model/ports.ts';
import type { Report } from '../../src/model/report.ts';
import { scan } from '../../src/pipelines/scan.ts';
import { diffPorts } from '../support/lockfile-diff.ts';
import { npmProject, problemsOf, ROOT, usualBundle } from '../support/scan.ts';
import { type MemoryRegistry, memoryRegistry } from '../support/memory-registry.ts';

function publish(registry: MemoryRegistry, version: string, of = version): void {
  const [index, manifest, readme] = ['index.js', 'package.json', 'README.md'].map((name) => readFileSync(join(ROOT, 'fixtures', 'behaviors', 'model-case', of, name), 'utf8'));
  registry.shelf.publish('postmark-mcp', version, { manifest: { ...JSON.parse(manifest ?? '{}') as Record<string, unknown>, version }, files: { 'index.js': index ?? '', 'README.md': readme ?? '' } });
}

function modelCase(): MemoryRegistry {
  const registry = memoryRegistry();
  for (const version of ['1.0.15', '1.0.16']) publish(registry, version);
  return registry;
}

interface OnlineTest {
  readonly bundles?: 'none';
  readonly online?: false;
}

async function scanOnline(files: Readonly<Record<string, string>>, registry: Registry, { bundles, online }: OnlineTest = {}): Promise<Report> {
  const stack = bundles === 'none' ? stackBundles([]) : await usualBundle();
  const tree = memoryTree(Object.fromEntries(Object.entries(files).map(([path, text]) => [`/repo/${path}`, text])));
  const { deep, ...ports } = diffPorts(tree, registry, stack);
  return scan({ targets: [{ absolute: '/repo', shown: '.', stable: '' }], failOn: 'high', allowEmpty: 'refuse', fileBytes: LIMITS.fileBytes, exclude: [], crossCheck: 'off', inventory: 'drop' },
    { ...ports, ...(online === false ? {} : { online: { sides: ports, deep } }) });
}

const server = (...args: readonly string[]) => ({ '.mcp.json': JSON.stringify({ mcpServers: { mail: { command: 'npx', args } } }) });
const rules = (report: Report) => report.findings.map(({ ruleId }) => ruleId);
const notes = (report: Report) => report.coverage.places.flatMap((place) => place.notes).join('\n');

describe('suspects', () => {
  test('a known-bad version is compared with the one before it, and the line that matters is told', async () => {
    const registry = modelCase();
    const report = await scanOnline(npmProject({ 'postmark-mcp': '1.0.16' }), registry);
    expect(rules(report)).toContain('known-malicious-version');
    const hidden = report.findings.find(({ ruleId }) => ruleId === 'hidden-mail-recipient');
    expect(hidden?.locations[0]).toMatchObject({ path: 'postmark-mcp@1.0.16/index.js', line: 65 });
    expect(hidden?.locations[1]?.path).toBe('package-lock.json');
    expect(report.differences?.map(({ before, after }) => [before.label, after.label])).toEqual([['postmark-mcp@1.0.15', 'postmark-mcp@1.0.16']]);
    expect(rules(report).filter((id) => id === 'known-malicious-version')).toHaveLength(1);
    expect(problemsOf(report).filter(({ code }) => code !== 'nothing-found')).toEqual([]);
  });

  test('one that is gone from the registry leaves the run incomplete', async () => {
    const registry = modelCase();
    registry.shelf.unpublish('postmark-mcp', '1.0.16');
    const report = await scanOnline(npmProject({ 'postmark-mcp': '1.0.16' }), registry);
    expect(report.verdict.exitCode).toBe(1);
    expect(problemsOf(report).map(({ code }) => code)).toContain('unpublished');
    expect(notes(report)).toContain('1.0.16 could not be had');
  });

  test('nothing suspect: no version is fetched, and the run is clean', async () => {
    const registry = modelCase();
    const report = await scanOnline(npmProject({ quiet: '1.0.0' }), registry);
    expect(registry.asked).toEqual([]);
    expect(report.verdict).toMatchObject({ status: 'clean', exitCode: 0 });
    expect(notes(report)).toContain('nothing was fetched');
    expect(report.differences).toEqual([]);
  });
});

describe('servers', () => {
  test('what @latest resolves to today is asked, fetched and compared, with no bundle at all', async () => {
    const registry = modelCase();
    const report = await scanOnline(server('-y', 'postmark-mcp@latest'), registry, { bundles: 'none' });
    expect(notes(report)).toMatch(/postmark-mcp@latest, which the server mail starts, is 1\.0\.16 today, published on 2025-01-02/);
    const hidden = report.findings.find(({ ruleId }) => ruleId === 'hidden-mail-recipient');
    expect(hidden).toMatchObject({ severity: expect.stringMatching(/critical|high/) as string, package: { name: 'postmark-mcp', version: '1.0.16' } });
    expect(hidden?.locations.at(-1)).toMatchObject({ path: '.mcp.json' });
    expect(report.verdict.exitCode).toBe(1);
  });

  test('without --online nothing is asked', async () => {
    const registry = modelCase();
    const report = await scanOnline(server('-y', 'postmark-mcp@latest'), registry, { bundles: 'none', online: false });
    expect(registry.asked).toEqual([]);
    expect(rules(report)).not.toContain('hidden-mail-recipient');
    expect(report.differences).toBeUndefined();
  });

  test('an honest server gives nothing; deprecation is a note; the same version of two servers is fetched once', async () => {
    const registry = memoryRegistry();
    registry.shelf.publish('honest-mcp', '1.0.0', { files: { 'index.js': 'module.exports = 1;\n' } });
    registry.shelf.publish('honest-mcp', '1.1.0', { files: { 'index.js': 'module.exports = 2;\n' }, deprecated: 'use another-mcp' });
    const files = { '.mcp.json': JSON.stringify({ mcpServers: { a: { command: 'npx', args: ['-y', 'honest-mcp@1.1.0'] }, b: { command: 'npx', args: ['-y', 'honest-mcp'] } } }) };
    const report = await scanOnline(files, registry);
    expect(rules(report).filter((id) => id !== 'unpinned-mcp-server')).toEqual([]);
    expect(notes(report)).toContain('honest-mcp 1.1.0 is deprecated: use another-mcp');
    expect(registry.asked.filter((what) => what === 'honest-mcp@1.1.0.tgz')).toHaveLength(1);
    expect(report.differences).toEqual([]);
  });

  test('a first version has nothing to be compared with; one that the registry does not have is a problem', async () => {
    const registry = memoryRegistry();
    registry.shelf.publish('new-mcp', '1.0.0', { files: { 'index.js': 'module.exports = 1;\n' } });
    const first = await scanOnline(server('-y', 'new-mcp@1.0.0'), registry);
    expect(problemsOf(first)).toEqual([]);
    expect(notes(first)).toContain('no earlier version is known to be good');
    const missing = await scanOnline(server('-y', 'missing-mcp@2.0.0'), registry);
    expect(missing.verdict).toMatchObject({ status: 'incomplete', exitCode: 2 });
    const unresolved = await scanOnline(server('-y', 'missing-mcp'), registry);
    expect(unresolved.verdict.exitCode).toBe(2);
    expect(problemsOf(unresolved).map(({ path }) => path)).toContain('missing-mcp@latest');
  });

  test('what no registry of the user can answer is not asked: another registry, a repository, a disabled server', async () => {
    const registry = memoryRegistry();
    const files = { '.mcp.json': JSON.stringify({ mcpServers: { a: { command: 'npx', args: ['--registry', 'https://elsewhere.example/', '-y', 'x-mcp'] }, b: { command: 'npx', args: ['-y', 'github:dev/y-mcp'] } } }), '.roo/mcp.json': JSON.stringify({ mcpServers: { c: { command: 'npx', args: ['-y', 'z-mcp'], disabled: true } } }) };
    const report = await scanOnline(files, registry);
    expect(registry.asked).toEqual([]);
    expect(notes(report)).toContain('x-mcp of the server a comes from https://elsewhere.example');
  });

  test('not more than the limit; the rest is told', async () => {
    const registry = memoryRegistry();
    const names = Array.from({ length: LIMITS.onlineVersions + 3 }, (_, at) => `many-${at}-mcp`);
    for (const name of names) registry.shelf.publish(name, '1.0.0', { files: { 'index.js': '' } });
    const report = await scanOnline({ '.mcp.json': JSON.stringify({ mcpServers: Object.fromEntries(names.map((name) => [name, { command: 'npx', args: ['-y', `${name}@1.0.0`] }])) }) }, registry);
    expect(registry.asked.filter((what) => what.endsWith('.tgz'))).toHaveLength(LIMITS.onlineVersions);
    expect(problemsOf(report)).toMatchObject([{ code: 'too-many', message: expect.stringContaining('left out: many-') as string }]);
  });
});
