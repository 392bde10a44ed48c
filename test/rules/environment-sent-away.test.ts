// The environment in a request: from code and from hand-made facts.
import { expect, test } from 'vitest';
import type { Origin } from '../../src/model/behavior.ts';
import { fact, judgeCode, severities, text } from '../support/code-facts.ts';
import { judgedCode } from '../support/code-rules.ts';

const ID = 'environment-sent-away';

test('the packages of its fixtures', async () => {
  expect((await judgedCode(ID, 'bad')).map(({ severity, title }) => [severity, title])).toEqual([['high', 'fixture-environment 1.0.0 sends the whole environment to collect.example']]);
  expect(await judgedCode(ID, 'good')).toEqual([]);
});
const ALL: Origin = { kind: 'environment' };
const named = (...names: readonly string[]): readonly Origin[] => names.map((name) => ({ kind: 'environment', name }));
const request = (host: string, sends: readonly Origin[], more: Parameters<typeof fact<'network'>>[1] = {}) => fact('network', { host, url: `https://${host}/x`, origins: [text(`https://${host}/x`)], sends, ...more });
const whole = fact('environment', { access: 'all', api: 'JSON.stringify' });

test('the whole environment', async () => {
  const [finding] = await judgeCode(ID, [whole, request('collect.example.com', [ALL])]);
  expect(finding).toMatchObject({ severity: 'high', confidence: 'high', title: 'a-package 1.0.0 sends the whole environment to collect.example.com' });
  expect(await severities(ID, [whole, request('collect.example.com', [ALL])], { says: ['collect.example.com'] })).toEqual(['low']);
  expect(await severities(ID, [whole, fact('network', { origins: [{ kind: 'argument' }], sends: [ALL] })])).toEqual(['medium']);
  expect(await severities(ID, [whole, request('127.0.0.1', [ALL])])).toEqual([]);
});

test('one variable with a computed name is not the whole', async () => {
  expect(await judgeCode(ID, [request('collect.example.com', [ALL])])).toEqual([]);
});

test.each([
  ['the key of the service itself', 'api.postmarkapp.com', ['POSTMARK_SERVER_TOKEN'], []],
  ['one key to a host of another name', 'api.example.com', ['MY_API_KEY'], []],
  ['two of one service', 'api.example.com', ['AWS_ACCESS_KEY', 'AWS_SECRET_KEY'], []],
  ['two of different services', 'api.example.com', ['NPM_TOKEN', 'AWS_SECRET_ACCESS_KEY'], ['high']],
  ['one service under two names', 'api.example.com', ['GITHUB_TOKEN', 'PERSONAL_TOKEN'], []],
  ['one key to a drop', 'webhook.site', ['NPM_TOKEN'], ['high']],
  ['settings', 'webhook.site', ['NODE_ENV', 'KEY_ID', 'TOKEN_URL'], []],
] as const)('secrets by name: %s', async (_case, host, names, expected) => {
  expect(await severities(ID, [request(host, named(...names))])).toEqual(expected);
});

test('in a DNS label', async () => {
  const lookup = fact('network', { method: 'dns', api: 'dns.lookup', url: '*.collect.example.com', origins: [...named('NPM_TOKEN', 'GITHUB_TOKEN')] });
  expect(await severities(ID, [lookup])).toEqual(['high']);
});

test('data about the machine only at install, or to a drop', async () => {
  const machine: readonly Origin[] = [{ kind: 'machine', name: 'hostname' }];
  const hook = fact('install-script', { command: 'node index.js', runs: ['index.js'] });
  expect(await severities(ID, [request('metrics.example.com', machine)])).toEqual([]);
  expect(await severities(ID, [hook, request('metrics.example.com', machine)])).toEqual(['medium']);
  expect(await severities(ID, [hook, request('metrics.example.com', machine)], { says: ['metrics.example.com'] })).toEqual([]);
  expect(await severities(ID, [request('webhook.site', machine)])).toEqual(['high']);
});

test('by mail', async () => {
  const mail = (more: Parameters<typeof fact<'mail'>>[1]) => fact('mail', { content: ['environment'], ...more });
  expect(await severities(ID, [whole, mail({ origins: [text('a@example.com')] })])).toEqual(['high']);
  expect(await severities(ID, [whole, mail({ origins: [{ kind: 'argument' }] })])).toEqual([]);
});
