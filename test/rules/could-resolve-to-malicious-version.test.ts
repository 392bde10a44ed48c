// Requests of manifests.
import { expect, test } from 'vitest';
import { judged, scanWithRules } from '../support/rules.ts';
import { npmProject } from '../support/scan.ts';

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
