// The terminal report: golden outputs that a person should read when they change, hostile text, widths, floods.
import { describe, expect, it } from 'vitest';
import { REPORTERS } from '../../src/reports/registry.ts';
import { columns, flow, safe } from '../../src/reports/text/layout.ts';
import { text } from '../../src/reports/text.ts';
import { ALL_HOSTILE, HOSTILE, cleanReport, incompleteReport, manyFindings, plainReport, rendered, sampleFinding, sampleReport } from '../support/sample-report.ts';

const golden = (name: string): string => new URL(`../../fixtures/reports/text/${name}.txt`, import.meta.url).pathname;

describe('text report', () => {
  it.each([
    ['findings', rendered(text, plainReport())],
    ['clean', rendered(text, cleanReport())],
    ['incomplete', rendered(text, incompleteReport())],
    ['flood', rendered(text, plainReport({ findings: manyFindings(12) }))],
    ['quiet', rendered(text, plainReport(), { detail: 'quiet' })],
    ['verbose', rendered(text, plainReport(), { detail: 'verbose' })],
    ['narrow', rendered(text, plainReport(), { width: 40 })],
  ])('looks as agreed: %s', async (name, output) => {
    await expect(output).toMatchFileSnapshot(golden(name));
  });

  it.each([
    [sampleReport(), /^FINDINGS  3 findings: 1 critical, 1 high, 1 medium, 1 more accepted \(fails on high or worse\)\. Bundle 2026-11-12\.\n/],
    [cleanReport(), /^CLEAN \(this folder\)  0 findings\. Bundle 2026-11-12\.\n/],
    [incompleteReport(), /^INCOMPLETE: no verdict  0 findings in what could be read\. Bundle 2026-11-12\.\n/],
  ])('begins with the verdict in one line, whatever the width', (report, expected) => {
    for (const width of [40, 80, 200]) expect(rendered(text, report, { width })).toMatch(expected);
  });

  it('says that there is no bundle', () => {
    const report = incompleteReport();
    expect(rendered(text, { ...report, coverage: { ...report.coverage, bundles: [] } })).toMatch(/^INCOMPLETE.* No indicator bundle\.\n/);
  });

  it('says what was not examined', () => {
    expect(rendered(text, cleanReport())).toMatch(/^ {2}Not examined: MCP clients/m);
  });

  it.each(['quiet', 'normal', 'verbose'] as const)('says coverage at detail %s', (detail) => {
    const output = rendered(text, cleanReport(), { detail });
    expect(output).toContain('1,623 packages (812 distinct) in 1 lockfile');
  });

  it.each(['quiet', 'normal', 'verbose'] as const)('prints nothing that steers a terminal or a CI log at detail %s', (detail) => {
    const output = rendered(text, sampleReport(), { detail });
    expect(output).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]|\p{Surrogate}/u);
    expect(output).not.toMatch(/^\s*::/m);
    expect(output).not.toMatch(/##(vso)?\[/);
    expect(output).not.toMatch(/hunter2|s3cr3t/);
  });

  it('does not let a title begin a line with a workflow command', () => {
    const output = rendered(text, plainReport({ findings: [sampleFinding({ title: '::error::x', campaign: { id: 'c', title: '::warning::y', class: 'malware' } })] }));
    expect(output).not.toMatch(/^\s*::/m);
    expect(output).toContain('\\u{3a}:error::x');
  });

  it('never breaks a path, an entry or a package, at any width', () => {
    const where = 'a very long folder/with blanks in it/and more/package-lock.json';
    const finding = sampleFinding({ locations: [{ path: where, line: 3, column: 5, entry: 'node_modules/@scope/a' }], dependencyPath: ['@scope/parent 1.0.0-beta.1', 'b 2.0.0'] });
    for (const width of [40, 80]) {
      const output = rendered(text, plainReport({ findings: [finding] }), { width });
      expect(output).toContain(`${where}:3:5`);
      expect(output).toContain('(node_modules/@scope/a)');
      expect(output).toContain('> @scope/parent 1.0.0-beta.1');
    }
  });

  it('keeps to the width where pieces allow it', () => {
    for (const width of [40, 80, 120]) {
      const long = rendered(text, plainReport(), { width }).split('\n').slice(1).filter((line) => columns(line) > width && line.trim().includes(' ') && !/https?:/.test(line));
      expect(long.filter((line) => !/^\s+\w[\w ]{0,9}\s+\S+$/.test(line) && !/^\s+\(\S+\)$/.test(line))).toEqual([]);
    }
  });

  it('says the advice of a campaign once', () => {
    const output = rendered(text, plainReport({ findings: [sampleFinding(), sampleFinding({ title: 'postmark-mcp 1.0.17 is known to be malicious', remediation: ['Another step.'] })] }));
    expect(output.split('Stop every process').length).toBe(2);
    expect(output).toMatch(/do now +Another step\./);
  });

  it('folds a flood into a table and says how many are left out', () => {
    const output = rendered(text, plainReport({ findings: manyFindings(130), accepted: [] }));
    expect(output).toMatch(/color-3 1\.0\.3 +package-lock\.json:13:5/);
    expect(output).toContain('and 30 more; --verbose');
    expect(rendered(text, plainReport({ findings: manyFindings(130) }), { detail: 'verbose' })).toContain('color-129 1.0.129 is known');
  });

  it('names the credentials under a table, and cuts a mild one short', () => {
    const mild = manyFindings(40).map((finding) => ({ ...finding, severity: 'medium' as const, credentials: ['API_TOKEN'] }));
    const output = rendered(text, plainReport({ findings: mild, accepted: [] }));
    expect(output).toMatch(/^ +rotate +API_TOKEN$/m);
    expect(output).toContain('and 28 more; --verbose');
  });

  it('shows a mixed group by the worst of it and marks each', () => {
    const output = rendered(text, plainReport({ findings: [sampleFinding({ severity: 'medium' }), sampleFinding()] }));
    expect(output).toMatch(/^CRITICAL  postmark-mcp/m);
    expect(output).toMatch(/\[medium\]/);
  });

  it('says of an accepted known-bad version that it is one', () => {
    expect(rendered(text, plainReport())).toMatch(/this is a known-bad version; accepting/);
  });

  it('shortens a name of a megabyte', () => {
    const name = 'x'.repeat(1_000_000);
    const output = rendered(text, plainReport({ findings: [sampleFinding({ title: name, locations: [{ path: name, entry: name }] })] }), { detail: 'verbose' });
    expect(output.length).toBeLessThan(20_000);
  });

  it('colours only when told to, and says the same words', async () => {
    const descriptor = REPORTERS.find(({ id }) => id === 'text');
    const coloured = await descriptor?.load('always');
    if (coloured === undefined) throw new Error('no text reporter');
    const output = rendered(coloured, sampleReport(), { color: 'always' });
    expect(output).toContain('\u001b[1m');
    expect(output.replace(/\u001b\[\d+m/g, '')).toBe(rendered(text, sampleReport()));
    expect(rendered(coloured, sampleReport())).toBe(rendered(text, sampleReport()));
  });
});

describe('layout', () => {
  it('counts wide and combining characters', () => {
    expect(columns('abc')).toBe(3);
    expect(columns('漢字')).toBe(4);
    expect(columns('e\u0301')).toBe(1);
  });

  it('puts a piece that is too long on a line of its own', () => {
    expect(flow(['a', 'x'.repeat(20), 'b'], 10, '- ', '  ')).toEqual(['- a', `  ${'x'.repeat(20)}`, '  b']);
  });

  it('keeps hostile text in one line', () => {
    expect(safe(ALL_HOSTILE)).not.toMatch(/[\n\r\u2028]/);
    expect(safe(HOSTILE.azure)).toBe('\\u{23}#vso[task.setvariable variable=x]y \\u{23}#[group]z');
  });
});
