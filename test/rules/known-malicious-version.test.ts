// The core verdict.
import { expect, test } from 'vitest';
import { judged, scanWithRules } from '../support/rules.ts';
import { npmProject } from '../support/scan.ts';
import { judgeFacts } from '../support/server-facts.ts';

test('names version, place, path from the root, dependents, use and safe releases', async () => {
  const [finding, ...others] = await judged('known-malicious-version', 'bad');
  expect(others).toEqual([]);
  expect(finding).toMatchObject({
    severity: 'critical',
    confidence: 'high',
    title: 'fixture-hijacked 1.0.1 is known to be malicious',
    dependencyPath: ['a 1.0.0', 'fixture-hijacked 1.0.1'],
    dependents: ['a 1.0.0'],
    scope: ['dev'],
    campaign: { id: 'fixture-campaign', advice: ['Look at the fixture.'] },
  });
  expect(finding?.locations[0]).toMatchObject({ path: 'package-lock.json', line: 22 });
  expect(finding?.remediation[0]).toContain('1.0.2, 1.0.0');
});

test('is silent for neighbouring versions and names', async () => {
  expect(await judged('known-malicious-version', 'good')).toEqual([]);
});

test.each([
  ['fixture-every', '0.0.1', 'critical', /every version/],
  ['fixture-taken-down', '2.5.0', 'high', /malicious/],
  ['fixture-sabotaged', '6.6.6', 'critical', /sabotaged/],
  ['fixture-medium', '1.0.0', 'medium', /malicious/],
])('%s %s is %s', async (name, version, severity, title) => {
  const { findings } = await scanWithRules(npmProject({ [name]: version }));
  expect(findings).toHaveLength(1);
  expect(findings[0]).toMatchObject({ ruleId: 'known-malicious-version', severity, title: expect.stringMatching(title) as string });
});

test('is not pushed out of the report by thousands of hints before it', async () => {
  const hints = Object.fromEntries(Array.from({ length: 5100 }, (_, at) => [[`node_modules/p${at}`, { version: '1.0.0' }], [`node_modules/p${at}/node_modules/fixture-rumour`, { version: '1.0.0' }]]).flat());
  const lockfile = { lockfileVersion: 3, packages: { '': {}, ...hints, 'node_modules/fixture-hijacked': { version: '1.0.1' } } };
  const report = await scanWithRules({ 'package-lock.json': JSON.stringify(lockfile) });
  expect(report.findings.map((finding) => finding.ruleId)).toContain('known-malicious-version');
  expect(report.coverage.places.flatMap((place) => place.problems.map((problem) => problem.code))).toContain('too-many');
  expect(report.verdict.exitCode).toBe(1);
});

test('in a cache: the servers that run it, their credentials, and since when', async () => {
  const advisory = { name: 'postmark-mcp', class: 'malware', confidence: 'high', versions: ['1.0.16'], ranges: [], safe: [], campaign: 'postmark-mcp', ids: [], sources: [] } as const;
  const times: Readonly<Record<string, string>> = { a: '2025-09-18T12:00:00+02:00', b: '2025-09-18T11:00:00Z', c: 'no time' };
  const [finding] = await judgeFacts('known-malicious-version', {
    kind: 'matches',
    place: {
      path: '_npx/0123', stablePath: '_npx/0123', kind: 'installed-tree', format: 'npx', package: () => undefined, locate: (id) => ({ path: `_npx/0123/${id}`, entry: id }), pathTo: () => undefined, dependents: () => [],
      usedBy: [{ location: { path: '.mcp.json', line: 3 }, credentials: ['B', 'A'] }, { location: { path: '.cursor/mcp.json' }, credentials: ['A'] }],
      since: (id) => ({ time: times[id] ?? '', from: 'the folder' }),
    },
    matches: ['a', 'b', 'c'].map((packageId) => ({ packageId, name: 'postmark-mcp', version: '1.0.16', kind: 'version', matched: '1.0.16', advisory })),
    campaign: () => undefined,
  });
  expect(finding).toMatchObject({ credentials: ['A', 'B'], since: '2025-09-18T12:00:00+02:00', locations: [{ entry: 'a' }, { entry: 'b' }, { entry: 'c' }, { path: '.mcp.json' }, { path: '.cursor/mcp.json' }] });
  expect(finding?.evidence).toEqual(expect.arrayContaining([{ kind: 'time', text: 'since 2025-09-18T12:00:00+02:00, by the folder' }, { kind: 'count', text: 'run by 2 servers' }]));
});
