// String.prototype without regular expressions (`patterns.ts`) and locales (https://tc39.es/ecma262/#sec-properties-of-the-string-prototype-object).
import { fail, guarded } from '../errors.ts';
import { hold, MAX_TEXT, note, stop } from '../machine.ts';
import type { Machine } from '../machine.ts';
import { joinTexts, toInteger, toNumber, toText } from '../operators.ts';
import { isObj, list } from '../values.ts';
import type { Native, Val } from '../values.ts';
import { natives, payPass, paySearch } from './table.ts';

/** `this` as text. */
export function thisText(m: Machine, self: Val): string {
  if (self === undefined || self === null) return fail('TypeError', 'String.prototype method called on null or undefined');
  return toText(m, self);
}

function optional(m: Machine, value: Val): number | undefined {
  return value === undefined ? undefined : toInteger(m, value);
}

/** What gives back text of at most the same length. */
function shorter(change: (text: string) => string): Native {
  return (m, self) => {
    const text = thisText(m, self);
    payPass(m, text.length);
    if (text.length > 64) hold(m, text.length * 2);
    return change(text);
  };
}

function part(cut: (text: string, start: number, end: number | undefined) => string): Native {
  return (m, self, args) => {
    const text = thisText(m, self);
    note(m, 'sliced');
    const cutOut = cut(text, toInteger(m, args[0]), optional(m, args[1]));
    if (cutOut.length > 64) hold(m, cutOut.length);
    return cutOut;
  };
}

function pad(place: 'padStart' | 'padEnd'): Native {
  return (m, self, args) => {
    const text = thisText(m, self);
    const length = toInteger(m, args[0]);
    if (length > MAX_TEXT) return stop('budget');
    const filler = args[1] === undefined ? ' ' : toText(m, args[1]);
    hold(m, Math.max(0, length));
    note(m, 'concatenated');
    return text[place](length, filler);
  };
}

function search(find: (text: string, wanted: string, from: number | undefined) => Val): Native {
  return (m, self, args) => {
    const text = thisText(m, self);
    if (isObj(args[0]) && args[0].kind === 'regexp') return fail('TypeError', 'First argument must not be a regular expression');
    const wanted = toText(m, args[0]);
    paySearch(m, text, wanted);
    return find(text, wanted, optional(m, args[1]));
  };
}

function codeAt(name: 'charCodeAt' | 'codePointAt'): Native {
  return (m, self, args) => thisText(m, self)[name](toInteger(m, args[0]));
}

function repeat(m: Machine, self: Val, args: readonly Val[]): Val {
  const text = thisText(m, self);
  const times = toInteger(m, args[0]);
  if (times < 0 || times === Infinity) return fail('RangeError', 'Invalid count value');
  if (text.length * times > MAX_TEXT) return stop('budget');
  hold(m, text.length * times);
  note(m, 'concatenated');
  return text.repeat(times);
}

function concat(m: Machine, self: Val, args: readonly Val[]): Val {
  return args.reduce<string>((text, arg) => joinTexts(m, text, toText(m, arg)), thisText(m, self));
}

function normalize(m: Machine, self: Val, args: readonly Val[]): Val {
  const text = thisText(m, self);
  hold(m, text.length * 18);
  const form = args[0] === undefined ? 'NFC' : toText(m, args[0]);
  return guarded(m, 'RangeError', () => text.normalize(form));
}

/** `split` at a text. */
export function splitAtText(m: Machine, text: string, at: Val, limit: Val): Val {
  const most = limit === undefined ? 2 ** 32 - 1 : Math.trunc(toInteger(m, limit)) >>> 0;
  if (at === undefined) return list(most === 0 ? [] : [text]);
  const separator = toText(m, at);
  paySearch(m, text, separator);
  hold(m, separator === '' ? text.length * 4 : text.length);
  const parts: Val[] = text.split(separator, most);
  hold(m, parts.length * 4);
  if (parts.length > 1) note(m, 'sliced');
  return list(parts);
}

function wrap(tag: string, attribute?: string): Native {
  return (m, self, args) => {
    const text = thisText(m, self);
    const value = attribute === undefined ? '' : ` ${attribute}="${toText(m, args[0]).replaceAll('"', '&quot;')}"`;
    hold(m, text.length + value.length);
    return `<${tag}${value}>${text}</${tag}>`;
  };
}

const itself: Native = (m, self) => thisText(m, self);
const upper = shorter((text) => text.toUpperCase());
const lower = shorter((text) => text.toLowerCase());
const trimStart = shorter((text) => text.trimStart());
const trimEnd = shorter((text) => text.trimEnd());

/** Methods of texts. */
export const STRING_METHODS = natives({
  at: (m, self, args) => { note(m, 'sliced'); return thisText(m, self).at(toInteger(m, args[0])); },
  charAt: (m, self, args) => { note(m, 'sliced'); return thisText(m, self).charAt(toInteger(m, args[0])); },
  charCodeAt: codeAt('charCodeAt'), codePointAt: codeAt('codePointAt'),
  concat, normalize, repeat, toString: itself, valueOf: itself,
  endsWith: search((text, wanted, end) => text.endsWith(wanted, end)),
  startsWith: search((text, wanted, from) => text.startsWith(wanted, from)),
  includes: search((text, wanted, from) => text.includes(wanted, from)),
  indexOf: search((text, wanted, from) => text.indexOf(wanted, from)),
  lastIndexOf: (m, self, args) => {
    const [text, wanted, from] = [thisText(m, self), toText(m, args[0]), toNumber(m, args[1])];
    paySearch(m, text, wanted);
    return text.lastIndexOf(wanted, from);
  },
  padStart: pad('padStart'), padEnd: pad('padEnd'),
  slice: part((text, start, end) => text.slice(start, end)),
  substring: part((text, start, end) => text.substring(start, end)),
  substr: part((text, start, length) => text.slice(start, substrEnd(text, start, length))),
  toLowerCase: lower, toUpperCase: upper, toLocaleLowerCase: lower, toLocaleUpperCase: upper,
  trim: shorter((text) => text.trim()), trimStart, trimEnd, trimLeft: trimStart, trimRight: trimEnd,
  anchor: wrap('a', 'name'), big: wrap('big'), blink: wrap('blink'), bold: wrap('b'), fixed: wrap('tt'), fontcolor: wrap('font', 'color'),
  fontsize: wrap('font', 'size'), italics: wrap('i'), link: wrap('a', 'href'), small: wrap('small'), strike: wrap('strike'), sub: wrap('sub'), sup: wrap('sup'),
});

/** Where `substr(start, length)` ends (https://tc39.es/ecma262/#sec-string.prototype.substr). */
function substrEnd(text: string, start: number, length: number | undefined): number | undefined {
  if (length === undefined) return undefined;
  const from = start < 0 ? Math.max(0, text.length + start) : start;
  return Math.max(from, from + length);
}
