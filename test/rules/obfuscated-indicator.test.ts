// Indicators that are hidden: encoded in a file, or folded out of the code.
import { expect, test } from 'vitest';
import { knownIn } from '../../src/indicators/known.ts';
import { searchStrings } from '../../src/indicators/search-strings.ts';
import type { FoldedText, Transform } from '../../src/model/behavior.ts';
import { indicator } from '../indicators/indicator.ts';
import { codeOf } from '../support/code-rules.ts';
import { judgeFacts } from '../support/server-facts.ts';
import { judgeCode } from '../support/code-facts.ts';
import { ruleFixture } from '../support/rules.ts';
import { judgeSightings, sightingsOf } from '../support/sightings.ts';

const ID = 'obfuscated-indicator';
const DOMAIN = indicator('domain', 'fixture-evil.example');
const known = knownIn(searchStrings([DOMAIN, indicator('string', 'a-mark-of-the-worm')]).strings);
const BASE64 = Buffer.from('https://fixture-evil.example/v1').toString('base64');

test('its fixtures', async () => {
  expect(await judgeSightings(ID, sightingsOf(ruleFixture(ID, 'bad'), [DOMAIN]))).toMatchObject([{ severity: 'critical', confidence: 'high', title: 'a-package 1.0.0 holds fixture-evil.example, known from case, hidden by base64', locations: [{ path: 'node_modules/a-package/index.js', line: 2 }] }]);
  expect(await judgeSightings(ID, sightingsOf(ruleFixture(ID, 'good'), [DOMAIN]))).toEqual([]);
});

test.each([['index.js', 'critical'], ['a.wasm', 'critical'], ['run.sh', 'critical'], ['config.json', 'high'], ['test/a.js', 'high'], ['a.js.map', 'high'], ['README.md', 'medium']])('base64 in %s is %s', async (path, severity) => {
  expect(await judgeSightings(ID, sightingsOf({ [path]: BASE64 }, [DOMAIN]))).toMatchObject([{ severity }]);
});

test('an encoded mark weighs less than an address', async () => {
  expect(await judgeSightings(ID, sightingsOf({ 'a.js': Buffer.from('a-mark-of-the-worm').toString('hex') }, [indicator('string', 'a-mark-of-the-worm')]))).toMatchObject([{ severity: 'high', confidence: 'high' }]);
});

test('several ways to hide one value are one finding that names them', async () => {
  const reversed = [...'fixture-evil.example'].toReversed().join('');
  const [finding, ...more] = await judgeSightings(ID, sightingsOf({ 'a.js': BASE64, 'b.js': reversed }, [DOMAIN]));
  expect(more).toEqual([]);
  expect(finding?.evidence[0]).toEqual({ kind: 'indicator', text: 'domain fixture-evil.example, hidden by base64; hidden by writing it backwards' });
});

test('a detection tool that packs its list is medium', async () => {
  const many = Array.from({ length: 12 }, (_, number) => indicator('domain', `number${number}.fixture-evil.example`, { campaign: `campaign-${number}` }));
  const findings = await judgeSightings(ID, sightingsOf({ 'lists.js': many.map(({ value }) => Buffer.from(value).toString('hex')).join('\n') }, many));
  expect(findings).toMatchObject(many.map(() => ({ severity: 'medium', confidence: 'low' })));
});

const folded = (text: string, via: readonly Transform[], excerpt = 'const a = b();', path = 'index.js'): FoldedText => ({ text, via, place: { path, line: 7, column: 3, excerpt } });
const judgeFolded = (...texts: readonly FoldedText[]) => judgeCode(ID, [], { folded: texts, known });

test.each<readonly [readonly Transform[], string]>([
  [['base64'], 'critical'], [['char-codes', 'joined'], 'critical'], [['string-table'], 'critical'], [['xor'], 'critical'], [['computed'], 'critical'], [['reversed'], 'critical'], [['concatenated'], 'high'], [['joined'], 'high'], [['sliced'], 'high'], [['replaced'], 'high'],
])('folded by %j is %s', async (via, severity) => {
  expect(await judgeFolded(folded('https://fixture-evil.example/x', via))).toMatchObject([{ severity, locations: [{ path: 'node_modules/a-package/index.js', line: 7, column: 3 }] }]);
});

test('a template around a host that stands there is not hidden', async () => {
  expect(await judgeFolded(folded('https://fixture-evil.example/x', ['concatenated'], "fetch('https://fixture-evil.example' + '/x')"))).toEqual([]);
});

test('its fixtures as folded by the parser', async () => {
  expect(await judgeFacts(ID, { ...await codeOf(ruleFixture(ID, 'bad')), known })).toMatchObject([{ severity: 'critical', locations: [{ path: 'node_modules/fixture/index.js', line: 2 }] }]);
  expect(await judgeFacts(ID, { ...await codeOf(ruleFixture(ID, 'good')), known })).toEqual([]);
});

test('folded texts of one value are one finding; others are nothing', async () => {
  expect(await judgeFolded(folded('fixture-evil.example', ['base64']), folded('a@fixture-evil.example', ['hex']), folded('notfixture-evil.example', ['base64']), folded('', ['base64']))).toMatchObject([{ severity: 'critical', evidence: [{}, {}, { text: '2 times in 1 file' }] }]);
});
