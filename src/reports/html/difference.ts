// Two copies of a package compared, on the HTML page: what matters first, then both sides, behaviours, the manifest, the files.
import type { Difference, FileChange } from '../../model/difference.ts';
import type { Finding } from '../../model/finding.ts';
import type { Report } from '../../model/report.ts';
import type { RenderOptions } from '../contract.ts';
import { behaviorChangeRows, fileAmount, fileName, listedFiles, manifestWords, onlyWords, pairWords, statementsOf, totalWords } from '../shared/changes.ts';
import { type HeadlineEntry, headlineOf, keptWords, moreWords, quietSentence } from '../shared/headline.ts';
import { PROOF_NOTE, isProved, sideRows } from '../shared/release.ts';
import { plural } from '../shared/words.ts';
import { badge, code, text } from './elements.ts';
import { patchHtml } from './patch.ts';

const ENTRIES = 10;
const OPEN_FILES = 30;
const ROWS = 1_000;
const NAMES = 10;
/** Comparisons that are told of in full; each one of lockfiles has a row of its own before. */
const FULL = 25;

/** What a reader of a comparison sees first; nothing for other reports. */
export function* headlineHtml(report: Report): Iterable<string> {
  if (report.command !== 'diff' || report.differences === undefined || report.lockfileChanges !== undefined) return;
  const headline = headlineOf(report);
  const rest = [moreWords(headline, ENTRIES), keptWords(headline, report.differences[0]?.before), quietSentence(report)].filter((words) => words !== '');
  yield `<section aria-labelledby="changes"><h2 id="changes">What matters</h2>\n${entriesHtml(headline.entries.slice(0, ENTRIES))}`;
  yield `${rest.map((words) => `<p class="muted">${text(`${words.charAt(0).toUpperCase()}${words.slice(1)}`)}.</p>\n`).join('')}</section>\n`;
}

/** One block an entry: severity, place, what it is; what was and what is. */
export function entriesHtml(entries: readonly HeadlineEntry[]): string {
  return entries.map(({ severity, title, where, was, now, also }) => `<div class="change"><p>${badge(severity)} <strong>${text(title)}</strong>${where === '' ? '' : ` ${code(where)}`}</p>${[
    was === undefined ? '' : `<p><span class="side">was</span> <span class="muted">${text(was)}</span></p>`,
    now === undefined ? '' : `<p><span class="side">now</span> ${text(now)}</p>`,
    also.length === 0 ? '' : `<p class="muted">Also ${also.map(code).join(', ')}</p>`,
  ].join('')}</div>\n`).join('');
}

/** One section a comparison; nothing where nothing was compared. */
export function* differencesHtml({ differences = [], findings, startedAt }: Report, { show = {} }: Pick<RenderOptions, 'show'>): Iterable<string> {
  for (const [at, difference] of differences.slice(0, FULL).entries()) {
    const { before, after, notes } = difference;
    yield `<section aria-labelledby="difference-${at}"><h2 id="difference-${at}">${text(pairWords(difference))}</h2>\n`;
    yield `${sidesHtml(difference, startedAt)}${isProved(before.release) || isProved(after.release) ? `<p class="muted">${PROOF_NOTE}</p>\n` : ''}`;
    yield* behaviorsHtml(difference, 'added');
    yield* behaviorsHtml(difference, 'removed');
    yield* manifestHtml(difference);
    yield* filesHtml(difference, findings);
    yield notes.slice(0, ROWS).map((note) => `<p class="muted">Note: ${text(note)}</p>\n`).join('');
    if (show.patch === true) yield* patchHtml(difference);
    yield '</section>\n';
  }
  if (differences.length > FULL) yield `<p>And ${plural(differences.length - FULL, 'more comparison')}, which the JSON report has.</p>\n`;
}

function sidesHtml({ before, after }: Difference, today: string): string {
  const rows = sideRows(before, after, today).map(({ label, before: was, after: now, same }) => {
    const show = label === 'integrity' || label === 'commit' ? code : text;
    return `<tr><th scope="row">${label}</th><td>${show(was)}</td><td>${same ? '<span class="muted">the same</span>' : show(now)}</td></tr>\n`;
  });
  return `${tableHead('sides', ['Fact', 'Before', 'After'])}${rows.join('')}</tbody></table></div>\n`;
}

function tableHead(name: string, columns: readonly string[]): string {
  return `<div class="scroll" tabindex="0"><table class="${name}"><thead><tr>${columns.map((column) => `<th scope="col">${column}</th>`).join('')}</tr></thead><tbody>\n`;
}

function* behaviorsHtml(difference: Difference, kind: 'added' | 'removed'): Iterable<string> {
  const rows = behaviorChangeRows(difference, kind);
  if (rows.length === 0) return;
  yield `<h3>${kind === 'added' ? 'New' : 'Removed'} behaviours: ${rows.length}</h3>\n${tableHead(kind === 'added' ? 'behaviors' : 'behaviors gone', ['Kind', 'What', 'Where'])}`;
  for (const { label, what, was, where, more } of rows.slice(0, ROWS)) {
    yield `<tr><td>${label}</td><td>${text(what)}${was === undefined ? '' : `<br><span class="muted">was: ${text(was)}</span>`}</td><td class="where">${code(where)}${more > 0 ? ` and ${plural(more, 'more place')}` : ''}</td></tr>\n`;
  }
  yield `</tbody></table></div>\n${rows.length > ROWS ? `<p>And ${plural(rows.length - ROWS, 'more', 'more')}, which the JSON report lists.</p>\n` : ''}`;
}

function* manifestHtml({ manifest }: Difference): Iterable<string> {
  if (manifest.length === 0) return;
  yield `<h3>Manifest changes: ${manifest.length}</h3>\n${tableHead('manifest', ['package.json', 'Change'])}`;
  for (const change of manifest.slice(0, ROWS)) yield `<tr><td class="where">${code(change.field)}${change.line === undefined ? '' : ` <span class="muted">line ${change.line}</span>`}</td><td>${text(manifestWords(change))}</td></tr>\n`;
  yield `</tbody></table></div>\n${manifest.length > ROWS ? `<p>And ${plural(manifest.length - ROWS, 'more', 'more')}, which the JSON report lists.</p>\n` : ''}`;
}

function* filesHtml(difference: Difference, findings: readonly Finding[]): Iterable<string> {
  const files = listedFiles(difference, findings);
  yield `<h3>Files</h3>\n<p>${text(totalWords(difference))}.</p>\n`;
  if (files.length > 0) yield* fileTable(files.slice(0, OPEN_FILES));
  const folded = files.slice(OPEN_FILES, ROWS);
  if (folded.length > 0) {
    yield `<details><summary>${plural(files.length - OPEN_FILES, 'more file')}</summary>`;
    yield* fileTable(folded);
    yield `${files.length > ROWS ? `<p>And ${plural(files.length - ROWS, 'more file')}, which the JSON report lists.</p>` : ''}</details>\n`;
  }
  for (const only of ['formatting', 'names'] as const) {
    const words = onlyWords(difference, only, NAMES);
    if (words !== '') yield `<p class="muted">${text(`${words.charAt(0).toUpperCase()}${words.slice(1)}`)}.</p>\n`;
  }
}

function* fileTable(files: readonly FileChange[]): Iterable<string> {
  yield tableHead('files', ['File', 'Change', 'How much']);
  for (const file of files) yield `<tr><td class="where">${code(fileName(file))}${statementsHtml(file)}</td><td>${file.kind}</td><td>${text(fileAmount(file))}</td></tr>\n`;
  yield '</tbody></table></div>\n';
}

function statementsHtml(file: FileChange): string {
  const { shown, left } = statementsOf(file, NAMES);
  const lines = shown.map(({ kind, text: statement, line, column }) => `<br><span class="${kind}">${kind === 'added' ? '+' : '-'} <span class="muted">${line}:${column}</span> ${code(statement)}</span>`);
  return `${lines.join('')}${left > 0 ? `<br><span class="muted">and ${plural(left, 'more statement')}</span>` : ''}`;
}
