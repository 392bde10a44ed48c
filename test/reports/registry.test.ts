// What holds for every format alike: it loads by its id, says the coverage, and no text of the audited side breaks it.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { REPORTERS } from '../../src/reports/registry.ts';
import { machineSections } from '../support/machine-report.ts';
import { INVENTORY, OPTIONS, cleanReport, incompleteReport, rendered, sampleReport } from '../support/sample-report.ts';
import { parseXml } from '../support/xml.ts';

const loaded = await Promise.all(REPORTERS.map(async (descriptor) => ({ descriptor, reporter: await descriptor.load() })));

/** The sample with every string of the audited side replaced. */
function filled(text: string): Report {
  const seed = sampleReport({ inventory: INVENTORY });
  const replaced = JSON.parse(JSON.stringify(seed), (key, value: unknown) => (typeof value === 'string' && AUDITED.has(key) ? text : value)) as Report;
  return { ...replaced, findings: replaced.findings.map((finding) => ({ ...finding, dependencyPath: [text, text], dependents: [text], remediation: [text], credentials: [text] })), targets: [text], ...machineSections(text) };
}

const AUDITED = new Set(['path', 'entry', 'excerpt', 'title', 'why', 'text', 'message', 'hint', 'reason', 'format', 'name', 'version', 'alias', 'resolved', 'integrity', 'registry', 'glob', 'owner', 'by']);

const PARSERS: ReadonlyMap<string, (text: string) => unknown> = new Map([['json', JSON.parse], ['sarif', JSON.parse], ['cyclonedx', JSON.parse], ['junit', parseXml]]);

describe.each(loaded)('$descriptor.id', ({ descriptor, reporter }) => {
  it('is the format that the registry names', () => {
    expect(reporter.id).toBe(descriptor.id);
  });

  it.each([['clean', cleanReport()], ['incomplete', incompleteReport()], ['findings', sampleReport()]] as const)('says the bundle, its date, the counts and what was not examined: %s', (_, report) => {
    const output = rendered(reporter, { ...report, inventory: [] });
    expect(output).toContain('embedded');
    expect(output).toMatch(/2026-11-12/);
    expect(output.replaceAll(',', '')).toContain(String(report.coverage.totals.packages));
    expect(output.replaceAll(/\s+/g, ' ')).toContain('MCP clients and npx caches of this machine');
    expect(output).toContain('app/package-lock.json');
    expect(output.endsWith('\n')).toBe(true);
  });

  it.each([incompleteReport()])('says why there is no verdict', (report) => {
    const output = rendered(reporter, { ...report, inventory: [] });
    expect(output).toContain('the path does not exist');
    expect(output).toMatch(/dangling-reference/);
  });

  it('takes any text', () => {
    const parse = PARSERS.get(descriptor.id) ?? String;
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
      const output = [...reporter.render(filled(text), OPTIONS)].join('');
      expect(() => parse(output)).not.toThrow();
      expect(output).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]|\p{Surrogate}/u);
    }), { numRuns: 60 });
  });
});
