// What every section of the text report is given.
import type { Report } from '../../model/report.ts';
import type { RenderOptions } from '../contract.ts';
import { flow, safe, words } from './layout.ts';
import type { Paint } from './paint.ts';

/** The report and how to print it. */
export interface Context {
  readonly report: Report;
  readonly paint: Paint;
  readonly width: number;
  readonly detail: RenderOptions['detail'];
  readonly rules: RenderOptions['rules'];
  readonly show: NonNullable<RenderOptions['show']>;
}

const LABEL_COLUMNS = 10;

/** A labelled row: the label in a column of its own, the pieces beside it. */
export function row(context: Context, label: string, pieces: readonly string[]): readonly string[] {
  if (pieces.length === 0) return [];
  const lead = '    ';
  const blank = `${lead}${' '.repeat(LABEL_COLUMNS)} `;
  const [first = '', ...rest] = flow(pieces, context.width, blank, blank);
  return [`${lead}${context.paint.dim(label.padEnd(LABEL_COLUMNS))} ${first.slice(blank.length)}`, ...rest];
}

/** A paragraph of prose. */
export function paragraph(context: Context, text: string, indent = '  '): readonly string[] {
  return flow(words(text), context.width, indent, indent);
}

/** Numbered steps, in order. */
export function numbered(context: Context, steps: readonly string[], indent = '    '): readonly string[] {
  return steps.flatMap((step, index) => {
    const number = `${index + 1}. `;
    return flow(words(step), context.width, `${indent}${number}`, `${indent}${' '.repeat(number.length)}`);
  });
}

/** `app/package-lock.json:12:5`, safe to print and in one piece. */
export function place(where: string | undefined): string {
  return where === undefined ? '' : safe(where);
}
