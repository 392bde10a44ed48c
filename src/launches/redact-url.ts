// Addresses without what lets somebody in: user, password, query, fragment, and parts of the path that read like a token
// (hosted MCP servers give each account a path of its own).
import type { NamedValue } from '../model/server.ts';
import { namedValue, type ValueDigest } from '../text/named-value.ts';
import { isUuid, looksLikeToken } from './token-form.ts';

const SCHEME = '://';

/** The address safe to keep. */
export function withoutUrlSecrets(address: string): string {
  const start = address.indexOf(SCHEME);
  if (start === -1) return address;
  const bare = address.slice(start + SCHEME.length).replace(/[?#].*$/s, '');
  const slash = bare.indexOf('/');
  const authority = slash === -1 ? bare : bare.slice(0, slash);
  const path = slash === -1 ? '' : bare.slice(slash);
  return `${address.slice(0, start)}${SCHEME}${authority.slice(authority.lastIndexOf('@') + 1)}${path.split('/').map((part) => (isToken(part) ? '<path>' : part)).join('/')}`;
}

/** What `withoutUrlSecrets` took out and may be a secret, by name. */
export function urlSecrets(address: string, digest?: ValueDigest): readonly NamedValue[] {
  const start = address.indexOf(SCHEME);
  if (start === -1) return [];
  const found: NamedValue[] = [];
  const keep = (name: string, value: string) => {
    const named = namedValue('url', name, value, digest);
    if (named.value !== 'empty') found.push(named.value === 'literal' ? { ...named, secret: true } : named);
  };
  const [before = '', ...queries] = (address.slice(start + SCHEME.length).split('#')[0] as string).split('?');
  const authority = before.split('/')[0] as string;
  const user = authority.lastIndexOf('@') === -1 ? '' : authority.slice(0, authority.lastIndexOf('@'));
  const colon = user.indexOf(':');
  if (colon !== -1) keep('password', user.slice(colon + 1));
  else if (user !== '' && user !== 'git') keep('user', user);
  if (before.split('/').slice(1).some(isToken)) keep('path', before.split('/').slice(1).find(isToken) as string);
  for (const pair of queries.join('?').split('&').slice(0, 64)) {
    const equals = pair.indexOf('=');
    if (equals > 0) {
      const named = namedValue('url', pair.slice(0, equals), pair.slice(equals + 1), digest);
      if (named.value !== 'empty') found.push(looksLikeToken(pair.slice(equals + 1)) ? { ...named, secret: true } : named);
    }
  }
  return found;
}

/** A word with each address in it made safe. */
export function redactAddresses(word: string, digest?: ValueDigest): { readonly text: string; readonly secrets: readonly NamedValue[] } {
  if (!word.includes(SCHEME)) return { text: word, secrets: [] };
  const secrets: NamedValue[] = [];
  const parts: string[] = [];
  let done = 0;
  for (let found = word.indexOf(SCHEME); found !== -1; found = word.indexOf(SCHEME, done)) {
    let start = found;
    while (start > done && found - start < 20 && /[A-Za-z0-9+.-]/.test(word[start - 1] as string)) start -= 1;
    let end = found + SCHEME.length;
    while (end < word.length && !/[\s"'<>,;|]/.test(word[end] as string)) end += 1;
    const address = word.slice(start, end);
    secrets.push(...urlSecrets(address, digest));
    parts.push(word.slice(done, start), withoutUrlSecrets(address));
    done = end;
  }
  return { text: parts.join('') + word.slice(done), secrets };
}

function isToken(part: string): boolean {
  return isUuid(part) || looksLikeToken(part);
}
