// Code that publishes: from code and from hand-made facts.
import { expect, test } from 'vitest';
import { fact, judgeCode, severities } from '../support/code-facts.ts';
import { judgedCode } from '../support/code-rules.ts';

const ID = 'self-publishing-code';

test('the packages of its fixtures', async () => {
  expect((await judgedCode(ID, 'bad')).map(({ severity, title }) => [severity, title])).toEqual([['high', 'fixture-spreads 1.0.0 reads npm tokens, asks whose npm token it is and publishes packages']]);
  expect((await judgedCode(ID, 'good')).map(({ severity }) => [severity])).toEqual([['low']]);
});
const run = (command: string, more: Parameters<typeof fact<'process'>>[1] = {}) => fact('process', { command, ...more });
const npmrc = fact('file', { path: '~/.npmrc', credential: 'npm token' });

test.each([
  ['publishing with a token that it found', [npmrc, run('npm publish')], ['high']],
  ['asking and publishing', [run('npm whoami'), run('npm publish --access public *')], ['high']],
  ['publishing alone, as a script of its own release', [run('npm publish')], ['low']],
  ['asking alone', [run('npm whoami')], []],
  ['reading settings of npm', [npmrc], []],
  ['trying', [npmrc, run('npm publish --dry-run')], []],
  ['listing tokens', [run('npm token list')], ['medium']],
  ['another publish', [npmrc, run('docker publish')], []],
  ['a token sent to the registry', [npmrc, fact('network', { host: 'npm.jsr.io', url: 'https://npm.jsr.io/*', sends: [{ kind: 'file', path: '~/.npmrc' }] })], ['high']],
  ['tokens of an account', [fact('network', { host: 'npm.jsr.io', url: 'https://npm.jsr.io/-/npm/v1/tokens' })], ['medium']],
  ['repositories with a found token', [fact('network', { host: 'api.github.com', url: 'https://api.github.com/user/repos', sends: [{ kind: 'environment', name: 'GITHUB_TOKEN' }] })], ['medium']],
] as const)('%s', async (_case, behaviors, expected) => {
  expect(await severities(ID, behaviors)).toEqual(expected);
});

test('a release tool says so; at install nothing helps', async () => {
  const behaviors = [npmrc, run('npm whoami'), run('npm publish', { file: 'r.js' })];
  expect(await severities(ID, behaviors, { says: ['publish', 'release'] })).toEqual(['low']);
  const [finding] = await judgeCode(ID, [...behaviors, fact('install-script', { command: 'node r.js', runs: ['r.js'] })], { says: ['publish', 'release'] });
  expect(finding).toMatchObject({ severity: 'high', title: 'a-package 1.0.0 reads npm tokens, asks whose npm token it is and publishes packages while it is installed' });
});
