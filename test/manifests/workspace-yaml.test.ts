import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Manifest } from '../../src/manifests/contract.ts';
import { parsePnpmWorkspace, parseYarnrc } from '../../src/manifests/workspace-yaml.ts';

const read = (name: string) => readFileSync(new URL(`../../fixtures/manifests/workspace-yaml/${name}`, import.meta.url), 'utf8');
const lines = (manifest: Manifest) => manifest.requests.map((request) => `${request.kind} ${request.key}: ${request.name} ${request.spec} ${request.source} at ${manifest.locate(request)?.line}`);

describe('pnpm-workspace.yaml', () => {
  test('globs, overrides, config dependencies, catalogs', async () => {
    const manifest = await parsePnpmWorkspace(read('pnpm/pnpm-workspace.yaml'), 'pnpm-workspace.yaml');
    expect(manifest.problems).toEqual([]);
    expect(manifest.workspaces).toEqual(['packages/*', '!packages/old']);
    expect(lines(manifest)).toEqual([
      'override a>b: b catalog: other at 11',
      'override left: left ^1.10 registry at 12',
      'dependencies plugin: plugin 1.0.0 registry at 14',
      'dependencies other: other 2.0.0 registry at 15',
      'catalog left: left ^1.10 registry at 6',
      'catalog alias: real 2.0.0 registry at 7',
      'catalog right: right 3.0.0 registry at 9',
    ]);
  });

  test.each([
    ['', []],
    ['# nothing\n', []],
    ['packages:\n', []],
    ['packages: a\n', ['unknown-entry']],
    ['packages: [{a: b}]\n', ['unknown-entry']],
    ['catalog: [a]\n', ['unknown-entry']],
    ['catalog:\n  a: {b: c}\n', ['unknown-entry']],
    ['catalogs: {a: b}\n', ['unknown-entry']],
    ['configDependencies: {a: {}}\n', ['unknown-entry']],
    ['packages:\n  - a\n b\n', ['malformed']],
    ['a: 1\na: 2\n', ['malformed']],
    ['a: 1\n---\nb: 2\n', ['malformed']],
    ['- a\n', ['malformed']],
    ['text', ['malformed']],
    ['a: !!js/function x\n', ['malformed']],
  ])('%j', async (text, codes) => {
    expect((await parsePnpmWorkspace(text, 'x')).problems.map((problem) => problem.code)).toEqual(codes);
  });

  test('nested 10,000 deep', async () => {
    expect((await parsePnpmWorkspace(`a: ${'['.repeat(10_000)}`, 'x')).problems.map((problem) => problem.code)).toEqual(['malformed']);
  });

  test('a name of an object\'s own is a name like any other', async () => {
    const manifest = await parsePnpmWorkspace('catalog:\n  __proto__: 1.0.0\n  constructor: 2.0.0\n', 'x');
    expect(manifest.requests.map((request) => request.name)).toEqual(['__proto__', 'constructor']);
  });
});

describe('.yarnrc.yml', () => {
  test('catalogs', async () => {
    const manifest = await parseYarnrc(read('yarnrc/.yarnrc.yml'), '.yarnrc.yml');
    expect(manifest.problems).toEqual([]);
    expect(lines(manifest)).toEqual(['catalog left: left ^1.0.0 registry at 3', 'catalog right: real ^3.0.0 registry at 6']);
  });
});
