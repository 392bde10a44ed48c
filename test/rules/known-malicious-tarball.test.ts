// Hashes of tarballs.
import { expect, test } from 'vitest';
import { judged } from '../support/rules.ts';

test('finds the content under another name, whichever of several hashes meets', async () => {
  expect(await judged('known-malicious-tarball', 'bad')).toMatchObject([{ severity: 'critical', package: { name: 'renamed' }, evidence: [{ kind: 'hash' }] }]);
});

test('is silent for another hash', async () => {
  expect(await judged('known-malicious-tarball', 'good')).toEqual([]);
});
