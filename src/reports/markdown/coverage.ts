// Coverage in Markdown, folded away but never left out.
import type { Problem } from '../../model/coverage.ts';
import type { Report } from '../../model/report.ts';
import { whereOf } from '../shared/problems.ts';
import { plural, totalsWords } from '../shared/words.ts';
import { code, prose } from './text.ts';

/** One problem as a list item. */
export function problemLine(problem: Problem): string {
  const where = whereOf(problem);
  const hint = problem.hint === undefined ? '' : ` (${prose(problem.hint)})`;
  return `- ${where === undefined ? '' : `${code(where)}: `}${prose(problem.message)}${hint} ${code(problem.code)}`;
}

/** A details block; its last two lines close it. */
export function coverageBlock({ coverage }: Report): readonly string[] {
  return [
    '', `<details><summary>Coverage: ${totalsWords(coverage)}</summary>`, '',
    ...coverage.bundles.map((bundle) => `- Bundle ${code(bundle.id)} of ${prose(bundle.date)} (${prose(bundle.origin)}): ${plural(bundle.campaigns, 'campaign')}, ${plural(bundle.names, 'name')}, ${plural(bundle.entries, 'entry', 'entries')}, ${plural(bundle.indicators, 'other indicator')}, ${code(bundle.digest)}`),
    ...coverage.excluded.map(({ glob, count }) => `- Excluded ${code(glob)}: ${plural(count, 'place')}`),
    ...coverage.notes.map((note) => `- Note: ${prose(note)}`),
    ...[...coverage.places].sort((a, b) => Number(a.status === 'read') - Number(b.status === 'read')).map((place) => {
      const facts = [place.kind.replaceAll('-', ' '), place.format === undefined ? undefined : prose(place.format), place.packages === undefined ? undefined : plural(place.packages, 'package'), place.problems.length === 0 ? undefined : plural(place.problems.length, 'problem')];
      const notes = [place.reason, ...place.notes].filter((note) => note !== undefined).map((note) => prose(note));
      return `- ${place.status}: ${code(place.path)} (${facts.filter((fact) => fact !== undefined).join(', ')})${notes.length === 0 ? '' : `: ${notes.join('; ')}`}`;
    }),
    '', '</details>',
  ];
}
