// Whether a word reads like a key by its own form: nobody names a package or a folder `aB3dE9fGh1JkLmN0pQrS`.
import { isSecret } from '../text/named-value.ts';

/** Shortest run of letters and digits that counts; keys of services have 20 and more. */
const RUN = 20;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** True for the form that Postmark and others give to their tokens. */
export function isUuid(word: string): boolean {
  return UUID.test(word);
}

/** True where a part of the word begins as the keys of a known service do. */
export function hasKeyForm(word: string): boolean {
  // No service gives shorter ones, and most words of a line are shorter.
  if (word.length < 12) return false;
  return isSecret('', word) || word.split(/[^\w.+-]+/).some((part) => isSecret('', part));
}

/**
 * True for a word in the place of a package that is a key: by its form, or because it is random and no package may be called so.
 * Packages of worms have random names too, in lower case.
 */
export function isKey(word: string): boolean {
  if (/[@/]/.test(word)) return false;
  return hasKeyForm(word) || (/[A-Z]/.test(word) && looksLikeToken(word));
}

/** True for forms that services give to their keys, and for long runs in which digits and letters of both cases take turns. */
export function looksLikeToken(word: string): boolean {
  if (word.length < 12) return false;
  if (hasKeyForm(word)) return true;
  // Digests and commits are written with their kind before them.
  if (/^(?:sha\d{1,3}[:-]|md5[:-])/i.test(word)) return false;
  let start = 0;
  for (let at = 0; at <= word.length; at += 1) {
    if (at < word.length && isLetterOrDigit(word.charCodeAt(at))) continue;
    if (at - start >= RUN && isMixed(word.slice(start, at))) return true;
    start = at + 1;
  }
  return false;
}

function isLetterOrDigit(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 95;
}

// Words in camel case change often too, but hold no digits.
function isMixed(run: string): boolean {
  let digits = 0;
  let changes = 0;
  let last = '';
  for (const character of run) {
    const kind = character >= '0' && character <= '9' ? 'd' : character >= 'a' ? 'a' : 'A';
    if (kind === 'd') digits += 1;
    if (kind !== last) changes += 1;
    last = kind;
  }
  return digits >= 3 && changes >= 7;
}
