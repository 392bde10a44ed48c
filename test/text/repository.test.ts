// Forms of the repository field.
import { expect, test } from 'vitest';
import { repositoryPlace, sameRepository } from '../../src/text/repository.ts';

test.each([
  'a/b', 'github:a/b', 'github:A/B#main', 'git+https://github.com/a/b.git', 'git://github.com/a/b.git', 'git@github.com:a/b.git', 'git+ssh://git@github.com/a/b.git', 'ssh://git@github.com:22/a/b', 'https://www.github.com/a/b/',
  'https://github.com/a/b/tree/main/packages/x', 'https://github.com/a/b#readme', 'http://user:pw@github.com/a/b', 'github.com/a/b', 'https://github.com/a/b/issues',
])('%s is github.com a b', (written) => {
  expect(repositoryPlace(written)).toEqual({ host: 'github.com', owner: 'a', name: 'b' });
});

test.each([
  ['gitlab:group/sub', { host: 'gitlab.com', owner: 'group', name: 'sub' }],
  ['https://gitlab.com/group/sub/project/-/tree/main/x', { host: 'gitlab.com', owner: 'group', name: 'sub/project' }],
  ['gist:0123456789abcdef', { host: 'gist.github.com', owner: '0123456789abcdef', name: '' }],
  ['https://git.example:8443/team/x.git', { host: 'git.example', owner: 'team', name: 'x' }],
])('%s', (written, place) => {
  expect(repositoryPlace(written)).toEqual(place);
});

test.each(['', ' ', './x', 'x', '^1.0.0', 'https://github.com', '@@@', `a/${'b'.repeat(3000)}`])('%.20j names none', (written) => {
  expect(repositoryPlace(written)).toBeUndefined();
});

test('texts that name no place are the same only where they are', () => {
  expect([sameRepository('x', 'x '), sameRepository('x', 'y'), sameRepository('a/b', 'x'), sameRepository('a/b', 'https://github.com/a/c')]).toEqual([true, false, false, false]);
});
