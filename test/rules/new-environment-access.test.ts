// What more of the environment an update reads.
import { expect, test } from 'vitest';
import type { Origin } from '../../src/model/behavior.ts';
import { fact, text } from '../support/code-facts.ts';
import { judgedDifference, judgeDifference, severitiesOf } from '../support/difference-facts.ts';

const ID = 'new-environment-access';
const reads = (name: string, line = 1) => fact('environment', { name, line });
const request = (host: string, sends: readonly Origin[] = [], file = 'index.js') => fact('network', { host, url: `https://${host}/`, origins: [text(`https://${host}/`)], sends, file });

test('the packages of its fixtures', async () => {
  expect(await judgedDifference(ID, 'bad')).toMatchObject([{ severity: 'high', standing: 'new', change: { now: 'the variable AWS_SECRET_ACCESS_KEY' }, locations: [{ line: 1 }, { line: 3 }] }]);
  expect((await judgedDifference(ID, 'good')).map(({ severity }) => severity)).toEqual(['info']);
});

test.each([
  ['a setting', 'LOG_LEVEL', {}, 'info'],
  ['a secret of anybody', 'SOME_API_KEY', {}, 'low'],
  ['what worms take', 'NPM_TOKEN', {}, 'medium'],
  ['the same, named by the new documents', 'NPM_TOKEN', { says: ['npm_token'] }, 'low'],
  ['the same, named by the old ones', 'NPM_TOKEN', { said: ['npm_token'] }, 'info'],
  ['the key of a service that it deals with', 'AWS_SECRET_ACCESS_KEY', { said: ['aws'] }, 'info'],
  ['a word of every README', 'GITHUB_TOKEN', { said: ['github'] }, 'medium'],
] as const)('%s', async (_what, name, given, severity) => {
  expect(await severitiesOf(ID, [reads('HOME')], [reads('HOME'), reads(name)], given)).toEqual([severity]);
});

test('beside a connection that is new too', async () => {
  expect(await severitiesOf(ID, [], [reads('NPM_TOKEN'), request('collect.example')])).toEqual(['high']);
  expect(await severitiesOf(ID, [], [reads('NPM_TOKEN'), request('collect.example', [], 'other.js')])).toEqual(['medium']);
  expect(await severitiesOf(ID, [], [reads('AUTH_TOKEN'), request('collect.example')])).toEqual(['low']);
  expect(await severitiesOf(ID, [], [reads('ACME_API_KEY'), request('api.acme.example')])).toEqual(['low']);
  expect(await severitiesOf(ID, [], [reads('NPM_TOKEN'), request('vendor.example')], { said: ['vendor.example'] })).toEqual(['medium']);
});

test('all of it', async () => {
  const all = fact('environment', { access: 'all', api: 'JSON.stringify' });
  const sends: readonly Origin[] = [{ kind: 'environment' }];
  expect(await severitiesOf(ID, [], [all])).toEqual(['low']);
  expect(await judgeDifference(ID, [], [all, request('collect.example', sends)])).toMatchObject([{ severity: 'high', title: 'a-package 1.0.1 newly takes the whole environment and sends it on' }]);
  expect(await severitiesOf(ID, [], [all, request('vendor.example', sends)], { said: ['vendor.example'] })).toEqual(['medium']);
  expect(await severitiesOf(ID, [all], [all, request('collect.example', sends)])).toEqual([]);
});

test('many small ones are one finding, computed names are none', async () => {
  const many = ['A', 'B', 'C', 'D'].map(reads);
  expect(await judgeDifference(ID, [], many)).toMatchObject([{ severity: 'info', title: 'a-package 1.0.1 newly reads 4 parts of its environment: the variable A, the variable B, the variable C and 1 more' }]);
  expect(await severitiesOf(ID, [], [fact('environment', { access: 'computed' })])).toEqual([]);
});
