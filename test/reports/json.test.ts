// The JSON report against its published schema, and its bytes on a terminal.
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormatsModule from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { json } from '../../src/reports/json.ts';
import { machineSections } from '../support/machine-report.ts';
import { ALL_HOSTILE, INVENTORY, cleanReport, incompleteReport, rendered, sampleReport } from '../support/sample-report.ts';

const addFormats = addFormatsModule as unknown as typeof addFormatsModule.default;
const ajv = new Ajv2020({ allErrors: true, strict: true });
addFormats(ajv);
const validate = ajv.compile(JSON.parse(readFileSync(new URL('../../schemas/report.schema.json', import.meta.url), 'utf8')));

describe('json report', () => {
  const samples: readonly [string, Report][] = [
    ['findings', sampleReport()],
    ['inventory', sampleReport({ inventory: INVENTORY })],
    ['an empty inventory', sampleReport({ inventory: [] })],
    ['clean', cleanReport()],
    ['incomplete', incompleteReport()],
    ['a machine and a history', sampleReport(machineSections('postmark-mcp'))],
  ];

  it.each(samples)('validates against the published schema: %s', (_, report) => {
    validate(JSON.parse(rendered(json, report)));
    expect(validate.errors).toBeNull();
  });

  it('is refused by the schema where the verdict and the exit code disagree', () => {
    const report = JSON.parse(rendered(json, cleanReport()));
    report.verdict.exitCode = 1;
    expect(validate(report)).toBe(false);
  });

  it('keeps the data as they are, in the order of the schema, with a newline at the end', () => {
    const text = rendered(json, sampleReport({ inventory: INVENTORY }));
    const parsed = JSON.parse(text);
    expect(text).toBe(`${text.trimEnd()}\n`);
    expect(text.startsWith('{\n  "schemaVersion": 1,\n')).toBe(true);
    expect(Object.keys(parsed)).toEqual(['schemaVersion', 'tool', 'command', 'startedAt', 'targets', 'verdict', 'counts', 'findings', 'accepted', 'coverage', 'inventory']);
    expect(parsed.findings[2].evidence[0].text).toBe(ALL_HOSTILE.replace('user:hunter2@', '').replace('?token=s3cr3t', '?...'));
    expect(parsed.inventory).toHaveLength(INVENTORY.length);
  });

  it('is laid out as JSON.stringify would', () => {
    const report = cleanReport();
    const { schemaVersion, tool, command, startedAt, targets, verdict, counts, findings, accepted, coverage } = report;
    const expected = JSON.stringify({ schemaVersion, tool, command, startedAt, targets, verdict, counts, findings, accepted, coverage }, null, 2);
    expect(rendered(json, report)).toBe(`${expected}\n`);
  });

  it('has no character that a terminal or a CI log acts on', () => {
    const text = rendered(json, sampleReport({ inventory: INVENTORY }));
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]|\p{Surrogate}/u);
    expect(text).not.toMatch(/##(vso)?\[/);
    expect(text).not.toMatch(/^\s*::/m);
  });

  it('has no secret of a URL', () => {
    expect(rendered(json, sampleReport({ inventory: INVENTORY }))).not.toMatch(/hunter2|s3cr3t/);
  });

  it('keeps the query of a reference, which is the bundle\'s', () => {
    const report = sampleReport();
    const [first, ...rest] = report.findings;
    const text = rendered(json, { ...report, findings: [{ ...first, references: ['https://advisories.example/?id=1'] } as typeof report.findings[number], ...rest] });
    expect(text).toContain('https://advisories.example/?id=1');
  });

  it('gives the same bytes twice', () => {
    expect(rendered(json, sampleReport())).toBe(rendered(json, sampleReport()));
  });
});
