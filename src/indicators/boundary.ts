// Whether a text that was found stands by itself there: a domain as a host name, an address as an address. Characters of host
// names and addresses as RFC 1123 and RFC 5321 (dot-atom) have them, with `_`, which DNS allows.
import type { SearchString } from '../model/indicator.ts';

const HOST = /[a-z0-9_-]/i;
// By the letter a local part may also have quotes and operators, which stand around strings in code; no address in use starts with them.
const LOCAL = /[a-z0-9_+.%-]/i;
const NUMBER = /[a-z0-9_.]/i;

// `\n`, `%2F`, `\x2f`, `\u002f` in front of a name end in a letter or digit that is no part of it.
const ESCAPE = /(?:\\[nrtbfv0]|%[0-9a-f]{2}|\\x[0-9a-f]{2}|\\u[0-9a-f]{4})$/i;

/** Characters around a hit that `standsAlone` looks at, on either side. */
export const BOUNDARY_CONTEXT = 6;

/** True where `text.slice(start, end)` has the boundaries that its kind asks for. `text` may be cut to BOUNDARY_CONTEXT around it. */
export function standsAlone(text: string, start: number, end: number, boundary: SearchString['boundary']): boolean {
  if (boundary === 'text') return true;
  const within = boundary === 'address' ? LOCAL : boundary === 'ip' ? NUMBER : HOST;
  if (within.test(text[start - 1] ?? '') && !ESCAPE.test(text.slice(Math.max(0, start - BOUNDARY_CONTEXT), start))) return false;
  if (boundary === 'url') return true;
  const after = text[end] ?? '';
  // A dot ends a sentence as often as it goes on with a name or number.
  return !(HOST.test(after) || (after === '.' && HOST.test(text[end + 1] ?? '')));
}
