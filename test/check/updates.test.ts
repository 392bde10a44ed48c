// Fifteen updates of real packages, fetched from the registry by exact version: an honest update is no finding at high or above, and
// what is said of it can be read.
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../support/cli.ts';
import { registryEnvironment, registryReachable } from '../support/real-installs.ts';
import { compared, EXPECTED, says } from '../support/updates.ts';

describe.skipIf(!await registryReachable()).each(EXPECTED.real)('$name $before to $after', ({ name, before, after, says: expected = [], notSays = [] }) => {
  test('is clean', async () => {
    const { code, report, headline, stderr } = await compared([`${name}@${before}`, after], registryEnvironment(temporaryFolder()));
    expect({ stderr, code, findings: report.findings.filter(({ severity }) => severity === 'critical' || severity === 'high').map(({ ruleId, title }) => `${ruleId}: ${title}`) }).toEqual({ stderr: '', code: 0, findings: [] });
    expect(expected.filter((one) => !report.findings.some((finding) => says(finding, one)))).toEqual([]);
    expect(report.findings.map(({ ruleId }) => ruleId).filter((rule) => notSays.includes(rule))).toEqual([]);
    expect(headline.length).toBeLessThanOrEqual(12);
  });
});
