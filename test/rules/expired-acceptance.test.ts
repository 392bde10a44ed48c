// Acceptances past their day.
import { expect, test } from 'vitest';
import { judged } from '../support/rules.ts';

const config = (expires: string) => ({ config: { path: 'mcp-audit.yaml', exclude: [], accept: [{ rule: 'impostor-package' as const, package: 'fixture-impostor', owner: 'the team', reason: 'until it is replaced', expires }] } });

test('fails, and says who accepted what', async () => {
  const [finding] = await judged('expired-acceptance', 'bad', config('2026-08-31'));
  expect(finding).toMatchObject({ severity: 'high', locations: [{ path: 'mcp-audit.yaml' }], evidence: [{ text: 'accepted by the team: until it is replaced' }] });
});

test('is silent while it is valid', async () => {
  expect(await judged('expired-acceptance', 'good', config('2026-12-31'))).toEqual([]);
});
