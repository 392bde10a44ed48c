// Text of the audited side made safe to print. It is attacker-controlled: escape sequences rewrite a terminal, bidirectional
// controls reorder a line (CVE-2021-42574), and URLs hold passwords.

// C0 and C1 controls, line separators, zero-width and bidirectional controls, the byte order mark, tag characters, lone surrogates.
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]|\p{Surrogate}/gu;

/** The text in one line with every unprintable character as `\u{XX}`. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

/** True where `printable` would change the text. */
export function hasUnprintable(text: string): boolean {
  UNPRINTABLE.lastIndex = 0;
  return UNPRINTABLE.test(text);
}

/** A locator without user name, password, query and fragment, any of which may hold a secret. */
export function withoutCredentials(locator: string): string {
  return locator.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/?#]*@/i, '$1').replace(/[?#].*$/s, '');
}

// `npm:name@1.0.0` is another package under this name, not the user `npm` with a password: cut, it would hide whom it asks for.
const PROTOCOL = /^(?:npm|jsr|workspace|catalog|file|link|portal|patch|exec):(?!\/\/)/i;

/** What a dependency asks for, with what names the version (`#commit`) and without user name, password and query. The user `git` of an ssh address is no secret. */
export function specWithoutSecrets(spec: string): string {
  if (PROTOCOL.test(spec)) return spec;
  const short = /^((?:github|gitlab|bitbucket|gist):)?[^/@\s]{1,500}@(?=[^/@\s]{1,200}(?:\/[^/@\s]{1,200})?$)/i.exec(spec);
  if (short && (short[1] !== undefined || short[0].includes(':'))) return `${short[1] ?? ''}${spec.slice(short[0].length)}`;
  const [, scheme, rest] = /^([a-z][a-z0-9+.-]{0,20}:\/\/)(.*)$/is.exec(spec) ?? [];
  if (scheme === undefined || rest === undefined) return spec;
  const hash = rest.indexOf('#');
  const [address, fragment] = hash === -1 ? [rest, ''] : [rest.slice(0, hash), rest.slice(hash)];
  return `${scheme}${address.replace(/^(?!git@)[^/?]*@/, '').replace(/\?.*$/s, '')}${fragment}`;
}

/** Cut to `width` characters with an ellipsis; never splits a surrogate pair. */
export function shorten(text: string, width: number): string {
  const characters = [...text];
  return characters.length <= width ? text : `${characters.slice(0, Math.max(0, width - 1)).join('')}…`;
}
