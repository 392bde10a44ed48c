// Two copies of a package compared, in Markdown: the changes that matter as a table, the rest in one sentence, facts folded away.
import type { Difference, FileChange } from '../../model/difference.ts';
import type { Report } from '../../model/report.ts';
import type { RenderOptions } from '../contract.ts';
import { FILE_LETTERS, behaviorChangeRows, fileAmount, fileName, listedFiles, manifestWords, onlyWords, pairWords, statementsOf, totalWords } from '../shared/changes.ts';
import { type HeadlineEntry, headlineOf, keptWords, moreWords, quietSentence } from '../shared/headline.ts';
import { patchLines, visible } from '../shared/patch.ts';
import { PROOF_NOTE, isProved, sideRows } from '../shared/release.ts';
import { plural } from '../shared/words.ts';
import { cell, code, html, prose, sizeOf } from './text.ts';

const ENTRIES = 10;
const STATEMENTS = 5;
const NAMES = 10;
const TEXT = 200;
/** Characters of all patches together, and of one line. */
const PATCH_ROOM = 20_000;
const PATCH_LINE = 500;

/** The changes that matter; empty where nothing was compared. */
export function headlineTable(report: Report): readonly string[] {
  const headline = headlineOf(report);
  const { entries } = headline;
  const more = moreWords(headline, ENTRIES);
  const quiet = [more, keptWords(headline, report.differences?.[0]?.before), quietSentence(report)].filter((text) => text !== '');
  return [
    ...(entries.length === 0 ? [] : ['', '| Severity | Change | Where |', '| --- | --- | --- |', ...entries.slice(0, ENTRIES).map(entryRow)]),
    ...(quiet.length === 0 ? [] : ['', `${quiet.map((text, at) => prose(at === 0 ? upperFirst(text) : text, 600)).join('; ')}.`]),
  ];
}

function entryRow(entry: HeadlineEntry): string {
  const also = entry.also.length === 0 ? '' : ` (also ${prose(entry.also.join(', '))})`;
  return `| ${entry.severity} | ${prose(entry.title)}${also}${changeWords(entry)} | ${entry.where === '' ? '' : cell(entry.where)} |`;
}

/** `was` and `now` in lines of their own inside a cell. */
export function changeWords({ was, now }: Pick<HeadlineEntry, 'was' | 'now'>): string {
  return [...(was === undefined ? [] : [`<br>was: ${prose(was, TEXT)}`]), ...(now === undefined ? [] : [`<br>now: ${prose(now, TEXT)}`])].join('');
}

function upperFirst(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

/** Facts of each comparison, folded, and patches where they were asked for: whole blocks, as many as fit in `room` characters. */
export function differenceLines(report: Report, { show = {} }: RenderOptions, room: number): readonly string[] {
  const { differences = [] } = report;
  const lines: string[] = [];
  let left = room;
  let missing = 0;
  const patches = show.patch === true ? differences.map((difference) => [patchBlock(difference)]) : [];
  for (const forms of [...differences.map((difference) => FORMS.map((rows) => factBlock(difference, report, rows))), ...patches]) {
    const block = forms.find((form) => sizeOf(form) <= left);
    if (!block) missing += 1;
    left -= block ? sizeOf(block) : 0;
    lines.push(...block ?? []);
  }
  return [...lines, ...(missing === 0 ? [] : ['', `${plural(missing, 'more block')} left out: the comment would be too long; the JSON report has all.`])];
}

// Tables with fewer rows where the text in them is long.
const FORMS = [40, 8, 2] as const;

function factBlock(difference: Difference, { findings, startedAt }: Report, rows: number): readonly string[] {
  return [
    '', `<details><summary>${html(pairWords(difference))}: ${html(totalWords(difference))}</summary>`, '',
    ...sideTable(difference, startedAt),
    ...behaviorTable(difference, rows),
    ...manifestTable(difference, rows),
    ...fileList(difference, findings, rows),
    ...difference.notes.slice(0, rows).map((note) => `- Note: ${prose(note)}`),
    '', '</details>',
  ];
}

function sideTable({ before, after }: Difference, today: string): readonly string[] {
  return [
    '| | Before | After |', '| --- | --- | --- |',
    ...sideRows(before, after, today).map(({ label, before: was, after: now, same }) => `| ${label} | ${prose(was, TEXT)} | ${same ? 'the same' : prose(now, TEXT)} |`),
    ...(isProved(before.release) || isProved(after.release) ? ['', PROOF_NOTE] : []),
  ];
}

function behaviorTable(difference: Difference, most: number): readonly string[] {
  const rows = (['added', 'removed'] as const).flatMap((kind) => behaviorChangeRows(difference, kind).map((row) => ({ ...row, kind })));
  if (rows.length === 0) return [];
  return [
    '', '| | Kind | Behaviour | Where |', '| --- | --- | --- | --- |',
    ...rows.slice(0, most).map(({ kind, label, what, was, where, more }) => `| ${kind === 'added' ? 'new' : 'removed'} | ${label} | ${prose(what)}${was === undefined ? '' : `<br>was: ${prose(was, TEXT)}`} | ${cell(where)}${more > 0 ? ` and ${plural(more, 'more place')}` : ''} |`),
    ...(rows.length > most ? [`| | | and ${plural(rows.length - most, 'more', 'more')} | |`] : []),
  ];
}

function manifestTable({ manifest }: Difference, most: number): readonly string[] {
  if (manifest.length === 0) return [];
  return [
    '', '| package.json | Change |', '| --- | --- |',
    ...manifest.slice(0, most).map((change) => `| ${cell(change.field)} | ${prose(manifestWords(change))} |`),
    ...(manifest.length > most ? [`| | and ${plural(manifest.length - most, 'more', 'more')} |`] : []),
  ];
}

function fileList(difference: Difference, findings: Report['findings'], most: number): readonly string[] {
  const files = listedFiles(difference, findings);
  return [
    '',
    ...files.slice(0, most).flatMap(fileItem),
    ...(files.length > most ? [`- and ${plural(files.length - most, 'more file')}`] : []),
    ...(['formatting', 'names'] as const).map((only) => onlyWords(difference, only, NAMES)).filter((text) => text !== '').map((text) => `- ${prose(text, 1_000)}`),
  ];
}

function fileItem(file: FileChange): readonly string[] {
  const { shown, left } = statementsOf(file, STATEMENTS);
  return [
    `- ${FILE_LETTERS[file.kind]} ${code(fileName(file))} ${prose(fileAmount(file)).replace(/^\\(?=[+-])/, '')}`.trimEnd(),
    ...shown.map(({ kind, text, line, column }) => `  - ${kind === 'added' ? 'new' : 'removed'} at ${line}:${column}: ${code(text)}`),
    ...(left > 0 ? [`  - and ${plural(left, 'more statement')}`] : []),
  ];
}

function patchBlock(difference: Difference): readonly string[] {
  const lines: string[] = [];
  let used = 0;
  let left = 0;
  for (const { text } of patchLines(difference)) {
    const line = visible(text, PATCH_LINE);
    used += line.length + 1;
    if (used > PATCH_ROOM) left += 1;
    else lines.push(line);
  }
  const longest = lines.reduce((most, line) => Math.max(most, ...(line.match(/`+/g) ?? []).map((run) => run.length)), 2);
  const fence = '`'.repeat(longest + 1);
  return [
    '', `<details><summary>Patch of ${html(pairWords(difference))}</summary>`, '',
    `${fence}diff`, ...lines, fence,
    ...(left > 0 ? ['', `${plural(left, 'more line')}; \`mcp-audit diff --patch\` prints them all.`] : []),
    '', '</details>',
  ];
}
