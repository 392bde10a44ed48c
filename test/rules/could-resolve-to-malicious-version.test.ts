// Requests of manifests and launch lines.
import { expect, test } from 'vitest';
import type { Advisory, PackageMatch } from '../../src/model/advisory.ts';
import type { RequestFacts } from '../../src/rules/contract.ts';
import { judged, scanWithRules } from '../support/rules.ts';
import { npmProject } from '../support/scan.ts';
import { judgeFacts, run } from '../support/server-facts.ts';

test('grades by what the request can be answered with', async () => {
  const findings = await judged('could-resolve-to-malicious-version', 'bad');
  expect(findings.map((finding) => [finding.package?.name, finding.severity])).toEqual([
    ['fixture-hijacked', 'critical'],
    ['fixture-every', 'high'],
    ['fixture-taken-down', 'medium'],
    ['fixture-hijacked', 'info'],
  ]);
  expect(findings[0]?.locations[0]).toMatchObject({ path: 'package.json', line: 12 });
});

test('is silent where a lockfile tells a good answer', async () => {
  expect(await judged('could-resolve-to-malicious-version', 'good')).toEqual([]);
});

test('an exact request that the lockfile does not hold is told although a lockfile governs', async () => {
  const files = { ...npmProject({ 'fixture-hijacked': '1.0.2' }), 'package.json': JSON.stringify({ dependencies: { 'fixture-hijacked': '1.0.1' } }) };
  expect((await scanWithRules(files)).findings).toMatchObject([{ ruleId: 'could-resolve-to-malicious-version', severity: 'critical' }]);
});

const MALWARE: Advisory = { name: 'postmark-mcp', class: 'malware', confidence: 'high', versions: ['1.0.16'], ranges: ['>=1.0.16'], safe: [], alive: false, campaign: 'postmark-mcp', ids: ['MAL-2025-47604'], sources: [] };
const LIVE: Advisory = { ...MALWARE, name: 'live-server', versions: ['2.0.1'], ranges: [], safe: ['2.0.0', '2.0.2'], alive: true, campaign: 'live' };
const match = (advisory: Advisory, version: string): PackageMatch => ({ packageId: 'x', name: advisory.name, version, kind: 'version', matched: version, advisory });
const launched = (advisory: Advisory, spec: string, more: Partial<RequestFacts> = {}): RequestFacts => ({ name: advisory.name, spec, kind: 'could-resolve', matched: [...advisory.versions], advisory, key: 'mail', location: { path: '.mcp.json', line: 4, entry: 'mail' }, launch: `npx -y ${advisory.name}${spec === '' ? '' : `@${spec}`}`, ...more });
const judgeLaunches = (...requests: readonly RequestFacts[]) => judgeFacts('could-resolve-to-malicious-version', { kind: 'requests', path: '.mcp.json', stablePath: '.mcp.json', governed: 'alone', requests, campaign: () => undefined });

test('the model case: what ran, since when, where, and which credentials', async () => {
  const [finding, ...others] = await judgeLaunches(launched(MALWARE, 'latest', { runs: [run('1.0.16', { since: '2025-09-18T09:00:00Z', matches: [match(MALWARE, '1.0.16')] })], credentials: ['POSTMARK_SERVER_TOKEN'] }));
  expect(others).toEqual([]);
  expect(finding).toMatchObject({
    severity: 'critical', confidence: 'high', since: '2025-09-18T09:00:00Z', credentials: ['POSTMARK_SERVER_TOKEN'],
    title: 'postmark-mcp@latest was answered with 1.0.16, which is known to be malicious',
    package: { name: 'postmark-mcp', version: '1.0.16', purl: 'pkg:npm/postmark-mcp@1.0.16' },
    locations: [{ path: '.mcp.json', line: 4 }],
  });
  expect(finding?.remediation).toEqual([expect.stringContaining('Keep /home/dev/.npm/_npx/') as string, 'Remove the entry "mail" from .mcp.json: no release of postmark-mcp is known to be good.', expect.stringContaining('replace POSTMARK_SERVER_TOKEN') as string]);
  expect(finding?.evidence.map(({ kind }) => kind)).toEqual(['range', 'version', 'time', 'launch']);
});

test.each([
  ['a package taken down, and nobody looked', launched(MALWARE, 'latest'), 'high'],
  ['the same, with a clean answer', launched(MALWARE, '', { runs: [run('1.0.12')] }), 'medium'],
  ['a live package, and nobody looked', launched(LIVE, ''), 'medium'],
  ['a live package with a clean answer', launched(LIVE, '^2.0.0', { runs: [run('2.0.2')] }), 'info'],
  ['a live package that was answered badly', launched(LIVE, '^2.0.0', { runs: [run('2.0.2'), run('2.0.1', { path: '/other', matches: [match(LIVE, '2.0.1')] })] }), 'critical'],
  ['a download that the content cache shows', launched(LIVE, 'latest', { runs: [run('2.0.1', { route: 'content-cache', matches: [match(LIVE, '2.0.1')] })] }), 'high'],
  ['every version', launched(LIVE, '', { kind: 'every-version' }), 'high'],
  ['an impostor', launched({ ...LIVE, class: 'impostor' }, 'latest'), 'medium'],
  ['a flaw', launched({ ...LIVE, class: 'vulnerability' }, 'latest'), 'info'],
  ['a rumour', launched({ ...LIVE, confidence: 'low' }, 'latest', { runs: [run('2.0.1', { matches: [match({ ...LIVE, confidence: 'low' }, '2.0.1')] })] }), 'info'],
] as const)('on a launch line: %s', async (_case, request, severity) => {
  expect(await judgeLaunches(request)).toMatchObject([{ severity }]);
});

test('a launch line gets the pinned known-good version, and reads well without a version', async () => {
  const [finding] = await judgeLaunches(launched(LIVE, ''));
  expect(finding?.title).toBe('live-server without a version on a launch line can be answered with a version known to be malicious');
  expect(finding?.remediation).toContain('Write live-server@2.0.2 on the line: the newest release known to be good.');
});

test.each([['content-cache', 'this machine fetched 2.0.1'], ['global', 'this machine has installed 2.0.1'], ['project', 'the project has installed 2.0.1'], ['dlx-cache', 'was answered with 2.0.1']] as const)('says no more than a %s shows', async (route, words) => {
  const [finding] = await judgeLaunches(launched(LIVE, 'latest', { runs: [run('2.0.1', { route, matches: [match(LIVE, '2.0.1')] })] }));
  expect(finding?.title).toContain(words);
});

test('an exact version on a line is the package\'s own finding; a range that only listed versions meet is not', async () => {
  expect(await judgeLaunches(launched(MALWARE, '1.0.16', { kind: 'exact' }), launched(MALWARE, 'v1.0.16', { kind: 'every-version' }))).toEqual([]);
  expect(await judgeLaunches(launched(MALWARE, '1.0.16 - 1.0.16', { kind: 'exact' }))).toMatchObject([{ severity: 'high' }]);
});

test('two statements on one line and two entries that ask the same are one finding', async () => {
  const impostor = launched({ ...MALWARE, class: 'impostor' }, 'latest');
  const findings = await judgeLaunches(impostor, launched(MALWARE, 'latest'), launched(MALWARE, 'latest', { key: 'other', location: { path: '.mcp.json', line: 9, entry: 'other' }, credentials: ['B'] }));
  expect(findings).toMatchObject([{ severity: 'high', credentials: ['B'], locations: [{ line: 4 }, { line: 9 }] }]);
});
