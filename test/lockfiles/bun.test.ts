import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Inventory } from '../../src/model/inventory.ts';
import { bun } from '../../src/lockfiles/bun.ts';
import { bunPlaceOf } from '../../src/lockfiles/bun/packages.ts';

const FOLDER = new URL('../../fixtures/lockfiles/bun/', import.meta.url);
const R = 'https://registry.example';

function parse(value: unknown): Inventory {
  return bun.parse(typeof value === 'string' ? value : JSON.stringify(value), 'bun.lock');
}

function lock(packages: object, workspaces: object = { '': { name: 'root' } }, more: object = {}): Inventory {
  return parse({ lockfileVersion: 1, workspaces, packages, ...more });
}

function tuple(name: string, info: object = {}): unknown[] {
  return [name, '', info, 'sha512-x'];
}

function codes(inventory: Inventory): string[] {
  return inventory.problems.map((problem) => problem.code);
}

function listed(inventory: Inventory): string[] {
  return inventory.packages.map((entry) => `${entry.id} ${entry.name}@${entry.version ?? ''} ${entry.source}`);
}

function read(name: string): Inventory {
  return bun.parse(readFileSync(new URL(`${name}/bun.lock`, FOLDER), 'utf8'), 'bun.lock');
}

describe('files written by bun', () => {
  test.each([['written-by-bun-1.1.45', '0'], ['written-by-bun-1.2.23', '1'], ['written-by-bun-1.4.5', '2']])('%s', (name, version) => {
    const inventory = read(name);
    expect(inventory.problems).toEqual([]);
    expect(inventory.formatVersion).toBe(version);
    expect(listed(inventory)).toEqual([
      '@s/al @types/ms@0.7.31 registry',
      '@ws/a @ws/a@1.0.0 workspace',
      'debug debug@4.4.3 registry',
      'fsevents fsevents@2.3.3 registry',
      'isarray isarray@2.0.5 registry',
      'local localreal@ file',
      'ms ms@2.1.2 registry',
      'ms-alias ms@2.0.0 registry',
      'once once@1.4.0 registry',
      'url wrappy@1.0.1 registry',
      'wrappy wrappy@1.0.2 registry',
      '@ws/a/ms ms@2.1.3 registry',
      'debug/ms ms@2.1.3 registry',
      'local/ms ms@2.0.0 registry',
    ]);
    expect(inventory.packages.filter((entry) => entry.identities !== undefined)).toEqual([]);
    expect(inventory.dependenciesOf('debug')).toEqual(['debug/ms']);
    expect(inventory.dependenciesOf('@ws/a')).toEqual(['@ws/a/ms', 'isarray']);
    expect(inventory.importers).toEqual([
      { folder: '', dependencies: ['@s/al', 'debug', 'local', 'ms', 'ms-alias', 'url', 'once', 'fsevents'] },
      { folder: 'packages/a', dependencies: ['@ws/a/ms', 'isarray'] },
    ]);
    expect(inventory.answer('packages/a', 'ms', '2.1.3')).toBe('@ws/a/ms');
    expect(inventory.answer('', 'ms', '2.1.2')).toBe('ms');
    expect(inventory.answer('', 'absent', '*')).toBeUndefined();
  });

  test('version 3, and every kind of tuple', () => {
    const inventory = read('overrides-version-3');
    expect(inventory.problems).toEqual([]);
    expect(inventory.formatVersion).toBe('3');
    expect(listed(inventory)).toEqual([
      '@types/node @types/node@20.0.0 registry',
      'ansi-regex ansi-regex@5.0.0 registry',
      'gitdep gitreal@ git',
      'linked tbreal@ link',
      'ms ms@2.1.2 registry',
      'tb tbreal@ file',
      'url ms@2.0.0 registry',
      'xws xws@1.0.0 workspace',
      'gitdep/ms ms@2.1.1 registry',
      'tb/ms ms@2.0.0 registry',
    ]);
    expect(inventory.packages.find((entry) => entry.id === 'tb')?.integrity).toMatch(/^sha512-/);
    expect(inventory.locate('gitdep/ms')).toEqual({ line: 64, column: 5 });
  });
});

describe('keys', () => {
  test.each([['a', '', 'a'], ['@s/a', '', '@s/a'], ['a/b', 'a', 'b'], ['@s/a/b', '@s/a', 'b'], ['a/@s/b', 'a', '@s/b'], ['@s/a/@t/b', '@s/a', '@t/b'], ['a/b/c', 'a/b', 'c'], ['/a', '', 'a']])('%s', (key, parent, local) => {
    expect(bunPlaceOf(key)).toEqual({ parent, local });
  });

  test.each(['', '/a', 'a/', 'a//b', '@s', '@s/', '@', 'a/@s', 'a/@s/'])('%j is no place, yet an entry', (key) => {
    const inventory = lock({ [key]: tuple('bad@1.0.0') });
    expect(codes(inventory)).toContain('unknown-entry');
    expect(inventory.packages[0]).toMatchObject({ name: 'bad', version: '1.0.0' });
  });

  test('the tuple names the package, the key is where it lies', () => {
    const inventory = lock({ a: tuple('a@1.0.0'), 'a/b': tuple('bad@1.0.0') }, { '': { dependencies: { a: '1', b: 'npm:bad@^1' }, optionalDependencies: { b: '1' } } });
    expect(inventory.packages[1]).toMatchObject({ id: 'a/b', name: 'bad', version: '1.0.0', alias: 'b' });
    expect(inventory.packages[1]?.identities).toBeUndefined();
  });

  test('a key of another name that no specifier declares is an identity of its own', () => {
    expect(lock({ good: tuple('bad@1.0.0') }).packages[0]?.identities).toEqual([{ origin: 'key', name: 'good', version: '1.0.0' }]);
  });
});

describe('resolutions', () => {
  test.each([
    [['@s/a@1.0.0', '', {}, 'sha512-x'], '@s/a@1.0.0 registry'],
    [['a@1.0.0-rc.1+b', '', {}, 'sha512-x'], 'a@1.0.0-rc.1+b registry'],
    [['a@github:o/r#0123', {}, 'o-r-0123'], 'a@ git'],
    [['a@github:o/r#0123', {}, 'o-r-0123', 'sha512-x'], 'a@ git'],
    [['a@git+ssh://git@host.example/o/r.git#0123', {}, '0123'], 'a@ git'],
    [['a@https://host.example/a.tgz', {}], 'a@ url'],
    [[`bad@${R}/bad/-/bad-1.0.0.tgz`, {}, 'sha512-x'], 'bad@1.0.0 registry'],
    [['a@./a.tgz', {}, 'sha512-x'], 'a@ file'],
    [['a@../x/a.tar.gz', {}], 'a@ file'],
    [['a@file:x', {}], 'a@ file'],
    [['a@link:x', {}], 'a@ link'],
    [['a@workspace:packages/a'], 'a@ workspace'],
    [['a@root:', {}], 'a@ workspace'],
    [['@root:', { bin: 'x' }], 'a@ workspace'],
  ])('%j', (value, expected) => {
    const inventory = lock({ a: value }, { '': {}, 'packages/a': { name: 'a' } });
    expect(codes(inventory)).toEqual([]);
    const entry = inventory.packages[0];
    expect(`${entry?.name}@${entry?.version ?? ''} ${entry?.source}`).toBe(expected);
  });

  test('a tarball URL of another name: both are kept', () => {
    expect(lock({ a: [`a@${R}/bad/-/bad-1.0.0.tgz`, {}] }).packages[0]).toMatchObject({ name: 'a', source: 'registry', identities: [{ origin: 'resolved-url', name: 'bad', version: '1.0.0' }] });
    expect(lock({ a: ['a@1.0.0', `${R}/bad/-/bad-6.6.6.tgz`, {}, 'sha512-x'] }).packages[0]).toMatchObject({ name: 'a', version: '1.0.0', identities: [{ origin: 'resolved-url', name: 'bad', version: '6.6.6' }] });
    expect(lock({ a: ['a@npm:bad@6.6.6', '', {}, 'sha512-x'] }).packages[0]).toMatchObject({ name: 'a', identities: [{ origin: 'alias-target', name: 'bad' }] });
  });

  test('a registry of its own', () => {
    expect(lock({ a: ['a@1.0.0', `${R}/a/-/a-1.0.0.tgz`, { bundled: true }, 'sha512-x'] })).toMatchObject({ problems: [], packages: [{ resolved: `${R}/a/-/a-1.0.0.tgz`, integrity: 'sha512-x', bundled: true }] });
  });

  test.each([['a@latest'], ['a@'], ['a@^1.0.0']])('%s is no version', (first) => {
    expect(codes(lock({ a: tuple(first) }))).toEqual(['unknown-package-version']);
  });

  test.each([[[]], [['a']], [[1]], [null], [{}], ['a@1.0.0'], [['a@1.0.0']], [['a@1.0.0', '', {}]], [['a@1.0.0', '', {}, 1]], [['a@1.0.0', '', [], 'sha512-x']], [['a@1.0.0', '', {}, 'sha512-x', 'y']], [['a@link:x', {}, {}, {}]]])('%j is no entry', (value) => {
    expect(codes(lock({ a: value }))).toContain('unknown-entry');
  });
});

describe('edges', () => {
  test('missing ones are problems, of packages and of workspaces', () => {
    expect(codes(lock({ a: tuple('a@1.0.0', { dependencies: { b: '1' } }) }))).toEqual(['dangling-reference']);
    expect(codes(lock({}, { '': { dependencies: { b: '1' } } }))).toEqual(['dangling-reference']);
    expect(codes(lock({}, { '': {}, 'packages/a': { name: 'a', devDependencies: { b: '1' } } }))).toEqual(['dangling-reference']);
    expect(codes(lock({ 'a/b': tuple('b@1.0.0') }))).toEqual(['dangling-reference']);
    expect(codes(lock({ a: ['a@workspace:packages/a'] }))).toEqual(['dangling-reference']);
  });

  test('optional dependencies and peers may be absent', () => {
    const info = { optionalDependencies: { b: '1' }, peerDependencies: { c: '1', d: '1' }, optionalPeers: ['d'] };
    expect(codes(lock({ a: tuple('a@1.0.0', info) }, { '': info }))).toEqual([]);
  });

  test('looks below the own key, then upwards, then at the top', () => {
    const inventory = lock({
      a: tuple('a@1.0.0', { dependencies: { '@s/b': '1' } }),
      c: tuple('c@1.0.0'),
      'a/@s/b': tuple('@s/b@1.0.0', { dependencies: { c: '1', d: '1' } }),
      'a/d': tuple('d@1.0.0'),
      'a/@s/b/c': tuple('c@2.0.0'),
    });
    expect(inventory.problems).toEqual([]);
    expect(inventory.dependenciesOf('a')).toEqual(['a/@s/b']);
    expect(inventory.dependenciesOf('a/@s/b')).toEqual(['a/@s/b/c', 'a/d']);
    expect(inventory.dependenciesOf('no such id')).toEqual([]);
  });
});

describe('bad input', () => {
  test.each(['', ' ', 'null', '[]', '1', '"x"', '{', 'not json', '/*', '/', '{"lockfileVersion": 1,', '{,}', '{}'])('%j: no packages, and a problem', (text) => {
    const inventory = parse(text);
    expect(inventory.packages).toEqual([]);
    expect(inventory.problems.length).toBeGreaterThan(0);
  });

  test.each([4, -1, 0.5, '1', null, undefined, {}])('lockfileVersion %j: said, and read all the same', (lockfileVersion) => {
    const inventory = lock({ a: tuple('a@1.0.0') }, { '': {} }, { lockfileVersion });
    expect(codes(inventory)).toEqual(['unknown-version']);
    expect(inventory.packages).toHaveLength(1);
  });

  test.each([null, [], 'x', 1])('packages, workspaces or a workspace that is %j', (value) => {
    expect(codes(parse({ lockfileVersion: 1, workspaces: { '': {} }, packages: value }))).toContain('unknown-entry');
    expect(codes(parse({ lockfileVersion: 1, workspaces: value, packages: {} }))).toContain('unknown-entry');
    expect(codes(lock({}, { '': value }))).toContain('unknown-entry');
  });

  test('trailing commas and comments in every place, and in strings left alone', () => {
    const inventory = parse(`// head\r\n{ "lockfileVersion": 1, /* a: { */ "workspaces": { "": { "name": "x,}", }, },\r\n "packages": { "a": ["a@1.0.0", "", { "bin": { "a": "http://x,]" }, }, "sha512-x",], // tail, }\r\n}, }`);
    expect(inventory.problems).toEqual([]);
    expect(inventory.packages[0]).toMatchObject({ name: 'a', version: '1.0.0', integrity: 'sha512-x' });
    expect(inventory.locate('a')).toEqual({ line: 3, column: 16 });
  });

  test('keys that stand twice: a problem, and every value is read', () => {
    const text = '{"lockfileVersion":1,"workspaces":{"":{}},"packages":{\n"a":["bad@6.6.6","",{},"sha512-x"],\n"a":["a@1.0.0","",{},"sha512-x"]}}';
    const inventory = parse(text);
    expect(codes(inventory)).toEqual(['duplicate-key']);
    expect(listed(inventory)).toEqual(['a a@1.0.0 registry', 'a#1 bad@6.6.6 registry']);
    expect(inventory.locate('a#1')).toEqual({ line: 2, column: 1 });
    const twice = '{"lockfileVersion":1,"workspaces":{"":{}},"packages":{"a":["bad@6.6.6","",{},"sha512-x"],"b":["b@1.0.0","",{},"sha512-x"]},"packages":{}}';
    expect(listed(parse(twice))).toEqual(['a#1 bad@6.6.6 registry', 'b#2 b@1.0.0 registry']);
  });

  test('`__proto__` is a name like any other', () => {
    const inventory = parse('{"lockfileVersion":1,"workspaces":{"":{"dependencies":{"__proto__":"1"}}},"packages":{"__proto__":["__proto__@1.0.0","",{},"sha512-x"]}}');
    expect(inventory.problems).toEqual([]);
    expect(listed(inventory)).toEqual(['__proto__ __proto__@1.0.0 registry']);
  });

  test('10,000 levels of nesting, a line of 64 KiB, a key of 100,000 levels', () => {
    expect(codes(parse(`{"lockfileVersion":1,"workspaces":{},"packages":${'[ '.repeat(10_000)}${']'.repeat(10_000)}}`))).toEqual(['too-deep']);
    expect(lock({ a: tuple('a@1.0.0', { bin: 'x'.repeat(65_536) }) }).packages).toHaveLength(1);
    const deep = lock({ [`${'a/'.repeat(100_000)}b`]: tuple('b@1.0.0', { dependencies: { c: '1' } }) });
    expect(deep.packages).toHaveLength(1);
    expect(codes(deep)).toContain('too-deep');
  });
});
