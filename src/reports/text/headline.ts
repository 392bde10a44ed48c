// The first screen of a comparison: at most twelve lines, the verdict among them. The worst change stands in the second line, with
// its place; what does not fit is counted.
import { type Headline, type HeadlineEntry, headlineOf, keptWords, moreWords, quietSentence } from '../shared/headline.ts';
import { plural } from '../shared/words.ts';
import type { Context } from './context.ts';
import { columns, flow, safe, words } from './layout.ts';

const LINES = 12;
const TITLE_LINES = 2;
const FIRST_TITLE_LINES = 4;
const CHANGE_LINES = 2;
const CLOSING_LINES = 2;

/** The lines below the verdict line. */
export function* headlineSection(context: Context, verdict: string): Iterable<string> {
  const headline = headlineOf(context.report);
  const used = Math.ceil(columns(verdict) / context.width);
  const closing = closingLines(context, headline);
  // A line for those that may not fit.
  yield* entryLines(context, headline, LINES - used - closing.length - 1);
  yield* closing;
}

/** What a line says of the findings that are counted, of those that are no news, and of the harmless rest. */
function closingLines(context: Context, headline: Headline): readonly string[] {
  const kept = keptWords(headline, context.report.differences?.[0]?.before);
  return [kept, quietSentence(context.report)].filter((text) => text !== '').flatMap((text) => cutTo(flow(words(text), context.width, '', '  '), CLOSING_LINES, context.width)).map(context.paint.dim);
}

/** As many entries as fit in `room` lines: the worst one in full, then titles of the others, then, as far as room is left, what was and what is. */
export function* entryLines(context: Context, headline: Headline, room: number): Iterable<string> {
  const { entries } = headline;
  const titles = entries.slice(0, LINES).map((entry, at) => titleLines(context, entry, at === 0 ? FIRST_TITLE_LINES : TITLE_LINES));
  const changes = entries.slice(0, LINES).map((entry) => changeLines(context, entry));
  let left = room - (titles[0]?.length ?? 0) - (changes[0]?.length ?? 0);
  let count = Math.min(1, entries.length);
  for (const title of titles.slice(1)) {
    if (title.length > left) break;
    left -= title.length;
    count += 1;
  }
  for (const [at, title] of titles.slice(0, count).entries()) {
    yield* title;
    const told = changes[at] ?? [];
    if (at > 0 && told.length > left) continue;
    if (at > 0) left -= told.length;
    yield* told;
  }
  const more = moreWords(headline, count);
  if (more !== '') yield* cutTo(flow(words(more), context.width, '', '  '), 1, context.width).map(context.paint.dim);
}

// The worst one is told in full even on a narrow terminal; other rules are named where they fit, else counted.
function titleLines({ paint, width }: Context, { severity, title, where, also }: HeadlineEntry, most: number): readonly string[] {
  const lead = `${severity.toUpperCase()}  `;
  const pieces = [...(where === '' ? [] : [`${safe(where)} `]), ...words(title)];
  const forms = also.length === 0 ? [pieces] : [[...pieces, ...words(`(also ${also.join(', ')})`)], [...pieces, ...words(`(also ${plural(also.length, 'other rule')})`)], pieces];
  const fitting = forms.map((form) => flow(form, width, lead, '  ')).find((lines) => lines.length <= Math.max(TITLE_LINES, most - 1));
  const [first = '', ...rest] = fitting ?? cutTo(flow(pieces, width, lead, '  '), most, width);
  return [`${paint.severity[severity](severity.toUpperCase())}  ${paint.strong(first.slice(lead.length))}`, ...rest];
}

function changeLines({ width }: Context, { was, now }: HeadlineEntry): readonly string[] {
  const lines = (label: string, text: string | undefined): readonly string[] => (text === undefined ? [] : cutTo(flow(words(text), width, `    ${label}  `, '         '), CHANGE_LINES, width));
  return [...lines('was', was), ...lines('now', now)];
}

/** The first lines; the last of them ends in dots where more would follow. */
function cutTo(lines: readonly string[], most: number, width: number): readonly string[] {
  if (lines.length <= most) return lines;
  const pieces = (lines[most - 1] ?? '').split(' ');
  while (pieces.length > 1 && columns(pieces.join(' ')) > width - 4) pieces.pop();
  return [...lines.slice(0, most - 1), `${pieces.join(' ')} ...`];
}
