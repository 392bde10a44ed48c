import { expect, it } from 'vitest';
import { linkedPath, relativeTo } from '../../src/installs/paths.ts';
import { aliasTarget, sourceOfLocator, sourceOfSpec } from '../../src/installs/specs.ts';
import { parseStoreKey } from '../../src/installs/store-key.ts';

it.each([
  ['https://registry.example/npm/proxy/@s/a/-/a-1.0.0-rc.1.tgz', 'registry'], ['http://registry.example/@s%2fa/-/a-1.0.0.tgz?x#y', 'registry'], ['https://registry.example/a/download/a-1.0.0.tgz', 'registry'],
  ['https://files.example/a-1.0.0.tgz', 'url'], ['https://host.example/x?y=/a/-/a-1.0.0.tgz', 'url'], ['git+ssh://git@host.example/a/b.git', 'git'], ['1.0.0', undefined],
])('%s comes from: %s', (locator, source) => {
  expect(sourceOfLocator(locator)).toBe(source);
});

it('tells the source that a spec asks for', () => {
  const specs = ['^1.0.0', 'latest', '*', '', 'npm:a@1', 'npm:@s/a@1', 'user/repo', 'user/repo#main', 'github:u/r', 'git+ssh://git@host/u/r.git', 'git@github.com:u/r.git', 'https://host/u/r.git#x', 'https://host/a.tgz', 'file:../a', './a', '../a.tgz', '/a', '~/a', 'C:\\a', 'link:../a', 'portal:../a', 'workspace:*', 'catalog:'];
  expect(specs.map(sourceOfSpec)).toEqual([undefined, undefined, undefined, undefined, undefined, undefined, 'git', 'git', 'git', 'git', 'git', 'git', 'url', 'file', 'file', 'file', 'file', 'file', 'file', 'link', 'link', 'workspace', undefined]);
  expect(['npm:a@1', 'npm:a', 'npm:@s/a@^1', 'npm:@s/a', '^1'].map(aliasTarget)).toEqual(['a', 'a', '@s/a', '@s/a', undefined]);
});

it('reads the names of store folders', () => {
  const keys = [['.pnpm', '@s+a@1.0.0-rc.1(b@2.0.0)'], ['.pnpm', 'a@1.0.0_b@2.0.0'], ['.pnpm', 'registry.example+a@1.0.0'], ['.pnpm', 'a@file+..+a'], ['.pnpm', 'file+packages+a'], ['.pnpm', 'github.com+u+r+0123'], ['.pnpm', 'a@link+x'], ['.pnpm', `${'a'.repeat(60)}@1.0.0`],
    ['.bun', 'a@1.0.0+0123456789abcdef'], ['.store', 'a-npm-1.0.0-0123456789'], ['.store', 'a-virtual-0123456789'], ['.pnpm', 'odd']];
  expect(keys.map(([store = '', key = '']) => parseStoreKey(store, key))).toEqual([
    { name: '@s/a', version: '1.0.0-rc.1' }, { name: 'a', version: '1.0.0' }, {}, { source: 'file' }, { source: 'file' }, { source: 'git' }, { source: 'link' }, {}, { name: 'a', version: '1.0.0' }, { version: '1.0.0' }, {}, {},
  ]);
});

it('follows links by text only where the text cannot mislead', () => {
  expect(['../b', 'b/c', '../../x/y', './b', 'b/../c', '/b', '', '..', '../..', 'b/', 'b//c', '../../../../x'].map((target) => linkedPath('/r/n', target)))
    .toEqual(['/r/b', '/r/n/b/c', '/x/y', undefined, undefined, undefined, undefined, undefined, undefined, undefined, undefined, '/x']);
  expect([relativeTo('/a/b', '/a/b/c'), relativeTo('/a/b', '/a/c'), relativeTo('/', '/x'), relativeTo('/a', '/a')]).toEqual(['c', '../c', 'x', '']);
});
