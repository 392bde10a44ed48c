// Characters out of numbers and out of encoded texts: String.fromCharCode, atob, decodeURIComponent, unescape
// (https://tc39.es/ecma262/#sec-string-constructor, https://infra.spec.whatwg.org/#forgiving-base64-decode).
import { Buffer } from 'node:buffer';
import { fail, guarded } from '../errors.ts';
import { hold, note, noteCodes, spend } from '../machine.ts';
import type { Machine } from '../machine.ts';
import { toNumber, toText } from '../operators.ts';
import { getProperty, iterate } from '../properties.ts';
import type { Native, Val } from '../values.ts';
import { natives } from './table.ts';

function fromCodes(m: Machine, args: readonly Val[], give: (codes: number[]) => string): string {
  hold(m, args.length > 8 ? args.length * 2 : 0);
  noteCodes(m);
  const codes = args.map((arg) => toNumber(m, arg));
  let text = '';
  for (let at = 0; at < codes.length; at += 8192) text += give(codes.slice(at, at + 8192));
  return text;
}

function fromCodePoint(m: Machine, _self: Val, args: readonly Val[]): Val {
  return fromCodes(m, args, (codes) => guarded(m, 'RangeError', () => String.fromCodePoint(...codes)));
}

/** String.raw, without the tag's own syntax: `String.raw({ raw: ['a', 'b'] }, 1)`. */
function raw(m: Machine, _self: Val, args: readonly Val[]): Val {
  const parts = iterate(m, getProperty(m, args[0], 'raw'));
  let text = '';
  for (const [at, part] of parts.entries()) {
    const next = at + 1 < parts.length && at + 1 < args.length ? toText(m, args[at + 1]) : '';
    hold(m, next.length + 8);
    text += toText(m, part) + next;
  }
  return text;
}

/** What stands below `String`. */
export const STRING_STATICS = natives({ fromCharCode: (m, _self, args) => fromCodes(m, args, (codes) => String.fromCharCode(...codes)), fromCodePoint, raw });

function base64Decode(m: Machine, _self: Val, args: readonly Val[]): Val {
  const text = toText(m, args[0]);
  hold(m, text.length * 2);
  note(m, 'base64');
  const clean = text.replace(/[\t\n\f\r ]/g, '');
  const bare = clean.length % 4 === 0 ? clean.replace(/={1,2}$/, '') : clean;
  if (bare.length % 4 === 1 || /[^A-Za-z0-9+/]/.test(bare)) return fail('InvalidCharacterError', 'The string to be decoded is not correctly encoded.');
  return Buffer.from(bare, 'base64').toString('latin1');
}

function base64Encode(m: Machine, _self: Val, args: readonly Val[]): Val {
  const text = toText(m, args[0]);
  hold(m, text.length * 3);
  for (let at = 0; at < text.length; at += 1) if (text.charCodeAt(at) > 255) return fail('InvalidCharacterError', 'Invalid character');
  return Buffer.from(text, 'latin1').toString('base64');
}

/** `escape`, as the engine's own is gone from the types (https://tc39.es/ecma262/#sec-escape-string). */
function escapeText(text: string): string {
  return text.replace(/[^A-Za-z0-9@*_+\-./]/g, (char) => {
    const code = char.charCodeAt(0);
    return code < 256 ? `%${code.toString(16).toUpperCase().padStart(2, '0')}` : `%u${code.toString(16).toUpperCase().padStart(4, '0')}`;
  });
}

function unescapeText(text: string): string {
  return text.replace(/%u([0-9a-f]{4})|%([0-9a-f]{2})/gi, (_whole, long: string | undefined, short: string | undefined) => String.fromCharCode(Number.parseInt(long ?? short ?? '', 16)));
}

function uri(change: (text: string) => string): Native {
  return (m, _self, args) => {
    const text = toText(m, args[0]);
    hold(m, text.length * 4);
    spend(m, text.length >> 6);
    note(m, 'url-encoding');
    return guarded(m, 'URIError', () => change(text));
  };
}

/** Global functions on texts. */
export const TEXT_FUNCTIONS = natives({
  atob: base64Decode, btoa: base64Encode,
  decodeURIComponent: uri(decodeURIComponent), decodeURI: uri(decodeURI), encodeURIComponent: uri(encodeURIComponent), encodeURI: uri(encodeURI),
  unescape: uri(unescapeText), escape: uri(escapeText),
});
