// Code that could be read before an update.
import { expect, test } from 'vitest';
import { fact, text } from '../support/code-facts.ts';
import { judgedDifference, judgeDifference, severitiesOf } from '../support/difference-facts.ts';

const ID = 'obfuscation-added';
const hidden = (more: Parameters<typeof fact<'obfuscation'>>[1] = {}) => fact('obfuscation', { technique: 'string-table', size: 1000, ...more });

test('the packages of its fixtures', async () => {
  expect(await judgedDifference(ID, 'bad')).toMatchObject([{ severity: 'medium', confidence: 'high', standing: 'new', change: { was: 'code that could be read', now: 'a table of encoded strings' } }]);
  expect(await judgedDifference(ID, 'good')).toEqual([]);
});

test('what is new in it makes it high', async () => {
  const request = fact('network', { host: 'collect.example', url: 'https://collect.example/', origins: [text('https://collect.example/', 'string-table')] });
  expect(await judgeDifference(ID, [], [hidden(), request])).toMatchObject([{ severity: 'high', title: 'a-package 1.0.1 makes index.js hard to read: a table of encoded strings, and hides what else is new in it' }]);
  expect(await severitiesOf(ID, [request], [hidden(), request])).toEqual(['medium']);
  expect(await severitiesOf(ID, [], [hidden(), fact('process', { origins: [{ kind: 'hidden', why: 'a decoder' }] })])).toEqual(['high']);
  expect(await severitiesOf(ID, [], [hidden({ technique: 'invisible-characters' })])).toEqual(['high']);
  expect(await severitiesOf(ID, [], [hidden({ file: 'setup.js' }), fact('install-script', { command: 'node setup.js', runs: ['setup.js'] })])).toEqual(['high']);
});

test('what was as much before is none, more of it is', async () => {
  expect(await severitiesOf(ID, [hidden()], [hidden({ file: 'dist/index.js', size: 1200 })])).toEqual([]);
  expect(await judgeDifference(ID, [hidden()], [hidden(), hidden({ file: 'more.js', size: 5000 })])).toMatchObject([{ severity: 'medium', confidence: 'low', change: { was: 'less of it was obfuscated' } }]);
});

test('data that is encoded is none', async () => {
  expect(await severitiesOf(ID, [], [hidden({ technique: 'encoded-literal' }), hidden({ technique: 'escapes', line: 2 }), hidden({ technique: 'packed', api: 'eval of a long text', line: 3 })])).toEqual([]);
});
