// Code made at run time, since an update.
import { expect, test } from 'vitest';
import type { Origin } from '../../src/model/behavior.ts';
import { fact, text } from '../support/code-facts.ts';
import { judgedDifference, severitiesOf } from '../support/difference-facts.ts';

const ID = 'new-dynamic-code';
const runs = (api: string, ...origins: readonly Origin[]) => fact('dynamic-code', { api, origins });
const TEMPLATE = runs('Function', { kind: 'argument' }, text('return '));

test('the packages of its fixtures', async () => {
  expect(await judgedDifference(ID, 'bad')).toMatchObject([{ severity: 'high', standing: 'new', title: 'fixture-update 1.0.1 newly runs code that stands in it only encoded', locations: [{ line: 2 }] }]);
  expect((await judgedDifference(ID, 'good')).map(({ severity }) => severity)).toEqual(['info']);
});

test.each([
  ['decoded', runs('eval', text('require("child_process")', 'base64')), 'high'],
  ['a decoded name of a module', runs('require', text('child_process', 'base64')), 'high'],
  ['a letter in escapes', runs('Function', text('\u00e9', 'escapes')), 'low'],
  ['fetched', runs('eval', { kind: 'remote', from: 'collect.example' }), 'high'],
  ['fetched from nowhere in particular', runs('eval', { kind: 'remote' }), 'high'],
  ['a compiler whose input may be fetched', runs('Function', { kind: 'remote' }, { kind: 'argument' }), 'medium'],
  ['hidden', runs('eval', { kind: 'hidden', why: 'a decoder' }), 'medium'],
  ['what callers give', runs('vm.runInNewContext', { kind: 'argument' }), 'medium'],
  ['a constant', runs('Function', text('return this')), 'low'],
  ['a module by a setting', runs('require', { kind: 'environment', name: 'PLUGIN' }), 'info'],
  ['a worker', runs('worker_threads.Worker', text('postMessage(1)')), 'info'],
] as const)('%s', async (_what, run, severity) => {
  expect(await severitiesOf(ID, [], [run])).toEqual([severity]);
});

test('by what was before, and by whose host it is', async () => {
  expect(await severitiesOf(ID, [TEMPLATE], [TEMPLATE, runs('Function', { kind: 'unknown' })])).toEqual(['info']);
  expect(await severitiesOf(ID, [TEMPLATE], [runs('Function', { kind: 'argument' }, text('another '))])).toEqual([]);
  expect(await severitiesOf(ID, [TEMPLATE], [runs('eval', { kind: 'remote', from: 'vendor.example' })], { said: ['vendor.example'] })).toEqual(['medium']);
  expect(await severitiesOf(ID, [], [runs('eval', { kind: 'hidden', why: 'a decoder' }), fact('obfuscation')])).toEqual(['high']);
});
