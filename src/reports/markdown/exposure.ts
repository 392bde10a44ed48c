// Windows in Markdown: one row each.
import type { ExposureWindow } from '../../model/exposure.ts';
import type { Report } from '../../model/report.ts';
import { fileOf, minute, personOf, shortId, stayWords, subjectWords } from '../shared/exposure.ts';
import { plural } from '../shared/words.ts';
import { cell, code, prose } from './text.ts';

const ROWS = 40;

/** A table; empty where there are no windows. */
export function exposureLines({ exposure }: Report): readonly string[] {
  if (!exposure || exposure.windows.length === 0) return [];
  const left = exposure.windows.length - ROWS;
  return [
    '', '### Exposure windows', '',
    '| Package | File | From (UTC) | By | Until | Stood | Still on |', '| --- | --- | --- | --- | --- | --- | --- |',
    ...exposure.windows.slice(0, ROWS).map(rowOf),
    ...(left > 0 ? [`| and ${plural(left, 'more window')} | | | | | | |`] : []),
  ];
}

function rowOf(window: ExposureWindow): string {
  const [by = window.first] = window.introducedBy;
  const [end] = window.removedBy;
  const until = window.to === undefined ? '**still there**' : `${minute(window.to)}${end ? ` ${code(shortId(end.id))}` : ''}`;
  const refs = window.refs.slice(0, 3).map((ref) => cell(ref)).join(' ');
  return `| ${prose(subjectWords(window))} | ${cell(fileOf(window))} | ${minute(window.from)} ${code(shortId(by.id))} | ${prose(personOf(by.author))} | ${until} | ${stayWords(window)} | ${refs}${window.refCount > 3 ? ` and ${window.refCount - 3} more` : ''} |`;
}
