// What two copies of a package differ in, on a terminal: both sides beside each other, behaviours, the manifest, the files.
import type { Difference, FileChange } from '../../model/difference.ts';
import { FILE_LETTERS, type BehaviorChangeRow, behaviorChangeRows, fileAmount, fileName, listedFiles, manifestWords, onlyWords, pairWords, statementsOf, totalWords } from '../shared/changes.ts';
import { PROOF_NOTE, type SideRow, isProved, sideRows } from '../shared/release.ts';
import { plural } from '../shared/words.ts';
import { type Context, paragraph, place, row } from './context.ts';
import { columns, flow, padded, safe, words } from './layout.ts';

/** More than these are counted, unless everything was asked for. Recipients are never folded away. */
const BEHAVIORS = 12;
const MANIFEST = 20;
const FILES = 30;
const STATEMENTS = 6;
const STATEMENTS_VERBOSE = 20;
const NAMES = 3;
/** Comparisons that are shown in full where there are several, as of lockfiles. */
const PAIRS = 1;

/** One block a comparison; of many, one line each. */
export function* differenceSection(context: Context): Iterable<string> {
  const { report: { differences = [] }, detail, paint } = context;
  if (differences.length > PAIRS && detail !== 'verbose') {
    yield '';
    yield paint.strong(`Compared: ${plural(differences.length, 'package')}`);
    for (const difference of differences.slice(0, FILES)) yield* flow(words(`${pairWords(difference)}: ${totalWords(difference)}`), context.width, '  ', '    ');
    if (differences.length > FILES) yield* paragraph(context, `and ${plural(differences.length - FILES, 'more', 'more')}; --verbose shows each in full`);
    return;
  }
  for (const difference of differences) yield* block(context, difference);
}

function* block(context: Context, difference: Difference): Iterable<string> {
  yield '';
  yield context.paint.strong(safe(pairWords(difference)));
  yield* sides(context, difference);
  yield* behaviors(context, difference, 'added');
  yield* behaviors(context, difference, 'removed');
  yield* manifest(context, difference);
  yield* files(context, difference);
  for (const note of difference.notes) yield* row(context, 'note', words(note));
}

const LABEL = 12;
// Below this, two columns are too narrow to read.
const TWO_COLUMNS = 72;

function* sides(context: Context, { before, after }: Difference): Iterable<string> {
  const rows = sideRows(before, after, context.report.startedAt);
  const half = Math.floor((context.width - LABEL - 4) / 2);
  for (const fact of rows) yield* context.width < TWO_COLUMNS || isLong(fact, half) ? stacked(context, fact) : beside(context, fact, half);
  if (isProved(before.release) || isProved(after.release)) yield* paragraph(context, PROOF_NOTE, '    ').map(context.paint.dim);
}

// A hash is copied in one piece, and stands on a line of its own.
function isLong({ before, after }: SideRow, half: number): boolean {
  return [before, after].some((text) => text.split(' ').some((word) => columns(safe(word)) > half));
}

function* stacked(context: Context, { label, before, after, same }: SideRow): Iterable<string> {
  const [was, now] = [words(before), words(after)];
  yield* row(context, label, same ? now : [`was ${was[0] ?? ''}`, ...was.slice(1)]);
  if (!same) yield* row(context, '', [`now ${now[0] ?? ''}`, ...now.slice(1)]);
}

function* beside({ width, paint }: Context, { label, before, after, same }: SideRow, half: number): Iterable<string> {
  const left = flow(words(before), half, '', '');
  const right = same ? [paint.dim('the same')] : flow(words(after), width - LABEL - 4 - half, '', '');
  for (let at = 0; at < Math.max(left.length, right.length); at += 1) {
    yield `    ${paint.dim((at === 0 ? label : '').padEnd(LABEL - 2))} ${padded(left[at] ?? '', half)} ${right[at] ?? ''}`.trimEnd();
  }
}

function* behaviors(context: Context, difference: Difference, kind: 'added' | 'removed'): Iterable<string> {
  const rows = behaviorChangeRows(difference, kind);
  if (rows.length === 0) return;
  yield '';
  yield context.paint.strong(`  ${kind === 'added' ? 'New' : 'Removed'} behaviours: ${rows.length}`);
  const shown = context.detail === 'verbose' ? rows : rows.filter(({ label }, at) => at < BEHAVIORS || label === 'mail');
  const paint = kind === 'added' ? (line: string): string => line : context.paint.dim;
  for (const [at, one] of shown.entries()) yield* behaviorRow(context, one, shown[at - 1]?.label).map(paint);
  if (shown.length < rows.length) yield* row(context, '', words(`and ${plural(rows.length - shown.length, 'more', 'more')} (--verbose lists them)`));
}

function behaviorRow(context: Context, { label, what, was, where, more }: BehaviorChangeRow, before: string | undefined): readonly string[] {
  const places = more > 0 ? words(`and ${plural(more, 'more place')}`) : [];
  return [
    ...row(context, label === before ? '' : label, [...words(what), 'at', place(where), ...places]),
    ...(was === undefined ? [] : row(context, '', ['was:', ...words(was)])),
  ];
}

function* manifest(context: Context, { manifest: changes }: Difference): Iterable<string> {
  if (changes.length === 0) return;
  yield '';
  yield context.paint.strong(`  Manifest changes: ${changes.length}`);
  const shown = context.detail === 'verbose' ? changes : changes.slice(0, MANIFEST);
  for (const change of shown) yield* flow([`${safe(change.field)}${change.line === undefined ? '' : ` (line ${change.line})`}:`, ...words(manifestWords(change))], context.width, '    ', '      ');
  if (shown.length < changes.length) yield* paragraph(context, `and ${plural(changes.length - shown.length, 'more', 'more')} (--verbose lists them)`, '    ');
}

function* files(context: Context, difference: Difference): Iterable<string> {
  const all = context.detail === 'verbose';
  const listed = all ? difference.files : listedFiles(difference, context.report.findings);
  const shown = all ? listed : listed.slice(0, FILES);
  yield '';
  yield* flow(words(`Files: ${totalWords(difference)}`), context.width, '  ', '    ').map(context.paint.strong);
  for (const file of shown) yield* fileRow(context, file);
  if (shown.length < listed.length) yield* paragraph(context, `and ${plural(listed.length - shown.length, 'more file')} (--verbose lists them, --stat one line each)`, '    ');
  if (all) return;
  for (const only of ['formatting', 'names'] as const) yield* flow(words(onlyWords(difference, only, NAMES)), context.width, '    ', '      ').filter((line) => line.trim() !== '').map(context.paint.dim);
}

function* fileRow(context: Context, file: FileChange): Iterable<string> {
  const { paint, width } = context;
  const only = file.only === undefined ? [] : words(file.only === 'formatting' ? '(blanks and comments alone)' : '(names of local variables alone)');
  const amount = fileAmount(file);
  yield* flow([safe(fileName(file)), ...(amount === '' ? [] : words(` ${amount}`)), ...only], width, `    ${FILE_LETTERS[file.kind]} `, '        ');
  const { shown, left } = statementsOf(file, context.detail === 'verbose' ? STATEMENTS_VERBOSE : STATEMENTS);
  for (const { kind, text, line, column } of shown) {
    const sign = kind === 'added' ? '+' : '-';
    yield* flow([`${line}:${column}`, ...words(text)], width, `        ${sign} `, '          ').map(kind === 'added' ? paint.added : paint.removed);
  }
  if (left > 0) yield* paragraph(context, `and ${plural(left, 'more statement')} that ${left === 1 ? 'differs' : 'differ'}`, '        ');
}
