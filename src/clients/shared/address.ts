// The address of a remote server, without what may be a secret in it. Taken apart as text: it may hold variables, which a URL parser
// would refuse or rewrite (https://url.spec.whatwg.org/).
import type { NamedValue } from '../../model/server.ts';
import type { Collector } from './collect.ts';

/** An address, and what stood in it that is not kept. */
export interface Address {
  readonly url: string;
  readonly secrets: readonly NamedValue[];
}

// Services that give each user an address of his own put the key into the path: a UUID, a prefixed key, or a long run of letters
// with digits. Words joined by hyphens are none.
const TOKEN_SEGMENT = /^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?:gh[pousr]_|github_pat_|glpat-|npm_|sk[-_]|xox[abeprs]-|AKIA|AIza|eyJ|hf_|pypi-)[\w.-]{8,})$/i;
const LONG_RUN = /[A-Za-z0-9]{16,}/g;

function isToken(segment: string): boolean {
  if (TOKEN_SEGMENT.test(segment)) return true;
  return segment.length >= 20 && (segment.match(LONG_RUN) ?? []).some((run) => /\d/.test(run) && /[A-Za-z]/.test(run));
}

/** `url` without user, password, query, fragment, and with `***` for each part of the path that reads like a key. */
export function readAddress(raw: string, collect: Collector): Address {
  const secrets: NamedValue[] = [];
  const [beforeFragment, fragment] = split(raw.trim(), '#');
  const [locator, query] = split(beforeFragment, '?');
  const url = locator.replace(/^([a-z][a-z0-9+.-]*:\/\/)([^/]*)/i, (_, scheme: string, authority: string) => {
    const at = authority.lastIndexOf('@');
    if (at === -1) return `${scheme}${authority}`;
    const [user, password] = split(authority.slice(0, at), ':');
    secrets.push({ ...collect.named('url', 'user', user), secret: true });
    if (password !== undefined) secrets.push({ ...collect.named('url', 'password', password), secret: true });
    return `${scheme}${authority.slice(at + 1)}`;
  });
  for (const part of (query ?? '').split('&').slice(0, 100)) {
    if (part === '') continue;
    const [name, value] = split(part, '=');
    secrets.push(collect.named('url', decoded(name), value ?? ''));
  }
  if (fragment !== undefined && fragment !== '') secrets.push(collect.named('url', 'fragment', fragment));
  return { url: withoutTokens(url, secrets, collect), secrets };
}

function withoutTokens(url: string, secrets: NamedValue[], collect: Collector): string {
  const segments = url.split('/');
  return segments.map((segment, at) => {
    // The first three are scheme, nothing, and host.
    if (at < 3 || !isToken(segment)) return segment;
    secrets.push({ ...collect.named('url', 'path', segment), secret: true });
    return '***';
  }).join('/');
}

function split(text: string, separator: string): readonly [string, string | undefined] {
  const at = text.indexOf(separator);
  return at === -1 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    // A lone `%`: the name stays as written.
    return name;
  }
}
