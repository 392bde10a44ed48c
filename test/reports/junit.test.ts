// JUnit XML: well-formed with hostile text, red for findings and for an incomplete run, never without a test case.
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { junit } from '../../src/reports/junit.ts';
import { xml } from '../../src/reports/junit/xml.ts';
import { ALL_HOSTILE, cleanReport, incompleteReport, plainReport, rendered, sampleFinding, sampleReport } from '../support/sample-report.ts';
import { diffReport, lockfilesReport } from '../support/sample-difference.ts';
import { type XmlElement, elements, parseXml } from '../support/xml.ts';

function documentOf(report: Report): XmlElement {
  return parseXml(rendered(junit, report));
}

function count(element: XmlElement, name: string): number {
  return elements(element, name).length;
}

describe('junit report', () => {
  it.each([['findings', sampleReport()], ['clean', cleanReport()], ['incomplete', incompleteReport()], ['two copies', diffReport(ALL_HOSTILE)], ['two lockfiles', lockfilesReport(ALL_HOSTILE)]] as const)('is well-formed and its numbers add up: %s', (_, report) => {
    const document = documentOf(report);
    expect(document.attributes).toMatchObject({
      tests: String(count(document, 'testcase')), failures: String(count(document, 'failure')), errors: String(count(document, 'error')), skipped: String(count(document, 'skipped')),
    });
    for (const suite of elements(document, 'testsuite')) expect(suite.attributes['tests']).toBe(String(count(suite, 'testcase')));
  });

  it('fails for each finding that reaches the threshold and for no other', () => {
    const document = documentOf(sampleReport());
    expect(elements(document, 'failure').map(({ attributes }) => attributes['type'])).toEqual(['known-malicious-version', 'known-malicious-version']);
    expect(elements(document, 'failure')[0]?.text).toContain('where: app/package-lock.json:12:5 (node_modules/postmark-mcp)');
    expect(elements(document, 'skipped').some(({ attributes }) => attributes['message']?.startsWith('below the threshold high: medium') ?? false)).toBe(true);
  });

  it('is an error for each problem of an incomplete run', () => {
    const document = documentOf(incompleteReport());
    expect(elements(document, 'error').map(({ attributes }) => attributes['type'])).toEqual(['incomplete', 'not-found', 'dangling-reference']);
    expect(count(document, 'failure')).toBe(0);
  });

  it('is an error for an incomplete verdict that has no problem', () => {
    const report = cleanReport();
    expect(count(documentOf({ ...report, verdict: { ...report.verdict, status: 'incomplete', exitCode: 2 } }), 'error')).toBe(1);
  });

  it('is an error for a place that was not read though it states no problem', () => {
    const report = cleanReport();
    const places = [{ path: 'x', kind: 'lockfile', status: 'unreadable', problems: [], notes: [] }] as const;
    expect(count(documentOf({ ...report, coverage: { ...report.coverage, places } }), 'error')).toBe(1);
  });

  it('is green for a clean run, and not empty even where no place was looked at', () => {
    const report = cleanReport();
    expect(count(documentOf(report), 'error') + count(documentOf(report), 'failure')).toBe(0);
    expect(count(documentOf({ ...report, coverage: { ...report.coverage, places: [] } }), 'testcase')).toBe(1);
  });

  it('puts findings under their place, and those elsewhere under a suite of their own', () => {
    const document = documentOf(plainReport({ findings: [sampleFinding(), sampleFinding({ locations: [{ path: 'elsewhere' }] })] }));
    const suites = elements(document, 'testsuite').filter((suite) => count(suite, 'failure') > 0);
    expect(suites.map(({ attributes }) => attributes['name'])).toEqual(['lockfile app/package-lock.json', 'elsewhere']);
  });

  it('says verdict, bundle and counts', () => {
    const properties = elements(documentOf(cleanReport()), 'property').map(({ attributes }) => [attributes['name'], attributes['value']]);
    expect(properties).toContainEqual(['verdict', 'clean']);
    expect(properties).toContainEqual(['total-packages', '1623']);
    expect(properties.find(([name]) => name === 'bundle')?.[1]).toContain('embedded 2026-11-12 sha256-');
    expect(properties.some(([name]) => name === 'not-examined')).toBe(true);
  });

  it('lists an accepted finding as skipped, and says that it is known bad', () => {
    const messages = elements(documentOf(plainReport()), 'skipped').map(({ attributes }) => attributes['message']);
    expect(messages.some((message) => /accepted by security-team until 2027-01-31.*known bad/.test(message ?? ''))).toBe(true);
  });

  it('has no secret', () => {
    expect(rendered(junit, sampleReport())).not.toMatch(/hunter2|s3cr3t/);
  });

  it('lets nothing of the audited side begin a line', () => {
    const report = rendered(junit, plainReport({ findings: [sampleFinding({ why: 'a\n::error::b', locations: [{ path: '::set-output' }] })] }));
    expect(report).not.toMatch(/^\s*::/m);
    expect(report).toContain('why: a\\u{a}::error::b');
  });

  it('makes everything visible that XML cannot hold', () => {
    expect(parseXml(`<a b="${xml(ALL_HOSTILE)}">${xml(ALL_HOSTILE)}</a>`).text).toContain('nul\\u{0}\\u{fffe}\\u{ffff}');
    expect(() => parseXml('<a>\u0001</a>')).toThrow('cannot hold');
  });
});

it('tells of a comparison what was and what is, and what was compared', () => {
  const document = documentOf(diffReport());
  const failures = elements(document, 'failure');
  expect(failures.map(({ attributes }) => attributes['type'])).toEqual(['known-malicious-version', 'known-indicator-in-code', 'new-mail-recipient', 'hidden-mail-recipient']);
  expect(failures[2]?.text).toContain('was: to: the argument to\nnow: bcc: "phan@giftshop.club", a constant');
  expect(elements(document, 'property').find(({ attributes }) => attributes['name'] === 'compared')?.attributes['value']).toContain('postmark-mcp 1.0.15 -> 1.0.16');
});
