// Lines for a terminal: wrapping that never breaks inside a path or an identifier, so that what is shown can be copied.
// Column widths are near enough for East Asian and combining characters; emoji sequences and fonts differ anyway.
import { printable, shorten } from '../../text/printable.ts';
import { withoutSecrets } from '../shared/redact.ts';

// A name of a megabyte is legal JSON and would push the verdict off the screen.
const LONGEST_PIECE = 400;
const LONGEST_PROSE = 2000;

/** Text of the audited side as one piece of a line: secrets out, nothing left that steers a terminal or a CI log. */
export function safe(text: string, longest = LONGEST_PIECE): string {
  const cut = text.length > longest ? shorten(text.slice(0, longest * 2), longest) : text;
  return logSafe(printable(withoutSecrets(cut)));
}

/** Text that no CI agent takes for one of its commands, wherever in the line that stands. */
export function logSafe(text: string): string {
  return text.includes('##') ? text.replace(/##(?=\[|vso\[|teamcity\[)/gi, '\\u{23}#') : text;
}

/** Words of prose, each of them unbreakable. */
export function words(text: string): readonly string[] {
  return safe(text, LONGEST_PROSE).split(' ').filter((word) => word !== '');
}

/**
 * Pieces set in lines of at most `width` columns. A piece is never broken: one that is too long stands on a line of its own.
 * `first` and `rest` begin the first and the other lines.
 */
export function flow(pieces: readonly string[], width: number, first: string, rest: string): readonly string[] {
  const lines: string[] = [];
  let line = first;
  let empty = true;
  for (const piece of pieces) {
    if (!empty && columns(line) + 1 + columns(piece) > width) {
      lines.push(line);
      line = rest;
      empty = true;
    }
    line += empty ? piece : ` ${piece}`;
    empty = false;
  }
  return [...lines, line];
}

/** GitHub's runner takes a line that begins with two colons as a command; nothing of ours begins so. */
export function defused(line: string): string {
  return line.includes('::') ? line.replace(/^(\s*):(?=:)/, '$1\\u{3a}') : line;
}

/** Columns that a terminal uses for the text. */
export function columns(text: string): number {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += columnsOf(character);
  return width;
}

const WIDE = /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1f64f}\u{1f900}-\u{1f9ff}\u{20000}-\u{3fffd}]/u;

function columnsOf(character: string): number {
  if (/\p{M}/u.test(character)) return 0;
  return WIDE.test(character) ? 2 : 1;
}

/** The text filled up with blanks to `width` columns. */
export function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - columns(text)));
}
