// Coverage of the HTML page: totals and bundles open, the list of places folded where it is long.
import type { Coverage, Place } from '../../model/coverage.ts';
import { allProblems, whereOf } from '../shared/problems.ts';
import { grouped, plural, totalsWords } from '../shared/words.ts';
import { badge, code, fact, text } from './elements.ts';

const OPEN = 30;

/** What keeps the run from being complete; nothing where everything was read. */
export function* problemsHtml(coverage: Coverage): Iterable<string> {
  const problems = allProblems(coverage);
  if (problems.length === 0) return;
  yield `<section aria-labelledby="problems"><h2 id="problems">Not read in full: ${plural(problems.length, 'problem')}</h2>\n<div class="scroll" tabindex="0"><table><thead><tr><th scope="col">Where</th><th scope="col">What</th><th scope="col">What you can do</th></tr></thead><tbody>\n`;
  for (const problem of problems) {
    const where = whereOf(problem);
    yield `<tr><td>${where === undefined ? '' : code(where)}</td><td>${text(problem.message)} <span class="muted">(${text(problem.code)})</span></td><td>${text(problem.hint ?? '')}</td></tr>\n`;
  }
  yield '</tbody></table></div></section>\n';
}

/** The section of coverage. */
export function* coverageHtml(coverage: Coverage): Iterable<string> {
  yield `<section aria-labelledby="coverage"><h2 id="coverage">Coverage</h2>\n<p>${text(totalsWords(coverage))}.</p>\n`;
  const open = coverage.places.length <= OPEN ? ' open' : '';
  yield `<details${open}><summary>${plural(coverage.places.length, 'place')} looked at</summary><div class="scroll" tabindex="0"><table><thead><tr><th scope="col">Status</th><th scope="col">Place</th><th scope="col">Format</th><th scope="col" class="number">Packages</th><th scope="col">Remarks</th></tr></thead><tbody>\n`;
  for (const place of coverage.places) yield placeHtml(place);
  yield '</tbody></table></div></details>\n';
  yield '<h3>Indicator bundles</h3>\n';
  if (coverage.bundles.length === 0) yield '<p class="warning">None: nothing could be compared.</p>\n';
  for (const bundle of coverage.bundles) {
    yield `<dl>${[
      fact('Bundle', [code(bundle.id)]),
      fact('Date', [text(bundle.date)]),
      fact('Holds', [text(`${plural(bundle.campaigns, 'campaign')}, ${plural(bundle.names, 'package name')}, ${plural(bundle.entries, 'entry', 'entries')}, ${plural(bundle.indicators, 'other indicator')}`)]),
      fact('Digest', [code(bundle.digest)]),
      fact('From', [text(bundle.origin)]),
    ].join('')}</dl>\n`;
  }
  yield listHtml('Excluded', coverage.excluded.map(({ glob, count }) => `${code(glob)} hid ${plural(count, 'place')}`));
  yield listHtml('Notes', coverage.notes.map(text));
  yield '</section>\n';
}

function placeHtml(place: Place): string {
  const remarks = [place.reason, ...place.notes, place.unverifiable === undefined || place.unverifiable === 0 ? undefined : `${grouped(place.unverifiable)} without a registry identity`, place.problems.length === 0 ? undefined : plural(place.problems.length, 'problem')].filter((remark) => remark !== undefined);
  return `<tr><td>${badge(place.status)}</td><td>${code(place.path)}</td><td>${text(place.format ?? place.kind)}</td><td class="number">${place.packages === undefined ? '' : grouped(place.packages)}</td><td>${remarks.map(text).join('; ')}</td></tr>\n`;
}

function listHtml(heading: string, items: readonly string[]): string {
  return items.length === 0 ? '' : `<h3>${heading}</h3><ul>${items.map((item) => `<li>${item}</li>`).join('')}</ul>\n`;
}
