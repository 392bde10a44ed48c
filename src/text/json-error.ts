// Where a text stops being JSON (RFC 8259). JSON.parse tells it for some faults only, and in words that change between versions of V8.
// Runs on broken files alone, so it is written to be plain, not fast. Iterative: depth is the attacker's.

type Expected = 'value' | 'value-or-close' | 'key' | 'key-or-close' | 'colon' | 'comma-or-close' | 'end';

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const NUMBER_PART = /[-+.0-9eE]*/y;
const LITERALS = ['true', 'false', 'null'];

/** Offset of the first character that cannot continue a JSON text; the length of the text where it only ends too early, or is JSON. */
export function jsonErrorOffset(text: string): number {
  const open: ('{' | '[')[] = [];
  let expected: Expected = 'value';
  let at = 0;
  const afterValue = (): Expected => (open.length === 0 ? 'end' : 'comma-or-close');
  while (at < text.length) {
    const character = text[at] as string;
    if (character === ' ' || character === '\n' || character === '\r' || character === '\t') {
      at += 1;
      continue;
    }
    const wantsValue: boolean = expected === 'value' || expected === 'value-or-close';
    const wantsKey: boolean = expected === 'key' || expected === 'key-or-close';
    if (wantsValue && (character === '{' || character === '[')) {
      open.push(character);
      expected = character === '{' ? 'key-or-close' : 'value-or-close';
      at += 1;
    } else if (character === '}' || character === ']') {
      const closable = expected === 'comma-or-close' || expected === (character === '}' ? 'key-or-close' : 'value-or-close');
      if (!closable || open.pop() !== (character === '}' ? '{' : '[')) return at;
      expected = afterValue();
      at += 1;
    } else if (character === ',' && expected === 'comma-or-close') {
      expected = open.at(-1) === '{' ? 'key' : 'value';
      at += 1;
    } else if (character === ':' && expected === 'colon') {
      expected = 'value';
      at += 1;
    } else if (character === '"' && (wantsValue || wantsKey)) {
      const end = stringEnd(text, at);
      if (!end.ok) return end.at;
      expected = wantsKey ? 'colon' : afterValue();
      at = end.at;
    } else if (wantsValue) {
      const end = scalarEnd(text, at);
      if (!end.ok) return end.at;
      expected = afterValue();
      at = end.at;
    } else {
      return at;
    }
  }
  return text.length;
}

interface End {
  readonly ok: boolean;
  readonly at: number;
}

function stringEnd(text: string, start: number): End {
  for (let at = start + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x22) return { ok: true, at: at + 1 };
    if (code < 0x20) return { ok: false, at };
    if (code !== 0x5c) continue;
    at += 1;
    const escape = text[at];
    if (escape === undefined) break;
    if (!'"\\/bfnrtu'.includes(escape)) return { ok: false, at };
    if (escape !== 'u') continue;
    for (const last = at + 4; at < last; ) {
      at += 1;
      if (at >= text.length) return { ok: false, at: text.length };
      if (!/[0-9a-fA-F]/.test(text[at] as string)) return { ok: false, at };
    }
  }
  return { ok: false, at: text.length };
}

function scalarEnd(text: string, start: number): End {
  const literal = LITERALS.find((word) => word[0] === text[start]);
  if (literal !== undefined) {
    for (let at = 0; at < literal.length; at += 1) if (text[start + at] !== literal[at]) return { ok: false, at: Math.min(start + at, text.length) };
    return { ok: true, at: start + literal.length };
  }
  NUMBER.lastIndex = start;
  const end = start + (NUMBER.exec(text)?.[0].length ?? 0);
  NUMBER_PART.lastIndex = end;
  const rest = NUMBER_PART.exec(text)?.[0].length ?? 0;
  if (rest === 0) return end === start ? { ok: false, at: start } : { ok: true, at: end };
  return { ok: false, at: end + rest === text.length ? text.length : end };
}
