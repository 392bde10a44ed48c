// Five inert updates, each a way in which real packages turned hostile: all are found, worst first, in a headline that can be read.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { filesOf } from '../support/fixtures.ts';
import { startRegistry } from '../support/fixture-registry.ts';
import { temporaryFolder } from '../support/cli.ts';
import { type Compared, compared, EXPECTED, type Malicious, says, UPDATES } from '../support/updates.ts';

interface Listed {
  readonly folder: string;
  readonly time: string;
  readonly publisher: { readonly name: string; readonly email: string; readonly trustedBy?: string };
  readonly maintainers: readonly string[];
  readonly provenance?: string;
}

describe.each(EXPECTED.malicious)('$case', (expected) => {
  test('is found', async () => {
    const { code, report, headline } = await run(expected);
    const { rules, path, line } = expected.first;
    const [first] = report.findings;
    expect({ code, problems: [...report.coverage.problems, ...report.coverage.places.flatMap(({ problems }) => problems)] }).toEqual({ code: 1, problems: [] });
    expect(rules).toContain(first?.ruleId);
    const [place] = first?.locations ?? [];
    expect([path].flat().some((one) => place?.path.endsWith(one))).toBe(true);
    expect(place?.line).toBe(line ?? place?.line);
    const missing = expected.includes.filter((one) => !report.findings.some((finding) => says(finding, one)));
    expect(missing).toEqual([]);
    expect(headline.length).toBeLessThanOrEqual(12);
    expect(headline[0]).toMatch(/^FINDINGS /);
    for (const shown of expected.shows) expect(headline.join(' ')).toContain(shown);
  });
});

async function run(expected: Malicious): Promise<Compared> {
  if (!expected.registry) return compared([`${expected.case}/before`, `${expected.case}/after`]);
  const registry = await startRegistry();
  onTestFinished(() => registry.close());
  const { releases } = JSON.parse(readFileSync(join(UPDATES, expected.case, 'registry.json'), 'utf8')) as { readonly releases: readonly Listed[] };
  let name = '';
  for (const { folder, time, publisher: { trustedBy, ...person }, maintainers, provenance } of releases.toSorted((a, b) => (a.time < b.time ? -1 : 1))) {
    const { 'package.json': text = '{}', ...files } = filesOf(join('updates', expected.case, folder));
    const { name: own, version, ...manifest } = JSON.parse(text) as { readonly name: string; readonly version: string };
    if (folder === 'after') name = own;
    registry.publish(own, version, { manifest, files, time, publisher: { ...person, ...(trustedBy === undefined ? {} : { trustedPublisher: { id: trustedBy } }) }, maintainers: maintainers.map((one) => ({ name: one })) });
    if (provenance !== undefined) await registry.attest(own, version, { source: { repository: provenance } });
  }
  const root = join(temporaryFolder(), 'trusted-root.json');
  writeFileSync(root, (await registry.sigstore()).trustRoot);
  return compared([`${name}@1.14.0`, `${name}@1.14.1`, '--history', '--registry', registry.url, '--trusted-root', root], { HOME: temporaryFolder() });
}
