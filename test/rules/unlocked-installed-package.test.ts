// Trees and lockfiles.
import { expect, test } from 'vitest';
import { judged } from '../support/rules.ts';

test('one summary a tree', async () => {
  const [finding, ...others] = await judged('unlocked-installed-package', 'bad');
  expect(others).toEqual([]);
  expect(finding).toMatchObject({ severity: 'medium', title: '1 of 2 installed packages is not in package-lock.json', locations: [{ path: 'node_modules/stowaway' }] });
});

test('a missing development package is no finding', async () => {
  expect(await judged('unlocked-installed-package', 'good')).toEqual([]);
});
