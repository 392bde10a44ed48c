// Every planted fixture as a project of its own, judged with the real campaign file: what is planted is found with exit 1,
// what only looks like it reaches exit 0. The real campaign is open upwards (the package was removed), so that a later
// version is a finding of its own: for the look-alikes a bundle of exact versions decides.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { BundleStack } from '../../src/indicators/stack.ts';
import type { RuleId } from '../../src/model/finding.ts';
import { FIXTURES, filesOf, foldersOf } from '../support/fixtures.ts';
import { bundleOf, problemsOf, scanFiles } from '../support/scan.ts';

interface Expected {
  readonly finds: boolean;
  readonly package: string;
  readonly why: string;
}

const CONDEMNS: ReadonlySet<RuleId> = new Set<RuleId>(['known-malicious-version', 'known-malicious-tarball']);

const CASES = foldersOf('planted').flatMap((format) => foldersOf(`planted/${format}`).map((name) => {
  const expected: Expected = JSON.parse(readFileSync(join(FIXTURES, 'planted', format, name, 'expected.json'), 'utf8'));
  return { folder: `planted/${format}/${name}`, ...expected };
}));

/** As the campaign's own file, without the open range that condemns every later version of a package that was removed. */
const EXACT = `schema: 1
id: exact-versions
title: The harmful versions that every source names
date: "2025-09-17"
class: malware
confidence: high
summary: Exact versions alone.
packages:
  - { name: postmark-mcp, versions: ["1.0.16"], alive: false }
advice: [Remove it.]
references: ["https://registry.example/advisory"]
`;

let campaign: BundleStack;
let exact: BundleStack;
beforeAll(async () => {
  campaign = await bundleOf('postmark-mcp');
  exact = await bundleOf({ yaml: EXACT });
});

async function judged(folder: string, bundles: BundleStack) {
  const report = await scanFiles(filesOf(folder), { bundles });
  const condemned = report.findings.filter((finding) => CONDEMNS.has(finding.ruleId)).map((finding) => `${finding.package?.name}@${finding.package?.version}`);
  return { exit: report.verdict.exitCode, condemned, problems: problemsOf(report), report };
}

describe.each(CASES.filter((one) => one.finds))('$folder: $why', ({ folder, package: planted }) => {
  it('is found', async () => {
    const { exit, condemned, problems, report } = await judged(folder, campaign);
    expect({ exit, problems }).toEqual({ exit: 1, problems: [] });
    expect(condemned).toContain(planted);
    const finding = report.findings.find((one) => one.ruleId === 'known-malicious-version' && `${one.package?.name}@${one.package?.version}` === planted);
    expect(finding?.locations[0]).toMatchObject({ line: expect.any(Number), column: expect.any(Number), excerpt: expect.any(String) });
    expect((await judged(folder, exact)).condemned).toEqual([planted]);
  });
});

describe.each(CASES.filter((one) => !one.finds))('$folder: $why', ({ folder, package: planted }) => {
  it('is not taken for it', async () => {
    const { exit, condemned, problems, report } = await judged(folder, exact);
    expect({ exit, condemned, problems, rules: report.findings.map((finding) => finding.ruleId) }).toEqual({ exit: 0, condemned: [], problems: [], rules: [] });
  });

  it('meets the campaign at most in another version of the same name', async () => {
    const { exit, condemned, problems } = await judged(folder, campaign);
    expect(problems).toEqual([]);
    expect(condemned).not.toContain(planted);
    expect(condemned.filter((one) => !one.startsWith('postmark-mcp@'))).toEqual([]);
    expect(exit).toBe(condemned.length > 0 ? 1 : 0);
  });
});
