// Scalars of YAML as pnpm writes them: quoted, folded, literal. https://yaml.org/spec/1.2.2/#chapter-7-flow-style-productions
import type { ProblemCode } from '../../model/coverage.ts';
import { countAtEnd } from '../../text/ends.ts';

/** `end` is the offset behind what was read. */
export type Read<T> = { readonly ok: true; readonly value: T; readonly end: number } | { readonly ok: false; readonly code: ProblemCode; readonly message: string };

/** What is said of text that stops inside a value. */
export const UNENDED = { ok: false, code: 'malformed', message: 'a value does not end, as in a truncated file' } as const;

/** True where only blanks and a comment stand between `at` and the end of its line. */
export function endsCleanly(text: string, at: number): boolean {
  let index = at;
  while (text.charCodeAt(index) === 0x20 || text.charCodeAt(index) === 0x09 || text.charCodeAt(index) === 0x0d) index += 1;
  if (index >= text.length || text.charCodeAt(index) === 0x0a) return true;
  return text.charCodeAt(index) === 0x23 && index > at;
}

/** Line breaks inside a flow scalar: one is a blank, more are one less line break. */
function foldLines(raw: string): string {
  if (!raw.includes('\n')) return raw;
  const lines = raw.split('\n');
  let folded = trimEnd(lines[0] as string);
  let empty = 0;
  for (let index = 1; index < lines.length; index += 1) {
    const isLast = index === lines.length - 1;
    const line = trimStart(isLast ? (lines[index] as string) : trimEnd(lines[index] as string));
    if (line === '' && !isLast) { empty += 1; continue; }
    folded += empty === 0 ? ' ' : '\n'.repeat(empty);
    empty = 0;
    folded += line;
  }
  return folded;
}

function trimStart(line: string): string {
  let start = 0;
  while (start < line.length && (line[start] === ' ' || line[start] === '\t')) start += 1;
  return line.slice(start);
}

function trimEnd(line: string): string {
  let end = line.length;
  while (end > 0 && (line[end - 1] === ' ' || line[end - 1] === '\t' || line[end - 1] === '\r')) end -= 1;
  return line.slice(0, end);
}

/** Joins the next line of a plain scalar, which starts at `lineStart`, to what was read of it. */
export function foldPlain(text: string, held: string, lineStart: number, more: string): string {
  let empty = 0;
  // Blank lines between the two count as line breaks of the value.
  for (let at = lineStart - 1; at > 0; at -= 1) {
    const previous = text.lastIndexOf('\n', at - 1);
    if (text.slice(previous + 1, at).trim() !== '') break;
    empty += 1;
    at = previous + 1;
  }
  return held + (empty === 0 ? ' ' : '\n'.repeat(empty)) + more;
}

/** The quoted scalar that starts at `start`, over several lines where it has them. */
export function readQuoted(text: string, start: number): Read<string> {
  return text.charCodeAt(start) === 0x27 ? readSingle(text, start) : readDouble(text, start);
}

function readSingle(text: string, start: number): Read<string> {
  let end = text.indexOf("'", start + 1);
  let doubled = false;
  while (end !== -1 && text.charCodeAt(end + 1) === 0x27) {
    doubled = true;
    end = text.indexOf("'", end + 2);
  }
  if (end === -1) return UNENDED;
  const raw = foldLines(text.slice(start + 1, end));
  return { ok: true, value: doubled ? raw.replaceAll("''", "'") : raw, end: end + 1 };
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['0', '\0'], ['a', '\x07'], ['b', '\b'], ['t', '\t'], ['\t', '\t'], ['n', '\n'], ['v', '\v'], ['f', '\f'], ['r', '\r'], ['e', '\x1b'],
  [' ', ' '], ['"', '"'], ['/', '/'], ['\\', '\\'], ['N', '\x85'], ['_', '\xa0'], ['L', '\u2028'], ['P', '\u2029'],
]);
const HEX_LENGTH: ReadonlyMap<string, number> = new Map([['x', 2], ['u', 4], ['U', 8]]);

function readDouble(text: string, start: number): Read<string> {
  let end = start + 1;
  let escaped = false;
  for (; end < text.length && text.charCodeAt(end) !== 0x22; end += 1) {
    if (text.charCodeAt(end) === 0x5c) { escaped = true; end += 1; }
  }
  if (end >= text.length) return UNENDED;
  const raw = text.slice(start + 1, end);
  if (!escaped) return { ok: true, value: foldLines(raw), end: end + 1 };
  // Line breaks fold before escapes are read, so that an escaped one stays.
  const value = unescape(foldEscaped(raw));
  return value === undefined ? { ok: false, code: 'malformed', message: 'an escape in a quoted value is not understood' } : { ok: true, value, end: end + 1 };
}

/** A backslash at the end of a line joins it to the next one without a blank. */
function foldEscaped(raw: string): string {
  if (!raw.includes('\n')) return raw;
  const lines = raw.split('\n').map((line) => line.replace(/\r$/, ''));
  const joined: string[] = [];
  let current = lines[0] as string;
  for (const line of lines.slice(1)) {
    if (countAtEnd(current, '\\') % 2 === 1) current = current.slice(0, -1) + trimStart(line);
    else { joined.push(current); current = line; }
  }
  joined.push(current);
  return foldLines(joined.join('\n'));
}

function unescape(raw: string): string | undefined {
  let value = '';
  let from = 0;
  for (let at = raw.indexOf('\\'); at !== -1; at = raw.indexOf('\\', from)) {
    value += raw.slice(from, at);
    const letter = raw[at + 1] ?? '';
    const plain = ESCAPES.get(letter);
    const length = HEX_LENGTH.get(letter) ?? 0;
    const digits = raw.slice(at + 2, at + 2 + length);
    if (plain === undefined && (length === 0 || digits.length !== length || !/^[0-9a-f]+$/i.test(digits))) return undefined;
    const point = plain === undefined ? Number.parseInt(digits, 16) : 0;
    if (point > 0x10ffff) return undefined;
    value += plain ?? String.fromCodePoint(point);
    from = at + 2 + length;
  }
  return value + raw.slice(from);
}

/** A `|` or `>` scalar whose header starts at `start`; `indent` is the column of the entry that holds it. */
export function readBlockScalar(text: string, start: number, indent: number): { readonly value: string; readonly end: number } | undefined {
  let lineEnd = text.indexOf('\n', start);
  if (lineEnd === -1) lineEnd = text.length;
  const header = /^([|>])(?:([+-])([1-9])?|([1-9])([+-])?)?[ \t\r]*(?:[ \t]#.*)?$/.exec(text.slice(start, lineEnd));
  if (!header) return undefined;
  const folded = header[1] === '>';
  const chomp = header[2] ?? header[5];
  const stated = header[3] ?? header[4];
  let width = stated === undefined ? -1 : indent + Number(stated);
  let value = '';
  let any = false;
  let empty = 0;
  let deeper = false;
  let at = lineEnd + 1;
  while (at < text.length) {
    let end = text.indexOf('\n', at);
    if (end === -1) end = text.length;
    const widest = width === -1 ? end : Math.min(end, at + width);
    let column = at;
    while (column < widest && text.charCodeAt(column) === 0x20) column += 1;
    const stop = text.charCodeAt(end - 1) === 0x0d ? end - 1 : end;
    if (column >= stop) { empty += 1; at = end + 1; continue; }
    if (width === -1 && column - at > indent) width = column - at;
    if (width === -1 || column - at < width) break;
    const line = text.slice(column, stop);
    const more = line[0] === ' ' || line[0] === '\t';
    if (!folded || more || deeper) value += '\n'.repeat(any ? empty + 1 : empty);
    else if (empty === 0) value += any ? ' ' : '';
    else value += '\n'.repeat(empty);
    deeper = more;
    value += line;
    any = true;
    empty = 0;
    at = end + 1;
  }
  if (chomp === '+') value += '\n'.repeat(any ? empty + 1 : empty);
  else if (chomp === undefined && any) value += '\n';
  return { value, end: Math.min(at, text.length) };
}
