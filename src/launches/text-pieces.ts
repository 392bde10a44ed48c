// A text cut into words and what stands between them, so that it can be put together again as it was. Quotes are taken by the rules that
// most shells share; nothing is dropped but the quotes themselves.

export type TextPiece =
  | { readonly kind: 'word'; readonly text: string; readonly quoted: boolean }
  /** Blanks, line breaks and operators. */
  | { readonly kind: 'separator'; readonly text: string };

const SEPARATOR = /[\s;&|()]/;

/** Linear. A quote that is never closed reaches to the end. */
export function textPieces(text: string): readonly TextPiece[] {
  const pieces: TextPiece[] = [];
  let at = 0;
  while (at < text.length) {
    const start = at;
    if (SEPARATOR.test(text[at] as string)) {
      while (at < text.length && SEPARATOR.test(text[at] as string)) at += 1;
      pieces.push({ kind: 'separator', text: text.slice(start, at).replace(/[ \t\r\f\v]+/g, ' ') });
      continue;
    }
    const parts: string[] = [];
    let quoted = false;
    while (at < text.length && !SEPARATOR.test(text[at] as string)) {
      const character = text[at] as string;
      if (character === '"' || character === "'") {
        const end = closingQuote(text, at, character);
        const inside = text.slice(at + 1, end);
        parts.push(character === '"' ? inside.replace(/\\(["\\$`])/g, '$1') : inside);
        quoted = true;
        at = end + 1;
      } else if (character === '\\' && /["'\s]/.test(text[at + 1] ?? '')) {
        parts.push(text[at + 1] === '\n' ? '' : text.slice(at + 1, at + 2));
        at += 2;
      } else {
        let end = at + 1;
        while (end < text.length && !/[\s;&|()"'\\]/.test(text[end] as string)) end += 1;
        parts.push(text.slice(at, end));
        at = end;
      }
    }
    pieces.push({ kind: 'word', text: parts.join(''), quoted });
  }
  return pieces;
}

function closingQuote(text: string, from: number, quote: string): number {
  let at = text.indexOf(quote, from + 1);
  if (quote === "'") return at === -1 ? text.length : at;
  while (at !== -1 && text[at - 1] === '\\') at = text.indexOf(quote, at + 1);
  return at === -1 ? text.length : at;
}
