// Inputs made to cost more than they weigh: the work must grow with the input, not with its square.
import { expect, test } from 'vitest';
import { LIMITS } from '../../src/model/limits.ts';
import { shortestPaths } from '../../src/model/graph.ts';
import type { Inventory } from '../../src/model/inventory.ts';
import { bundleOf, problemsOf, scanFiles } from '../support/scan.ts';

test('one walk answers for every package of a place', () => {
  const asked: string[] = [];
  const inventory: Inventory = {
    formatVersion: '1', packages: [], importers: [{ folder: '', dependencies: ['a'] }], problems: [], notes: [],
    dependenciesOf: (id) => { asked.push(id); return { a: ['b', 'c'], b: ['c', 'a'], c: ['d'] }[id] ?? []; },
    locate: () => undefined, answer: () => undefined,
  };
  const pathTo = shortestPaths(inventory);
  expect([pathTo('a'), pathTo('d'), pathTo('none')]).toEqual([['a'], ['a', 'c', 'd'], undefined]);
  expect(asked).toEqual(['a', 'b', 'c', 'd']);
});

test('a long chain of dependencies is folded in every finding of it', async () => {
  const size = 200;
  const packages: Record<string, object> = { '': { dependencies: { a0: '*' } } };
  for (let at = 0; at < size; at += 1) packages[`node_modules/a${at}`] = { version: '1.0.0', dependencies: { [`a${(at + 1) % size}`]: '*' } };
  packages[`node_modules/a${size - 1}`] = { name: 'postmark-mcp', version: '1.0.16' };
  const report = await scanFiles({ 'package.json': JSON.stringify({ dependencies: { a0: '*' } }), 'package-lock.json': JSON.stringify({ lockfileVersion: 3, packages }) });
  const path = report.findings[0]?.dependencyPath ?? [];
  expect(path).toHaveLength(41);
  expect(path.slice(19, 22)).toEqual(['a19 1.0.0', '… 160 more …', 'a180 1.0.0']);
  expect(path.at(-1)).toBe('postmark-mcp 1.0.16');
});

test('a thousand aliases of one bad version give one finding each, at its own line', async () => {
  const names = Array.from({ length: 1000 }, (_, at) => `a${at}`);
  const report = await scanFiles({ 'package.json': JSON.stringify({ dependencies: Object.fromEntries(names.map((name) => [name, 'npm:postmark-mcp@1.0.16'])) }, undefined, 1) });
  expect(report.findings).toHaveLength(names.length);
  expect(new Set(report.findings.map((finding) => finding.locations[0].line)).size).toBe(names.length);
});

test('a file made of listed entries and of entries with two names is told in part, and is never clean', async () => {
  const packages: Record<string, object> = {};
  for (let at = 0; at <= LIMITS.findingsOfPlace; at += 1) packages[`node_modules/a${at}`] = { version: '1.0.0', resolved: `https://registry.example/b${at}/-/b${at}-1.0.0.tgz` };
  const report = await scanFiles({ 'package-lock.json': JSON.stringify({ lockfileVersion: 3, packages }) });
  expect(report.findings).toHaveLength(LIMITS.findingsOfPlace);
  expect(problemsOf(report)).toMatchObject([{ code: 'too-many', message: expect.stringContaining('5001 entries') as string }]);
  expect(report.verdict.exitCode).toBe(2);
});

test('a rule that fails on one place is told, and the rest is judged', async () => {
  const bundles = { ...await bundleOf('postmark-mcp'), campaign: () => { throw new Error('boom'); } };
  const report = await scanFiles({ 'package-lock.json': JSON.stringify({ lockfileVersion: 3, packages: { 'node_modules/postmark-mcp': { version: '1.0.16' } } }) }, { bundles });
  expect(problemsOf(report)).toMatchObject([{ code: 'reader-failed', message: 'a rule failed: boom' }]);
  expect(report.verdict.exitCode).toBe(2);
});
