// Manifests as facts, and what differs between two: ordinary ones, the forms that npm takes for the same, and hostile ones.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareManifests, readManifest } from '../../src/artifacts/manifest.ts';
import type { JsonValue } from '../../src/text/json.ts';

const summary = (manifest: JsonValue) => readManifest(manifest).summary;
const changes = (before: JsonValue, after: JsonValue) => compareManifests(summary(before), summary(after)).map(({ field, was, now }) => [field, was, now]);

describe('reading', () => {
  test('keeps what changes behaviour or identity', () => {
    const { summary: read, problems } = readManifest(JSON.stringify({
      name: '@fixture/server', version: '1.0.0', description: 'd', license: 'MIT', author: { name: 'A', email: 'a@example.com', url: 'https://a.example' }, homepage: 'https://fixture.example',
      repository: { type: 'git', url: 'git+https://github.com/fixture/server.git', directory: 'packages/server' },
      scripts: { postinstall: 'node x.js' }, dependencies: { a: '^1.0.0', both: '1' }, optionalDependencies: { both: '2' }, peerDependencies: { p: '*' },
      bundleDependencies: ['a'], bin: './cli.js', main: './index.js', exports: { import: './i.mjs', default: './i.js' }, engines: { node: '>=20' }, eslintConfig: { root: true }, _id: 'x', gitHead: 'y',
    }));
    expect(problems).toEqual([]);
    expect(read).toMatchObject({
      name: '@fixture/server', version: '1.0.0', license: 'MIT', author: 'A <a@example.com> (https://a.example)', homepage: 'https://fixture.example', repository: 'git+https://github.com/fixture/server.git',
      scripts: { postinstall: 'node x.js' }, dependencies: { a: '^1.0.0' }, optionalDependencies: { both: '2' }, peerDependencies: { p: '*' }, bundled: ['a'], bins: { server: 'cli.js' },
      fields: { main: '"./index.js"', exports: '{"import":"./i.mjs","default":"./i.js"}', engines: '{"node":">=20"}', 'repository.directory': '"packages/server"' },
    });
    expect(Object.keys(read.dependencies)).toEqual(['a']);
    expect(Object.keys(read.fields)).not.toContain('eslintConfig');
  });

  test.each([
    ['bin', { 'a/b\\c': './x/../cli.js', '..': 'y', e: '/' }, { c: 'cli.js' }],
    ['bin', ['./bin/one.js', 2], { 'one.js': 'bin/one.js' }],
    ['bin', '', {}],
  ])('names programs as npm does: %s %j', (key, value, bins) => {
    expect({ ...summary({ name: 'x', [key]: value }).bins }).toEqual(bins);
  });

  test.each([
    [['left@^1.0.0', '@s/p', 'c >=2'], { left: '^1.0.0', '@s/p': '', c: '>=2' }],
    ['a@1, b', { a: '1', b: '' }],
    [[], {}],
    [null, {}],
  ])('reads the list and the line that npm reads as dependencies: %j', (dependencies, expected) => {
    const read = readManifest({ dependencies });
    expect({ ...read.summary.dependencies }).toEqual(expected);
    expect(read.problems).toEqual([]);
  });

  test('bundleDependencies: true brings all along, an object its keys', () => {
    expect(summary({ dependencies: { a: '1', b: '2' }, bundledDependencies: true }).bundled).toEqual(['a', 'b']);
    expect(summary({ bundleDependencies: { z: 1 } }).bundled).toEqual(['z']);
    expect(summary({ bundleDependencies: ['a', 'a', 4] }).bundled).toEqual(['a']);
  });

  test('keeps no secrets of addresses, and keeps the commit', () => {
    const read = summary({ repository: 'https://user:pw@github.com/a/b', dependencies: { a: 'git+https://token@github.com/a/b.git#abc', b: 'git+ssh://git@github.com/a/b.git#abc', c: 'https://x.example/c.tgz?sig=1', d: 'github:tok:x@a/b#main', e: 'npm:real@1.0.0', f: 'npm:@s/real@^1', g: 'patch:foo@npm:1.0.0#./a.patch', h: 'git@github.com:a/b.git', i: 'a/b#semver:^1' } });
    expect(read.repository).toBe('https://github.com/a/b');
    expect({ ...read.dependencies }).toEqual({ a: 'git+https://github.com/a/b.git#abc', b: 'git+ssh://git@github.com/a/b.git#abc', c: 'https://x.example/c.tgz', d: 'github:a/b#main', e: 'npm:real@1.0.0', f: 'npm:@s/real@^1', g: 'patch:foo@npm:1.0.0#./a.patch', h: 'git@github.com:a/b.git', i: 'a/b#semver:^1' });
  });
});

describe('hostile manifests', () => {
  test('names of the prototype are names', () => {
    const { summary: read } = readManifest('{"scripts":{"__proto__":"curl x","constructor":"y"},"dependencies":{"__proto__":"1"},"bin":{"__proto__":"z.js"}}');
    expect(Object.keys(read.scripts)).toEqual(['__proto__', 'constructor']);
    expect([Object.keys(read.dependencies), Object.keys(read.bins), Object.getPrototypeOf(read.dependencies)]).toEqual([['__proto__'], ['__proto__'], null]);
    expect(compareManifests(summary({}), read).map(({ field }) => field)).toEqual(['scripts.__proto__', 'scripts.constructor', 'dependencies.__proto__', 'bin.__proto__']);
  });

  test('what is no text is told and left out', () => {
    const { summary: read, problems } = readManifest({ name: 5, version: ['1'], scripts: 'x', dependencies: { a: { version: '1' }, b: '1' }, optionalDependencies: 7, bin: { c: null, d: 'd.js' }, repository: { url: {} }, author: [] });
    expect(read.name).toBeUndefined();
    expect({ ...read.dependencies }).toEqual({ b: '1' });
    expect({ ...read.bins }).toEqual({ d: 'd.js' });
    expect(problems.map(({ message }) => /manifest's (\S+)/.exec(message)?.[1])).toEqual(['optionalDependencies', 'dependencies.a', 'scripts', 'bin.c']);
  });

  test.each([
    ['', 'empty-file'], ['{', 'malformed'], ['[]', 'malformed'], ['null', 'malformed'], ['{"name":"a","name":"b"}', 'duplicate-key'], [`${'{"a":'.repeat(600)}1${'}'.repeat(600)}`, 'too-deep'],
  ])('%.20s is told', (text, code) => {
    expect(readManifest(text).problems).toMatchObject([{ code }]);
  });

  test('a value nested too deep is cut, not followed', () => {
    let deep: JsonValue = 1;
    for (let level = 0; level < 20_000; level += 1) deep = { a: deep };
    expect(summary({ exports: deep }).fields['exports']).toContain('…');
  });

  test('a text cut anywhere is a manifest or a problem', () => {
    const text = JSON.stringify({ name: 'a', scripts: { install: 'x' }, dependencies: { b: '1' } });
    for (let end = 0; end < text.length; end += 1) expect(readManifest(text.slice(0, end)).problems).toHaveLength(1);
  });
});

describe('any manifest', () => {
  const anything = fc.jsonValue({ maxDepth: 4 });
  const keys = ['name', 'version', 'scripts', 'dependencies', 'optionalDependencies', 'peerDependencies', 'bundleDependencies', 'bundledDependencies', 'bin', 'directories', 'repository', 'author', 'license', 'exports', '__proto__'];
  const manifest = fc.dictionary(fc.constantFrom(...keys), fc.oneof(anything, fc.dictionary(fc.string(), fc.string())));
  test('is read without a throw, is equal to itself, and differs both ways alike', () => {
    fc.assert(fc.property(manifest, manifest, (a, b) => {
      const [first, second] = [readManifest(JSON.stringify(a)).summary, readManifest(b as JsonValue).summary];
      expect(compareManifests(first, readManifest(JSON.stringify(a)).summary)).toEqual([]);
      const fields = (changes: ReturnType<typeof compareManifests>) => changes.map(({ field }) => field).toSorted();
      expect(fields(compareManifests(first, second))).toEqual(fields(compareManifests(second, first)));
      for (const change of compareManifests(first, second)) expect(change.was !== undefined || change.now !== undefined).toBe(true);
    }), { numRuns: 300 });
  });
});

describe('comparing', () => {
  test('one fact a line, with its line in the file', () => {
    const before = '{\n  "name": "a",\n  "version": "1.0.0",\n  "scripts": {\n    "test": "x"\n  }\n}\n';
    const after = '{\n  "name": "a",\n  "version": "1.0.1",\n  "scripts": {\n    "postinstall": "node x.js"\n  },\n  "bin": "cli.js",\n  "dependencies": { "left": "^1" }\n}\n';
    expect(compareManifests(readManifest(before).summary, readManifest(after).summary, { before, after })).toEqual([
      { field: 'version', was: '1.0.0', now: '1.0.1', line: 3 },
      { field: 'scripts.postinstall', now: 'node x.js', line: 5 },
      { field: 'dependencies.left', now: '^1', line: 8 },
      { field: 'bin.a', now: 'cli.js', line: 7 },
      { field: 'scripts.test', was: 'x', line: 5 },
    ]);
  });

  test.each([
    ['order of keys', { dependencies: { a: '1', b: '2' }, engines: { node: '1', npm: '2' } }, { engines: { npm: '2', node: '1' }, dependencies: { b: '2', a: '1' } }],
    ['forms of a program', { name: '@s/x', bin: './cli.js' }, { name: '@s/x', bin: { x: 'cli.js' } }],
    ['an optional one in both tables', { optionalDependencies: { f: '1' } }, { dependencies: { f: '1' }, optionalDependencies: { f: '1' } }],
    ['what publishing adds', { name: 'x' }, { name: 'x', _id: 'x@1', gitHead: 'a', dist: {}, _npmVersion: '1', _hasShrinkwrap: false, readme: '#', maintainers: [] }],
    ['forms of a repository', { repository: 'a/b' }, { repository: { type: 'git', url: 'git+https://github.com/A/b.git' } }],
    ['people', { author: 'A <a@example.com>' }, { author: { name: 'A', email: 'a@example.com' } }],
  ])('%s is no difference', (_case, before, after) => {
    expect(changes(before, after)).toEqual([]);
  });

  test('the order of conditions is a difference', () => {
    expect(changes({ exports: { node: './a', default: './b' } }, { exports: { default: './b', node: './a' } })).toHaveLength(1);
  });

  test('a command is shown without its secrets, and told where they alone differ', () => {
    expect(changes({ scripts: { x: 'curl https://u:one@h.example/' } }, { scripts: { x: 'curl https://u:two@h.example/' } })).toEqual([['scripts.x', 'curl https://h.example/', 'curl https://h.example/ (differs in a part that is not shown)']]);
  });
});
