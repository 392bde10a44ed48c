import { describe, expect, test } from 'vitest';
import { globalBins, resolveBin } from '../../src/caches/resolve-bin.ts';
import { memoryTree, type MemoryEntry } from '../../src/io/memory-tree.ts';
import type { PackagePrefix } from '../../src/model/machine.ts';

const PREFIX: PackagePrefix = { owner: 'npm', folder: '/usr/lib', bin: '/usr/bin' };
const resolve = (files: Record<string, MemoryEntry>, name: string, cwd?: string, prefixes: readonly PackagePrefix[] = [PREFIX]) => resolveBin(memoryTree(files), name, { prefixes, ...(cwd === undefined ? {} : { cwd }) });

const installed = (root: string, name: string, version: string): Record<string, MemoryEntry> => ({ [`${root}/node_modules/${name}/package.json`]: JSON.stringify({ name, version }), [`${root}/node_modules/${name}/dist/cli.js`]: '' });
const project = { ...installed('/repo/app', 'semver', '6.3.0'), '/repo/app/node_modules/.bin/semver': { link: '../semver/dist/cli.js' }, '/repo/app/package.json': '{"name":"app"}', '/repo/app/src/deep/x': '' };
const global = { ...installed('/usr/lib', 'semver', '7.0.0'), '/usr/bin/semver': { link: '../lib/node_modules/semver/dist/cli.js' } };

describe('order of npx', () => {
  test('a program of the local package comes first', () => {
    const files = { ...project, ...global, '/repo/app/package.json': '{"name":"@s/app","version":"9.0.0","bin":{"semver":"x.js"}}' };
    expect(resolve(files, 'semver', '/repo/app')).toEqual({ route: 'local-package', program: '/repo/app', package: { folder: '/repo/app', name: '@s/app', version: '9.0.0' }, problems: [] });
    expect(resolve({ ...files, '/repo/app/package.json': '{"name":"@s/semver","bin":"x.js"}' }, 'semver', '/repo/app')?.route).toBe('local-package');
    expect(resolve({ ...files, '/repo/app/package.json': '{"name":"x","bin":"x.js"}' }, 'semver', '/repo/app')?.route).toBe('node-modules');
  });

  test('then node_modules of the working directory and of those above', () => {
    for (const cwd of ['/repo/app', '/repo/app/src/deep']) expect(resolve({ ...project, ...global }, 'semver', cwd)).toMatchObject({ route: 'node-modules', program: '/repo/app/node_modules/.bin/semver', package: { name: 'semver', version: '6.3.0', folder: '/repo/app/node_modules/semver' } });
  });

  test('then the global folder, also where the working directory is not known', () => {
    for (const cwd of ['/empty', undefined]) expect(resolve({ ...project, ...global }, 'semver', cwd)).toEqual({ route: 'global', program: '/usr/bin/semver', owner: 'npm', package: { folder: '/usr/lib/node_modules/semver', name: 'semver', version: '7.0.0' }, problems: [] });
  });

  test('else a registry would be asked', () => {
    expect(resolve(project, 'postmark-mcp', '/repo/app')).toBeUndefined();
    expect(resolve({}, 'a', '/x', [{ owner: 'npm', folder: '/x' }])).toBeUndefined();
  });

  test('a program of the machine is no package', () => {
    expect(resolve({ '/usr/bin/semver': '#!/usr/bin/perl\n' }, 'semver')).toEqual({ route: 'global', program: '/usr/bin/semver', owner: 'npm', problems: [] });
  });

  test.each(['semver@6', '@s/semver', '../semver', '..', '', 'a b', 'a\0'])('%j is never looked up', (name) => {
    expect(resolve({ ...project, ...global }, name, '/repo/app')).toBeUndefined();
  });
});

test('every global folder’s answer, where several versions of Node are installed', () => {
  const tree = memoryTree({ ...installed('/n/1/lib', 'a', '1.0.0'), '/n/1/bin/a': { link: '../lib/node_modules/a/dist/cli.js' }, ...installed('/n/2/lib', 'a', '2.0.0'), '/n/2/bin/a': { link: '../lib/node_modules/a/dist/cli.js' } });
  const prefixes = ['1', '2'].map((version) => ({ owner: `npm (nvm ${version})`, folder: `/n/${version}/lib`, bin: `/n/${version}/bin` }));
  expect(globalBins(tree, 'a', prefixes).map((found) => [found.owner, found.package?.version])).toEqual([['npm (nvm 1)', '1.0.0'], ['npm (nvm 2)', '2.0.0']]);
  expect(globalBins(tree, '../a', prefixes)).toEqual([]);
});

describe('links and shims', () => {
  test('pnpm: a link through its store', () => {
    const store = '/repo/app/node_modules/.pnpm/a@1.0.0/node_modules/a';
    expect(resolve({ [`${store}/package.json`]: '{"name":"a","version":"1.0.0"}', [`${store}/cli.js`]: '', '/repo/app/node_modules/a': { link: '.pnpm/a@1.0.0/node_modules/a' }, '/repo/app/node_modules/.bin/a': '#!/bin/sh\nexec node  "$basedir/../a/cli.js" "$@"\n' }, 'a', '/repo/app')?.package).toEqual({ folder: store, name: 'a', version: '1.0.0' });
  });

  test('Windows: the text of a .cmd', () => {
    const cmd = '@ECHO off\r\nIF EXIST "%dp0%\\node.exe" (\r\n  SET "_prog=%dp0%\\node.exe"\r\n)\r\nendLocal & "%_prog%"  "%dp0%\\node_modules\\@s\\a\\dist\\cli.js" %*\r\n';
    expect(resolve({ ...installed('/Users/dev/AppData/Roaming/npm', '@s/a', '2.0.0'), '/Users/dev/AppData/Roaming/npm/a.cmd': cmd }, 'a', undefined, [{ owner: 'npm', folder: '/Users/dev/AppData/Roaming/npm', bin: '/Users/dev/AppData/Roaming/npm' }])).toMatchObject({ program: '/Users/dev/AppData/Roaming/npm/a.cmd', package: { name: '@s/a', version: '2.0.0' } });
  });

  test('a manifest deep inside without a name is passed over; node_modules is the end', () => {
    const files = { '/p/node_modules/a/dist/package.json': '{"type":"module"}', '/p/node_modules/a/dist/cli.js': '', '/p/node_modules/a/package.json': '{"name":"a"}', '/p/package.json': '{"name":"p"}', '/p/node_modules/stray.js': '', '/p/node_modules/.bin/a': { link: '../a/dist/cli.js' }, '/p/node_modules/.bin/stray': { link: '../stray.js' } };
    expect(resolve(files, 'a', '/p')?.package).toEqual({ folder: '/p/node_modules/a', name: 'a' });
    expect(resolve(files, 'stray', '/p')).toEqual({ route: 'node-modules', program: '/p/node_modules/.bin/stray', problems: [] });
  });

  test('hostile: circular links, huge scripts, broken manifests, paths that climb', () => {
    expect(resolve({ '/p/node_modules/.bin/a': { link: 'b' }, '/p/node_modules/.bin/b': { link: 'a' } }, 'a', '/p')).toBeUndefined();
    expect(resolve({ '/p/node_modules/.bin/a': 'x'.repeat(100_000) }, 'a', '/p')?.package).toBeUndefined();
    expect(resolve({ '/p/node_modules/.bin/a': '"$basedir/../../../../../../etc/node_modules/x" '.repeat(300), '/etc/node_modules/x': '' }, 'a', '/p')?.package).toBeUndefined();
    const broken = resolve({ '/p/node_modules/a/package.json': '{"na', '/p/node_modules/a/cli.js': '', '/p/node_modules/.bin/a': { link: '../a/cli.js' } }, 'a', '/p');
    expect([broken?.package, broken?.problems.map(({ code, path }) => `${code} ${path}`)]).toEqual([undefined, ['malformed /p/node_modules/a/package.json']]);
    expect(resolve({ '/p/package.json': '{"name":"p","bin":{"__proto__":"x"}}' }, 'toString', '/p')).toBeUndefined();
    expect(resolve({ '/p/x': '' }, 'a', `/p${'/d'.repeat(2000)}`)).toBeUndefined();
  });
});
