// The report for a terminal: verdict first, then what keeps it from being clean, then coverage. Everything of the audited side
// passes `safe` (escape sequences, bidirectional controls, CI log commands, credentials).
import type { Report } from '../model/report.ts';
import type { RenderOptions, Reporter } from './contract.ts';
import { allProblems, whereOf } from './shared/problems.ts';
import { bundleDates, exitWords, plural, totalsWords, verdictWords } from './shared/words.ts';
import { type Context, paragraph, place } from './text/context.ts';
import { affectedSection } from './text/affected.ts';
import { coverageSection, problemsSection } from './text/coverage.ts';
import { differenceSection } from './text/difference.ts';
import { exposureSection } from './text/exposure.ts';
import { headlineSection } from './text/headline.ts';
import { inspectionSection } from './text/inspection.ts';
import { acceptedSection, findingsSection } from './text/findings.ts';
import { defused, flow, safe, words } from './text/layout.ts';
import { lockfileHeadline, lockfileSection } from './text/lockfiles.ts';
import { PLAIN, type Paint } from './text/paint.ts';
import { patchSection } from './text/patch.ts';
import { serversSection } from './text/servers.ts';
import { statSection } from './text/stat.ts';

const NARROWEST = 40;
// Longer lines of prose are hard to read on a wide terminal.
const WIDEST = 120;

/** A text reporter that colours with `paint`; without colour in the options it does not. */
export function textReporter(paint: Paint): Reporter {
  return {
    id: 'text',
    render: function* (report, options) {
      for (const line of lines(contextOf(report, options, paint))) yield `${defused(line)}\n`;
    },
  };
}

/** Text without colour, whatever the options say; `text/coloured.ts` has the other. */
export const text: Reporter = textReporter(PLAIN);

function contextOf(report: Report, options: RenderOptions, paint: Paint): Context {
  return { report, paint: options.color === 'always' ? paint : PLAIN, width: Math.min(WIDEST, Math.max(NARROWEST, options.width)), detail: options.detail, rules: options.rules, show: options.show ?? {} };
}

function* lines(context: Context): Iterable<string> {
  const { word, rest } = verdictLine(context);
  yield `${verdictStyle(context)(word)}  ${rest}`;
  if (context.detail === 'quiet') {
    yield* quiet(context);
    yield* statSection(context);
    yield* patchSection(context);
    return;
  }
  yield* comparisonHeadline(context, `${word}  ${rest}`);
  yield* statSection(context);
  yield* patchSection(context);
  const beneath = [...beneathVerdict(context)];
  if (isComparison(context.report) && beneath.length > 0) yield '';
  yield* beneath;
  if (context.report.verdict.status === 'incomplete') yield* problemsSection(context);
  yield* affectedSection(context);
  yield* inspectionSection(context);
  yield* lockfileSection(context);
  yield* differenceSection(context);
  yield* findingsSection(context);
  yield* exposureSection(context);
  if (context.report.verdict.status !== 'incomplete') yield* problemsSection(context);
  yield* acceptedSection(context);
  yield* serversSection(context);
  yield* coverageSection(context);
  yield '';
  yield* paragraph(context, exitWords(context.report), '');
}

// One line at any width, so that it can be searched for.
function verdictLine({ report }: Context): { readonly word: string; readonly rest: string } {
  const { word, detail } = verdictWords(report);
  return { word: safe(word), rest: `${safe(detail)}. ${safe(bundleDates(report.coverage))}.` };
}

function verdictStyle({ report, paint }: Context): (text: string) => string {
  return { clean: paint.good, findings: paint.bad, incomplete: paint.warn }[report.verdict.status];
}

// What changed comes before what was examined: it is what the reader asked for.
function* comparisonHeadline(context: Context, verdict: string): Iterable<string> {
  const { command, lockfileChanges, differences } = context.report;
  if (lockfileChanges !== undefined) yield* lockfileHeadline(context, lockfileChanges);
  else if (command === 'diff' && differences !== undefined) yield* headlineSection(context, verdict);
}

function isComparison({ lockfileChanges, differences }: Report): boolean {
  return lockfileChanges !== undefined || differences !== undefined;
}

function* beneathVerdict(context: Context): Iterable<string> {
  const { report, width } = context;
  const problems = allProblems(report.coverage);
  if (report.verdict.status === 'findings' && problems.length > 0) {
    yield* flow(words(`Also incomplete: ${plural(problems.length, 'problem')}, listed below. There may be more findings in what was not read.`), width, '  ', '  ');
  }
  if (report.verdict.status !== 'clean') yield* flow(words(`Examined: ${report.verdict.scope}.`), width, '  ', '  ');
  for (const missing of report.verdict.notExamined) yield* flow(words(`Not examined: ${missing}`), width, '  ', '    ');
}

function* quiet({ report }: Context): Iterable<string> {
  for (const finding of report.findings) yield `${finding.severity}  ${place(whereOf(finding.locations[0]))}  ${safe(finding.title)}`;
  const problems = allProblems(report.coverage);
  yield `${totalsWords(report.coverage)}${problems.length === 0 ? '' : `; ${plural(problems.length, 'problem')}`}`;
}
