// The worked example of iocs/README.md: it is valid, and holds for the code beside it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CONDITION_KINDS, CONDITION_ORIGINS } from '../../src/model/indicator.ts';
import { parseCampaign } from '../../src/indicators/validate.ts';
import { patternHits } from '../../src/rules/pattern-match.ts';
import { codeOf } from '../support/code-rules.ts';
import { ROOT } from '../support/scan.ts';

const README = readFileSync(join(ROOT, 'iocs', 'README.md'), 'utf8');
const block = (language: string) => new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``).exec(README)?.[1] ?? '';
const facts = async (text: string) => (await codeOf({ 'package.json': '{"name":"case"}', 'index.js': text })).behaviors;

async function pattern() {
  const result = await parseCampaign('example.yaml', block('yaml'));
  const [first] = result.ok ? result.parsed.patterns : [];
  if (!first) throw new Error(result.ok ? 'the example has no pattern' : JSON.stringify(result.problems));
  return first;
}

test('the example holds for its code, also where the domain is encoded, and not for half of it', async () => {
  const code = block('js');
  const encoded = code.replace('.collect.example`', `\${Buffer.from('${Buffer.from('.collect.example').toString('base64')}', 'base64').toString()}\``);
  expect(encoded).not.toContain('collect.example');
  expect(patternHits(await pattern(), await facts(code))).toBeDefined();
  expect(patternHits(await pattern(), await facts(encoded))).toBeDefined();
  expect(patternHits(await pattern(), await facts(code.replace(/^resolve4.*$/m, '')))).toBeUndefined();
});

test('names every kind and origin', () => {
  expect([...CONDITION_KINDS, ...CONDITION_ORIGINS].filter((word) => !README.includes(`\`${word}\``))).toEqual([]);
});
