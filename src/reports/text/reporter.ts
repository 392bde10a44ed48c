// The report for a terminal: verdict first, then what keeps it from being clean, then coverage. Everything of the audited side
// passes `safe` (escape sequences, bidirectional controls, CI log commands, credentials).
import type { Report } from '../../model/report.ts';
import type { RenderOptions, Reporter } from '../contract.ts';
import { allProblems, whereOf } from '../shared/problems.ts';
import { bundleDates, exitWords, plural, totalsWords, verdictWords } from '../shared/words.ts';
import { type Context, paragraph, place } from './context.ts';
import { affectedSection } from './affected.ts';
import { coverageSection, problemsSection } from './coverage.ts';
import { acceptedSection, findingsSection } from './findings.ts';
import { defused, flow, safe, words } from './layout.ts';
import { PLAIN, type Paint } from './paint.ts';
import { serversSection } from './servers.ts';

const NARROWEST = 40;
// Longer lines of prose are hard to read on a wide terminal.
const WIDEST = 120;

/** Sections that the report of a scan does not have. */
export interface MoreSections {
  /** What changed, before what was examined: it is what the reader asked for. `verdict` is the line above it. */
  readonly headline: (context: Context, verdict: string) => Iterable<string>;
  /** The files that differ, as `--stat` and `--patch` ask for them. */
  readonly files: (context: Context) => Iterable<string>;
  /** In full, before the findings. */
  readonly whole: (context: Context) => Iterable<string>;
  /** Behind them. */
  readonly exposure: (context: Context) => Iterable<string>;
}

/** A text reporter that colours with `paint`; without colour in the options it does not. Without `more`, a scan's alone. */
export function textReporter(paint: Paint, more?: MoreSections): Reporter {
  return {
    id: 'text',
    render: function* (report, options) {
      for (const line of lines(contextOf(report, options, paint), more)) yield `${defused(line)}\n`;
    },
  };
}

function contextOf(report: Report, options: RenderOptions, paint: Paint): Context {
  return { report, paint: options.color === 'always' ? paint : PLAIN, width: Math.min(WIDEST, Math.max(NARROWEST, options.width)), detail: options.detail, rules: options.rules, show: options.show ?? {} };
}

function* lines(context: Context, more: MoreSections | undefined): Iterable<string> {
  const { word, rest } = verdictLine(context);
  yield `${verdictStyle(context)(word)}  ${rest}`;
  if (context.detail === 'quiet') {
    yield* quiet(context);
    yield* more?.files(context) ?? [];
    return;
  }
  yield* more?.headline(context, `${word}  ${rest}`) ?? [];
  yield* more?.files(context) ?? [];
  const beneath = [...beneathVerdict(context)];
  if (isComparison(context.report) && beneath.length > 0) yield '';
  yield* beneath;
  if (context.report.verdict.status === 'incomplete') yield* problemsSection(context);
  yield* affectedSection(context);
  yield* more?.whole(context) ?? [];
  yield* findingsSection(context);
  yield* more?.exposure(context) ?? [];
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
