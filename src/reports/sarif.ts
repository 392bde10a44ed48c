// SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html), as code scanning of GitHub takes it.
// Its limits: 25,000 results (more are cut, and it is said), 5,000 shown, 10 MB when compressed.
import type { Coverage } from '../model/coverage.ts';
import type { Finding } from '../model/finding.ts';
import type { Report } from '../model/report.ts';
import type { RenderOptions, Reporter } from './contract.ts';
import { UPLOAD_LIMIT, invocationOf, notificationIds } from './sarif/invocation.ts';
import { acceptedResultOf, resultOf } from './sarif/results.ts';
import { type RuleTable, ruleTable } from './sarif/rules.ts';
import { plain } from './sarif/text.ts';
import { comparisonSummaries } from './shared/changes.ts';
import { inspectionSummary } from './shared/inspection.ts';
import { nestedJson } from './shared/json-text.ts';

/** SARIF 2.1.0, one run. */
export const sarif: Reporter = { id: 'sarif', render };

function* render(report: Report, options: RenderOptions): Iterable<string> {
  const rules = ruleTable(options.rules, [...report.findings, ...report.accepted.map((entry) => entry.finding)]);
  yield '{\n  "$schema": "https://json.schemastore.org/sarif-2.1.0.json",\n  "version": "2.1.0",\n  "runs": [\n    {\n';
  for (const [key, value] of Object.entries(headOf(report, rules))) yield `      "${key}": ${nestedJson(value, 3)},\n`;
  yield '      "results": [';
  let separator = '';
  for (const result of results(report, rules)) {
    yield `${separator}\n        ${nestedJson(result, 4)}`;
    separator = ',';
  }
  yield `${separator === '' ? '' : '\n      '}]\n    }\n  ]\n}\n`;
}

function headOf(report: Report, rules: RuleTable): object {
  const { tool, verdict, coverage, counts, targets } = report;
  return {
    tool: { driver: { name: tool.name, version: tool.version, semanticVersion: tool.version, rules: rules.descriptors, notifications: notificationIds(report) } },
    automationDetails: { id: `${tool.name}/` },
    columnKind: 'utf16CodeUnits',
    invocations: [invocationOf(report)],
    properties: { verdict: { ...verdict, scope: plain(verdict.scope) }, counts, targets: targets.map(plain), coverage: coverageOf(coverage), ...(report.inspected ? { inspected: report.inspected.map((one) => plain(inspectionSummary(one))) } : {}), ...(isComparison(report) ? { compared: comparisonSummaries(report).map(plain) } : {}) },
  };
}

// Problems are notifications already; here stands what was read.
function coverageOf(coverage: Coverage): object {
  const { totals, bundles, excluded, places, notes } = coverage;
  return {
    totals,
    bundles,
    excluded,
    places: places.map(({ problems, notes: placeNotes, ...place }) => ({
      ...place,
      path: plain(place.path),
      ...(place.reason === undefined ? {} : { reason: plain(place.reason) }),
      ...(place.format === undefined ? {} : { format: plain(place.format) }),
      problems: problems.length,
      notes: placeNotes.map(plain),
    })),
    notes: notes.map(plain),
  };
}

function* results(report: Report, rules: RuleTable): Iterable<object> {
  let left = UPLOAD_LIMIT;
  for (const finding of report.findings) {
    if (left <= 0) return;
    left -= 1;
    yield { ...resultOf(finding, rules), ...baselineOf(report, finding) };
  }
  for (const entry of report.accepted) {
    if (left <= 0) return;
    left -= 1;
    yield { ...acceptedResultOf(entry, rules), ...baselineOf(report, entry.finding) };
  }
}

// The earlier copy is the baseline (section 3.27.24). A finding that does not say is one to look at, so viewers must not hide it.
function baselineOf(report: Report, { standing }: Finding): object {
  return isComparison(report) ? { baselineState: standing === 'kept' ? 'unchanged' : 'new' } : {};
}

function isComparison({ command }: Report): boolean {
  return command === 'diff';
}
