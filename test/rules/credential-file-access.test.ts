// Reads of credentials: from code and from hand-made facts.
import { expect, test } from 'vitest';
import { fact, judgeCode, severities } from '../support/code-facts.ts';
import { judgedCode } from '../support/code-rules.ts';

const ID = 'credential-file-access';

test('the packages of its fixtures', async () => {
  expect((await judgedCode(ID, 'bad')).map(({ severity, title }) => [severity, title])).toEqual([['high', 'fixture-colours 1.0.0 reads ~/.ssh/id_rsa (SSH keys) and sends what it finds away']]);
  expect((await judgedCode(ID, 'good')).map(({ severity }) => [severity])).toEqual([['low']]);
});
const KEY = '~/.ssh/id_rsa';
const read = (more: Parameters<typeof fact<'file'>>[1] = {}) => fact('file', { path: KEY, credential: 'SSH keys', within: 'run', ...more });
const sent = (host: string, path: string | undefined = KEY) => fact('network', { host, url: `https://${host}/x`, within: 'send', sends: [path === undefined ? { kind: 'file' } : { kind: 'file', path }] });

test('a read alone is medium, a documented one low', async () => {
  expect(await severities(ID, [read()])).toEqual(['medium']);
  expect(await severities(ID, [read()], { says: ['ssh'] })).toEqual(['low']);
});

test('the content that is followed to a foreign host is high, documented or not', async () => {
  const [finding] = await judgeCode(ID, [read(), sent('collect.example.com')], { says: ['ssh'] });
  expect(finding).toMatchObject({ severity: 'high', confidence: 'high', title: 'a-package 1.0.0 reads ~/.ssh/id_rsa (SSH keys) and sends what it finds away' });
  expect(await severities(ID, [read(), sent('api.own.example.com')], { says: ['ssh', 'api.own.example.com'] })).toEqual(['low']);
});

test('without a name of the file, the same function must read it', async () => {
  const request = (within: string) => fact('network', { host: 'collect.example.com', url: 'https://collect.example.com/x', within, sends: [{ kind: 'file' }] });
  expect(await severities(ID, [read(), request('run')])).toEqual(['high']);
  expect(await severities(ID, [read(), request('other')])).toEqual(['medium']);
});

test('at install it is high', async () => {
  expect(await severities(ID, [fact('install-script', { command: 'node i.js', runs: ['i.js'] }), read({ file: 'i.js' })])).toEqual(['high']);
});

test('files of several services beside a request that sends are high; of one they are not', async () => {
  const request = fact('network', { host: 'api.example.com', url: 'https://api.example.com/x', within: 'run', sends: [{ kind: 'unknown' }] });
  expect(await severities(ID, [read(), read({ path: '~/.aws/credentials', credential: 'AWS credentials' }), request])).toEqual(['high']);
  expect(await severities(ID, [read(), request])).toEqual(['medium']);
});

test('many files are one finding, and what is no credential none', async () => {
  const many = [1, 2, 3, 4, 5].map((at) => read({ path: `~/.ssh/key${at}`, line: at }));
  const [finding, ...others] = await judgeCode(ID, many);
  expect(others).toEqual([]);
  expect(finding?.title).toBe('a-package 1.0.0 reads ~/.ssh/key1 (SSH keys), ~/.ssh/key2 (SSH keys) and 3 more files with credentials');
  expect(await judgeCode(ID, [fact('file', { path: '~/.config/x.json' }), read({ access: 'write' })])).toEqual([]);
});

test.each([['gh auth token', 'a GitHub token'], ['security find-generic-password -w -s x', 'passwords of the keychain'], ['trufflehog filesystem / --json', 'secrets found on the disk']])('a program that hands credentials over: %s', async (command, gives) => {
  const [finding] = await judgeCode(ID, [fact('process', { command })]);
  expect(finding).toMatchObject({ severity: 'medium', title: `a-package 1.0.0 runs a program that gives it ${gives}` });
  expect(await severities(ID, [fact('process', { command, file: 'i.js' }), fact('install-script', { command: 'node i.js', runs: ['i.js'] })])).toEqual(['high']);
  expect(await severities(ID, [fact('process', { command })], { says: ['gh auth', 'keychain', 'trufflehog'] })).toEqual(['low']);
});

test('what every tool reads is none: files of the project, settings of package managers beside it', async () => {
  expect(await judgeCode(ID, [read({ path: '.env', credential: 'environment file' }), read({ path: '*/.yarnrc.yml', credential: 'yarn token' }), read({ path: '*/.npmrc', credential: 'npm token' })])).toEqual([]);
  expect(await severities(ID, [read({ path: '~/.npmrc', credential: 'npm token' })])).toEqual(['medium']);
});

test('other commands of the same programs are none', async () => {
  expect(await judgeCode(ID, [fact('process', { command: 'gh pr list' }), fact('process', { command: 'git credential-cache exit' })])).toEqual([]);
});
