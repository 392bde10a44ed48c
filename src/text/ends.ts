// Characters at the end of a text, counted from the end. A regular expression such as /x+$/ starts again at every x of the text
// and takes quadratic time on hostile ones.

/** How often `character` stands at the end. */
export function countAtEnd(text: string, character: string): number {
  let at = text.length;
  while (at > 0 && text[at - 1] === character) at -= 1;
  return text.length - at;
}

/** The text without `character` at its end. */
export function withoutAtEnd(text: string, character: string): string {
  return text.slice(0, text.length - countAtEnd(text, character));
}
