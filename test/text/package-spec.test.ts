// Words that ask for a package, against npm-package-arg's own answers.
import { describe, expect, test } from 'vitest';
import { isPackageName, readPackageSpec, registrySpecClass } from '../../src/text/package-spec.ts';

const COMMIT = '0123456789abcdef0123456789abcdef01234567';

describe('readPackageSpec', () => {
  test.each([
    ['foo', { source: 'registry', name: 'foo', spec: '', class: 'none' }],
    ['@s/foo@1.0.0', { source: 'registry', name: '@s/foo', spec: '1.0.0', class: 'exact' }],
    ['foo@>= 1.0.0 <2', { source: 'registry', name: 'foo', spec: '>= 1.0.0 <2', class: 'range' }],
    ['foo@1.0.0 - 2.0.0', { source: 'registry', name: 'foo', spec: '1.0.0 - 2.0.0', class: 'range' }],
    ['foo@^1 || ~2.1', { source: 'registry', name: 'foo', spec: '^1 || ~2.1', class: 'range' }],
    ['foo@beta', { source: 'registry', name: 'foo', spec: 'beta', class: 'tag' }],
    ['a@npm:b', { source: 'registry', name: 'b', spec: '', class: 'none', alias: 'a' }],
    ['a@npm:@s/b@^1', { source: 'registry', name: '@s/b', spec: '^1', class: 'range', alias: 'a' }],
    ['a@NPM:a@1.0.0', { source: 'registry', name: 'a', spec: '1.0.0', class: 'exact' }],
    ['a@npm:b@npm:c', { source: 'broken', spec: 'npm:b@npm:c' }],
    [`o/r#${COMMIT}`, { source: 'git', spec: `git+https://github.com/o/r#${COMMIT}`, url: 'https://github.com/o/r', class: 'git-commit', stripped: false }],
    [`a@github:o/r#path:x::${COMMIT}`, { source: 'git', spec: `git+https://github.com/o/r#path:x::${COMMIT}`, url: 'https://github.com/o/r', class: 'git-commit', alias: 'a', stripped: false }],
    ['o/r#0123456', { source: 'git', spec: 'git+https://github.com/o/r#0123456', url: 'https://github.com/o/r', class: 'git-branch', stripped: false }],
    ['github:tok:x@o/r', { source: 'git', spec: 'git+https://github.com/o/r', url: 'https://github.com/o/r', class: 'git-branch', stripped: true }],
    ['git+ssh://git@git.example:2222/o/r.git', { source: 'git', spec: 'git+ssh://git.example:2222/o/r', url: 'ssh://git.example:2222/o/r', class: 'git-branch', stripped: false }],
    ['https://github.com/o/r/archive/main.tar.gz', { source: 'url', spec: 'https://github.com/o/r/archive/main.tar.gz', url: 'https://github.com/o/r/archive/main.tar.gz', stripped: false }],
    ['https://u:p@registry.example/@s/a/-/a-1.0.0.tgz', { source: 'url', spec: 'https://registry.example/@s/a/-/a-1.0.0.tgz', url: 'https://registry.example/@s/a/-/a-1.0.0.tgz', name: '@s/a', stripped: true }],
    ['./x', { source: 'file', spec: './x', path: './x' }],
    ['x.tgz', { source: 'file', spec: 'x.tgz', path: 'x.tgz' }],
    ['a/b/c', { source: 'file', spec: 'a/b/c', path: 'a/b/c' }],
    ['file:///srv/x', { source: 'file', spec: 'file:///srv/x', path: '/srv/x' }],
    ['jsr:@s/p@1', { source: 'jsr', name: '@s/p', spec: '1', class: 'range' }],
    ['foo@1.2.3 extra', { source: 'broken', name: 'foo', spec: '1.2.3 extra' }],
    ['workspace:*', { source: 'broken', spec: 'workspace:*' }],
    ['', { source: 'broken', spec: '' }],
    ['@', { source: 'broken', spec: '@' }],
  ])('%s', (word, expected) => {
    expect(readPackageSpec(word)).toEqual(expected);
  });
  test('a range of many operators comes to an end', () => {
    // The runner's own limit is the alarm: backtracking would take for ever.
    for (const unit of ['~>', '>=', '^', 'v=', '1-', '.x', '1 - ', '||']) expect(['tag', 'range', undefined]).toContain(registrySpecClass(`${unit.repeat(100)}!`));
  });
  test('hostile words come to an end', () => {
    for (const unit of ['@', 'a@', '/', 'git+', ':', '@a.b:', ' - ', '||', '1.', '>', '~>', 'npm:', '#', '-']) for (const word of [`foo@${unit.repeat(200_000)}`, unit.repeat(200_000)]) expect(readPackageSpec(word).source).toBeDefined();
  });
});

describe('names and versions', () => {
  test.each(['foo', '@s/foo', 'JSONStream', 'a.b', 'x_y'])('%s is a name', (name) => expect(isPackageName(name)).toBe(true));
  test.each(['.a', '_a', '-a', 'a b', '@s', '@s/', '@s/.a', 'node_modules', 'a/b', 'ä', 'x'.repeat(215), ''])('%s is none', (name) => expect(isPackageName(name)).toBe(false));
  test.each([['1.0.0', 'exact'], ['v1.0.0-rc.1+b', 'exact'], ['1.0', 'range'], ['*', 'range'], ['~> 1.2', 'range'], ['1.x || >=2', 'range'], ['latest', 'tag'], ['', 'none'], ['a b', undefined], ['1.0.0;x', undefined]])('%s is %s', (spec, expected) => {
    expect(registrySpecClass(spec)).toBe(expected);
  });
});
