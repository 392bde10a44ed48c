// Literals of JavaScript read as data, so that a generated file need not be run (ECMA-262, 12.9.4 String Literals).

const SIMPLE: ReadonlyMap<string, string> = new Map([['n', '\n'], ['r', '\r'], ['t', '\t'], ['b', '\b'], ['f', '\f'], ['v', '\v'], ['0', '\0']]);

/** The value of the string literal that starts at `start` (a single or double quote); undefined where it is none, or does not end. */
export function readStringLiteral(text: string, start: number): string | undefined {
  const quote = text[start];
  if (quote !== '\'' && quote !== '"') return undefined;
  const parts: string[] = [];
  let from = start + 1;
  let end = text.indexOf(quote, from);
  for (let slash = text.indexOf('\\', from); slash !== -1 && end !== -1 && slash < end; slash = text.indexOf('\\', from)) {
    parts.push(text.slice(from, slash));
    const escape = readEscape(text, slash + 1);
    if (!escape) return undefined;
    parts.push(escape.value);
    from = escape.end;
    if (end < from) end = text.indexOf(quote, from);
  }
  if (end === -1) return undefined;
  parts.push(text.slice(from, end));
  return parts.some((part) => part.includes('\n') && part !== '\n') ? undefined : parts.join('');
}

function readEscape(text: string, at: number): { readonly value: string; readonly end: number } | undefined {
  const character = text[at];
  if (character === undefined) return undefined;
  if (character === '\r') return { value: '', end: text[at + 1] === '\n' ? at + 2 : at + 1 };
  if (character === '\n' || character === '\u2028' || character === '\u2029') return { value: '', end: at + 1 };
  if (character === 'x' || character === 'u') {
    const digits = /^x([0-9a-f]{2})|^u([0-9a-f]{4})|^u\{([0-9a-f]{1,6})\}/i.exec(text.slice(at, at + 9));
    const code = Number.parseInt(digits?.[1] ?? digits?.[2] ?? digits?.[3] ?? '', 16);
    return digits && code <= 0x10ffff ? { value: String.fromCodePoint(code), end: at + digits[0].length } : undefined;
  }
  return { value: SIMPLE.get(character) ?? character, end: at + 1 };
}

/** The text from the `{` at `start` to its own `}`, strings skipped; undefined where it does not end. */
export function readBraces(text: string, start: number): string | undefined {
  let depth = 0;
  const marks = /["'{}]/g;
  marks.lastIndex = start;
  for (let mark = marks.exec(text); mark; mark = marks.exec(text)) {
    if (mark[0] === '{') depth += 1;
    else if (mark[0] === '}') {
      depth -= 1;
      if (depth === 0) return text.slice(start, mark.index + 1);
    } else {
      const end = stringEnd(text, mark.index);
      if (end === undefined) return undefined;
      marks.lastIndex = end;
    }
  }
  return undefined;
}

function stringEnd(text: string, start: number): number | undefined {
  const marks = text[start] === '"' ? /["\\]/g : /['\\]/g;
  marks.lastIndex = start + 1;
  for (let mark = marks.exec(text); mark; mark = marks.exec(text)) {
    if (mark[0] !== '\\') return mark.index + 1;
    marks.lastIndex = mark.index + 2;
  }
  return undefined;
}
