// The hidden lockfile.
import { expect, test } from 'vitest';
import { judged } from '../support/rules.ts';

test('the disk is believed, the lie is told', async () => {
  const [finding] = await judged('hidden-lockfile-mismatch', 'bad');
  expect(finding).toMatchObject({ severity: 'medium', locations: [{ path: 'node_modules/.package-lock.json', entry: 'node_modules/a' }] });
  expect(finding?.evidence[1]?.text).toMatch(/1\.0\.0.*1\.0\.1/);
});

test('is silent where they agree', async () => {
  expect(await judged('hidden-lockfile-mismatch', 'good')).toEqual([]);
});
