// Text of the audited side inside GitHub flavoured Markdown (https://github.github.com/gfm/): no markup, no HTML, no mention, no
// reference to an issue, no link. Mentions and references are found after rendering, in the text between tags, so an empty
// comment inside breaks them where an entity would not.
import { printable, shorten } from '../../text/printable.ts';
import { escapeHtml } from '../shared/markup.ts';
import { withoutSecrets } from '../shared/redact.ts';

const LONGEST = 300;

/** The text as running text, in one line. */
export function prose(text: string, longest = LONGEST): string {
  return unlinked(escapeHtml(cleaned(text, longest))
    .replace(/[\\*_[\]~$]/g, '\\$&')
    .replace(/[`|]/g, (character) => (character === '|' ? '&vert;' : '&grave;'))
    .replace(/^(\s*\d*)([-+=.)])/, '$1\\$2'));
}

/** The text where Markdown is not read: inside a block of HTML, such as a `summary`. */
export function html(text: string, longest = LONGEST): string {
  return unlinked(escapeHtml(cleaned(text, longest)));
}

// Also emoji short codes. `&lt;` and the like have no character that is changed here.
function unlinked(text: string): string {
  return text
    .replace(/[@#]/g, '$&<!-- -->')
    .replace(/:(?=\/\/|[a-z0-9_]+:)/gi, ':<!-- -->')
    .replace(/www\./gi, '$&<!-- -->');
}

/** `code` in a cell of a table: GFM splits cells before it sees code, so a bar is escaped even there. */
export function cell(text: string): string {
  return code(text).replaceAll('|', '\\|');
}

/** The text as code, copied as it is. */
export function code(text: string, longest = LONGEST): string {
  // A blank keeps backticks at the ends apart.
  const clean = cleaned(text, longest);
  const runs = clean.match(/`+/g) ?? [];
  const fence = '`'.repeat(1 + runs.reduce((most, run) => Math.max(most, run.length), 0));
  const pad = clean.startsWith('`') || clean.endsWith('`') || clean === '' ? ' ' : '';
  return `${fence}${pad}${clean}${pad}${fence}`;
}

/** A link to one of the bundle's references; anything but a plain https address becomes code. */
export function link(reference: string): string {
  return /^https:\/\/[\w.~:/?#@!$&'*+,;=%-]+$/.test(reference) && reference.length < 1000 ? `<${reference}>` : code(reference);
}

/** Characters of the lines with their ends. */
export function sizeOf(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + line.length + 1, 0);
}

function cleaned(text: string, longest: number): string {
  return printable(withoutSecrets(shorten(text.slice(0, longest * 2), longest)));
}
