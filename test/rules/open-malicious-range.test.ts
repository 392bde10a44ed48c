// Ranges without an end.
import { expect, test } from 'vitest';
import { judged, scanWithRules } from '../support/rules.ts';
import { npmProject } from '../support/scan.ts';

test('an open range on a package that is alive is medium, never more', async () => {
  const [finding] = await judged('open-malicious-range', 'bad');
  expect(finding).toMatchObject({ severity: 'medium', confidence: 'medium', package: { version: '3.4.0' } });
  expect(finding?.remediation[0]).toContain('2.9.9');
});

test('is silent below the range', async () => {
  expect(await judged('open-malicious-range', 'good')).toEqual([]);
});

test('a prerelease inside the range counts', async () => {
  const { findings } = await scanWithRules(npmProject({ 'fixture-open': '3.0.0-beta.1' }));
  expect(findings).toEqual([]);
  expect((await scanWithRules(npmProject({ 'fixture-open': '3.0.1-beta.1' }))).findings).toMatchObject([{ ruleId: 'open-malicious-range' }]);
});
