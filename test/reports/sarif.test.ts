// SARIF against the schema of the standard (2.1.0-rtm.5, as SARIF's own SDK ships it), and what code scanning needs beyond it.
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import addFormatsModule from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/model/finding.ts';
import type { Report } from '../../src/model/report.ts';
import { sarif } from '../../src/reports/sarif.ts';
import { messageText, uriOf } from '../../src/reports/sarif/text.ts';
import { ALL_HOSTILE, HOSTILE, RULES, cleanReport, incompleteReport, manyFindings, plainReport, rendered, sampleFinding, sampleReport } from '../support/sample-report.ts';
import { diffReport, lockfilesReport } from '../support/sample-difference.ts';

const addFormats = addFormatsModule as unknown as typeof addFormatsModule.default;
const ajv = new Ajv({ allErrors: true, strict: false, unicodeRegExp: false });
addFormats(ajv);
const path = new URL('../../node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json', import.meta.url);
// The file says draft 4; it uses nothing whose meaning changed until draft 7 but the name of `id`.
const { $schema: _, id, ...schema } = JSON.parse(readFileSync(path, 'utf8')) as { readonly $schema: string; readonly id: string };
const validate = ajv.compile({ $id: id, ...schema });

interface Result {
  readonly ruleId: string; readonly ruleIndex: number; readonly level: string; readonly message: { readonly text: string };
  readonly locations: readonly { readonly physicalLocation: { readonly artifactLocation: { readonly uri: string }; readonly region: { readonly startLine: number } } }[];
  readonly partialFingerprints: Readonly<Record<string, string>>; readonly suppressions?: readonly { readonly kind: string; readonly justification: string }[];
}
interface Invocation {
  readonly executionSuccessful: boolean; readonly exitCode: number;
  readonly toolExecutionNotifications: readonly { readonly level: string; readonly descriptor: { readonly id: string }; readonly message: { readonly text: string } }[];
}
interface Run {
  readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string; readonly properties: Readonly<Record<string, unknown>>; readonly defaultConfiguration: { readonly level: string }; readonly help?: { readonly text: string } }[] } };
  readonly invocations: readonly [Invocation]; readonly results: readonly Result[]; readonly properties: Readonly<Record<string, unknown>>;
}

function runOf(report: Report): Run {
  const [run] = (JSON.parse(rendered(sarif, report)) as { readonly runs: readonly Run[] }).runs;
  if (run === undefined) throw new Error('no run');
  return run;
}

const SMALL: Finding = {
  ruleId: 'known-malicious-version', severity: 'critical', confidence: 'high', title: 'a', why: 'b', locations: [{ path: 'c' }], remediation: [],
  evidence: [{ kind: 'version', text: 'd' }], references: [], fingerprint: `v1:${'0'.repeat(32)}`,
};

describe('sarif report', () => {
  it.each<readonly [string, Report]>([
    ['findings', sampleReport()], ['clean', cleanReport()], ['incomplete', incompleteReport()], ['a flood', plainReport({ findings: manyFindings(40) })],
    ['a comparison', diffReport()], ['a hostile comparison', diffReport(ALL_HOSTILE)], ['two lockfiles', lockfilesReport()],
  ])('validates against the schema of the standard: %s', (_, report) => {
    validate(JSON.parse(rendered(sarif, report)));
    expect(validate.errors).toBeNull();
  });

  it('is refused by that schema where a message is missing', () => {
    const run = runOf(sampleReport());
    expect(validate({ version: '2.1.0', runs: [{ ...run, results: [{ ruleId: 'x' }] }] })).toBe(false);
  });

  it('gives every result a rule, a relative address, a region and a fingerprint', () => {
    const { results, tool } = runOf(sampleReport());
    for (const result of results) {
      expect(tool.driver.rules[result.ruleIndex]?.id).toBe(result.ruleId);
      expect(result.locations).toHaveLength(1);
      const { artifactLocation, region } = result.locations[0]?.physicalLocation ?? { artifactLocation: { uri: '' }, region: { startLine: 0 } };
      expect(artifactLocation.uri).toMatch(/^[\w.~!'()*%/-]+$/);
      expect(region.startLine).toBeGreaterThanOrEqual(1);
      expect(result.partialFingerprints['mcpAudit/v1']).toMatch(/^v1:[0-9a-f]{32}$/);
    }
  });

  it('puts a place without lines on line 1', () => {
    const [result] = runOf(plainReport({ findings: [sampleFinding({ locations: [{ path: 'app/node_modules', entry: 'node_modules/a' }] })] })).results;
    expect(result?.locations[0]?.physicalLocation.region).toEqual({ startLine: 1 });
  });

  it('says severity in numbers, from the worst finding of the rule', () => {
    const { rules } = runOf(sampleReport()).tool.driver;
    expect(rules.find((rule) => rule.id === 'known-malicious-version')).toMatchObject({
      defaultConfiguration: { level: 'error' }, properties: { 'security-severity': '9.5', precision: 'high', tags: ['security', 'supply-chain'] },
    });
    expect(rules.find((rule) => rule.id === 'package-identity-mismatch')).toMatchObject({ defaultConfiguration: { level: 'warning' }, properties: { 'security-severity': '5.5' } });
    expect(rules[0]?.help?.text).toContain(RULES[0]?.limits ?? 'no page');
  });

  it('lists an accepted finding as suppressed', () => {
    const suppressed = runOf(sampleReport()).results.filter((result) => result.suppressions !== undefined);
    expect(suppressed).toHaveLength(1);
    expect(suppressed[0]?.suppressions?.[0]).toMatchObject({ kind: 'external', status: 'accepted' });
    expect(suppressed[0]?.suppressions?.[0]?.justification).toContain('Accepted by security-team until 2027-01-31');
  });

  it('says that an incomplete run was not successful, and what it missed', () => {
    const [invocation] = runOf(incompleteReport()).invocations;
    expect(invocation).toMatchObject({ executionSuccessful: false, exitCode: 2 });
    expect(invocation.toolExecutionNotifications.filter(({ level }) => level === 'error').map(({ descriptor }) => descriptor.id)).toEqual(['dangling-reference', 'not-found']);
    expect(runOf(cleanReport()).invocations[0]).toMatchObject({ executionSuccessful: true, exitCode: 0 });
  });

  it('carries verdict, bundle and coverage', () => {
    expect(runOf(cleanReport()).properties).toMatchObject({ verdict: { status: 'clean' }, coverage: { bundles: [{ date: '2026-11-12' }], totals: { packages: 1623 }, places: [{}, {}, {}] } });
  });

  it('is not successful where the verdict is incomplete without a problem', () => {
    const report = cleanReport();
    expect(runOf({ ...report, verdict: { ...report.verdict, status: 'incomplete', exitCode: 2 } }).invocations[0].executionSuccessful).toBe(false);
  });

  it('cuts at what code scanning takes, and says so', () => {
    const run = runOf(plainReport({ findings: Array.from({ length: 25_001 }, () => SMALL), accepted: [] }));
    expect(run.results).toHaveLength(25_000);
    expect(run.invocations[0].toolExecutionNotifications.find(({ descriptor }) => descriptor.id === 'results-cut')?.message.text).toMatch(/^1 results are left out/);
  });

  it('says that not all results are shown', () => {
    const run = runOf(plainReport({ findings: Array.from({ length: 5_001 }, () => SMALL), accepted: [] }));
    expect(run.invocations[0].toolExecutionNotifications.find(({ descriptor }) => descriptor.id === 'results-cut')?.message.text).toMatch(/^Code scanning shows 5,000 of these 5,001/);
  });

  it('has no secret and nothing that a terminal acts on', () => {
    const text = rendered(sarif, sampleReport());
    expect(text).not.toMatch(/hunter2|s3cr3t/);
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]|\p{Surrogate}/u);
  });
});

describe('messageText', () => {
  it('leaves no link and no placeholder', () => {
    expect(messageText(HOSTILE.markdown)).toContain('\\[link\\](https://evil.example)');
    expect(messageText('{0} [a](b) \\')).toBe('{{0}} \\[a\\](b) \\\\');
  });
});

describe('uriOf', () => {
  it.each([
    ['app/package-lock.json', 'app/package-lock.json'],
    ['./a b/[id]/#x?.json', 'a%20b/%5Bid%5D/%23x%3F.json'],
    ['../x', '../x'],
    ['.', '.'],
    ['', '.'],
    ['javascript:alert(1)/x', 'javascript%3Aalert(1)/x'],
    ['//host/share', 'file:///host/share'],
    ['/mnt/disk a/x', 'file:///mnt/disk%20a/x'],
    ['C:/x y/z', 'file:///C:/x%20y/z'],
    ['lone\ud800', 'lone%EF%BF%BD'],
  ])('%j', (path, expected) => {
    expect(uriOf(path)).toBe(expected);
  });
});

describe('a comparison in SARIF', () => {
  it('has the earlier copy for its baseline', () => {
    const states = (report: Report) => runOf(report).results.map((result) => (result as unknown as { readonly baselineState?: string }).baselineState);
    expect(states(diffReport())).toEqual(['new', 'new', 'new', 'new', 'new', 'new', 'unchanged', 'unchanged', 'unchanged']);
    expect(states(plainReport())).toEqual([undefined, undefined, undefined]);
  });

  it('says what was and what is, and what was compared', () => {
    const { results, properties } = runOf(diffReport());
    expect(results.map((result) => (result as unknown as { readonly properties: { readonly change?: unknown } }).properties.change).filter(Boolean)).toEqual([{ was: 'to: the argument to', now: 'bcc: "phan@giftshop.club", a constant' }]);
    expect(properties['compared']).toEqual([
      expect.stringContaining('postmark-mcp 1.0.15 -> 1.0.16: 1 added, 1 removed, 7 changed'),
      expect.stringContaining('postmark-mcp@1.0.15: published 2025-09-15 10:22 by phanpak'),
      expect.stringContaining('postmark-mcp@1.0.16: published 2025-09-17 08:04 by phanpak'),
    ]);
  });
});
