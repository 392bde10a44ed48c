// Two lockfiles compared, on the HTML page: the packages that matter, then the table of all, folded.
import type { Report } from '../../model/report.ts';
import { lockfileSentence } from '../shared/changes.ts';
import { moreWords } from '../shared/headline.ts';
import { type TroubledPackage, lockfileReview, standingWords, versionWords } from '../shared/lockfiles.ts';
import { plural } from '../shared/words.ts';
import { code, text } from './elements.ts';
import { entriesHtml } from './difference.ts';

const PACKAGES = 25;
const ENTRIES = 5;
const ROWS = 5_000;

/** Nothing where no lockfiles were compared. */
export function* lockfilesHtml(report: Report): Iterable<string> {
  const { lockfileChanges } = report;
  if (lockfileChanges === undefined) return;
  const { troubled, mild, kept } = lockfileReview(report, lockfileChanges);
  yield `<section aria-labelledby="changes"><h2 id="changes">What matters</h2>\n<p>${text(lockfileSentence(lockfileChanges))}.</p>\n`;
  for (const one of troubled.slice(0, PACKAGES)) yield packageHtml(one);
  const rest = [moreWords({ entries: troubled.slice(PACKAGES).flatMap(({ headline }) => headline.entries), mild: mild }, 0), kept.length === 0 ? '' : `${plural(kept.length, 'finding')} that the versions before had too`];
  yield rest.filter((words) => words !== '').map((words) => `<p class="muted">${text(`${words.charAt(0).toUpperCase()}${words.slice(1)}`)}.</p>\n`).join('');
  const { before, after, packages } = lockfileChanges;
  yield `<details><summary>All ${plural(packages.length, 'changed package')}</summary><p>${code(before)} to ${code(after)}</p><div class="scroll" tabindex="0"><table><thead><tr><th scope="col">Package</th><th scope="col">Version</th><th scope="col">Remarks</th></tr></thead><tbody>\n`;
  for (const change of packages.slice(0, ROWS)) {
    const remarks = [standingWords(change), change.notCompared === undefined ? '' : `not compared: ${change.notCompared}`].filter((words) => words !== '');
    yield `<tr><td class="where">${code(change.name)}</td><td>${text(versionWords(change))}</td><td>${text(remarks.join('; '))}</td></tr>\n`;
  }
  yield `</tbody></table></div>${packages.length > ROWS ? `<p>And ${plural(packages.length - ROWS, 'more package')}, which the JSON report lists.</p>` : ''}</details></section>\n`;
}

function packageHtml({ name, change, headline }: TroubledPackage): string {
  const standing = change === undefined ? '' : [versionWords(change), standingWords(change)].filter((words) => words !== '').join(', ');
  const more = headline.entries.length > ENTRIES ? `<p class="muted">And ${plural(headline.entries.length - ENTRIES, 'more change')}.</p>` : '';
  return `<article><h3>${text(name)} <span class="muted">${text(standing)}</span></h3>${entriesHtml(headline.entries.slice(0, ENTRIES))}${more}</article>\n`;
}
