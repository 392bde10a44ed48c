// Windows and timeline on a terminal, in 80 columns. Names of authors are the audited side's.
import type { ExposureWindow } from '../../model/exposure.ts';
import { fileOf, minute, peopleOf, shortId, stayWords, subjectWords } from '../shared/exposure.ts';
import { plural } from '../shared/words.ts';
import { type Context, paragraph, row } from './context.ts';
import { columns, padded, safe, words } from './layout.ts';

/** More than this is counted instead of listed, unless everything was asked for. */
const WINDOWS = 20;
const EVENTS = 40;
const COMMITS = 3;

/** Nothing where no history was read, or nothing was found in it. */
export function* exposureSection(context: Context): Iterable<string> {
  const { exposure } = context.report;
  if (!exposure || exposure.windows.length === 0) return;
  const all = context.detail === 'verbose';
  yield '';
  yield context.paint.strong('Exposure windows (UTC, by committer\'s date)');
  const shown = all ? exposure.windows : exposure.windows.slice(0, WINDOWS);
  for (const window of shown) yield* windowLines(context, window);
  if (shown.length < exposure.windows.length) yield* paragraph(context, `and ${plural(exposure.windows.length - shown.length, 'more window')}; --verbose lists them all`);
  yield '';
  yield context.paint.strong('Timeline');
  const events = all ? exposure.timeline : exposure.timeline.slice(0, EVENTS);
  const width = Math.min(34, Math.max(0, ...events.map((event) => columns(safe(subjectWords(event))))));
  for (const event of events) {
    const sign = event.event === 'introduced' ? context.paint.bad('+') : context.paint.good('-');
    yield `  ${minute(event.time).padEnd(16)}  ${sign} ${padded(safe(subjectWords(event)), width)}  ${shortId(event.commit)}  ${safe(fileOf(event))}`;
  }
  if (events.length < exposure.timeline.length) yield* paragraph(context, `and ${plural(exposure.timeline.length - events.length, 'more event')}; --verbose lists them all`);
}

function* windowLines(context: Context, window: ExposureWindow): Iterable<string> {
  const { paint } = context;
  yield `  ${paint.strong(safe(subjectWords(window)))}  ${safe(fileOf(window))}  ${window.state === 'open' ? paint.bad('[still there]') : '[gone]'}`;
  const commits = (label: string, list: ExposureWindow['introducedBy']) => list.slice(0, context.detail === 'verbose' ? list.length : COMMITS).flatMap((commit, at) => row(context, at === 0 ? label : '', [minute(commit.committer.time).replace(' ', '\u00a0'), shortId(commit.id), ...words(peopleOf(commit))])).map((line) => line.replaceAll('\u00a0', ' '));
  yield* commits('from', window.introducedBy);
  yield* commits('removed', window.removedBy);
  if (window.last.id !== window.first.id) yield* commits('last in', [window.last]);
  yield* row(context, 'stood', words(stayWords(window)));
  for (const stay of window.onHead) yield* row(context, 'on HEAD', words(`from ${minute(stay.from.committer.time)} (${shortId(stay.from.id)})${stay.to ? ` to ${minute(stay.to.committer.time)} (${shortId(stay.to.id)})` : ', still there'}`));
  if (window.refCount > 0) {
    const refs = window.refs.slice(0, context.detail === 'verbose' ? window.refs.length : 5);
    yield* row(context, 'still on', [...refs.map((ref) => safe(ref)), ...(window.refCount > refs.length ? words(`and ${plural(window.refCount - refs.length, 'more ref')}`) : [])]);
  }
  if (window.doubt !== undefined) yield* row(context, 'doubt', words(window.doubt));
}
