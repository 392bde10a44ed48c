// Code that is made hard to read: from hand-made facts.
import { expect, test } from 'vitest';
import type { ObfuscationBehavior } from '../../src/model/behavior.ts';
import { fact, judgeCode, severities, text } from '../support/code-facts.ts';

const ID = 'obfuscated-code';
const shape = (technique: ObfuscationBehavior['technique'], file = 'index.js') => fact('obfuscation', { technique, file });

test.each([['string-table', ['medium']], ['packed', ['medium']], ['self-defending', ['medium']], ['control-flow', ['medium']], ['invisible-characters', ['high']], ['encoded-literal', []], ['escapes', []], ['hidden-value', []]] as const)('%s', async (technique, expected) => {
  expect(await severities(ID, [shape(technique)])).toEqual(expected);
});

test('in a file that installing runs', async () => {
  const hook = fact('install-script', { command: 'node i.js', runs: ['i.js'] });
  expect(await severities(ID, [hook, shape('string-table', 'i.js')])).toEqual(['high']);
  expect(await severities(ID, [hook, shape('string-table')])).toEqual(['medium']);
});

test('where it hides what is sent or run, in that file', async () => {
  const hidden = fact('network', { origins: [text('https://files.example.com', 'string-table')] });
  const [finding, ...others] = await judgeCode(ID, [shape('string-table'), shape('control-flow'), hidden]);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({ severity: 'high', title: 'a-package 1.0.0 is made hard to read: a table of encoded strings and a shuffled order of statements, which hide where it sends or what it runs' });
  expect(await severities(ID, [shape('string-table'), fact('process', { file: 'other.js', origins: [{ kind: 'hidden', why: 'x' }] })])).toEqual(['medium']);
  expect(await severities(ID, [shape('encoded-literal'), hidden])).toEqual([]);
});
