// Small pieces of HTML. Every text passes `text`, which is the one way into the page.
import { printable, shorten } from '../../text/printable.ts';
import { escapeHtml } from '../shared/markup.ts';
import { withoutSecrets } from '../shared/redact.ts';

const LONGEST = 2_000;

/** Text of the audited side, or ours, as HTML text or attribute value. */
export function text(value: string): string {
  const cut = value.length > LONGEST ? shorten(value.slice(0, LONGEST * 2), LONGEST) : value;
  return escapeHtml(printable(withoutSecrets(cut)));
}

/** A path, an entry, a package: copied as it is. */
export function code(value: string): string {
  return `<code>${text(value)}</code>`;
}

/** A severity or a status as a word in a frame; its class is one of a closed set. */
export function badge(word: string): string {
  return `<span class="badge ${text(word)}">${text(word)}</span>`;
}

/** A reference of the bundle: a link where it is plain https, which sends no referrer. */
export function link(reference: string): string {
  if (!/^https:\/\/[^\s"'<>\\]+$/.test(reference) || reference.length > LONGEST) return code(reference);
  const address = escapeHtml(printable(reference));
  return `<a href="${address}" rel="noreferrer noopener">${address}</a>`;
}

/** An ordered list; nothing for no items. */
export function steps(items: readonly string[]): string {
  return items.length === 0 ? '' : `<ol>${items.map((item) => `<li>${text(item)}</li>`).join('')}</ol>`;
}

/** One row of a description list; nothing for no values. Values are HTML already. */
export function fact(label: string, values: readonly string[]): string {
  return values.length === 0 ? '' : `<dt>${text(label)}</dt><dd>${values.join('')}</dd>\n`;
}
