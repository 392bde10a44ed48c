// Text inside SARIF messages (SARIF 2.1.0 section 3.11): brackets begin links, braces begin placeholders.
import { printable } from '../../text/printable.ts';
import { withoutSecrets } from '../shared/redact.ts';

const LONGEST = 4000;

/** Text of the audited side as a plain message: no link, no placeholder, no control character. */
export function messageText(text: string): string {
  return plain(text).replace(/[\\[\]]/g, '\\$&').replace(/[{}]/g, '$&$&');
}

/** Text for properties and names, which have no markup. */
export function plain(text: string): string {
  return printable(withoutSecrets(text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text));
}

/** A path as URI reference (RFC 3986): relative ones below the source root, absolute ones as file URI. */
export function uriOf(path: string): string {
  const clean = withoutSecrets(path).replace(/^(?:\.\/)+/, '');
  const parts = clean.replace(/\p{Surrogate}/gu, '\ufffd').split('/').map(encodeURIComponent).join('/');
  if (/^[A-Za-z]:\//.test(clean)) return `file:///${clean.slice(0, 2)}${parts.slice(parts.indexOf('/'))}`;
  if (parts.startsWith('/')) return `file://${parts.replace(/^\/+/, '/')}`;
  return parts === '' ? '.' : parts;
}
