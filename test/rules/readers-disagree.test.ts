// Two readers.
import { expect, test } from 'vitest';
import { judged, scanWithRules } from '../support/rules.ts';
import { npmProject } from '../support/scan.ts';

const reader = (version: string) => {
  const graph = async () => ({ nodes: [{ location: 'node_modules/a', name: 'a', version, kind: 'package' as const }], pathTo: () => undefined, dependents: () => [] });
  return { crossCheck: 'on' as const, npm: { lockfile: graph, installed: graph } };
};

test('another version in the second reading', async () => {
  const [finding] = await judged('readers-disagree', 'bad', reader('2.0.0'));
  expect(finding?.evidence[1]?.text).toBe('node_modules/a: a@2.0.0 for npm, a@1.0.0 for mcp-audit');
});

test('is silent where both read the same', async () => {
  expect(await judged('readers-disagree', 'good', reader('1.0.0'))).toEqual([]);
});

test('a second reader that fails makes the run incomplete', async () => {
  const fails = async () => { throw new Error('cannot'); };
  const report = await scanWithRules(npmProject({ a: '1.0.0' }), { crossCheck: 'on', npm: { lockfile: fails, installed: fails } });
  expect(report.verdict.exitCode).toBe(2);
});
