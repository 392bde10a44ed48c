// Indicators as they are: severity by type and file, boundaries, lists, one finding a value.
import { describe, expect, test } from 'vitest';
import { knownIn } from '../../src/indicators/known.ts';
import { searchStrings } from '../../src/indicators/search-strings.ts';
import { joinFindings } from '../../src/rules/joined-findings.ts';
import type { Campaign } from '../../src/model/advisory.ts';
import { indicator } from '../indicators/indicator.ts';
import { fact, judgeCode, text } from '../support/code-facts.ts';
import { ruleFixture } from '../support/rules.ts';
import { judgeSightings, sightingsOf } from '../support/sightings.ts';

const ID = 'known-indicator-in-code';
const DOMAIN = indicator('domain', 'fixture-evil.example');
const at = (path: string, listed = DOMAIN) => judgeSightings(ID, sightingsOf({ [path]: `x ${listed.value} y` }, [listed]));

test('its fixtures', async () => {
  expect(await judgeSightings(ID, sightingsOf(ruleFixture(ID, 'bad'), [DOMAIN]))).toMatchObject([{ severity: 'high', confidence: 'high', title: 'a-package 1.0.0 names the domain fixture-evil.example, known from case', locations: [{ path: 'node_modules/a-package/index.js', line: 2 }] }]);
  expect(await judgeSightings(ID, sightingsOf(ruleFixture(ID, 'good'), [DOMAIN]))).toEqual([]);
});

test.each([
  ['index.js', 'high', 'high'], ['dist/a.min.cjs', 'high', 'high'], ['install.sh', 'high', 'high'], ['bin/tool', 'high', 'high'], ['package.json', 'high', 'high'], ['README.js', 'high', 'high'], ['.github/workflows/x.yml', 'high', 'high'],
  ['build/addon.node', 'high', 'medium'], ['lib.wasm', 'high', 'medium'],
  ['test/index.js', 'medium', 'medium'], ['docs/app.html', 'medium', 'medium'], ['dist/a.js.map', 'medium', 'medium'], ['config/hosts.json', 'medium', 'medium'],
  ['README.md', 'low', 'medium'], ['CHANGELOG', 'low', 'medium'], ['LICENSE.MIT', 'low', 'medium'], ['notes.txt', 'low', 'medium'], ['types.d.ts', 'low', 'medium'], ['test/fixtures/hosts.json', 'low', 'low'], ['docs/incident.md', 'low', 'low'],
])('a domain in %s is %s/%s', async (path, severity, confidence) => {
  expect(await at(path)).toMatchObject([{ severity, confidence }]);
});

test.each([
  [indicator('email', 'phan@fixture-evil.example'), 'high'], [indicator('ip', '192.0.2.7'), 'high'], [indicator('url', 'https://shared.example/collect/1'), 'high'], [indicator('wallet', 'TA48dct6rFW8BXsiLAtjFaVFoSuryMjD3v'), 'high'], [indicator('string', 'a-mark-of-the-worm'), 'high'],
])('$type in code', async (listed, severity) => {
  expect(await at('index.js', listed)).toMatchObject([{ severity }]);
});

test('a file name alone is low, and a file of settings low for a mark', async () => {
  expect(await judgeSightings(ID, sightingsOf({ 'a/Setup_Bun.js': '' }, [indicator('filename', 'setup_bun.js')]))).toMatchObject([{ severity: 'low', confidence: 'low', title: 'a-package 1.0.0 has a file named as one of case' }]);
  expect(await at('config.json', indicator('string', 'a-mark-of-the-worm'))).toMatchObject([{ severity: 'low' }]);
});

test('one finding a value, the worst place first, all counted', async () => {
  const sightings = sightingsOf({ 'README.md': 'fixture-evil.example', 'index.js': 'a fixture-evil.example\nfixture-evil.example', 'package.json': 'https://fixture-evil.example' }, [DOMAIN, indicator('ip', '192.0.2.7')]);
  const findings = await judgeSightings(ID, sightings);
  expect(findings).toMatchObject([{ severity: 'high', locations: [{ path: 'node_modules/a-package/index.js', line: 1, column: 3 }, { path: 'node_modules/a-package/package.json' }, { path: 'node_modules/a-package/README.md' }] }]);
  expect(findings[0]?.evidence).toEqual([{ kind: 'indicator', text: 'domain fixture-evil.example' }, { kind: 'record', text: 'listed by case' }, { kind: 'count', text: '4 times in 3 files' }]);
});

const CAMPAIGN: Campaign = { id: 'case', title: 'A case', date: '2025', class: 'malware', confidence: 'high', summary: 's', advice: ['Isolate.'], references: ['https://registry.example/a'] };

test('the campaign speaks: its advice, its sources, the servers that run the package', async () => {
  const sightings = sightingsOf({ 'index.js': 'fixture-evil.example' }, [DOMAIN]);
  expect(await judgeSightings(ID, sightings, { campaign: () => CAMPAIGN, usedBy: [{ location: { path: '.mcp.json', line: 3 }, credentials: ['MAIL_TOKEN'] }] })).toMatchObject([{
    campaign: { id: 'case', class: 'malware', advice: ['Isolate.'] }, references: ['https://registry.example/a'], credentials: ['MAIL_TOKEN'], locations: [{ path: 'node_modules/a-package/index.js' }, { path: '.mcp.json' }],
    package: { name: 'a-package', version: '1.0.0', purl: 'pkg:npm/a-package@1.0.0' },
  }]);
  expect(await judgeSightings(ID, sightings, { campaign: () => ({ ...CAMPAIGN, class: 'research' }) })).toMatchObject([{ severity: 'medium' }]);
  expect(await judgeSightings(ID, sightings, { campaign: () => ({ ...CAMPAIGN, confidence: 'low' }) })).toMatchObject([{ severity: 'medium' }]);
});

describe('a list of indicators', () => {
  const many = Array.from({ length: 12 }, (_, number) => indicator('domain', `n${number}.fixture-evil.example`, { campaign: `campaign-${number}` }));
  const list = many.map(({ value }) => `'${value}',`).join('\n');

  test('of many campaigns condemns no ad blocker', async () => {
    const findings = await judgeSightings(ID, sightingsOf({ 'lib/blocklist.js': list }, many));
    expect(findings).toHaveLength(12);
    expect(new Set(findings.map(({ severity, confidence }) => `${severity} ${confidence}`))).toEqual(new Set(['low low']));
  });

  test('of one campaign, or of one package of the compact list, is what malware holds', async () => {
    for (const more of [{ campaign: 'one' }, { campaign: 'known-malicious-npm', packages: ['bad@1.0.0', 'other@2.0.0'] }]) {
      expect(await judgeSightings(ID, sightingsOf({ 'index.js': list }, many.map((one) => ({ ...one, ...more }))))).toMatchObject(many.map(() => ({ severity: 'high' })));
    }
  });

  test('does not cover the same value in another file', async () => {
    const findings = await judgeSightings(ID, sightingsOf({ 'lib/blocklist.js': list, 'index.js': `fetch('https://${many[3]?.value}')` }, many));
    expect(findings.filter(({ severity }) => severity === 'high')).toMatchObject([{ title: 'a-package 1.0.0 names the domain n3.fixture-evil.example, known from campaign-3', locations: [{ path: 'node_modules/a-package/index.js' }, { path: 'node_modules/a-package/lib/blocklist.js' }] }]);
  });
});

test('a domain inside a listed address or URL is that one\'s finding, unless it also stands by itself', async () => {
  const listed = [DOMAIN, indicator('email', 'thief@fixture-evil.example')];
  const values = async (text: string) => (await judgeSightings(ID, sightingsOf({ 'index.js': text }, listed))).map(({ evidence: [first] }) => first.text);
  expect(await values("bcc: 'thief@fixture-evil.example'")).toEqual(['email thief@fixture-evil.example']);
  expect(await values("bcc: 'thief@fixture-evil.example', host: 'fixture-evil.example'")).toEqual(['domain fixture-evil.example', 'email thief@fixture-evil.example']);
});

test('what is hidden, a hash, or for context alone is not its matter', async () => {
  const base64 = Buffer.from('https://fixture-evil.example/x').toString('base64');
  expect(await judgeSightings(ID, sightingsOf({ 'index.js': base64 }, [DOMAIN]))).toEqual([]);
  expect(await judgeSightings(ID, [{ indicator: { ...DOMAIN, use: 'context' }, path: 'index.js', count: 1 }, { indicator: indicator('sha256', 'a'.repeat(64), { of: 'file' }), path: 'index.js', count: 1 }])).toEqual([]);
});

test('code that really speaks to it counts in full wherever it lies', async () => {
  const known = knownIn(searchStrings([DOMAIN]).strings);
  const request = (file: string) => fact('network', { file, host: 'api.fixture-evil.example', url: 'https://api.fixture-evil.example/x' });
  const findings = await judgeCode(ID, [request('test/index.js'), fact('mail', { file: 'docs/send.js', origins: [text('a@fixture-evil.example')] })], { known });
  expect(findings).toMatchObject([{ severity: 'high', title: 'a-package 1.0.0 uses the domain fixture-evil.example, known from case', locations: [{ path: 'node_modules/a-package/test/index.js' }, { path: 'node_modules/a-package/docs/send.js' }] }]);
  expect(await judgeCode(ID, [fact('network', { file: 'test/a.js', host: 'registry.example' }), fact('environment', { name: 'fixture-evil.example' })], { known })).toEqual([]);
  expect(await judgeCode(ID, [request('index.js')], { known, campaign: () => ({ ...CAMPAIGN, class: 'research' }) })).toMatchObject([{ severity: 'medium' }]);
});

test('a list pasted around the one host that the code speaks to does not cover it', async () => {
  const many = Array.from({ length: 12 }, (_, number) => indicator('domain', `n${number}.fixture-evil.example`, { campaign: `campaign-${number}` }));
  const text = `${many.map(({ value }) => value).join(' ')} fetch('https://n3.fixture-evil.example')`;
  const sightings = await judgeSightings(ID, sightingsOf({ 'index.js': text }, many));
  const uses = await judgeCode(ID, [fact('network', { host: 'n3.fixture-evil.example', url: 'https://n3.fixture-evil.example' })], { known: knownIn(searchStrings(many).strings) });
  expect(joinFindings([...sightings, ...uses]).filter(({ severity }) => severity === 'high')).toMatchObject([{ title: 'a-package 1.0.0 uses the domain n3.fixture-evil.example, known from campaign-3' }]);
});

test('a detection tool with a file for each campaign is medium', async () => {
  const many = Array.from({ length: 24 }, (_, number) => indicator('domain', `n${number}.fixture-evil.example`, { campaign: `campaign-${number}` }));
  const findings = await judgeSightings(ID, sightingsOf(Object.fromEntries(many.map(({ value, campaign }) => [`lib/${campaign}.js`, `export default '${value}';`])), many));
  expect(findings).toMatchObject(many.map(() => ({ severity: 'medium', confidence: 'medium' })));
});
