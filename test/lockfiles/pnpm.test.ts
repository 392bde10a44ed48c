import { describe, expect, test } from 'vitest';
import type { Package } from '../../src/model/package.ts';
import { shortestPaths } from '../../src/model/graph.ts';
import { CASES, fixture, identities, parse } from './pnpm-fixtures.ts';

function line(item: Package): string {
  const flags = [item.dev && 'dev', item.optional && 'optional', item.alias && `as ${item.alias}`].filter(Boolean);
  const others = (item.identities ?? []).map((identity) => `${identity.origin}=${identity.name}@${identity.version ?? ''}`);
  return [`${item.name}@${item.version ?? ''} ${item.source}`, ...flags, ...others].join(' ');
}
const lines = (text: string) => parse(text).packages.map(line);
const codes = (text: string) => parse(text).problems.map((problem) => problem.code);

describe('files of the real pnpm', () => {
  test.each(CASES)('%s has no problem', (name) => {
    expect([parse(fixture(name)).problems, parse(fixture(name)).notes]).toEqual([[], []]);
    expect(parse(fixture(name).replaceAll('\n', '\r\n')).problems).toEqual([]);
  });

  const registry = ['@types/ms@0.7.34', 'fsevents@2.3.2', 'is-number@6.0.0', 'is-number@7.0.0', 'is-odd@3.0.1', 'js-tokens@4.0.0', 'loose-envify@1.4.0', 'ms@2.0.0', 'ms@2.1.3', 'react@18.2.0', 'use-sync-external-store@1.2.0'];
  // Up to pnpm 5 a folder was linked, and later its own dependencies are locked too.
  test.each([['pnpm-3', '5.1', []], ['pnpm-5', '5.2', []], ['pnpm-7', '5.4', ['local@0.1.0']], ['pnpm-7-inline', '5.4-inlineSpecifiers', ['local@0.1.0']], ['pnpm-8', '6.0', ['local@']], ['pnpm-9', '9.0', ['local@']], ['pnpm-12', '9.0', ['local@']]] as const)('%s holds what it locked', (name, version, local) => {
    const inventory = parse(fixture(name));
    expect(inventory.formatVersion).toBe(version);
    expect([...identities(inventory)].sort()).toEqual([...registry, ...local, ...(local.length > 0 ? ['is-buffer@2.0.5'] : [])].sort());
    const ids = inventory.packages.map((item) => item.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(inventory.importers.map((importer) => importer.folder)).toEqual(['', 'packages/app', 'packages/lib']);
    expect(inventory.answer('packages/app', 'lib', 'workspace:*')).toBe('link:../lib');
    expect(inventory.answer('packages/app', 'react', '18')).toBeUndefined();
    const alias = inventory.answer('', 'ms-alias', 'npm:ms@2.1.3');
    expect(inventory.packages.find((item) => item.id === alias)).toMatchObject({ name: 'ms', version: '2.1.3', alias: 'ms-alias' });
    const byName = (wanted: string) => inventory.packages.find((item) => `${item.name}@${item.version}` === wanted);
    expect(byName('fsevents@2.3.2')).toMatchObject({ optional: true });
    expect([byName('is-odd@3.0.1')?.dev, byName('is-number@7.0.0')?.dev]).toEqual([true, undefined]);
    expect(shortestPaths(inventory)(byName('js-tokens@4.0.0')?.id ?? '')).toEqual(['react', 'loose-envify', 'js-tokens'].map((part) => inventory.packages.find((item) => item.name === part)?.id));
  });

  test('two documents: the first is read, ids stay unique, the project keeps the plain ones', () => {
    const inventory = parse(fixture('pnpm-12'));
    const buffers = inventory.packages.filter((item) => item.name === 'is-buffer');
    expect(buffers.map((item) => [item.id, inventory.locate(item.id)?.line])).toEqual([['is-buffer@2.0.5 (copy 2)', 14], ['is-buffer@2.0.5', 93]]);
    expect(inventory.importers[0]?.dependencies).toContain('is-buffer@2.0.5 (copy 2)');
    expect(inventory.answer('', 'is-buffer', '2.0.5')).toBe('is-buffer@2.0.5 (copy 2)');
  });
});

describe('every form of key and resolution', () => {
  test('5.4', () => {
    expect(lines(fixture('v5-quirks'))).toEqual([
      '@s/peers@1.0.0 registry',
      '@s/q@3.0.0 registry',
      'p@2.0.0 registry',
      'patched@1.0.0 registry',
      'real@2.0.0 registry as alias',
      'swapped@1.0.0 registry resolved-url=other@6.6.6',
      'fork@1.0.0 url',
      'innocent@4.0.0 registry as tarball resolved-url=tarball@4.0.0',
      'disk@0.1.0 file',
      'git@5.0.0 git',
      'hub@6.0.0 git',
      'private@3.0.0 registry',
    ]);
  });

  test('6.1', () => {
    expect(lines(fixture('v6-quirks'))).toEqual([
      '@s/peers@1.0.0 registry',
      '@s/q@3.0.0 registry',
      '@s/real@2.0.0 registry as alias',
      'p@2.0.0 registry',
      'patched@1.0.0-rc.1+build.5 registry',
      'renamed@7.0.0 registry optional name-field=other-name@7.0.1',
      'folder@ file',
      'hub@6.0.0 git',
      'private@3.0.0 registry',
    ]);
  });

  test('9.0', () => {
    expect(lines(fixture('v9-quirks'))).toEqual([
      '@jsr/std__path@1.0.0 registry',
      '@s/peers@1.0.0 registry',
      '@s/q@3.0.0 registry',
      'disk@0.1.0 file',
      'fork@1.0.0 url',
      'git@5.0.0 git',
      'hub@6.0.0 git',
      'node@24.0.0 file',
      'p@2.0.0 registry',
      'patched@1.0.0 registry',
      'real@2.0.0 registry as alias',
      'tarball@4.0.0 registry resolved-url=swapped@4.0.0',
    ]);
    const inventory = parse(fixture('v9-quirks'));
    expect(inventory.importers.map((importer) => importer.folder)).toEqual(['', 'packages/member']);
    expect(inventory.dependenciesOf('@s/peers@1.0.0')).toEqual(['@s/q@3.0.0', 'p@2.0.0']);
    expect(inventory.dependenciesOf('none')).toEqual([]);
    expect(inventory.locate('none')).toBeUndefined();
    expect([inventory.answer('', 'skipped', '*'), inventory.answer('', '@skip/x', '*'), inventory.answer('', 'gone', '*')]).toEqual(['ignored:skipped', 'ignored:@skip/x', undefined]);
    expect(inventory.packages.find((item) => item.name === 'git')).toMatchObject({ resolved: 'ssh://git@git.example/team/git.git#0123456789abcdef0123456789abcdef01234567' });
    expect(inventory.packages.find((item) => item.name === 'p')).toMatchObject({ integrity: 'sha512-HHHH==' });
  });

  test('an entry cannot hide a registry key behind a type', () => {
    const text = fixture('pnpm-9').replace(/(ms@2\.0\.0:\n {4}resolution: )\{.*\}/, '$1{type: directory, directory: x}');
    expect(lines(text)).toContain('ms@2.0.0 registry');
  });

  test('a key over 1,024 characters stands on its own line', () => {
    const long = `a@1.0.0(${Array.from({ length: 200 }, (_, index) => `peer${index}@1.0.0`).join(')(')})`;
    const text = `lockfileVersion: '9.0'\n\nimporters:\n\n  .:\n    dependencies:\n      a:\n        specifier: 1.0.0\n        version: ${long.slice(2)}\n\npackages:\n\n  a@1.0.0:\n    resolution: {integrity: sha512-A}\n\nsnapshots:\n\n  ? ${long}\n  : dependencies:\n      a: ${long.slice(2)}\n`;
    expect([lines(text), codes(text)]).toEqual([['a@1.0.0 registry'], []]);
  });
});

describe('projects without any package', () => {
  test.each([
    "lockfileVersion: '9.0'\n\nsettings:\n  autoInstallPeers: true\n\nimporters:\n\n  .: {}\n",
    "lockfileVersion: '6.0'\n\nsettings:\n  autoInstallPeers: true\n",
    'lockfileVersion: 5.4\n\nspecifiers: {}\n',
    'lockfileVersion: 5.4\n\nspecifiers:\n  x: link:./x\n\ndependencies:\n  x: link:x\n',
    "lockfileVersion: '9.0'\n\nimporters:\n\n  .:\n    dependencies:\n      x:\n        specifier: link:./x\n        version: link:x\n",
  ])('%j is whole', (text) => {
    expect([codes(text), lines(text)]).toEqual([[], []]);
  });
});

const NINE = "lockfileVersion: '9.0'\n\nimporters:\n\n  .:\n    dependencies:\n      a:\n        specifier: 1.0.0\n        version: 1.0.0\n\npackages:\n\n  a@1.0.0:\n    resolution: {integrity: sha512-A}\n\nsnapshots:\n\n  a@1.0.0: {}\n";

describe('bad input', () => {
  test('the base is whole', () => {
    expect([codes(NINE), lines(NINE)]).toEqual([[], ['a@1.0.0 registry']]);
  });

  test.each<[string, string, string]>([
    ['nothing', '', 'empty-file'],
    ['blanks', ' \n\n', 'empty-file'],
    ['a comment', '# pnpm\n', 'empty-file'],
    ['JSON null', 'null', 'malformed'],
    ['a list', '[]', 'malformed'],
    ['a text', 'hello world', 'malformed'],
    ['an empty map', '{}', 'unknown-version'],
    ['a package-lock', '{"lockfileVersion": 3, "packages": {"node_modules/a": {"version": "1.0.0"}}}', 'unknown-entry'],
    ['no version', NINE.replace(/.*\n/, ''), 'unknown-version'],
    ['an unknown version', NINE.replace('9.0', '10.0'), 'unknown-version'],
    ['an unknown minor version', NINE.replace('9.0', '9.1'), 'unknown-version'],
    ['a version of another type', NINE.replace("'9.0'", '[9]'), 'unknown-version'],
    ['a version alone', "lockfileVersion: '6.0'\n", 'no-packages'],
    ['an old version alone', 'lockfileVersion: 5.4\n', 'no-packages'],
    ['no projects', NINE.replace(/importers[^]*?\n\npackages/, 'packages'), 'no-packages'],
    ['no packages', NINE.replace(/packages:[^]*?\n\nsnapshots/, 'snapshots'), 'dangling-reference'],
    ['no snapshots', NINE.replace(/\nsnapshots[^]*/, ''), 'malformed'],
    ['an empty packages', NINE.replace(/packages:[^]*?\n\nsnapshots/, 'packages:\n\nsnapshots'), 'malformed'],
    ['a package without snapshot', NINE.replace('snapshots:', '  b@1.0.0:\n    resolution: {integrity: sha512-B}\n\nsnapshots:'), 'malformed'],
    ['a snapshot without package', `${NINE}\n  b@1.0.0: {}\n`, 'dangling-reference'],
    ['a reference to nothing', NINE.replace('a@1.0.0: {}', 'a@1.0.0:\n    dependencies:\n      b: 1.0.0'), 'dangling-reference'],
    ['an optional reference to nothing', NINE.replace('a@1.0.0: {}', 'a@1.0.0:\n    optionalDependencies:\n      b: 1.0.0'), 'dangling-reference'],
    ['a project that asks for nothing known', NINE.replace('version: 1.0.0', 'version: 2.0.0'), 'dangling-reference'],
    ['a dependency without version', NINE.replace('        version: 1.0.0\n', ''), 'unknown-entry'],
    ['an entry that nobody needs', `${NINE.replace('snapshots:', '  b@1.0.0:\n    resolution: {integrity: sha512-B}\n\nsnapshots:')}\n  b@1.0.0: {}\n`, 'malformed'],
    ['no resolution', NINE.replace('    resolution: {integrity: sha512-A}\n', '    hasBin: true\n'), 'malformed'],
    ['an empty entry', NINE.replace('    resolution: {integrity: sha512-A}\n', ''), 'malformed'],
    ['an empty project', NINE.replace(/ {4}dependencies[^]*?\n\n/, '\n'), 'malformed'],
    ['an unknown part of a project', NINE.replace('dependencies', 'otherDependencies'), 'unknown-entry'],
    ['an unknown part with packages', `${NINE}\nmore:\n\n  b@1.0.0:\n    resolution: {integrity: sha512-B}\n`, 'unknown-entry'],
    ['a key of no known form', NINE.replace('packages:', 'packages:\n\n  nothing:\n    resolution: {integrity: sha512-B}\n'), 'unknown-entry'],
    ['a repeated key', NINE.replace('packages:', 'packages:\n\n  a@1.0.0:\n    resolution: {integrity: sha512-B}\n'), 'duplicate-key'],
    ['packages twice', `${NINE}\npackages:\n\n  a@1.0.0:\n    resolution: {integrity: sha512-B}\n`, 'duplicate-key'],
    ['an escape sequence in a name', NINE.replaceAll(/\ba(?=[@:])/g, '"a\\e[2Jb"').replaceAll('"a\\e[2Jb"@1.0.0', '"a\\e[2Jb@1.0.0"'), 'invalid-name'],
    ['a tab', NINE.replace('  a@1.0.0:', '\ta@1.0.0:'), 'malformed'],
    ['an anchor', NINE.replace('{integrity', '&x {integrity'), 'malformed'],
    ['a merge conflict', NINE.replace('packages:', '<<<<<<< HEAD\npackages:\n=======\n>>>>>>> b'), 'malformed'],
    ['a second document that is empty', `${NINE}---\n`, 'malformed'],
    ['a second document that is broken', `${NINE}---\nlockfileVersion: '9.0'\nimporters: {`, 'malformed'],
    ['the package manager alone', NINE.replace('dependencies:', 'configDependencies:'), 'malformed'],
    ['10,000 levels', `a: ${'{b: '.repeat(10_000)}`, 'too-deep'],
  ])('%s', (_, text, code) => {
    expect(codes(text)).toContain(code);
  });

  test('both entries of a repeated key are read', () => {
    const text = `${NINE}\npackages:\n\n  evil@6.6.6:\n    resolution: {integrity: sha512-B}\n\n  a@1.0.0:\n    resolution: {integrity: sha512-C}\n`;
    expect(lines(text)).toEqual(['a@1.0.0 registry', 'evil@6.6.6 registry', 'a@1.0.0 registry']);
    expect(parse(text).packages.map((item) => item.id)).toEqual(['a@1.0.0 (copy 2)', 'evil@6.6.6', 'a@1.0.0']);
  });

  test('a broken second document keeps the first', () => {
    expect(lines(`${NINE}---\n}{\n`)).toEqual(['a@1.0.0 registry']);
  });

  test('a bad package in the first document is seen', () => {
    expect(lines(`---\n${NINE.replaceAll('a', 'a').replace('dependencies', 'configDependencies')}---\n${NINE.replaceAll('a@', 'b@').replace('a:\n', 'b:\n')}`)).toEqual(['a@1.0.0 registry', 'b@1.0.0 registry']);
  });

  test('an unknown version is still read', () => {
    expect(lines(NINE.replace('9.0', '12.0'))).toEqual(['a@1.0.0 registry']);
  });

  test('an unknown part without packages is a note', () => {
    const inventory = parse(`${NINE}\nnovelty:\n  depth: 1\n`);
    expect([inventory.problems, inventory.notes]).toEqual([[], ['unknown part "novelty" of the lockfile, not read']]);
  });

  test('a problem says path, line and column', () => {
    expect(parse(NINE.replace('{integrity: sha512-A}', '{integrity: sha512-A')).problems[0]).toMatchObject({ path: 'pnpm-lock.yaml', line: 14, column: 17 });
  });

  test('__proto__ and constructor are names like any other', () => {
    for (const name of ['__proto__', 'constructor', 'toString']) expect(lines(NINE.replaceAll(/\ba(?=[@:])/g, name))).toEqual([`${name}@1.0.0 registry`]);
    expect(codes(NINE.replace('      a:', '      constructor:'))).toContain('dangling-reference');
  });

  test('a line of 64 KiB is read', () => {
    expect(codes(NINE.replace('{integrity', `{x: ${'y'.repeat(65_536)}, integrity`))).toEqual([]);
  });

  test('a key repeated 20,000 times costs no square of that', () => {
    const ids = new Set(parse(NINE.replace('packages:\n', `packages:\n${'\n  a@1.0.0:\n    resolution: {integrity: x}\n'.repeat(20_000)}`)).packages.map((item) => item.id));
    expect(ids.size).toBe(20_001);
  });

  test('a thousand wrong entries give a bounded list', () => {
    const many = Array.from({ length: 1_000 }, (_, index) => `\n  wrong${index}:\n    resolution: {integrity: x}\n`).join('');
    expect(parse(NINE.replace('packages:\n', `packages:\n${many}`)).problems.length).toBeLessThan(100);
  });
});
