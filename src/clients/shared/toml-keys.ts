// Where keys stand in a TOML text: the parser gives values only. Reads headers and keys and passes over values, so that a header
// inside a multi-line string is none. Keys inside an inline table have the position of the key before it. https://toml.io/en/v1.0.0

/** Offset of the key, or of the table header, at a path (list positions as numbers), or of its nearest parent; undefined where none is. */
export type TomlOffsets = (path: readonly (string | number)[]) => number | undefined;

type Part = string | number;

// Servers stand at most this deep; a hostile dotted key may have any number of parts.
const MAX_PARTS = 8;
const KEY = /[ \t]*(?:([A-Za-z0-9_-]+)|"((?:[^"\\\n]|\\.)*)"|'([^'\n]*)')[ \t]*/y;

/** Reads a text that the parser accepts; of any other text it finds what it can. */
export function tomlOffsets(text: string): TomlOffsets {
  let offsets: Map<string, number> | undefined;
  return (path) => {
    offsets ??= scan(text);
    for (let length = path.length; length > 0; length -= 1) {
      const offset = offsets.get(JSON.stringify(path.slice(0, length)));
      if (offset !== undefined) return offset;
    }
    return undefined;
  };
}

function scan(text: string): Map<string, number> {
  const offsets = new Map<string, number>();
  const counts = new Map<string, number>();
  let table: readonly Part[] = [];
  const record = (from: number, path: readonly Part[], offset: number) => {
    for (let length = from; length <= Math.min(path.length, MAX_PARTS); length += 1) {
      const key = JSON.stringify(path.slice(0, length));
      if (!offsets.has(key)) offsets.set(key, offset);
    }
  };
  for (let at = 0; at < text.length;) {
    at = skipBlank(text, at);
    if (at >= text.length) break;
    const start = at;
    const brackets = text.startsWith('[[', at) ? 2 : text[at] === '[' ? 1 : 0;
    const { keys, end } = readKeys(text, at + brackets);
    if (keys.length === 0) { at = lineEnd(text, at); continue; }
    if (brackets === 0) {
      record(table.length + 1, [...table, ...keys], start);
      at = skipValue(text, end);
      continue;
    }
    table = brackets === 1 ? resolved(keys, counts) : nextOf(keys, counts);
    record(1, table, start);
    at = lineEnd(text, end);
  }
  return offsets;
}

// A header that names an array of tables means its last table.
function resolved(keys: readonly string[], counts: ReadonlyMap<string, number>): readonly Part[] {
  const path: Part[] = [];
  for (const key of keys) {
    path.push(key);
    const count = path.length > MAX_PARTS ? undefined : counts.get(JSON.stringify(path));
    if (count !== undefined) path.push(count - 1);
  }
  return path;
}

function nextOf(keys: readonly string[], counts: Map<string, number>): readonly Part[] {
  const list = [...resolved(keys.slice(0, -1), counts), keys.at(-1) as string];
  const name = JSON.stringify(list);
  const count = counts.get(name) ?? 0;
  counts.set(name, count + 1);
  return [...list, count];
}

function readKeys(text: string, start: number): { readonly keys: readonly string[]; readonly end: number } {
  const keys: string[] = [];
  let end = start;
  for (;;) {
    KEY.lastIndex = end;
    const match = KEY.exec(text);
    if (match === null) return { keys, end };
    keys.push(match[1] ?? match[3] ?? unescaped(match[2] ?? ''));
    end = KEY.lastIndex;
    if (text[end] !== '.') return { keys, end };
    end += 1;
  }
}

function unescaped(raw: string): string {
  return raw.replace(/\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))/g, (_, short?: string, long?: string, other?: string) => {
    const code = Number.parseInt(short ?? long ?? '', 16);
    if (other !== undefined) return other === 'n' ? '\n' : other === 't' ? '\t' : other;
    return code <= 0x10ffff ? String.fromCodePoint(code) : '';
  });
}

// Blanks, line ends and comments.
function skipBlank(text: string, start: number): number {
  let at = start;
  while (at < text.length) {
    const character = text[at] as string;
    if (character === '#') at = lineEnd(text, at);
    else if (character === ' ' || character === '\t' || character === '\r' || character === '\n') at += 1;
    else break;
  }
  return at;
}

// To the end of the line on which the value ends.
function skipValue(text: string, start: number): number {
  let depth = 0;
  let at = start;
  while (at < text.length) {
    const character = text[at] as string;
    if (character === '"' || character === "'") { at = stringEnd(text, at, character); continue; }
    if (character === '#') { at = lineEnd(text, at); continue; }
    if (character === '[' || character === '{') depth += 1;
    if (character === ']' || character === '}') depth -= 1;
    if (character === '\n' && depth <= 0) return at;
    at += 1;
  }
  return at;
}

function stringEnd(text: string, start: number, quote: string): number {
  const triple = quote.repeat(3);
  const long = text.startsWith(triple, start);
  const close = long ? triple : quote;
  for (let at = start + close.length; at < text.length; at += 1) {
    if (text[at] === '\\' && quote === '"') { at += 1; continue; }
    if (!long && text[at] === '\n') return at;
    if (!text.startsWith(close, at)) continue;
    if (!long) return at + 1;
    let end = at + 3;
    // Up to two quotes may stand right before the closing three.
    while (text[end] === quote && end < at + 5) end += 1;
    return end;
  }
  return text.length;
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end;
}
