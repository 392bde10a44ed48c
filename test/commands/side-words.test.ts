// What a word of diff and inspect names: never guessed where it could be two things.
import { describe, expect, test } from 'vitest';
import { secondWord, sideWord } from '../../src/commands/side-words.ts';
import { memoryTree } from '../../src/io/memory-tree.ts';
import { isUserError } from '../../src/model/errors.ts';

const places = {
  cwd: '/home/dev',
  count: 1,
  tree: memoryTree({ '/home/dev/express/index.js': '', '/home/dev/old/index.js': '', '/home/dev/@scope/pkg/index.js': '', '/home/dev/1.0.16/index.js': '', '/home/dev/odd#name/index.js': '', '/home/dev/a@1/x': '' }),
};

const hint = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    if (isUserError(error)) return `${error.message}; ${error.hint ?? ''}`;
    throw error;
  }
  throw new Error('no usage error');
};

describe('paths', () => {
  test.each([
    ['./express', 'express'], ['../dev/old', '../dev/old'], ['/home/dev/old', '/home/dev/old'], ['.', '.'], ['..', '..'], ['x.tgz', 'x.tgz'], ['nowhere/x', 'nowhere/x'],
    ['a b', 'a b'], ['./nowhere', 'nowhere'], ['~/x', '~/x'], ['some-server-1.2.3.tar.gz', 'some-server-1.2.3.tar.gz'],
  ])('%s', (word, shown) => {
    expect(sideWord(word, places)).toMatchObject({ kind: 'path', path: { shown, stable: '' } });
  });

  test('a folder with # in its name is no repository', () => {
    expect(sideWord('odd#name', places)).toMatchObject({ kind: 'path', path: { shown: 'odd#name' } });
  });
});

describe('packages of a registry', () => {
  test.each(['nothing-here', 'nothing-here@1.2.3', '@scope/other', '@scope/pkg@latest', 'express@^4', 'a@1', 'x@next'])('%s', (word) => {
    expect(sideWord(word, places)).toEqual({ kind: 'spec', spec: word, stable: '' });
  });

  test('one of several is told from the others', () => {
    expect(sideWord('x@1.0.0', { ...places, count: 2 })).toMatchObject({ stable: 'x@1.0.0' });
  });

  test('a version alone is one of the first word\'s package', () => {
    const first = sideWord('@scope/pkg@1.0.0', places);
    expect(secondWord(first, '1.0.1', places)).toEqual({ kind: 'spec', spec: '@scope/pkg@1.0.1', stable: '' });
    expect(secondWord(first, './1.0.16', places)).toMatchObject({ kind: 'path' });
    expect(secondWord(sideWord('./old', places), '1.0.1', places)).toEqual({ kind: 'spec', spec: '1.0.1', stable: '' });
  });
});

describe('commits', () => {
  test.each([
    ['old#v1.0.0', 'old', 'v1.0.0'], ['.#HEAD', '.', 'HEAD'], ['git+file:old#main', 'old', 'main'], ['git+file:///home/dev/old#feature/x', '/home/dev/old', 'feature/x'], ['nowhere#a#b', 'nowhere#a', 'b'],
  ])('%s', (word, shown, ref) => {
    expect(sideWord(word, places)).toMatchObject({ kind: 'git', ref, path: { shown } });
  });
});

describe('usage errors', () => {
  test.each([
    ['', 'an argument is empty'],
    ['express', 'write ./express for the path, express@latest for the package'],
    ['@scope/pkg', 'write ./@scope/pkg for the path, @scope/pkg@latest for the package'],
    ['git+file:old', 'names no ref'],
    ['old#', 'names no ref'],
    ['old#--upload-pack=x', 'names no ref'],
    ['x@github:a/b', 'is no package of a registry'],
    ['https://registry.example/x.tgz', 'is no package of a registry'],
    ['mine@npm:other@1.0.0', 'name the package behind it: other@1.0.0'],
    ['@a/mine@npm:@b/other', 'name the package behind it: @b/other'],
    ['npm:other@^1', 'name the package behind it: other@^1'],
    ['git+ssh://files.example/a.git#v1', 'lies elsewhere'],
    ['git+file://user:password@files.example/a#v1', 'lies elsewhere'],
    ['x@https://registry.example/x.tgz', 'is no package of a registry'],
    ['git@github.com:a/b.git', 'is no package of a registry'],
    ['x@npm:y@1', 'is an alias'],
    ['.hidden@1', 'is no package of a registry'],
  ])('%s', (word, said) => {
    expect(hint(() => sideWord(word, places))).toContain(said);
  });

  test('a version that is a folder here too', () => {
    expect(hint(() => secondWord({ kind: 'spec', spec: 'x@1.0.15', stable: '' }, '1.0.16', places))).toContain('write ./1.0.16 for the path, x@1.0.16 for the version');
  });
});

test.each(['https://user:hunter2@files.example/a.tgz?token=hunter2', 'x@https://user:hunter2@files.example/a.tgz', 'git+ssh://user:hunter2@files.example/a.git#v1', 'git+file://user:hunter2@files.example/a#v1', 'user:hunter2@files.example/a#v1'])('no password of a word is repeated: %s', (word) => {
  expect(hint(() => sideWord(word, places))).not.toContain('hunter2');
});
