import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { listPackageCaches } from '../../src/caches/package-caches.ts';
import { memoryTree, type MemoryEntry } from '../../src/io/memory-tree.ts';
import type { Home } from '../../src/model/machine.ts';

const linux: Home = { path: '/home/dev', user: 'dev', platform: 'linux', environment: {} };
const list = (files: Record<string, MemoryEntry>, home = linux) => listPackageCaches(memoryTree(files), home);
const found = (files: Record<string, MemoryEntry>, home = linux) => list(files, home).tarballs.map(({ tool, name, version, form, held }) => [tool, name, version, form, held].join(' '));

describe('yarn berry', () => {
  const sha = (text: string): string => createHash('sha512').update(text).digest('hex');
  const zip = (scope: string, name: string, version: string): string => `${scope === '' ? '' : `@${scope}-`}${name}-npm-${version}-${sha(`${sha(scope + name)}npm:${version}`).slice(0, 10)}-10c0.zip`;

  test('names and versions of zips', () => {
    expect(found(Object.fromEntries([zip('', 'postmark-mcp', '1.0.16'), zip('', 'a-npm', '1.0.0-rc.1'), '.gitignore', 'noise.zip'].map((name) => [`/home/dev/.yarn/berry/cache/${name}`, 'x'])))).toEqual(['yarn a-npm 1.0.0-rc.1 zip true', 'yarn postmark-mcp 1.0.16 zip true']);
  });

  test('the hash in the name decides where a scope ends', () => {
    expect(found({ [`/home/dev/.yarn/berry/cache/${zip('a-b', 'c-d', '1.0.0')}`]: 'x' })).toEqual(['yarn @a-b/c-d 1.0.0 zip true']);
  });

  test('without a hash that confirms it, every reading counts', () => {
    expect(found({ '/home/dev/.yarn/berry/cache/@a-b-c-npm-1.0.0-0123456789-8.zip': 'x' })).toEqual(['yarn @a/b-c 1.0.0 zip true', 'yarn @a-b/c 1.0.0 zip true']);
  });
});

test('yarn classic: the folder inside tells the name, the tarball lies beside the files', () => {
  const v6 = '/home/dev/.cache/yarn/v6';
  const sha1 = 'b1b20fa913d0489208128d0dc0e7885832950a30';
  const { tarballs } = list({
    [`${v6}/npm-@s-a-2.0.0-${sha1}-integrity/node_modules/@s/a/package.json`]: '{}', [`${v6}/npm-@s-a-2.0.0-${sha1}-integrity/node_modules/@s/a/.yarn-tarball.tgz`]: 'x',
    [`${v6}/npm-b-1-1.0.0-${sha1}/node_modules/b-1/package.json`]: '{}', [`${v6}/.tmp/x`]: '', [`${v6}/npm-empty-1.0.0-${sha1}-integrity`]: { folder: true },
  });
  expect(tarballs.map(({ name, version, integrity, form, content }) => [name, version, integrity, form, content])).toEqual([
    ['@s/a', '2.0.0', sha1, 'tarball', `${v6}/npm-@s-a-2.0.0-${sha1}-integrity/node_modules/@s/a/.yarn-tarball.tgz`],
    ['b-1', '1.0.0', sha1, 'folder', `${v6}/npm-b-1-1.0.0-${sha1}/node_modules/b-1`],
  ]);
});

describe('pnpm', () => {
  const store = '/home/dev/.local/share/pnpm/store';
  const hex = 'ab'.repeat(31);

  test('v10: the name of the index file', () => {
    expect(found({ [`${store}/v10/index/00/${hex}-@s+a@2.0.0+build.json`]: '{}', [`${store}/v10/index/00/${hex}-b@1.0.0.mpk`]: '', [`${store}/v10/index/00/${hex}-github.com+o+r@1.json`]: '{}', [`${store}/v10/index/00/x.json`]: '{}' })).toEqual(['pnpm @s/a 2.0.0+build  false', 'pnpm b 1.0.0  false']);
  });

  test('v3: the file tells it, and its place is the integrity', () => {
    const { tarballs, problems } = list({ [`${store}/v3/files/00/${'ab'.repeat(63)}-index.json`]: '{"name":"a","version":"1.0.0","files":{"name":{}}}', [`${store}/v3/files/00/${'cd'.repeat(63)}`]: 'content', [`${store}/v3/files/01/${'ab'.repeat(63)}-index.json`]: { error: 'unreadable' } });
    expect(tarballs.map(({ name, version, integrity }) => [name, version, integrity])).toEqual([['a', '1.0.0', `sha512-${Buffer.from(`00${'ab'.repeat(63)}`, 'hex').toString('base64')}`]]);
    expect(problems.map(({ code }) => code)).toEqual(['unreadable']);
  });

  test('an index that is not read is said', () => {
    expect(list({ [`${store}/v11/index.db`]: 'x' }).notes).toEqual([`${store}/v11 keeps its index in a database that is not read: packages in it are not listed`]);
  });
});

test('bun: folders of packages, of a scope, of another registry, of a pre-release', () => {
  const cache = '/home/dev/.bun/install/cache';
  expect(found({
    [`${cache}/a@1.0.0@@@1/package.json`]: '{}', [`${cache}/@s/b@2.0.0@@registry.example@@@1/package.json`]: '{}', [`${cache}/c@2.0.0-c0734e9369ab610d@@@1/package.json`]: '{"name":"c","version": "2.0.0-beta.1"}',
    [`${cache}/d@2.0.0-c0734e9369ab610d@@@1/package.json`]: '{"version":"9.9.9"}', [`${cache}/a/1.0.0@@@1`]: { link: '../a@1.0.0@@@1' }, [`${cache}/0123.npm`]: 'x',
  })).toEqual(['bun @s/b 2.0.0 folder true', 'bun a 1.0.0 folder true', 'bun c 2.0.0-beta.1 folder true', 'bun d 2.0.0-c0734e9369ab610d folder true']);
});

test('deno: folders of registry, name and version, copies counted once', () => {
  const npm = '/home/dev/.cache/deno/npm/registry.example';
  expect(found({ [`${npm}/a/1.0.0/package.json`]: '{}', [`${npm}/a/1.0.0_1/package.json`]: '{}', [`${npm}/a/registry.json`]: '{}', [`${npm}/@s/b/2.0.0-rc.1/x`]: '', [`${npm}/_abc/x`]: '' })).toEqual(['deno @s/b 2.0.0-rc.1 folder true', 'deno a 1.0.0 folder true']);
});

test('the places of macOS, Windows and root', () => {
  const zip = 'a-npm-1.0.0-0123456789-8.zip';
  const folder = `npm-b-1.0.0-${'0'.repeat(40)}-integrity/node_modules/b/package.json`;
  const windows: Home = { path: '/Users/dev', user: 'dev', platform: 'windows', environment: {} };
  expect(found({ [`/Users/dev/AppData/Local/Yarn/Berry/cache/${zip}`]: '', [`/Users/dev/AppData/Local/Yarn/Cache/v6/${folder}`]: '', '/Users/dev/AppData/Local/pnpm/store/v10/index/00/x': '' }, windows)).toEqual(['yarn a 1.0.0 zip true', 'yarn b 1.0.0 folder true']);
  expect(found({ [`/Users/dev/Library/Caches/Yarn/v6/${folder}`]: '' }, { ...windows, platform: 'macos' })).toEqual(['yarn b 1.0.0 folder true']);
  expect(found({ [`/usr/local/share/.cache/yarn/v6/${folder}`]: '', '/root/x': '' }, { ...linux, path: '/root', user: 'root' })).toEqual(['yarn b 1.0.0 folder true']);
});

test('only what is wanted', () => {
  const zips = { '/home/dev/.yarn/berry/cache/a-npm-1.0.0-0123456789-8.zip': '', '/home/dev/.yarn/berry/cache/b-npm-1.0.0-0123456789-8.zip': '' };
  expect(listPackageCaches(memoryTree(zips), linux, (name) => name === 'b').tarballs.map(({ name }) => name)).toEqual(['b']);
});

test('a cache that cannot be read is a problem', () => {
  expect(list({ '/home/dev/.yarn/berry/cache/x': '', '/home/dev/.yarn/berry/cache': { error: 'unreadable' } }).problems.map(({ path }) => path)).toEqual(['/home/dev/.yarn/berry/cache']);
});
