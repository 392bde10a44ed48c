// Dependencies outside a registry: from code and from hand-made facts.
import { expect, test } from 'vitest';
import { fact, judgeCode, severities } from '../support/code-facts.ts';
import { judgedCode } from '../support/code-rules.ts';

const ID = 'planted-git-dependency';

test('the packages of its fixtures', async () => {
  expect((await judgedCode(ID, 'bad')).map(({ severity, title }) => [severity, title])).toEqual([['high', expect.stringContaining('fixture-planted 1.0.0 takes an optional dependency as fixture-setup@github:fixture-team/planted#') as string]]);
  expect(await judgedCode(ID, 'good')).toEqual([]);
});
const COMMIT = '0123456789abcdef0123456789abcdef01234567';
const dependency = (spec: string, section = 'dependencies', hook = 'git-dependency') => fact('install-script', { hook, command: `${section}: setup@${spec}` });

test.each([
  ['the worms\' mark', dependency(`github:somebody/setup#${COMMIT}`, 'optionalDependencies'), 'high'],
  ['the same under the name of its own repository', dependency(`github:a-team/a-package#${COMMIT}`, 'optionalDependencies'), 'high'],
  ['optional without a commit', dependency('github:somebody/setup', 'optionalDependencies'), 'medium'],
  ['a plain git dependency', dependency('somebody/setup#v1.0.0'), 'low'],
  ['a pinned one', dependency(`git+https://github.com/somebody/setup.git#${COMMIT}`), 'low'],
  ['its own', dependency('git+https://github.com/a-team/other.git'), 'low'],
  ['an archive', dependency('https://files.example.com/x.tgz', 'dependencies', 'url-dependency'), 'medium'],
] as const)('%s', async (_case, behavior, severity) => {
  expect(await severities(ID, [behavior], { says: ['github.com/a-team'] })).toEqual([severity]);
});

test('several of them are how the project is written', async () => {
  const [first] = await judgeCode(ID, [dependency(`github:somebody/a#${COMMIT}`, 'optionalDependencies'), dependency('github:somebody/b', 'optionalDependencies')]);
  expect(first).toMatchObject({ severity: 'medium', title: `a-package 1.0.0 takes an optional dependency as setup@github:somebody/a#${COMMIT} instead of from a registry, pinned to a commit` });
});

test('what is not installed, and hooks, are none', async () => {
  expect(await judgeCode(ID, [dependency('github:a/b', 'devDependencies'), fact('install-script', { command: 'node x.js' })])).toEqual([]);
});
