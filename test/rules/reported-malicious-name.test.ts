// Weak reports.
import { expect, test } from 'vitest';
import { judged, scanWithRules } from '../support/rules.ts';
import { npmProject } from '../support/scan.ts';

test('a low-confidence report is information', async () => {
  expect(await judged('reported-malicious-name', 'bad')).toMatchObject([{ severity: 'info', confidence: 'low' }]);
});

test('a scoped package of that base name is another package', async () => {
  expect(await judged('reported-malicious-name', 'good')).toEqual([]);
});

test('a dependency-confusion name is medium and says what it is', async () => {
  expect((await scanWithRules(npmProject({ 'fixture-confusion': '9.9.9' }))).findings).toMatchObject([{ severity: 'medium', title: expect.stringContaining('private package') as string }]);
});
