// Entries with two names.
import { expect, test } from 'vitest';
import { judged, scanWithRules } from '../support/rules.ts';
import { npmProject } from '../support/scan.ts';

test('shows every name that the entry carries', async () => {
  const [finding] = await judged('package-identity-mismatch', 'bad');
  expect(finding?.evidence.map((evidence) => evidence.text)).toEqual(['the entry: honest 1.0.0', 'its download address: other 3.0.0']);
});

test('a declared alias is no mismatch', async () => {
  expect(await judged('package-identity-mismatch', 'good')).toEqual([]);
});

test('all names are matched, and the disguise is told', async () => {
  const { findings } = await scanWithRules(npmProject({ honest: '1.0.0' }, { honest: { resolved: 'https://registry.example/fixture-hijacked/-/fixture-hijacked-1.0.1.tgz' } }));
  expect(findings.map((finding) => finding.ruleId)).toEqual(['known-malicious-version', 'package-identity-mismatch']);
  expect(findings[0]?.evidence).toContainEqual({ kind: 'identity', text: 'the entry calls itself honest 1.0.0; its download address says fixture-hijacked 1.0.1' });
});
