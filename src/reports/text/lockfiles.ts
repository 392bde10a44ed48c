// Two lockfiles compared, on a terminal: the packages that matter with what was and what is, then the list of all.
import type { LockfileChanges } from '../../model/difference.ts';
import { lockfileReview, standingWords, type TroubledPackage, versionWords } from '../shared/lockfiles.ts';
import { lockfileSentence } from '../shared/changes.ts';
import { moreWords } from '../shared/headline.ts';
import { plural } from '../shared/words.ts';
import type { Context } from './context.ts';
import { entryLines } from './headline.ts';
import { flow, padded, safe, words, columns } from './layout.ts';

/** Packages that the beginning shows, and lines of each; the list below; unless everything was asked for. */
const TROUBLED = 10;
const LINES = 5;
const PACKAGES = 30;

/** Directly below the verdict. */
export function* lockfileHeadline(context: Context, changes: LockfileChanges): Iterable<string> {
  const { paint, width, report } = context;
  const { troubled, mild, kept, notCompared } = lockfileReview(report, changes);
  for (const one of troubled.slice(0, TROUBLED)) {
    yield* flow([paint.strong(safe(one.name)), ...words(changeWords(one))], width, '', '  ');
    yield* [...entryLines({ ...context, width: width - 2 }, one.headline, LINES)].map((line) => `  ${line}`);
  }
  const rest = moreWords({ entries: troubled.slice(TROUBLED).flatMap(({ headline }) => headline.entries), mild: mild }, 0);
  for (const text of [rest, `${lockfileSentence(changes)}.`, kept.length === 0 ? '' : `${plural(kept.length, 'finding')} that the versions before had too.`]) {
    if (text !== '') yield* flow(words(text), width, '', '  ').map(paint.dim);
  }
  if (notCompared.length > 0) yield* flow(words(`Not compared: ${notCompared.slice(0, TROUBLED).map(({ name }) => name).join(', ')}${notCompared.length > TROUBLED ? ` and ${plural(notCompared.length - TROUBLED, 'more', 'more')}` : ''}.`), width, '', '  ').map(paint.warn);
}

function changeWords({ change }: Pick<TroubledPackage, 'change'>): string {
  return change === undefined ? '' : `${versionWords(change)}${bracketed(standingWords(change))}`;
}

function bracketed(text: string): string {
  return text === '' ? '' : ` (${text})`;
}

/** The list of all packages that changed, at most some of them. */
export function* lockfileSection(context: Context): Iterable<string> {
  const { report: { lockfileChanges }, paint, width, detail } = context;
  if (lockfileChanges === undefined) return;
  const { before, after, packages } = lockfileChanges;
  yield '';
  yield* flow([...words('Changed packages,'), safe(before), '->', safe(after)], width, '', '  ').map(paint.strong);
  const shown = detail === 'verbose' ? packages : packages.slice(0, PACKAGES);
  const names = shown.map(({ name }) => safe(name));
  const room = Math.min(Math.max(0, ...names.map(columns)), Math.floor(width / 2));
  for (const [at, change] of shown.entries()) {
    const why = change.notCompared === undefined ? [] : words(`not compared: ${change.notCompared}`);
    yield* flow([...words(changeWords({ change })), ...why], width, `  ${padded(names[at] ?? '', room)} `, '      ');
  }
  if (shown.length < packages.length) yield* flow(words(`and ${plural(packages.length - shown.length, 'more package')}; --verbose lists them all`), width, '  ', '  ');
}
