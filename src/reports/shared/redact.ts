// Secrets out of text of the audited side: a lockfile line or a message may quote a URL with a password or a token in it.
// Reports are mailed, uploaded and pasted, so every format calls this before it escapes.

import { hasSecretName, isSecret } from '../../text/named-value.ts';
import { withoutCredentials } from '../../text/printable.ts';

const URL_REST = /:\/\/[^\s"'<>]*/g;

/** The text with user names, passwords and query values cut out of every URL in it. Fragments stay: they hold commits and hashes. */
export function withoutSecrets(text: string): string {
  return text.includes('://') ? text.replace(URL_REST, redactRest) : text;
}

// One match takes the whole run up to a blank or a quote, so the cost is linear in the text.
function redactRest(rest: string): string {
  const body = rest.slice(3);
  const fragmentAt = body.indexOf('#');
  const fragment = fragmentAt === -1 ? '' : body.slice(fragmentAt);
  const locator = fragmentAt === -1 ? body : body.slice(0, fragmentAt);
  const queryAt = locator.indexOf('?');
  const path = queryAt === -1 ? locator : locator.slice(0, queryAt);
  const slash = path.indexOf('/');
  const authority = slash === -1 ? path : path.slice(0, slash);
  const host = hostOf(authority);
  return `://${host}${slash === -1 ? '' : path.slice(slash)}${queryAt === -1 ? '' : '?...'}${fragment}`;
}

// A text that was cut in the middle of a password has no @ any more: what ends in dots and has a colon may be one.
function hostOf(authority: string): string {
  return authority.endsWith('…') && authority.includes(':') ? '…' : authority.slice(authority.lastIndexOf('@') + 1);
}

/** Where a package comes from, without secrets. A fragment stays only where it is a commit or a hash. */
export function publicLocator(resolved: string): string {
  return withoutCredentials(resolved) + (/#[0-9a-f]{7,128}$/.exec(resolved)?.[0] ?? '');
}

/**
 * Of lines of source: user and password are cut out of each URL, and values of its query that are secrets by name or form. All else
 * stays, as a line must not look unchanged where it is not: `https://x.example/?branch=main&token=...&d=${data}`.
 */
export function withoutLiteralSecrets(text: string): string {
  return text.includes('://') ? text.replace(URL_REST, redactLiterals) : text;
}

// Begins at a mark, so that a long word is looked at once.
const PARAMETER = /([?&;#])([\w.~%[\]-]{1,100})=([\w.~%+/:-]+)/g;

function redactLiterals(rest: string): string {
  const body = rest.slice(3);
  const queryAt = body.indexOf('?');
  const path = queryAt === -1 ? body : body.slice(0, queryAt);
  const slash = path.indexOf('/');
  const authority = slash === -1 ? path : path.slice(0, slash);
  const host = authority.includes('${') ? authority : hostOf(authority);
  const query = queryAt === -1 ? '' : body.slice(queryAt).replace(PARAMETER, (whole, mark: string, name: string, value: string) => (hasSecretName(name) || isSecret(name, value) ? `${mark}${name}=...` : whole));
  return `://${host}${slash === -1 ? '' : path.slice(slash)}${query}`;
}
