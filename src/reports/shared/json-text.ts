// JSON (RFC 8259) that is safe to print: `cat report.json` on a terminal or in a CI log must not be steered by a package name.
// The data stay as they are; only their spelling in the file changes.

// DEL and C1 controls, soft hyphen, bidirectional and zero-width controls, line separators, byte order mark. JSON.stringify escapes C0 and lone surrogates itself.
const UNSAFE = /[\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu;
// Nearly every value is plain, and this look is cheaper than the one above.
const NOT_PLAIN = /[^\n\x20-\x7e]/;
// CI agents look for their commands anywhere in a line: `##[group]`, `##vso[task.setvariable]`.
const LOG_COMMAND = /##(?=\[|vso\[|teamcity\[)/gi;

/** JSON with every character that a terminal or a CI log would act on as `\uXXXX`. */
export function safeJson(value: unknown, indent?: number): string {
  const text = JSON.stringify(value, null, indent);
  const printable = NOT_PLAIN.test(text) ? text.replace(UNSAFE, unitsOf) : text;
  return printable.includes('##') ? printable.replace(LOG_COMMAND, '\\u0023#') : printable;
}

function unitsOf(text: string): string {
  return text.split('').map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');
}

/** `safeJson` moved right by `depth` steps of two blanks, for a value inside a document that is written piecewise. */
export function nestedJson(value: unknown, depth: number): string {
  return safeJson(value, 2).replaceAll('\n', `\n${'  '.repeat(depth)}`);
}

/** Pieces of a JSON array property, one element a piece; `last` closes without a comma. */
export function* arrayPieces(name: string, elements: Iterable<unknown>, end: ',' | ''): Iterable<string> {
  let count = 0;
  yield `  ${safeJson(name)}: [`;
  for (const element of elements) {
    yield `${count === 0 ? '' : ','}\n    ${nestedJson(element, 2)}`;
    count += 1;
  }
  yield `${count === 0 ? '' : '\n  '}]${end}\n`;
}
