// The comment on a pull request that updates dependencies: the verdict, the packages that matter with what was and what is, and
// the rest in one sentence. Short enough to be read to the end. The marker lets a CI find the comment again and replace it.
import type { LockfileChanges } from '../../model/difference.ts';
import type { Finding } from '../../model/finding.ts';
import type { Report } from '../../model/report.ts';
import { lockfileSentence } from '../shared/changes.ts';
import { moreWords } from '../shared/headline.ts';
import { type TroubledPackage, lockfileReview, standingWords, versionWords } from '../shared/lockfiles.ts';
import { allProblems, whereOf } from '../shared/problems.ts';
import { bundleDates, exitWords, grouped, plural, verdictWords } from '../shared/words.ts';
import { coverageBlock, problemLine } from './coverage.ts';
import { changeWords } from './difference.ts';
import { cell, code, prose, sizeOf } from './text.ts';

/** Invisible in the comment; stable, as CI jobs search for it. */
export const LOCKFILES_MARKER = '<!-- mcp-audit:lockfiles -->';

const PACKAGES = 10;
const PROBLEMS = 5;
// GitHub takes 65,536 characters. Shorter forms are for names and titles that were made to fill a comment.
const LIMIT = 64_000;
const FORMS = [{ entries: 3, findings: 12, coverage: 12 }, { entries: 1, findings: 4, coverage: 4 }] as const;
const SHORTEST = { entries: 1, findings: 0, coverage: 3 } as const;
type Form = (typeof FORMS)[number] | typeof SHORTEST;
const COVERAGE_LINE = 3_000;
/** Characters of the list of all packages. */
const LIST_ROOM = 12_000;

/** The whole comment. */
export function lockfileComment(report: Report, changes: LockfileChanges): readonly string[] {
  for (const form of FORMS) {
    const lines = comment(report, changes, form);
    if (sizeOf(lines) <= LIMIT) return lines;
  }
  return comment(report, changes, SHORTEST);
}

function comment(report: Report, changes: LockfileChanges, form: Form): readonly string[] {
  const review = lockfileReview(report, changes);
  const { word, detail } = verdictWords(report);
  const troubled = review.troubled.length === 0 ? '' : ` in ${review.troubled.length} of ${plural(changes.packages.length, 'changed package')}`;
  const more = moreWords({ entries: review.troubled.slice(PACKAGES).flatMap(({ headline }) => headline.entries), mild: review.mild }, 0);
  const quiet = [`${lockfileSentence(changes)}.`, ...(more === '' ? [] : [`Not shown: ${more}.`]), ...(review.kept.length === 0 ? [] : [`${plural(review.kept.length, 'finding')} that the versions before had too.`])];
  return [
    `## mcp-audit: ${prose(word)}${troubled} ${LOCKFILES_MARKER}`, '',
    `**${prose(detail)}.** ${code(changes.before)} to ${code(changes.after)}. ${prose(bundleDates(report.coverage))}.`,
    ...problemLines(report),
    ...table(review.troubled, form),
    '', quiet.map((text) => prose(text, 1_000)).join(' '),
    ...notCompared(review.notCompared),
    ...packageList(changes),
    ...findingList(report.findings.filter(({ standing }) => standing !== 'kept'), form),
    ...coverage(report, form),
    '', prose(exitWords(report)),
  ];
}

function problemLines({ coverage: read }: Report): readonly string[] {
  const problems = allProblems(read);
  if (problems.length === 0) return [];
  return ['', `**Not read in full: ${plural(problems.length, 'problem')}.** There may be more findings in what was not read.`, '', ...problems.slice(0, PROBLEMS).map(problemLine), ...(problems.length > PROBLEMS ? [`- and ${grouped(problems.length - PROBLEMS)} more`] : [])];
}

function table(troubled: readonly TroubledPackage[], form: Form): readonly string[] {
  if (troubled.length === 0) return [];
  return [
    '', '| Package | Version | What is new | Severity |', '| --- | --- | --- | --- |',
    ...troubled.slice(0, PACKAGES).map((one) => packageRow(one, form)),
    ...(troubled.length > PACKAGES ? [`| and ${plural(troubled.length - PACKAGES, 'more package')} | | | |`] : []),
  ];
}

function packageRow({ name, change, severity, headline }: TroubledPackage, form: Form): string {
  const standing = change === undefined ? '' : standingWords(change);
  const entries = headline.entries.slice(0, form.entries).map((entry, at) => `${at > 0 ? `${entry.severity}: ` : ''}${prose(entry.title, 200)}${entry.where === '' ? '' : ` at ${cell(entry.where)}`}${changeWords(entry)}`);
  const more = headline.entries.length > form.entries ? [`and ${plural(headline.entries.length - form.entries, 'more', 'more')}`] : [];
  return `| ${cell(name)}${standing === '' ? '' : ` (${standing})`} | ${change === undefined ? '' : arrows(versionWords(change))} | ${[...entries, ...more].join('<br>')} | ${severity} |`;
}

function arrows(words: string): string {
  return prose(words.replace(' -> ', ' → '));
}

function notCompared(changes: LockfileChanges['packages']): readonly string[] {
  if (changes.length === 0) return [];
  const shown = changes.slice(0, PROBLEMS).map(({ name, notCompared: why = '' }) => `${code(name)} (${prose(why, 150)})`).join(', ');
  return ['', `**Not compared:** ${shown}${changes.length > PROBLEMS ? ` and ${plural(changes.length - PROBLEMS, 'more', 'more')}` : ''}.`];
}

// One paragraph: a line a package would push the end of the comment out of sight.
function packageList({ packages }: LockfileChanges): readonly string[] {
  const items: string[] = [];
  let used = 0;
  for (const change of packages) {
    const standing = standingWords(change);
    const item = `${code(change.name, 150)} ${arrows(versionWords(change))}${standing === '' ? '' : ` (${standing})`}`;
    used += item.length + 2;
    if (used > LIST_ROOM) break;
    items.push(item);
  }
  const left = packages.length - items.length;
  return ['', `<details><summary>All ${plural(packages.length, 'changed package')}</summary>`, '', `${items.join(', ')}${left > 0 ? ` and ${grouped(left)} more` : ''}`, '', '</details>'];
}

function findingList(findings: readonly Finding[], form: Form): readonly string[] {
  if (findings.length === 0 || form.findings === 0) return [];
  return [
    '', `<details><summary>${plural(findings.length, 'finding')}: rule, place, what to do</summary>`, '',
    ...findings.slice(0, form.findings).map(({ severity, title, ruleId, locations, remediation, fingerprint }) => `- ${severity}: ${prose(title, 200)}, ${code(ruleId)} at ${code(whereOf(locations[0]) ?? '')}. ${prose(remediation.join(' '), 300)} ${code(fingerprint)}`),
    ...(findings.length > form.findings ? [`- and ${plural(findings.length - form.findings, 'more', 'more')}; the JSON report lists them all`] : []),
    '', '</details>',
  ];
}

function coverage(report: Report, form: Form): readonly string[] {
  const lines = coverageBlock(report);
  const body = lines.slice(0, -2);
  const shown = body.slice(0, form.coverage).filter((line) => line.length < COVERAGE_LINE);
  const left = body.length - shown.length;
  return [...shown.map((line) => (line.startsWith('<details>') ? '<details><summary>Coverage: what was read</summary>' : line)), ...(left > 0 ? [`- and ${plural(left, 'more line')}, which the JSON report has`] : []), ...lines.slice(-2)];
}
