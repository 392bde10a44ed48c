// What a deep scan takes from the bundles: strings with their encoded forms, and what is said of the rest.
import { expect, test } from 'vitest';
import { codeKnowledge, sightingsIn } from '../../src/pipelines/deep/known.ts';
import type { CodePackage } from '../../src/pipelines/deep/words.ts';
import { bundleOf } from '../support/scan.ts';

const campaign = (indicators: readonly string[]) => bundleOf({ yaml: ['schema: 1', 'id: case', 'title: A case', 'date: "2026-01"', 'class: malware', 'confidence: high', 'summary: None.', 'indicators:', ...indicators.map((line) => `  - {${line}}`), 'patterns:', '  - {id: a, title: does things, severity: high, all: [{kind: process, value: ["fixture-tool*"]}]}', 'advice: [Look.]', 'references: ["https://registry.example/case"]', ''].join('\n') });

test('strings, encoded forms, patterns, and a sighting that keeps how it is written', async () => {
  const knowledge = codeKnowledge(await campaign(['type: domain, value: fixture-evil.example, use: match', 'type: filename, value: payload.js, use: match']));
  const { strings } = knowledge.searched;
  expect(knowledge.patterns).toMatchObject([{ id: 'a', campaign: 'case' }]);
  expect(knowledge.notes).toEqual([]);
  const plain = strings.findIndex(({ via }) => via === undefined);
  const base64 = strings.findIndex(({ via }) => via?.[0] === 'base64');
  const swept = { path: '/repo/node_modules/a/lib/Payload.js', size: 9, named: true as const, gates: [], strings: [plain, base64].map((at) => ({ at, offset: 0, line: 1, column: 1, excerpt: 'x', count: 2 })) };
  const one = { path: { absolute: '/repo/node_modules/a', shown: 'node_modules/a', stable: 'node_modules/a' }, where: 'installed', swept: [swept] } as unknown as CodePackage;
  const found = sightingsIn(one, knowledge);
  expect(found.map(({ indicator: { value }, path, via }) => [value, path, via])).toEqual([['fixture-evil.example', 'lib/Payload.js', undefined], ['fixture-evil.example', 'lib/Payload.js', ['base64']], ['payload.js', 'lib/Payload.js', undefined]]);
});

test('what is not looked for is said', async () => {
  const { notes } = codeKnowledge(await campaign(['type: string, value: function, use: match', `type: sha1, value: "${'a'.repeat(40)}", use: match, of: file`, 'type: domain, value: a.example, use: context']));
  expect(notes).toEqual(['2 of the bundles\' indicators are not looked for in files: a plain word: it would be met in honest files; files are compared by SHA-256 alone']);
});
