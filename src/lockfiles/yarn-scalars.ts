// Keys and values on one line of a yarn lockfile: plain words, and text in quotes with the escapes of JSON.

/** `classic` separates a key from its value by a blank, `berry` by a colon. */
export type YarnDialect = 'classic' | 'berry';

export interface Scalar {
  readonly value: string;
  /** Offset behind it. */
  readonly next: number;
}

/** The key at `at`: quoted, or plain up to the separator; undefined where there is none or a quote stays open. */
export function readScalar(text: string, at: number, end: number, dialect: YarnDialect): Scalar | undefined {
  const code = text.charCodeAt(at);
  if (at >= end) return undefined;
  if (code === 0x22) return readQuoted(text, at, end);
  if (code === 0x27 && dialect === 'berry') return readSingleQuoted(text, at, end);
  let next = at;
  while (next < end && !endsPlain(text, next, end, dialect)) next += 1;
  return next === at ? undefined : { value: text.slice(at, next), next };
}

function endsPlain(text: string, at: number, end: number, dialect: YarnDialect): boolean {
  const code = text.charCodeAt(at);
  if (code === 0x22) return true;
  if (dialect === 'classic') return code === 0x20 || code === 0x3a || code === 0x2c || code === 0x09;
  return code === 0x3a && (at + 1 === end || text.charCodeAt(at + 1) === 0x20);
}

function readQuoted(text: string, at: number, end: number): Scalar | undefined {
  let escaped = false;
  for (let next = at + 1; next < end; next += 1) {
    const code = text.charCodeAt(next);
    if (code === 0x5c) {
      escaped = true;
      next += 1;
    } else if (code === 0x22) {
      const value = escaped ? unescape(text.slice(at, next + 1)) : text.slice(at + 1, next);
      return value === undefined ? undefined : { value, next: next + 1 };
    }
  }
  return undefined;
}

function unescape(raw: string): string | undefined {
  try {
    return String(JSON.parse(raw));
  } catch {
    return undefined;
  }
}

// No yarn writes these; formatters that rewrite YAML do.
function readSingleQuoted(text: string, at: number, end: number): Scalar | undefined {
  for (let next = text.indexOf("'", at + 1); next !== -1 && next < end; next = text.indexOf("'", next + 2)) {
    if (text.charCodeAt(next + 1) !== 0x27) return { value: text.slice(at + 1, next).replaceAll("''", "'"), next: next + 1 };
  }
  return undefined;
}

/** `key value` or `key:` on one line; `value` is absent where a block follows. Undefined where the line has another shape. */
export function pairOnLine(text: string, at: number, end: number, dialect: YarnDialect): { readonly key: string; readonly value?: string } | undefined {
  const key = readScalar(text, at, end, dialect);
  if (!key) return undefined;
  let next = key.next;
  if (dialect === 'berry' || text.charCodeAt(next) === 0x3a) {
    if (next >= end || text.charCodeAt(next) !== 0x3a) return undefined;
    next += 1;
    if (text.slice(next, end).trim() === '') return { key: key.value };
    if (dialect === 'classic') return undefined;
  }
  if (text.charCodeAt(next) !== 0x20 || next >= end) return undefined;
  while (next < end && text.charCodeAt(next) === 0x20) next += 1;
  const value = readValue(text, next, end, dialect);
  return value === undefined ? undefined : { key: key.value, value };
}

function readValue(text: string, at: number, end: number, dialect: YarnDialect): string | undefined {
  const code = text.charCodeAt(at);
  const quoted = code === 0x22 || (code === 0x27 && dialect === 'berry');
  if (quoted || dialect === 'classic') {
    const scalar = readScalar(text, at, end, dialect);
    return scalar && text.slice(scalar.next, end).trim() === '' ? scalar.value : undefined;
  }
  const value = text.slice(at, end).trimEnd();
  // Flow style, anchors, tags and folded text mean something else to a YAML reader than their letters.
  return value === '' || '{[|>&!#%@`'.includes(value[0] ?? '') || value.includes(' #') || value.includes(': ') ? undefined : value;
}
