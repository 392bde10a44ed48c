// JUnit XML, as CI systems read it (https://github.com/testmoapp/junitxml describes what they agree on). A suite for each place, a
// test case for "read in full" and one for each finding there; so a CI is red for findings and for an incomplete run, and there
// is always at least one test case.
import type { AcceptedFinding, Finding } from '../model/finding.ts';
import { reaches } from '../model/finding.ts';
import type { Place, Problem } from '../model/coverage.ts';
import type { Report } from '../model/report.ts';
import type { Reporter } from './contract.ts';
import { type TestCase, type TestSuite, suiteXml, testsuitesXml } from './junit/xml.ts';
import { isKnownBad } from './shared/groups.ts';
import { comparisonSummaries } from './shared/changes.ts';
import { inspectionSummary } from './shared/inspection.ts';
import { allProblems, whereOf } from './shared/problems.ts';
import { bundleDates, exitWords, plural, totalsWords, verdictWords } from './shared/words.ts';

/** JUnit XML. */
export const junit: Reporter = { id: 'junit', render };

function* render(report: Report): Iterable<string> {
  const suites = [coverageSuite(report), ...placeSuites(report)];
  yield* testsuitesXml(suites, suites.map((suite) => suiteXml(suite, report.startedAt)));
}

function coverageSuite(report: Report): TestSuite {
  const { verdict, coverage } = report;
  const incomplete = verdict.status === 'incomplete' || allProblems(coverage).length > 0;
  const { word, detail } = verdictWords(report);
  return {
    name: 'coverage',
    properties: [
      ['verdict', verdict.status], ['exit-code', String(verdict.exitCode)], ['fail-on', verdict.failOn], ['scope', verdict.scope],
      ...verdict.notExamined.map((text) => ['not-examined', text] as const),
      ...Object.entries(coverage.totals).map(([name, count]) => [`total-${name}`, String(count)] as const),
      ...coverage.bundles.map((bundle) => ['bundle', `${bundle.id} ${bundle.date} ${bundle.digest} ${bundle.campaigns} campaigns, ${bundle.names} names, ${bundle.entries} entries, ${bundle.indicators} indicators`] as const),
      ...coverage.excluded.map(({ glob, count }) => ['excluded', `${glob}: ${plural(count, 'place')}`] as const),
      ...(report.inspected ?? []).map((one) => ['inspected', inspectionSummary(one)] as const),
      ...comparisonSummaries(report).map((words) => ['compared', words] as const),
      ...coverage.notes.map((note) => ['note', note] as const),
    ],
    cases: [
      {
        name: 'everything asked for was read in full', className: 'mcp-audit.coverage',
        ...(incomplete ? { outcome: { kind: 'error', type: 'incomplete', message: `${plural(allProblems(coverage).length, 'problem')}: not everything could be read`, body: [] } } : {}),
      },
      ...coverage.problems.map((problem) => problemCase(problem, 'mcp-audit.coverage')),
    ],
    output: [`${word}  ${detail}. ${bundleDates(coverage)}.`, `${totalsWords(coverage)}.`, exitWords(report)],
  };
}

function* placeSuites(report: Report): Iterable<TestSuite> {
  const byPath = new Map<string, TestCase[]>();
  for (const finding of report.findings) append(byPath, finding.locations[0].path, findingCase(finding, report));
  for (const entry of report.accepted) append(byPath, entry.finding.locations[0].path, acceptedCase(entry));
  for (const place of report.coverage.places) {
    yield { name: `${place.kind} ${place.path}`, properties: [], cases: [...placeCases(place), ...(byPath.get(place.path) ?? [])], output: place.notes.map((note) => `note: ${note}`) };
    byPath.delete(place.path);
  }
  for (const [path, cases] of byPath) yield { name: path, properties: [], cases, output: [] };
}

function append(map: Map<string, TestCase[]>, key: string, value: TestCase): void {
  const values = map.get(key);
  if (values) values.push(value);
  else map.set(key, [value]);
}

function placeCases(place: Place): readonly TestCase[] {
  const className = `mcp-audit.${place.kind}`;
  if (place.problems.length > 0) return place.problems.map((problem) => problemCase({ path: place.path, ...problem }, className));
  const facts = [place.format, place.packages === undefined ? undefined : plural(place.packages, 'package')].filter((fact) => fact !== undefined).join(', ');
  const name = `${place.path}${facts === '' ? '' : ` (${facts})`}`;
  if (place.status === 'read') return [{ name: `read in full: ${name}`, className, file: place.path }];
  if (place.status === 'partial' || place.status === 'unreadable') {
    return [{ name, className, file: place.path, outcome: { kind: 'error', type: place.status, message: place.reason ?? 'not read in full', body: [] } }];
  }
  return [{ name, className, file: place.path, outcome: { kind: 'skipped', message: `${place.status}${place.reason === undefined ? '' : `: ${place.reason}`}` } }];
}

function problemCase(problem: Problem, className: string): TestCase {
  const where = whereOf(problem);
  return {
    name: where === undefined ? problem.code : `${problem.code}: ${where}`, className,
    ...(problem.path === undefined ? {} : { file: problem.path }),
    ...(problem.line === undefined ? {} : { line: problem.line }),
    outcome: { kind: 'error', type: problem.code, message: problem.message, body: problem.hint === undefined ? [] : [`hint: ${problem.hint}`] },
  };
}

function findingCase(finding: Finding, { verdict }: Report): TestCase {
  const message = `${finding.severity}: ${finding.title}`;
  if (reaches(finding.severity, verdict.failOn)) return { ...caseOf(finding), outcome: { kind: 'failure', type: finding.ruleId, message, body: bodyOf(finding) } };
  return { ...caseOf(finding), outcome: { kind: 'skipped', message: `below the threshold ${verdict.failOn}: ${message}` }, output: bodyOf(finding) };
}

function acceptedCase({ finding, owner, expires, by, reason }: AcceptedFinding): TestCase {
  const warning = isKnownBad(finding) ? '. It is known bad: accepting it does not make it harmless' : '';
  const message = `accepted by ${owner} until ${expires} in ${by}: ${reason}${warning}`;
  return { ...caseOf(finding), outcome: { kind: 'skipped', message }, output: bodyOf(finding) };
}

function caseOf(finding: Finding): TestCase {
  const [first] = finding.locations;
  return { name: finding.title, className: `mcp-audit.${finding.ruleId}`, file: first.path, ...(first.line === undefined ? {} : { line: first.line }) };
}

// One fact a line, each with a word of ours before it: text of the audited side begins no line.
function bodyOf(finding: Finding): readonly string[] {
  const steps = [...new Set([...(finding.campaign?.advice ?? []), ...finding.remediation])];
  return [
    `why: ${finding.why}`,
    ...finding.locations.map((location) => `where: ${whereOf(location) ?? ''}${location.entry === undefined ? '' : ` (${location.entry})`}`),
    ...(finding.change?.was === undefined ? [] : [`was: ${finding.change.was}`]),
    ...(finding.change === undefined ? [] : [`now: ${finding.change.now}`]),
    ...(finding.standing === 'kept' ? ['before: the earlier version had it too'] : []),
    ...(finding.dependencyPath === undefined ? [] : [`why here: your project > ${finding.dependencyPath.join(' > ')}`]),
    `evidence: ${finding.evidence.map(({ text }) => text).join('; ')}`,
    `confidence: ${finding.confidence}, fingerprint: ${finding.fingerprint}`,
    ...(steps.length === 0 ? [] : ['what to do now:', ...steps.map((step, index) => `${index + 1}. ${step}`)]),
    ...finding.references.map((reference) => `more: ${reference}`),
  ];
}
