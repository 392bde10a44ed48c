// bun.lock is JSON with trailing commas, and bun reads comments in it too (https://bun.com/docs/pm/lockfile). Both become blanks, so
// that JSON.parse can read the rest and every offset stays true.
import { type JsonResult, parseJson } from '../../text/json.ts';

/** The parsed file and the blanked text that its offsets belong to. */
export interface Jsonc {
  readonly text: string;
  readonly result: JsonResult;
}

/** Reads JSON with trailing commas and comments. */
export function parseJsonc(text: string): Jsonc {
  const quick = blankLineEndCommas(text);
  const result = parseJson(quick);
  if (result.ok) return { text: quick, result };
  const full = blankAll(text);
  return { text: full, result: parseJson(full) };
}

// What bun writes: a comma at the end of a line. A line end cannot stand inside a string, so no string is touched.
function blankLineEndCommas(text: string): string {
  return text.replace(/,(?=\n[ \t\r\n]*[}\]])/g, ' ');
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

// Every form, token by token: for files that a person or another tool has written.
function blankAll(text: string): string {
  const pieces: string[] = [];
  let done = 0;
  let comma = -1;
  let before = 0;
  let last = 0;
  const blank = (from: number, to: number) => {
    pieces.push(text.slice(done, from), text.slice(from, to).replace(/[^\n\r]/g, ' '));
    done = to;
  };
  const trailing: number[] = [];
  const comments: (readonly [number, number])[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (isBlank(code)) continue;
    if (code === 0x2f) {
      const end = commentEnd(text, at);
      if (end === undefined) return text;
      comments.push([at, end]);
      at = end - 1;
      continue;
    }
    if (code === 0x22) at = stringEnd(text, at);
    // A comma with nothing before it is no trailing comma: bun refuses it, and so does JSON.parse.
    if ((code === 0x7d || code === 0x5d) && last === 0x2c && before !== 0x2c && before !== 0x7b && before !== 0x5b) trailing.push(comma);
    if (code === 0x2c) comma = at;
    before = last;
    last = code;
  }
  for (const [from, to] of [...comments, ...trailing.map((at) => [at, at + 1] as const)].sort((a, b) => a[0] - b[0])) blank(from, to);
  pieces.push(text.slice(done));
  return pieces.join('');
}

function commentEnd(text: string, at: number): number | undefined {
  const block = text.charCodeAt(at + 1) === 0x2a;
  if (!block && text.charCodeAt(at + 1) !== 0x2f) return undefined;
  const end = block ? text.indexOf('*/', at + 2) : text.indexOf('\n', at);
  if (end !== -1) return block ? end + 2 : end;
  return block ? undefined : text.length;
}

// The closing quote, or the last character where there is none.
function stringEnd(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x5c) at += 1;
    else if (code === 0x22) return at;
  }
  return text.length;
}
