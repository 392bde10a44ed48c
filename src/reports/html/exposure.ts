// Windows and timeline of the HTML page.
import type { Exposure, HistoryCommit } from '../../model/exposure.ts';
import { fileOf, minute, peopleOf, personOf, shortId, stayWords, subjectWords } from '../shared/exposure.ts';
import { plural } from '../shared/words.ts';
import { badge, code, text } from './elements.ts';

const ROWS = 1_000;

/** The section of windows; nothing where there are none. */
export function* exposureHtml(exposure: Exposure | undefined): Iterable<string> {
  if (!exposure || exposure.windows.length === 0) return;
  yield '<section aria-labelledby="exposure"><h2 id="exposure">Exposure windows</h2>\n<p class="muted">Times are UTC, by committer&apos;s date. Names and dates are what the commits say.</p>\n';
  yield '<div class="scroll" tabindex="0"><table><thead><tr><th scope="col">State</th><th scope="col">Package</th><th scope="col">File</th><th scope="col">Brought in</th><th scope="col">Taken out</th><th scope="col">Stood</th><th scope="col">Still on</th></tr></thead><tbody>\n';
  for (const window of exposure.windows.slice(0, ROWS)) {
    const refs = `${window.refs.slice(0, 10).map(code).join(' ')}${window.refCount > 10 ? ` and ${window.refCount - 10} more` : ''}`;
    yield `<tr><td>${badge(window.state)}</td><td>${text(subjectWords(window))}</td><td>${code(fileOf(window))}</td><td>${window.introducedBy.map(commitHtml).join('<br>')}</td><td>${window.removedBy.map(commitHtml).join('<br>')}</td><td>${text(stayWords(window))}${window.doubt === undefined ? '' : `<br>${text(window.doubt)}`}</td><td>${refs}</td></tr>\n`;
  }
  yield `</tbody></table></div>${exposure.windows.length > ROWS ? `<p>And ${plural(exposure.windows.length - ROWS, 'more window')}.</p>` : ''}\n<h3>Timeline</h3><ol>\n`;
  for (const event of exposure.timeline.slice(0, ROWS)) yield `<li>${text(minute(event.time))}: ${text(subjectWords(event))} ${event.event} in ${code(fileOf(event))} by ${code(shortId(event.commit))}, ${text(personOf(event.author))}</li>\n`;
  yield `</ol>${exposure.timeline.length > ROWS ? `<p>And ${plural(exposure.timeline.length - ROWS, 'more event')}.</p>` : ''}</section>\n`;
}

function commitHtml(commit: HistoryCommit): string {
  return `${text(minute(commit.committer.time))} ${code(shortId(commit.id))} ${text(peopleOf(commit))}`;
}
