// Our own prose in lines of a terminal's width. Reports wrap by their own rules.

/** Words of `text` in lines of at most `columns`, each with `indent`, the first with `first`; ends with a newline. */
export function paragraph(text: string, columns: number, indent = '', first = indent): string {
  const lines: string[] = [];
  let line = first;
  let empty = true;
  for (const word of text.split(/\s+/)) {
    if (!empty && line.length + 1 + word.length > columns) {
      lines.push(line);
      line = indent;
      empty = true;
    }
    line += empty ? word : ` ${word}`;
    empty = false;
  }
  return `${[...lines, line].join('\n')}\n`;
}
