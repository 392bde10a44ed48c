// Names of files as text. On POSIX systems a name is bytes (POSIX.1-2017, 3.170): one that is not UTF-8 is shown with each
// bad byte as `\xNN`, so that it can be printed, compared, and given back to the system unchanged.

const ESCAPE = /\\x[0-9a-f]{2}/;
const ESCAPES = /\\x([0-9a-f]{2})/g;

/** Sorts by code point, which the order of UTF-16 code units is not above U+FFFF. */
export function byCodePoint(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index += 1) {
    const a = left.charCodeAt(index);
    const b = right.charCodeAt(index);
    if (a !== b) return rank(a) - rank(b);
  }
  return left.length - right.length;
}

// Surrogates stand for code points above the rest of the plane.
function rank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}

/**
 * A raw name as text. Where it has a bad byte, and also where a good name happens to hold `\xNN`, each backslash becomes
 * `\x5c`: so two different names never share one text.
 */
export function shownName(raw: Buffer): string {
  const text = raw.toString('utf8');
  const valid = !text.includes('\ufffd') || Buffer.from(text, 'utf8').equals(raw);
  if (valid) return ESCAPE.test(text) ? text.replaceAll('\\', '\\x5c') : text;
  let shown = '';
  for (let at = 0; at < raw.length;) {
    const length = sequenceLength(raw, at);
    const byte = raw[at] ?? 0;
    shown += length === 0 || byte === 0x5c ? `\\x${byte.toString(16).padStart(2, '0')}` : raw.toString('utf8', at, at + length);
    at += Math.max(1, length);
  }
  return shown;
}

// Bytes of the valid UTF-8 sequence at `at`; 0 where there is none.
function sequenceLength(raw: Buffer, at: number): number {
  const first = raw[at] ?? 0;
  const length = first < 0x80 ? 1 : first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (length === 1) return 1;
  const piece = raw.subarray(at, at + length);
  return piece.length === length && Buffer.from(piece.toString('utf8'), 'utf8').equals(piece) ? length : 0;
}

/** True where the system's decoder lost something of this name, or the name looks like an escaped one: it must be read again as bytes. */
export function needsRawName(name: string): boolean {
  return name.includes('\ufffd') || (name.includes('\\x') && ESCAPE.test(name));
}

/** A shown path as the system wants it: the text, or its bytes where it holds escapes. */
export function rawPath(shown: string): string | Buffer {
  if (!shown.includes('\\x') || !ESCAPE.test(shown)) return shown;
  const parts: Buffer[] = [];
  let end = 0;
  for (const match of shown.matchAll(ESCAPES)) {
    parts.push(Buffer.from(shown.slice(end, match.index), 'utf8'), Buffer.from(match[1] ?? '', 'hex'));
    end = match.index + match[0].length;
  }
  return Buffer.concat([...parts, Buffer.from(shown.slice(end), 'utf8')]);
}
