// Keys and values on one line of a yarn lockfile: plain words, and text in quotes with the escapes of JSON.
// A scan runs cold, once: the searches of the engine are compiled already, a loop over characters is not.

/** `classic` separates a key from its value by a blank, `berry` by a colon. */
export type YarnDialect = 'classic' | 'berry';

export interface Scalar {
  readonly value: string;
  /** Offset behind it, in the line. */
  readonly next: number;
}

const QUOTE = 0x22;
const APOSTROPHE = 0x27;
const COLON = 0x3a;
const BLANK = 0x20;
const CLASSIC_END = /[\s:,"]/g;

/** The key at `at`: quoted, or plain up to the separator; undefined where there is none or a quote stays open. */
export function readScalar(line: string, at: number, dialect: YarnDialect): Scalar | undefined {
  const code = line.charCodeAt(at);
  if (code === QUOTE) return readQuoted(line, at);
  if (code === APOSTROPHE && dialect === 'berry') return readSingleQuoted(line, at);
  const next = dialect === 'classic' ? endOfClassic(line, at) : endOfBerry(line, at);
  return next <= at ? undefined : { value: line.slice(at, next), next };
}

function endOfClassic(line: string, at: number): number {
  CLASSIC_END.lastIndex = at;
  return CLASSIC_END.exec(line)?.index ?? line.length;
}

function endOfBerry(line: string, at: number): number {
  let next = line.indexOf(':', at);
  while (next !== -1 && next + 1 < line.length && line.charCodeAt(next + 1) !== BLANK) next = line.indexOf(':', next + 1);
  return next === -1 ? line.length : next;
}

function readQuoted(line: string, at: number): Scalar | undefined {
  let close = line.indexOf('"', at + 1);
  if (close === -1) return undefined;
  const simple = line.slice(at + 1, close);
  if (!simple.includes('\\')) return { value: simple, next: close + 1 };
  for (close = at + 1; close < line.length && line.charCodeAt(close) !== QUOTE; close += 1) {
    if (line.charCodeAt(close) === 0x5c) close += 1;
  }
  const value = close < line.length ? unescape(line.slice(at, close + 1)) : undefined;
  return value === undefined ? undefined : { value, next: close + 1 };
}

function unescape(raw: string): string | undefined {
  try {
    return String(JSON.parse(raw));
  } catch {
    return undefined;
  }
}

// No yarn writes these; formatters that rewrite YAML do.
function readSingleQuoted(line: string, at: number): Scalar | undefined {
  for (let next = line.indexOf("'", at + 1); next !== -1; next = line.indexOf("'", next + 2)) {
    if (line.charCodeAt(next + 1) !== APOSTROPHE) return { value: line.slice(at + 1, next).replaceAll("''", "'"), next: next + 1 };
  }
  return undefined;
}

/** `key value` or `key:` from `at` to the end of the line; `value` is absent where a block follows. Undefined where the line has another shape. */
export function readPair(line: string, at: number, dialect: YarnDialect): { readonly key: string; readonly value?: string } | undefined {
  const key = readScalar(line, at, dialect);
  if (!key) return undefined;
  let next = key.next;
  if (dialect === 'berry' || line.charCodeAt(next) === COLON) {
    if (line.charCodeAt(next) !== COLON) return undefined;
    next += 1;
    if (isBlankFrom(line, next)) return { key: key.value };
    if (dialect === 'classic') return undefined;
  }
  if (line.charCodeAt(next) !== BLANK) return undefined;
  while (line.charCodeAt(next) === BLANK) next += 1;
  const value = readValue(line, next, dialect);
  return value === undefined ? undefined : { key: key.value, value };
}

/** True where nothing but white space follows. */
export function isBlankFrom(line: string, at: number): boolean {
  return at >= line.length || line.slice(at).trim() === '';
}

// Flow style, anchors, tags and folded text mean something else to a YAML reader than their letters.
const NOT_PLAIN = /^[{[|>&!#%@`]|^\*.| #|: /;

function readValue(line: string, at: number, dialect: YarnDialect): string | undefined {
  const code = line.charCodeAt(at);
  if (dialect === 'classic' || code === QUOTE || code === APOSTROPHE) {
    const scalar = readScalar(line, at, dialect);
    return scalar && isBlankFrom(line, scalar.next) ? scalar.value : undefined;
  }
  const value = line.slice(at).trimEnd();
  return value === '' || NOT_PLAIN.test(value) ? undefined : value;
}
