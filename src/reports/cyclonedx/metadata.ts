// What the run was and what it could not see, as CycloneDX metadata: an inventory without its coverage looks complete.
import type { Place } from '../../model/coverage.ts';
import type { Report } from '../../model/report.ts';
import { printable } from '../../text/printable.ts';
import { comparisonSummaries } from '../shared/changes.ts';
import { inspectionSummary } from '../shared/inspection.ts';
import { allProblems, whereOf } from '../shared/problems.ts';
import { withoutSecrets } from '../shared/redact.ts';
import type { Property } from './components.ts';

/** Reference of the component that stands for the whole target. */
const TARGET_REF = 'mcp-audit:target';

/** `metadata` of the document. */
export function metadataOf(report: Report): object {
  return {
    timestamp: report.startedAt,
    tools: { components: [{ type: 'application', name: report.tool.name, version: report.tool.version }] },
    component: { type: 'application', 'bom-ref': TARGET_REF, name: clean(report.targets.length === 0 ? report.verdict.scope : report.targets.join(', ')) || '.' },
    properties: propertiesOf(report),
  };
}

/** Complete only where everything was read and the inventory is there; the edges between packages are not stated. */
export function compositionsOf(report: Report): readonly object[] {
  const whole = report.verdict.status !== 'incomplete' && allProblems(report.coverage).length === 0 && report.inventory !== undefined;
  return [
    { aggregate: whole ? 'complete' : 'incomplete', assemblies: [TARGET_REF] },
    { aggregate: 'unknown', dependencies: [TARGET_REF] },
  ];
}

function propertiesOf({ verdict, coverage, inspected = [], differences, lockfileChanges }: Report): readonly Property[] {
  const { totals } = coverage;
  return [
    property('verdict', verdict.status),
    property('exit-code', String(verdict.exitCode)),
    property('fail-on', verdict.failOn),
    property('scope', verdict.scope),
    ...verdict.notExamined.map((text) => property('not-examined', text)),
    ...Object.entries(totals).map(([name, count]) => property(`total-${name}`, String(count))),
    ...coverage.bundles.map(({ id, date, digest, names, entries, campaigns, indicators }) => property('bundle', `${id} ${date} ${digest} ${campaigns} campaigns, ${names} names, ${entries} entries, ${indicators} indicators`)),
    ...coverage.places.map((place) => property('place', placeWords(place))),
    ...allProblems(coverage).map((problem) => property('incomplete', `${problem.code}: ${whereOf(problem) ?? 'run'}: ${problem.message}`)),
    ...coverage.excluded.map(({ glob, count }) => property('excluded', `${glob}: ${count} places`)),
    ...inspected.map((one) => property('inspected', inspectionSummary(one))),
    ...comparisonSummaries({ ...(differences === undefined ? {} : { differences }), ...(lockfileChanges === undefined ? {} : { lockfileChanges }) }).map((words) => property('compared', words)),
    ...coverage.notes.map((note) => property('note', note)),
  ];
}

function placeWords({ path, kind, status, format, packages, reason }: Place): string {
  const facts = [kind, format, packages === undefined ? undefined : `${packages} packages`, reason].filter((fact) => fact !== undefined);
  return `${status}: ${path} (${facts.join(', ')})`;
}

function property(name: string, value: string): Property {
  return { name: `mcp-audit:${name}`, value: clean(value) };
}

function clean(text: string): string {
  return printable(withoutSecrets(text));
}
