// inspect over packages in memory, with the real analysis in this process: what it tells of a package, and what it cannot read.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { analyse } from '../../src/behaviors/analyse.ts';
import { type BundleStack, stackBundles } from '../../src/indicators/stack.ts';
import { memoryTree, type MemoryEntry } from '../../src/io/memory-tree.ts';
import type { Report } from '../../src/model/report.ts';
import { inspect } from '../../src/pipelines/inspect.ts';
import { plainDeep } from '../support/deep.ts';
import { tar } from '../support/image.ts';
import { NOW, problemsOf, ROOT, usualBundle } from '../support/scan.ts';

const NONE = stackBundles([]);

function modelCase(version: string): Readonly<Record<string, string>> {
  return Object.fromEntries(['index.js', 'package.json', 'README.md'].map((name) => [name, readFileSync(join(ROOT, 'fixtures', 'behaviors', 'model-case', version, name), 'utf8')]));
}

function packed(files: Readonly<Record<string, string>>): Uint8Array {
  return gzipSync(tar(Object.entries(files).map(([name, text]) => ({ name: `package/${name}`, text }))));
}

function inFolder(folder: string, files: Readonly<Record<string, MemoryEntry>>): Readonly<Record<string, MemoryEntry>> {
  return Object.fromEntries(Object.entries(files).map(([name, entry]) => [`${folder}/${name}`, entry]));
}

async function inspectAt(files: Readonly<Record<string, MemoryEntry>>, paths: readonly string[], bundles: BundleStack = NONE): Promise<Report> {
  const deep = plainDeep(bundles);
  return inspect({ words: paths.map((path) => ({ kind: 'path', path: { absolute: `/${path}`, shown: path, stable: paths.length === 1 ? '' : path } })), failOn: 'high', exclude: [], inventory: 'keep' }, {
    tree: memoryTree(files), clock: { now: () => NOW }, bundles, bundleProblems: [], bundleNotes: [], progress: () => undefined, breathe: async () => undefined, toolVersion: 'test',
    deep: { ...deep, pool: { analyse: async (source) => ({ kind: 'read', found: await analyse(source) }), close: async () => undefined } },
    registry: { open: async () => { throw new Error('nobody named a package of a registry'); }, said: () => ({ notes: [], problems: [] }) },
    gitTree: async () => { throw new Error('nobody named a commit'); },
    openFile: (tree, path) => {
      const bytes = tree.read(path, 10_000_000);
      return { size: bytes.length, read: (offset, length) => bytes.subarray(offset, offset + length), close: () => undefined };
    },
  });
}

const judged = (report: Report) => report.findings.map(({ ruleId, severity }) => `${severity} ${ruleId}`);

describe('the model case', () => {
  test('1.0.16 is found by its structure alone, at its line', async () => {
    const report = await inspectAt(inFolder('p', modelCase('1.0.16')), ['p']);
    const [finding] = report.findings;
    expect(finding).toMatchObject({ ruleId: 'hidden-mail-recipient', package: { name: 'postmark-mcp', version: '1.0.16' }, locations: [{ path: 'p/index.js', line: 65 }] });
    expect(['critical', 'high']).toContain(finding?.severity);
    expect(report.findings).toHaveLength(1);
  });

  test.each(['1.0.15', 'vendor'])('%s gives nothing with the bundle empty', async (version) => {
    const report = await inspectAt(inFolder('p', modelCase(version)), ['p']);
    expect(judged(report)).toEqual([]);
    expect(report.inspected?.[0]?.behaviors.some(({ kind }) => kind === 'mail')).toBe(true);
  });

  test('with the bundle: the version, and the address in the code; of 1.0.15 only whose package it is', async () => {
    const bundles = await usualBundle();
    const bad = await inspectAt(inFolder('p', modelCase('1.0.16')), ['p'], bundles);
    expect(judged(bad)).toContain('critical known-malicious-version');
    expect(bad.findings.find(({ ruleId }) => ruleId === 'hidden-mail-recipient')?.severity).toBe('critical');
    expect(judged(await inspectAt(inFolder('p', modelCase('1.0.15')), ['p'], bundles))).toEqual(['medium impostor-package']);
    expect(judged(await inspectAt(inFolder('p', modelCase('vendor')), ['p'], bundles))).toEqual([]);
  });

  test('a tarball gives the same, with its hashes', async () => {
    const report = await inspectAt({ 'p.tgz': packed(modelCase('1.0.16')) }, ['p.tgz'], await usualBundle());
    expect(report.findings.find(({ ruleId }) => ruleId === 'hidden-mail-recipient')).toMatchObject({ locations: [{ path: 'p.tgz!/index.js', line: 65 }] });
    expect(judged(report)).toContain('critical known-malicious-version');
    expect(report.inspected).toMatchObject([{ source: 'tarball', name: 'postmark-mcp', version: '1.0.16', files: 3, bins: ['postmark-mcp'], hashes: { sha256: /^[0-9a-f]{64}$/, integrity: /^sha512-/ } }].map((one) => ({ ...one, hashes: expect.any(Object) as object })));
  });
});

test('what a manifest says of itself, whatever its shape', async () => {
  const report = await inspectAt(inFolder('p', { 'package.json': JSON.stringify({ name: 'a', version: '2.0.0', bin: { b: 'b.js' }, author: { name: 'Dev', email: 'dev@a.example' }, repository: { url: 'https://git.example/a' }, dependencies: { x: '1', __proto__: 1 }, description: ['no text'] }), 'b.js': '' }), ['p'], await usualBundle());
  expect(report.inspected).toEqual([{ path: 'p', source: 'folder', name: 'a', version: '2.0.0', author: 'Dev <dev@a.example>', repository: 'https://git.example/a', bins: ['b'], dependencies: ['x'], files: 2, bytes: expect.any(Number) as number, behaviors: [] }]);
  expect(report.verdict).toMatchObject({ status: 'clean', exitCode: 0 });
});

test('a folder without a manifest is still code, and its node_modules is none of it', async () => {
  const report = await inspectAt(inFolder('p', { 'run.js': "require('child_process').exec('id');", 'node_modules/x/index.js': "require('child_process').exec('no');" }), ['p']);
  expect(report.inspected?.[0]?.behaviors.map((behavior) => behavior.place.path)).toEqual(['run.js']);
  expect(report.coverage.places.find(({ kind }) => kind === 'target')?.notes.join()).toContain('scan --deep');
});

test('several packages, one after another', async () => {
  const report = await inspectAt({ ...inFolder('a', modelCase('1.0.16')), ...inFolder('b', modelCase('1.0.15')) }, ['a', 'b']);
  expect(report.inspected?.map(({ version }) => version)).toEqual(['1.0.16', '1.0.15']);
  expect(report.findings).toHaveLength(1);
});

describe('what cannot be read is no clean verdict', () => {
  const bundles = usualBundle();

  test('a path that is not there', async () => {
    const report = await inspectAt({ x: '' }, ['name@1.2.3'], await bundles);
    expect(problemsOf(report)).toMatchObject([{ code: 'not-found', message: 'no such folder or tarball', path: 'name@1.2.3' }]);
    expect(report).toMatchObject({ verdict: { exitCode: 2 }, inspected: [] });
  });

  test.each<readonly [string, MemoryEntry]>([
    ['no tarball', 'just text'],
    ['an empty file', new Uint8Array(0)],
    ['a cut tarball', packed(modelCase('1.0.15')).subarray(0, 300)],
    ['a file that the system refuses', { error: 'unreadable' }],
    ['a pipe', { other: true }],
  ])('%s', async (_, entry) => {
    const report = await inspectAt({ 'p.tgz': entry }, ['p.tgz'], await bundles);
    expect(report.verdict.exitCode).toBe(2);
    expect(problemsOf(report).length).toBeGreaterThan(0);
  });

  test('the healthy one beside a damaged one is told', async () => {
    const report = await inspectAt({ 'p.tgz': 'noise', ...inFolder('a', modelCase('1.0.15')) }, ['p.tgz', 'a'], await bundles);
    expect(report.inspected?.map(({ name }) => name)).toEqual(['postmark-mcp']);
    expect(report.verdict.exitCode).toBe(2);
  });
});

test('oddities of an archive stand in the coverage', async () => {
  const bytes = gzipSync(tar([{ name: 'package/package.json', text: '{"name":"a","version":"1.0.0"}' }, { name: 'package/l', type: '2', link: '/etc/passwd' }]));
  const report = await inspectAt({ 'p.tgz': bytes }, ['p.tgz'], await usualBundle());
  expect(report.coverage.places.flatMap(({ notes }) => notes)).toContain('odd: package/l: a link to /etc/passwd, which npm does not make');
});
