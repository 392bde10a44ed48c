// Code that is made hard to read: from code and from hand-made facts.
import { expect, test } from 'vitest';
import type { ObfuscationBehavior } from '../../src/model/behavior.ts';
import { fact, judgeCode, severities, text } from '../support/code-facts.ts';
import { judgedCode } from '../support/code-rules.ts';

const ID = 'obfuscated-code';

test('the packages of its fixtures', async () => {
  expect((await judgedCode(ID, 'bad')).map(({ severity, title }) => [severity, title])).toEqual([['medium', expect.stringContaining('fixture-table 1.0.0 is made hard to read: a table of encoded strings') as string]]);
  expect(await judgedCode(ID, 'good')).toEqual([]);
});
const shape = (technique: ObfuscationBehavior['technique'], file = 'index.js') => fact('obfuscation', { technique, file });

test.each([['string-table', ['medium']], ['packed', ['medium']], ['self-defending', ['medium']], ['control-flow', ['medium']], ['invisible-characters', ['high']], ['encoded-literal', []], ['escapes', []], ['hidden-value', []]] as const)('%s', async (technique, expected) => {
  expect(await severities(ID, [shape(technique)])).toEqual(expected);
});

test('a function out of a plain text can be read', async () => {
  expect(await severities(ID, [fact('obfuscation', { technique: 'packed', api: 'Function of a long text' })])).toEqual([]);
});

test('in a file that installing runs', async () => {
  const hook = fact('install-script', { command: 'node i.js', runs: ['i.js'] });
  expect(await severities(ID, [hook, shape('string-table', 'i.js')])).toEqual(['high']);
  expect(await severities(ID, [hook, shape('string-table')])).toEqual(['medium']);
});

test('where it hides what is sent or run, in that file', async () => {
  const hidden = fact('network', { origins: [{ kind: 'hidden', why: 'made by code that could not be followed' }] });
  const [finding, ...others] = await judgeCode(ID, [shape('string-table'), shape('control-flow'), hidden]);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({ severity: 'high', title: 'a-package 1.0.0 is made hard to read: a table of encoded strings and a shuffled order of statements, which hide where it sends or what it runs' });
  expect(await severities(ID, [shape('string-table'), fact('process', { file: 'other.js', origins: [{ kind: 'hidden', why: 'x' }] })])).toEqual(['medium']);
  expect(await severities(ID, [shape('encoded-literal'), hidden])).toEqual([]);
});

test('what was decoded is hidden no more: other rules judge it', async () => {
  expect(await severities(ID, [shape('string-table'), fact('network', { origins: [text('https://files.example.com', 'string-table')] })])).toEqual(['medium']);
});
