// Vulnerable versions.
import { expect, test } from 'vitest';
import { judged } from '../support/rules.ts';

test('is never called malicious', async () => {
  const [finding] = await judged('known-vulnerable-version', 'bad');
  expect(finding).toMatchObject({ severity: 'medium', title: 'fixture-flawed 1.9.9 has a known vulnerability', remediation: expect.arrayContaining(['Fixed in: 2.0.0.']) as string[] });
  expect(JSON.stringify(finding?.title)).not.toMatch(/malicious|malware/);
});

test('is silent for the fixed version', async () => {
  expect(await judged('known-vulnerable-version', 'good')).toEqual([]);
});
