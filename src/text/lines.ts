// Offsets of a text as lines and columns, and the excerpt that goes into a finding.
import type { Position } from '../model/inventory.ts';
import { withoutCredentials } from './printable.ts';

/** Line and column (both from 1) of an offset in UTF-16 code units. A line ends at LF; CRLF counts once. */
export function positionAt(text: string, offset: number): Position {
  let line = 1;
  let start = 0;
  for (let next = text.indexOf('\n'); next !== -1 && next < offset; next = text.indexOf('\n', next + 1)) {
    line += 1;
    start = next + 1;
  }
  return { line, column: offset - start + 1 };
}

/** The same as `positionAt` for many offsets of one text: one pass, then a binary search for each. */
export function positionsIn(text: string): (offset: number) => Position {
  const starts = [0];
  for (let next = text.indexOf('\n'); next !== -1; next = text.indexOf('\n', next + 1)) starts.push(next + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] as number) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] as number) + 1 };
  };
}

/**
 * The line at a number (from 1) without its end and outer blanks, cut to `width` characters; empty where there is none. For many
 * lines of one text: one pass, made at the first question.
 */
export function excerptsIn(text: string): (line: number, width?: number) => string {
  let starts: number[] | undefined;
  return (line, width = 200) => {
    if (starts === undefined) {
      starts = [0];
      for (let next = text.indexOf('\n'); next !== -1; next = text.indexOf('\n', next + 1)) starts.push(next + 1);
    }
    const start = starts[line - 1];
    return start === undefined ? '' : excerptFrom(text, start, width);
  };
}

function excerptFrom(text: string, start: number, width: number): string {
  const newline = text.indexOf('\n', start);
  const end = newline === -1 ? text.length : newline;
  // Before it is cut: half an address would keep the password whose `@` is gone.
  const piece = text.slice(start, Math.min(end, start + width * 4));
  const whole = withoutSecrets(start + piece.length < end ? piece.replace(/[a-z][a-z0-9+.-]{0,20}:\/\/[^\s"'/@]{0,300}$/i, '') : piece).trim();
  return whole.length > width ? `${whole.slice(0, width - 1)}…` : whole;
}

/** A line or command without what addresses and flags in its middle hold: user, password, query, tokens. */
export function withoutSecrets(line: string): string {
  return line
    .replace(/[a-z][a-z0-9+.-]{0,20}:\/\/[^\s"'@?]{1,300}[@?][^\s"']*/gi, withoutCredentials)
    .replace(/(--[\w-]{0,40}(?:token|secret|password|api-?key)[= ]|:_(?:authToken|auth|password)[= ])[^\s"'\\]+/gi, '$1<secret>');
}
