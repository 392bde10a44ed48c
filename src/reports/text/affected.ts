// Known-bad versions of a machine on a terminal: one block each, before the findings in detail.
import { affectedRows, type Piece } from '../shared/affected.ts';
import { plural } from '../shared/words.ts';
import { type Context, row } from './context.ts';
import { safe, words } from './layout.ts';

const SHOWN = 6;

/** One block for each affected version. */
export function* affectedSection(context: Context): Iterable<string> {
  for (const affected of context.report.affected ?? []) {
    yield '';
    yield context.paint.bad(`AFFECTED  ${safe(`${affected.name} ${affected.version}`)}`);
    for (const { label, items } of affectedRows(affected, context.report)) yield* several(context, label, items);
  }
}

function* several(context: Context, label: string, items: readonly (readonly Piece[])[]): Iterable<string> {
  const shown = context.detail === 'verbose' ? items : items.slice(0, SHOWN);
  for (const [index, pieces] of shown.entries()) {
    yield* row(context, index === 0 ? label : '', pieces.flatMap((piece) => (typeof piece === 'string' ? words(piece) : [safe(piece.code)])));
  }
  if (shown.length < items.length) yield* row(context, '', words(`and ${plural(items.length - shown.length, 'more', 'more')} (--verbose lists them)`));
}
