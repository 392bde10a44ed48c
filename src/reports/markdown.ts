// GitHub flavoured Markdown for a comment on a pull request: verdict, a table of findings, what to do, coverage folded away.
// GitHub takes 65,536 characters; what does not fit is counted.
import type { AcceptedFinding, Finding } from '../model/finding.ts';
import type { Report } from '../model/report.ts';
import type { RenderOptions, Reporter } from './contract.ts';
import { coverageBlock, problemLine } from './markdown/coverage.ts';
import { exposureLines } from './markdown/exposure.ts';
import { differenceLines, headlineTable } from './markdown/difference.ts';
import { inspectionLines } from './markdown/inspection.ts';
import { lockfileComment } from './markdown/lockfiles.ts';
import { cell, code, html, link, prose, sizeOf } from './markdown/text.ts';
import { affectedRows, type Piece } from './shared/affected.ts';
import { type FindingGroup, groupFindings, isKnownBad } from './shared/groups.ts';
import { allProblems, whereOf } from './shared/problems.ts';
import { bundleDates, exitWords, grouped, plural, verdictWords } from './shared/words.ts';

/** GitHub counts characters; the rest up to 65,536 is left for what others add to the comment. */
const LIMIT = 64_000;
const COVERAGE_ROOM = 12_000;
const INSPECTION_ROOM = 20_000;
/** For guidance, of which at least some is shown. */
const TAIL_ROOM = 8_000;
const PROBLEMS = 10;

/** Markdown for a pull request. */
export const markdown: Reporter = { id: 'markdown', render };

function* render(report: Report, options: RenderOptions): Iterable<string> {
  if (report.lockfileChanges !== undefined) {
    yield* lockfileComment(report, report.lockfileChanges).map((line) => `${line}\n`);
    return;
  }
  const verdict = [...headLines(report), ...(report.command === 'diff' ? headlineTable(report) : [])];
  const head = [...verdict, ...differenceLines(report, options, LIMIT - COVERAGE_ROOM - TAIL_ROOM - sizeOf(verdict)), ...cut(inspectionLines(report), (line) => line, INSPECTION_ROOM, (left) => `| | and ${plural(left, 'more line')}, left out: the comment would be too long | |`), ...exposureLines(report)];
  const coverage = fitted(coverageBlock(report), COVERAGE_ROOM, 'places');
  const tail = ['', prose(exitWords(report))];
  const room = LIMIT - sizeOf(head) - sizeOf(coverage) - sizeOf(tail);
  yield* [...head, ...findingLines(report, options, room), ...coverage, ...tail].map((line) => `${line}\n`);
}

function headLines(report: Report): readonly string[] {
  const { word, detail } = verdictWords(report);
  const problems = allProblems(report.coverage);
  return [
    `## mcp-audit: ${prose(word)}`,
    '',
    `**${prose(detail)}.** ${prose(bundleDates(report.coverage))}. Examined: ${prose(report.verdict.scope)}.`,
    ...report.verdict.notExamined.flatMap((text) => ['', `Not examined: ${prose(text)}`]),
    ...(problems.length === 0 ? [] : ['', `**Not read in full: ${plural(problems.length, 'problem')}.** There may be more findings in what was not read.`, '', ...problems.slice(0, PROBLEMS).map(problemLine)]),
    ...(problems.length > PROBLEMS ? [`- and ${grouped(problems.length - PROBLEMS)} more`] : []),
  ];
}

function findingLines(report: Report, { rules }: RenderOptions, room: number): readonly string[] {
  const lines: string[] = [];
  if (report.affected !== undefined) lines.push(...cut(report.affected.flatMap((affected) => ['', `### Affected: ${code(`${affected.name} ${affected.version}`)}`, '', ...affectedRows(affected, report).map(({ label, items }) => `- ${label}: ${items.slice(0, 10).map((pieces) => pieces.map(pieceText).join(' ')).join('; ')}`)]), (line) => line, Math.floor(room / 4), (left) => `- and ${plural(left, 'more line')}`));
  if (report.findings.length > 0) {
    // Of a comparison the first table has said the same, one row a place.
    const table = report.command === 'diff' ? [] : ['', '| Severity | Finding | Where | Campaign |', '| --- | --- | --- | --- |', ...cut(report.findings, rowOf, Math.floor(room / 2), (left) => `| | and ${plural(left, 'more finding')}, left out: the comment would be too long | | |`)];
    lines.push(...table);
    lines.push(...cut(groupFindings(report.findings, rules), groupBlock, room - sizeOf(lines) - 2_000, (left) => `\nGuidance for ${plural(left, 'more group')} of findings is left out: the comment would be too long.`));
  }
  if (report.accepted.length > 0) lines.push(...acceptedLines(report, room - sizeOf(lines)));
  return lines;
}

function pieceText(piece: Piece): string {
  return typeof piece === 'string' ? prose(piece, 1_000) : code(piece.code);
}

function rowOf(finding: Finding): string {
  const [first, ...others] = finding.locations;
  const more = others.length === 0 ? '' : ` and ${plural(others.length, 'more place')}`;
  return `| ${finding.severity} | ${prose(finding.title)} | ${cell(whereOf(first) ?? first.path)}${more} | ${prose(finding.campaign?.title ?? finding.ruleId)} |`;
}

function groupBlock(group: FindingGroup): string {
  const about = group.about === '' ? '' : ` (${html(group.about)})`;
  const summary = group.campaign?.summary === undefined ? [] : [prose(group.campaign.summary, 1_000), ''];
  const steps = group.steps.map((step, index) => `${index + 1}. ${prose(step, 1_000)}`);
  return [
    '', `<details><summary>${group.severity}: ${html(group.title)}${about}: what to do now</summary>`, '',
    ...summary,
    ...steps, ...(steps.length === 0 ? [] : ['']),
    ...group.findings.slice(0, 10).flatMap(detailLines),
    ...(group.findings.length > 10 ? ['', `And ${plural(group.findings.length - 10, 'more finding')} of this group.`] : []),
    ...group.references.slice(0, 5).map((reference) => `- ${link(reference)}`),
    '', '</details>',
  ].join('\n');
}

function detailLines(finding: Finding): readonly string[] {
  const path = finding.dependencyPath === undefined ? [] : [`  - Why it is here: your project > ${finding.dependencyPath.slice(0, 20).map((step) => code(step)).join(' > ')}`];
  return [
    `- **${prose(finding.title)}**`,
    `  - ${prose(finding.why, 1_000)}`,
    ...finding.locations.slice(0, 5).map((location) => `  - Where: ${code(whereOf(location) ?? location.path)}${location.entry === undefined ? '' : ` ${code(location.entry)}`}`),
    ...path,
    `  - Evidence: ${finding.evidence.slice(0, 5).map(({ text }) => prose(text)).join('; ')}`,
    ...(finding.credentials === undefined || finding.credentials.length === 0 ? [] : [`  - Rotate: ${finding.credentials.map((name) => code(name)).join(', ')}`]),
    `  - Confidence ${finding.confidence}, rule ${code(finding.ruleId)}, fingerprint ${code(finding.fingerprint)}`,
  ];
}

function acceptedRow({ finding, owner, expires, by, reason }: AcceptedFinding): string {
  const warning = isKnownBad(finding) ? ' **Known bad: accepting it does not make it harmless.**' : '';
  return `- ${finding.severity}: ${prose(finding.title)} in ${code(whereOf(finding.locations[0]) ?? '')}, accepted by ${prose(owner)} until ${prose(expires)} in ${code(by)}: ${prose(reason)}.${warning}`;
}

function acceptedLines({ accepted }: Report, room: number): readonly string[] {
  return ['', `### Accepted, not counted: ${plural(accepted.length, 'finding')}`, '', ...cut(accepted, acceptedRow, room - 200, (left) => `- and ${plural(left, 'more')}`)];
}

// The last two lines close the block.
function fitted(lines: readonly string[], room: number, what: string): readonly string[] {
  return [...cut(lines.slice(0, -2), (line) => line, room, (left) => `- and ${grouped(left)} more lines of ${what}`), ...lines.slice(-2)];
}

/** As many items as fit, and a line about those that do not. Items beyond that are not even rendered. */
function cut<T>(items: readonly T[], show: (item: T) => string, room: number, rest: (left: number) => string): readonly string[] {
  const lines: string[] = [];
  let used = 0;
  for (const item of items) {
    const line = show(item);
    used += line.length + 1;
    if (used > room) return [...lines, rest(items.length - lines.length)];
    lines.push(line);
  }
  return lines;
}
