// Coverage on a terminal: what was read, what was not and why. It is part of every report, also of a clean one.
import type { Place, Problem } from '../../model/coverage.ts';
import { allProblems, whereOf } from '../shared/problems.ts';
import { grouped, plural, totalsWords } from '../shared/words.ts';
import { type Context, paragraph, place, row } from './context.ts';
import { flow, safe, words } from './layout.ts';

/** More places or problems than this are counted instead of listed, unless everything was asked for. */
const PLACES = 20;
const PROBLEMS = 20;

/** Everything that keeps the verdict from being clean. */
export function* problemsSection(context: Context): Iterable<string> {
  const problems = allProblems(context.report.coverage);
  if (problems.length === 0) return;
  yield '';
  yield context.paint.warn(`Not read in full: ${plural(problems.length, 'problem')}`);
  const shown = context.detail === 'verbose' ? problems : problems.slice(0, PROBLEMS);
  for (const problem of shown) yield* problemLines(context, problem);
  const left = problems.length - shown.length;
  if (left > 0) yield* paragraph(context, `and ${plural(left, 'more problem')}; --verbose lists them all`);
}

function* problemLines(context: Context, problem: Problem): Iterable<string> {
  const where = whereOf(problem);
  if (where !== undefined) yield `  ${place(where)}`;
  const indent = where === undefined ? '  ' : '    ';
  yield* flow([...words(problem.message), `[${problem.code}]`], context.width, indent, indent);
  if (problem.hint !== undefined) yield* flow(words(problem.hint), context.width, `${indent}-> `, `${indent}   `);
}

/** Totals, places, bundles, excludes, notes. */
export function* coverageSection(context: Context): Iterable<string> {
  const { coverage } = context.report;
  yield '';
  yield context.paint.strong('Coverage');
  yield* paragraph(context, `${totalsWords(coverage)}.`);
  yield* places(context, coverage.places);
  for (const bundle of coverage.bundles) {
    yield* row(context, 'bundle', [
      ...words(`${bundle.id} ${bundle.date} (${bundle.origin}):`),
      ...words(`${plural(bundle.campaigns, 'campaign')}, ${plural(bundle.names, 'name')}, ${plural(bundle.entries, 'entry', 'entries')}, ${plural(bundle.indicators, 'other indicator')};`),
      safe(context.detail === 'verbose' ? bundle.digest : bundle.digest.slice(0, 23)),
    ]);
  }
  if (coverage.bundles.length === 0) yield* row(context, 'bundle', words('none: nothing could be compared'));
  for (const { glob, count } of coverage.excluded) yield* row(context, 'excluded', [safe(glob), ...words(`(hid ${plural(count, 'place')})`)]);
  for (const note of coverage.notes) yield* row(context, 'note', words(note));
}

function* places(context: Context, all: readonly Place[]): Iterable<string> {
  const open = all.filter((place) => place.status !== 'read');
  const read = all.filter((place) => place.status === 'read' && place.kind !== 'target');
  const shown = context.detail === 'verbose' ? [...open, ...read] : [...open.slice(0, PLACES), ...read.slice(0, PLACES)];
  for (const entry of shown) yield* placeLines(context, entry);
  const left = open.length + read.length - shown.length;
  if (left > 0) yield* row(context, '...', words(`and ${plural(left, 'more place')} of ${grouped(all.length)}; --verbose lists them all`));
}

function* placeLines(context: Context, entry: Place): Iterable<string> {
  const facts = [
    entry.kind.replaceAll('-', ' '),
    entry.format,
    entry.packages === undefined ? undefined : plural(entry.packages, 'package'),
    entry.unverifiable === undefined || entry.unverifiable === 0 ? undefined : `${grouped(entry.unverifiable)} unverifiable`,
    entry.problems.length === 0 ? undefined : plural(entry.problems.length, 'problem'),
  ].filter((fact) => fact !== undefined).join(', ');
  const reason = entry.reason === undefined ? '' : `: ${entry.reason}`;
  yield* row(context, entry.status, [safe(entry.path), ...words(`(${facts})${reason}`)]);
  for (const note of entry.notes) yield* row(context, '', words(`note: ${note}`));
}
