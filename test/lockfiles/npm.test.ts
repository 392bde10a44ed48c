import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import Arborist from '@npmcli/arborist';
import { describe, expect, test } from 'vitest';
import type { Inventory } from '../../src/model/inventory.ts';
import { npm } from '../../src/lockfiles/npm.ts';

const FOLDER = new URL('../../fixtures/lockfiles/npm/', import.meta.url);
const R = 'https://registry.example';

function parse(value: unknown): Inventory {
  return npm.parse(typeof value === 'string' ? value : JSON.stringify(value), 'package-lock.json');
}

function flat(packages: object, more: object = {}): Inventory {
  return parse({ lockfileVersion: 3, packages: { '': {}, ...packages }, ...more });
}

function nested(dependencies: object, more: object = {}): Inventory {
  return parse({ lockfileVersion: 1, dependencies, ...more });
}

function codes(inventory: Inventory): string[] {
  return inventory.problems.map((problem) => problem.code);
}

function registry(name: string, version: string): { version: string; resolved: string } {
  return { version, resolved: `${R}/${name}/-/${name.split('/').at(-1)}-${version}.tgz` };
}

function one(version: string): string {
  return `"node_modules/a":{"version":"${version}"}`;
}

describe('files written by npm', () => {
  test('the hidden lockfile of a linked install lists the folders of its store, empty', () => {
    const store = 'node_modules/.store/a@1.0.0-hash';
    const packages = { [store]: {}, [`${store}/node_modules/a`]: registry('a', '1.0.0'), 'node_modules/a': { resolved: `${store}/node_modules/a`, link: true } };
    expect(flat(packages)).toMatchObject({ problems: [], packages: [{ source: 'file' }, { name: 'a', version: '1.0.0', source: 'registry' }, { source: 'link' }] });
    expect(codes(flat({ ...packages, [store]: { version: '6.6.6' } }))).toEqual(['unknown-entry']);
  });

  test.each(['written-by-npm-8', 'written-by-npm-11'])('%s: packages and edges as Arborist reads them', async (name) => {
    const folder = new URL(`${name}/`, FOLDER);
    const inventory = npm.parse(readFileSync(new URL('package-lock.json', folder), 'utf8'), 'package-lock.json');
    expect(inventory.problems).toEqual([]);
    expect(inventory.notes).toEqual([]);
    const tree = await new Arborist({ path: fileURLToPath(folder) }).loadVirtual();
    const nodes = [...tree.inventory.values()].filter((node) => node.location !== '');
    expect(inventory.packages.map((entry) => entry.id).sort()).toEqual(nodes.map((node) => node.location).sort());
    for (const node of nodes) {
      const entry = inventory.packages.find((candidate) => candidate.id === node.location);
      // A link carries the name of its target in Arborist, and of its place here.
      expect(node.isLink ? [] : [entry?.name, entry?.version]).toEqual(node.isLink ? [] : [node.packageName, node.version]);
      const edges = node.isLink ? [node.target.location] : [...node.edgesOut.values()].flatMap((edge) => (edge.to === null ? [] : [edge.to.location]));
      expect([node.location, [...inventory.dependenciesOf(node.location)].sort()]).toEqual([node.location, edges.sort()]);
    }
    const root = inventory.importers.find((importer) => importer.folder === '');
    const direct = [...tree.edgesOut.values()].flatMap((edge) => (edge.to === null || String(edge.type) === 'workspace' ? [] : [edge.to.location]));
    expect([...(root?.dependencies ?? [])].sort()).toEqual(direct.sort());
  });

  test('npm 6: nested form', () => {
    const inventory = npm.parse(readFileSync(new URL('written-by-npm-6/package-lock.json', FOLDER), 'utf8'), 'package-lock.json');
    expect(inventory.problems).toEqual([]);
    expect(inventory.formatVersion).toBe('1');
    expect(inventory.importers).toEqual([]);
    expect(inventory.packages.map((entry) => `${entry.id} ${entry.name}@${entry.version} ${entry.source}`)).toEqual([
      'node_modules/@s/al @types/ms@0.7.31 registry',
      'node_modules/debug debug@4.4.3 registry',
      'node_modules/debug/node_modules/ms ms@2.1.3 registry',
      'node_modules/fsevents fsevents@2.3.3 registry',
      'node_modules/local local@undefined file',
      'node_modules/local/node_modules/ms ms@2.0.0 registry',
      'node_modules/ms ms@2.1.2 registry',
      'node_modules/ms-alias ms@2.0.0 registry',
      'node_modules/once once@1.4.0 registry',
      'node_modules/url wrappy@1.0.1 registry',
      'node_modules/wrappy wrappy@1.0.2 registry',
    ]);
    expect(inventory.dependenciesOf('node_modules/debug')).toEqual(['node_modules/debug/node_modules/ms']);
    expect(inventory.answer('', 'debug', '^4.3.0')).toBe('node_modules/debug');
    expect(inventory.answer('', 'absent', '*')).toBeUndefined();
  });

  test('hidden lockfile: no root, and nothing missing of what `--omit=dev` left out', () => {
    const inventory = npm.parse(readFileSync(new URL('hidden-omit-dev/.package-lock.json', FOLDER), 'utf8'), '.package-lock.json');
    expect(inventory.problems).toEqual([]);
    expect(inventory.packages.some((entry) => entry.name === 'once')).toBe(false);
  });
});

describe('identity', () => {
  test('declared alias: the name field is the name, the key the alias', () => {
    const [entry] = flat({ 'node_modules/a': { name: 'bad', ...registry('bad', '1.0.0') } }).packages;
    expect(entry).toMatchObject({ id: 'node_modules/a', name: 'bad', version: '1.0.0', alias: 'a', source: 'registry' });
    expect(entry?.identities).toBeUndefined();
  });

  test('alias whose tarball is that of the key: all names are kept', () => {
    const [entry] = flat({ 'node_modules/bad': { name: 'good', ...registry('bad', '1.0.0') } }).packages;
    expect(entry).toMatchObject({ name: 'good', alias: 'bad', identities: [{ origin: 'resolved-url', name: 'bad', version: '1.0.0' }] });
  });

  test('another name or version in the tarball URL', () => {
    expect(flat({ 'node_modules/good': { ...registry('bad', '2.0.0'), version: '1.0.0' } }).packages[0]?.identities).toEqual([{ origin: 'resolved-url', name: 'bad', version: '2.0.0' }]);
    expect(flat({ 'node_modules/bad': { ...registry('bad', '2.0.0'), version: '1.0.0' } }).packages[0]?.identities).toEqual([{ origin: 'resolved-url', name: 'bad', version: '2.0.0' }]);
  });

  test('version 1: alias, tarball URL and the URL beside an alias', () => {
    const [alias, url, both] = nested({ a: { version: 'npm:@s/bad@1.0.0' }, b: { version: `${R}/bad/-/bad-1.0.0.tgz` }, c: { version: 'npm:good@1.0.0', resolved: `${R}/bad/-/bad-1.0.0.tgz` } }).packages;
    expect(alias).toMatchObject({ name: '@s/bad', version: '1.0.0', alias: 'a', source: 'registry' });
    expect(url).toMatchObject({ name: 'bad', version: '1.0.0', alias: 'b', source: 'registry' });
    expect(both).toMatchObject({ name: 'good', alias: 'c', identities: [{ origin: 'resolved-url', name: 'bad', version: '1.0.0' }] });
  });

  test('sources without a registry identity', () => {
    const inventory = flat({
      '': { workspaces: ['packages/*', '!packages/no'] },
      'packages/w': { version: '1.0.0' },
      'packages/no': { name: 'bad', version: '1.0.0' },
      '../beside': { version: '1.0.0' },
      'node_modules/w': { resolved: 'packages/w', link: true },
      'node_modules/g': { version: '1.0.0', resolved: 'git+ssh://git@host.example/o/r.git#0123' },
      'node_modules/f': { version: '1.0.0', resolved: 'file:x.tgz' },
      'node_modules/u': { version: '1.0.0', resolved: 'https://host.example/u.tgz' },
      'node_modules/@s/n': { version: '1.0.0' },
    });
    expect(inventory.problems).toEqual([]);
    expect(inventory.packages.map((entry) => `${entry.name} ${entry.source}`)).toEqual(['w workspace', 'bad file', 'beside file', 'w link', 'g git', 'f file', 'u url', '@s/n registry']);
  });

  test('marks', () => {
    const [entry] = flat({ 'node_modules/a': { ...registry('a', '1.0.0'), integrity: 'sha512-x', devOptional: true, peer: true, inBundle: true } }).packages;
    expect(entry).toMatchObject({ integrity: 'sha512-x', dev: true, optional: true, peer: true, bundled: true });
  });

  test('names with control characters and `__proto__` are carried as they are', () => {
    const inventory = parse(`{"lockfileVersion":3,"packages":{"":{"dependencies":{"__proto__":"1"}},"node_modules/__proto__":{"version":"1.0.0"},"__proto__":{"version":"1.0.0"},"node_modules/a\\u001b[2J":{"version":"1.0.0"}}}`);
    expect(inventory.packages.map((entry) => entry.name)).toEqual(['__proto__', '__proto__', 'a\u001b[2J']);
    expect(inventory.problems).toEqual([]);
    expect(inventory.importers[0]?.dependencies).toEqual(['node_modules/__proto__']);
    expect(nested(JSON.parse('{"__proto__":{"version":"1.0.0"}}')).packages[0]?.name).toBe('__proto__');
    expect(Object.hasOwn(Object.prototype, 'version')).toBe(false);
  });
});

describe('version 2: two tellings', () => {
  const a = registry('a', '1.0.0');

  test('what both say is told once', () => {
    const inventory = parse({ lockfileVersion: 2, packages: { '': {}, 'node_modules/a': a }, dependencies: { a } });
    expect(inventory.packages).toHaveLength(1);
    expect(inventory.notes).toEqual([]);
  });

  test('another version at the same place is a package of its own, beside what the other part says', () => {
    const inventory = parse({ lockfileVersion: 2, packages: { '': {}, 'node_modules/a': a }, dependencies: { a: registry('a', '6.6.6') } });
    expect(inventory.packages[1]).toMatchObject({ id: 'dependencies:node_modules/a', name: 'a', version: '6.6.6', identities: [{ origin: 'key', name: 'a', version: '1.0.0' }] });
    expect(inventory.notes).toHaveLength(1);
    expect(inventory.locate('dependencies:node_modules/a')).toEqual({ line: 1, column: expect.any(Number) as number });
  });

  test.each([
    ['a package that only old npm sees', { a, bad: registry('bad', '1.0.0') }],
    ['nested', { a: { ...a, dependencies: { bad: registry('bad', '1.0.0') } } }],
    ['as an alias', { a: { version: 'npm:bad@1.0.0' } }],
    ['as a tarball URL', { a: { version: `${R}/bad/-/bad-1.0.0.tgz` } }],
    ['only in `resolved`', { a: { ...a, resolved: `${R}/bad/-/bad-1.0.0.tgz` } }],
  ])('%s', (_name, dependencies) => {
    const inventory = parse({ lockfileVersion: 2, packages: { '': {}, 'node_modules/a': a }, dependencies });
    const all = inventory.packages.flatMap((entry) => [entry, ...(entry.identities ?? [])]).map((entry) => `${entry.name}@${entry.version}`);
    expect(all).toContain('bad@1.0.0');
    expect(all).toContain('a@1.0.0');
  });

  test('another hash in the old part is a package of its own', () => {
    const inventory = parse({ lockfileVersion: 2, packages: { '': {}, 'node_modules/a': { ...a, integrity: 'sha512-a' } }, dependencies: { a: { ...a, integrity: 'sha512-b' } } });
    expect(inventory.packages.map((entry) => entry.integrity)).toEqual(['sha512-a', 'sha512-b']);
  });
});

describe('edges', () => {
  test('a missing dependency is a problem, with its place', () => {
    const text = '{\n "lockfileVersion": 3,\n "packages": {\n  "": {"dependencies": {"gone": "1"}},\n  "node_modules/a": {"version": "1.0.0", "dependencies": {"b": "1"}}\n }\n}';
    expect(parse(text).problems).toEqual([
      expect.objectContaining({ code: 'dangling-reference', line: 4, column: 3 }) as unknown,
      expect.objectContaining({ code: 'dangling-reference', line: 5, column: 3 }) as unknown,
    ]);
  });

  test.each([
    ['optional', { optionalDependencies: { b: '1' } }],
    ['optional and listed twice', { dependencies: { b: '1' }, optionalDependencies: { b: '1' } }],
    ['peer', { peerDependencies: { b: '1' } }],
    ['development of an installed package', { devDependencies: { b: '1' } }],
    ['extraneous', { extraneous: true, dependencies: { b: '1' } }],
  ])('%s may be absent', (_name, fields) => {
    expect(codes(flat({ 'node_modules/a': { ...registry('a', '1.0.0'), ...fields } }))).toEqual([]);
  });

  test('development dependencies count for the root and for members, not for other linked folders or folders outside', () => {
    const dev = { devDependencies: { b: '1' } };
    expect(codes(flat({ '': dev }))).toEqual(['dangling-reference']);
    expect(codes(flat({ '': { workspaces: ['packages/*'] }, 'packages/a': dev }))).toEqual(['dangling-reference']);
    expect(codes(flat({ '': { workspaces: ['packages/*'] }, 'local/a': dev }))).toEqual([]);
    expect(codes(flat({ '../a': { dependencies: { b: '1' } } }))).toEqual([]);
  });

  test('resolves as Node does: own node_modules, then each above', () => {
    const inventory = flat({
      '': { workspaces: { packages: ['packages/**'] }, dependencies: { a: '1' } },
      'packages/x/w': { dependencies: { a: '1', c: '1' } },
      'packages/x/w/node_modules/a': registry('a', '3.0.0'),
      'node_modules/a': { ...registry('a', '1.0.0'), dependencies: { '@s/b': '1' } },
      'node_modules/a/node_modules/@s/b': { ...registry('@s/b', '1.0.0'), dependencies: { c: '1', a: '1' } },
      'node_modules/@s/b': registry('@s/b', '2.0.0'),
      'node_modules/c': registry('c', '1.0.0'),
    });
    expect(inventory.problems).toEqual([]);
    expect(inventory.dependenciesOf('node_modules/a')).toEqual(['node_modules/a/node_modules/@s/b']);
    expect(inventory.dependenciesOf('node_modules/a/node_modules/@s/b')).toEqual(['node_modules/c', 'node_modules/a']);
    expect(inventory.importers).toEqual([
      { folder: '', dependencies: ['node_modules/a'] },
      { folder: 'packages/x/w', dependencies: ['packages/x/w/node_modules/a', 'node_modules/c'] },
    ]);
    expect(inventory.answer('packages/x/w', 'a', '*')).toBe('packages/x/w/node_modules/a');
    expect(inventory.answer('packages/x/w', 'c', '*')).toBe('node_modules/c');
    expect(inventory.answer('', 'a', '*')).toBe('node_modules/a');
    expect(inventory.dependenciesOf('no such id')).toEqual([]);
  });

  test('what stands below an entry that is not there, or behind a link to nothing, is a problem', () => {
    expect(codes(flat({ 'node_modules/a/node_modules/b': registry('b', '1.0.0') }))).toEqual(['dangling-reference']);
    expect(codes(flat({ 'node_modules/a': { link: true, resolved: 'packages/a' } }))).toEqual(['dangling-reference']);
  });

  test('version 1: requires resolve by nesting', () => {
    const inner = { ...registry('b', '2.0.0'), requires: { c: '1' } };
    const inventory = nested({ a: { ...registry('a', '1.0.0'), requires: { b: '2' }, dependencies: { b: inner } }, c: registry('c', '1.0.0') });
    expect(inventory.problems).toEqual([]);
    expect(inventory.dependenciesOf('node_modules/a')).toEqual(['node_modules/a/node_modules/b']);
    expect(inventory.dependenciesOf('node_modules/a/node_modules/b')).toEqual(['node_modules/c']);
    expect(codes(nested({ a: { ...registry('a', '1.0.0'), requires: { b: '2' } } }))).toEqual(['dangling-reference']);
    expect(codes(nested({ a: { version: 'file:../a', requires: { b: '2' } } }))).toEqual([]);
  });
});

describe('versions of the format', () => {
  const packages = { '': {}, 'node_modules/a': registry('a', '1.0.0') };

  test.each([4, 0.5, '3', null, 1e9, -1, true, [3], {}])('unknown lockfileVersion %j: said, and read all the same', (lockfileVersion) => {
    const inventory = parse({ lockfileVersion, packages });
    expect(codes(inventory)).toContain('unknown-version');
    expect(inventory.packages.map((entry) => entry.name)).toEqual(['a']);
    expect(parse({ lockfileVersion, dependencies: { a: { version: '1.0.0' } } }).packages).toHaveLength(1);
  });

  test.each([undefined, 0])('dependencies with lockfileVersion %j are read as version 1', (lockfileVersion) => {
    const inventory = parse({ lockfileVersion, dependencies: { a: { version: '1.0.0', from: 'a@^1.0.0', resolved: `${R}/a/-/a-1.0.0.tgz` } } });
    expect(inventory).toMatchObject({ formatVersion: '1', problems: [], notes: [expect.stringContaining('read as version 1') as string] });
    expect(inventory.packages).toHaveLength(1);
  });

  test('packages without lockfileVersion, version 2 or 3 without packages', () => {
    expect(codes(parse({ packages }))).toEqual(['unknown-version']);
    expect(codes(parse({ lockfileVersion: 2, dependencies: {} }))).toEqual(['malformed']);
    expect(codes(parse({ lockfileVersion: 3 }))).toEqual(['no-packages']);
    expect(codes(parse({}))).toEqual(['no-packages']);
  });

  test('a project without dependencies is healthy', () => {
    expect(codes(parse({ name: 'x', version: '1.0.0', lockfileVersion: 1 }))).toEqual([]);
    expect(codes(parse({ lockfileVersion: 3, requires: true, packages: {} }))).toEqual([]);
    expect(codes(parse({ lockfileVersion: 2, packages: { '': {} }, dependencies: {} }))).toEqual([]);
  });
});

describe('bad input', () => {
  test.each(['', ' ', 'null', '[]', '1', '"x"', 'true', '{', '{"lockfileVersion": 3', 'not json', '<<<<<<< HEAD', '\u0000', '{}'])('%j: no packages, and a problem', (text) => {
    const inventory = parse(text);
    expect(inventory.packages).toEqual([]);
    expect(inventory.problems.length).toBeGreaterThan(0);
    expect(inventory.importers).toEqual([]);
    expect(inventory.locate('x')).toBeUndefined();
  });

  test.each([null, [], 'x', 1])('packages or an entry that is %j', (value) => {
    expect(codes(parse({ lockfileVersion: 3, packages: value }))).toContain('unknown-entry');
    expect(codes(flat({ 'node_modules/a': value }))).toEqual(['unknown-entry']);
    expect(codes(flat({ '': value }))).toEqual(['unknown-entry']);
    expect(codes(nested({ a: value }))).toEqual(['unknown-entry']);
    expect(codes(parse({ lockfileVersion: 1, dependencies: value }))).toContain('unknown-entry');
  });

  test.each([{}, { version: 1 }, { version: '' }, { version: 'latest' }, { version: '1.0' }, { version: '1.0.0\u001b' }])('registry entry with %j', (entry) => {
    expect(codes(flat({ 'node_modules/a': entry }))).toEqual(['unknown-package-version']);
    expect(codes(nested({ a: entry }))).toEqual(['unknown-package-version']);
  });

  test.each(['node_modules/', 'node_modules/@s', 'node_modules/@s/', 'node_modules/@/a', 'node_modules/a/b', 'node_modules/@s/a/b', 'node_modules/..', '/abs/node_modules/a', 'C:/x', 'a\\b', 'a/../b', './a', 'a//b',
    'packages/../node_modules/a', 'node_modules/../node_modules/a'])('the key %j is a problem, yet an entry', (key) => {
    const inventory = flat({ [key]: { version: '1.0.0' } });
    expect(codes(inventory)).toContain('unknown-entry');
    expect(inventory.packages).toHaveLength(1);
  });

  test.each([{ version: '1.0.0', resolved: 'nonsense' }, { version: '1.0.0', resolved: 7 }, { version: '1.0.0', name: 7 }, { link: true }, { link: true, resolved: `${R}/bad/-/bad-1.0.0.tgz` }])('fields that are not understood: %j', (entry) => {
    expect(codes(flat({ 'node_modules/a': entry }))).toEqual(['unknown-entry']);
  });

  test('a tarball behind a link or a folder is matched', () => {
    const inventory = flat({ 'node_modules/a': { link: true, resolved: `${R}/bad/-/bad-1.0.0.tgz` }, 'packages/b': { version: '1.0.0', resolved: `${R}/bad/-/bad-1.0.0.tgz` } });
    for (const entry of inventory.packages) expect(entry).toMatchObject({ source: 'registry', identities: [{ name: 'bad', version: '1.0.0' }] });
  });

  test('parts of the file and of a nested entry that are not understood', () => {
    expect(codes(parse({ lockfileVersion: 1, dependencie5: {} }))).toEqual(['unknown-entry']);
    expect(codes(nested({ a: { version: '1.0.0', dependencie5: {} } }))).toEqual(['unknown-entry']);
    expect(codes(nested({ a: { version: '1.0.0', dependencies: [] } }))).toEqual(['unknown-entry']);
  });

  test('keys that stand twice: a problem, and every value is read', () => {
    const all = (text: string) => {
      const inventory = parse(text);
      expect(codes(inventory)).toContain('duplicate-key');
      expect(new Set(inventory.packages.map((entry) => entry.id)).size).toBe(inventory.packages.length);
      return inventory.packages.flatMap((entry) => [entry, ...(entry.identities ?? [])]).map((entry) => `${entry.name}@${entry.version}`);
    };
    expect(all(`{"lockfileVersion":3,"packages":{${one('1.0.0')},${one('2.0.0')},${one('3.0.0')}}}`)).toEqual(expect.arrayContaining(['a@1.0.0', 'a@2.0.0', 'a@3.0.0']));
    expect(all(`{"lockfileVersion":3,"packages":{${one('1.0.0')}},"packages":{${one('2.0.0')}}}`)).toEqual(expect.arrayContaining(['a@1.0.0', 'a@2.0.0']));
    expect(all(`{"lockfileVersion":3,"packages":{"node_modules/x":{"version":"1.0.0"}},"packages":{}}`)).toEqual(['x@1.0.0']);
    expect(all(`{"lockfileVersion":3,"packages":{"node_modules/a":{"name":"bad","version":"6.6.6","name":"good","version":"1.0.0"}}}`)).toEqual(expect.arrayContaining(['bad@6.6.6', 'good@1.0.0']));
    expect(all(`{"lockfileVersion":3,"packages":{"node_modules/a":{"version":"6.6.6","v\\u0065rsion":"1.0.0"}}}`)).toEqual(expect.arrayContaining(['a@6.6.6', 'a@1.0.0']));
    expect(all(`{"lockfileVersion":1,"dependencies":{"a":{"version":"1.0.0","dependencies":{"b":{"version":"1.0.0"},"b":{"version":"2.0.0"}}},"a":{"version":"3.0.0"}}}`)).toEqual(expect.arrayContaining(['a@1.0.0', 'a@3.0.0', 'b@1.0.0', 'b@2.0.0']));
    expect(all(`{"lockfileVersion":1,"dependencies":{"a":{"version":"npm:bad@6.6.6","version":"1.0.0"}}}`)).toEqual(expect.arrayContaining(['bad@6.6.6', 'a@1.0.0']));
    expect(parse(`{"lockfileVersion":3,"packages":{\n${one('1.0.0')},\n${one('2.0.0')}}}`).locate('node_modules/a#1')).toEqual({ line: 2, column: 1 });
  });

  test('10,000 levels of nesting, a line of 64 KiB, a key of 100,000 folders', () => {
    const deep = `{"lockfileVersion":1,"dependencies":${'{"a":{"version":"1.0.0","dependencies":'.repeat(5000)}{}${'}}'.repeat(5000)}}`;
    expect(codes(parse(deep))).toEqual(['too-deep']);
    expect(parse({ lockfileVersion: 3, packages: { 'node_modules/a': { version: '1.0.0', license: 'x'.repeat(65_536) } } }).packages).toHaveLength(1);
    const long = flat({ [`${'a/'.repeat(100_000)}node_modules/b`]: { ...registry('b', '1.0.0'), dependencies: { c: '1' } } });
    expect(long.packages).toHaveLength(1);
    expect(codes(long)).toContain('too-deep');
  });

  test('a thousand faults are counted, not listed', () => {
    const entries = Object.fromEntries(Array.from({ length: 1000 }, (_, at) => [`node_modules/a${at}`, null]));
    const inventory = flat(entries);
    expect(inventory.problems.length).toBeLessThan(30);
    expect(inventory.problems.at(-1)?.message).toBe('975 more of this kind');
  });
});
