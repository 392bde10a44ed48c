// What a package is and does, on a terminal: a table that stays readable at 80 columns.
import type { Inspection } from '../../model/report.ts';
import { type BehaviorRow, type BehaviorSection, behaviorSections, identityRows, inspectedName } from '../shared/inspection.ts';
import { plural } from '../shared/words.ts';
import { type Context, paragraph, place, row } from './context.ts';
import { safe, words } from './layout.ts';

/** More rows of a kind and places of a row than this are counted, unless everything was asked for. Recipients are never folded away. */
const ROWS = 8;
const MAIL_ROWS = 40;
const PLACES = 2;
const VARIABLES = 20;
const VALUES = 2;

/** One block for each package. */
export function* inspectionSection(context: Context): Iterable<string> {
  for (const inspection of context.report.inspected ?? []) {
    yield '';
    yield context.paint.strong(`${safe(inspectedName(inspection))}  (${inspection.source} ${safe(inspection.path)})`);
    for (const [label, text] of identityRows(inspection, context.report.startedAt)) yield* row(context, label, words(text));
    yield* doings(context, inspection);
  }
}

function* doings(context: Context, inspection: Inspection): Iterable<string> {
  const sections = behaviorSections(inspection);
  yield '';
  yield context.paint.strong('  What its code does');
  if (sections.length === 0) yield* paragraph(context, 'Nothing that this tool looks for: no mail, network, programs, files outside the package, environment variables, code made at run time, install scripts or native code.', '    ');
  for (const section of sections) yield* sectionLines(context, section);
}

function* sectionLines(context: Context, section: BehaviorSection): Iterable<string> {
  const { kind, label, rows } = section;
  if (kind === 'environment' && context.detail !== 'verbose') {
    yield* variables(context, section);
    return;
  }
  const shown = context.detail === 'verbose' ? rows : kind === 'mail' ? rows.slice(0, MAIL_ROWS) : differing(rows).slice(0, ROWS);
  for (const [at, one] of shown.entries()) yield* behaviorLines(context, at === 0 ? label : '', one);
  if (shown.length < rows.length) yield* row(context, '', words(`and ${plural(rows.length - shown.length, 'more', 'more')} (--verbose lists them)`));
}

// One call with a dozen values (a table of platforms) must not push the other calls out of sight.
function differing(rows: readonly BehaviorRow[]): readonly BehaviorRow[] {
  const seen = new Map<string, number>();
  return rows.filter(({ places }) => {
    const key = places.join('\n');
    const count = (seen.get(key) ?? 0) + 1;
    seen.set(key, count);
    return count <= VALUES;
  });
}

// Names are short and many: a list, each with its first place.
function* variables(context: Context, { label, rows }: BehaviorSection): Iterable<string> {
  const shown = rows.slice(0, VARIABLES);
  const left = rows.length - shown.length;
  yield* row(context, label, shown.flatMap(({ what, places }, at) => {
    const [first = ''] = places;
    const end = at < rows.length - 1 ? ',' : '';
    return [...words(what), `${context.paint.dim(`(${place(first)}${places.length > 1 ? `, +${places.length - 1}` : ''})`)}${end}`];
  }));
  if (left > 0) yield* row(context, '', words(`and ${plural(left, 'more', 'more')} (--verbose lists them)`));
}

function* behaviorLines(context: Context, label: string, { what, places, excerpt }: BehaviorRow): Iterable<string> {
  const all = context.detail === 'verbose';
  const shown = all ? places : places.slice(0, PLACES);
  const more = shown.length < places.length ? words(`and ${plural(places.length - shown.length, 'more place')}`) : [];
  yield* row(context, label, [...words(what), 'at', ...shown.map((where, at) => context.paint.dim(`${place(where)}${at < shown.length - 1 ? ',' : ''}`)), ...more]);
  if (all && excerpt !== undefined) yield* row(context, '', [`| ${safe(excerpt)}`]);
}
