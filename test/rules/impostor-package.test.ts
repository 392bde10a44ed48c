// Packages of impostors.
import { expect, test } from 'vitest';
import { judged } from '../support/rules.ts';

test('a version without known harm is medium', async () => {
  expect(await judged('impostor-package', 'bad')).toMatchObject([{ severity: 'medium', title: 'fixture-impostor 1.0.0 comes from an impostor' }]);
});

test('a link to a folder of that name is not that package', async () => {
  expect(await judged('impostor-package', 'good')).toEqual([]);
});
