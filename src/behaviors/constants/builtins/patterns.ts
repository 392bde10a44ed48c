// Methods of texts that take regular expressions, and those of regular expressions
// (https://tc39.es/ecma262/#sec-string.prototype.replace and the sections around it).
import { fail } from '../errors.ts';
import { hold, note, stop } from '../machine.ts';
import type { Machine } from '../machine.ts';
import { toInteger, toText } from '../operators.ts';
import { isObj, list } from '../values.ts';
import type { Fn, Regex, Val } from '../values.ts';
import { compiled, createRegex, matchValue } from './regexps.ts';
import { splitAtText, thisText } from './strings.ts';
import { natives, paySearch } from './table.ts';

/** Matches of one text. */
const MAX_MATCHES = 100_000;

function isRegex(value: Val): value is Regex {
  return isObj(value) && value.kind === 'regexp';
}

function isFunction(value: Val): value is Fn {
  return isObj(value) && value.kind === 'function';
}

function matchesOf(m: Machine, regex: Regex, text: string): readonly RegExpExecArray[] {
  const engine = compiled(m, regex, text);
  const matches: RegExpExecArray[] = [];
  for (;;) {
    const match = engine.exec(text);
    if (match === null) return matches;
    hold(m, 16 + match.length * 4);
    matches.push(match);
    if (!engine.global || matches.length > MAX_MATCHES) return matches;
    if (match[0] === '') engine.lastIndex += 1;
  }
}

/** Places of a plain text, as matches. */
function placesOf(m: Machine, text: string, wanted: string, all: boolean): readonly RegExpExecArray[] {
  paySearch(m, text, wanted);
  const places: RegExpExecArray[] = [];
  for (let at = text.indexOf(wanted); at >= 0 && places.length <= MAX_MATCHES; at = text.indexOf(wanted, at + Math.max(1, wanted.length))) {
    hold(m, 16);
    places.push(Object.assign([wanted] as [string], { index: at, input: text }));
    if (!all || (wanted === '' && at >= text.length)) break;
  }
  return places;
}

/** What `$1`, `$&` and the like of a replacement become (https://tc39.es/ecma262/#sec-getsubstitution). */
function substitute(m: Machine, match: RegExpExecArray, template: string): string {
  if (!template.includes('$')) return template;
  const { index, input } = match;
  return template.replace(/\$(?:([$&`'])|(\d\d?)|<([^>]*)>)/g, (whole: string, sign: string | undefined, digits: string | undefined, name: string | undefined) => {
    if (sign === '$') return '$';
    if (sign === '&') return match[0];
    if (sign === '`') { hold(m, index); return input.slice(0, index); }
    if (sign === "'") { hold(m, input.length); return input.slice(index + match[0].length); }
    if (name !== undefined) return match.groups === undefined ? whole : (match.groups[name] ?? '');
    return numbered(match, digits ?? '') ?? whole;
  });
}

function numbered(match: RegExpExecArray, digits: string): string | undefined {
  const group = (number: string) => (Number(number) >= 1 && Number(number) < match.length ? (match[Number(number)] ?? '') : undefined);
  if (digits.length === 2 && group(digits) === undefined) {
    const one = group(digits.slice(0, 1));
    return one === undefined ? undefined : one + digits.slice(1);
  }
  return group(digits);
}

function replacement(m: Machine, match: RegExpExecArray, by: Val): string {
  if (!isFunction(by)) return substitute(m, match, toText(m, by));
  const groups = matchValue(m, match);
  const named = isObj(groups) && groups.kind === 'array' ? groups.props?.get('groups') : undefined;
  const args: Val[] = [...match, match.index, match.input];
  if (named !== undefined) args.push(named as Val);
  return toText(m, by.call(m, undefined, args));
}

function replaceWith(m: Machine, self: Val, args: readonly Val[], all: boolean): Val {
  const text = thisText(m, self);
  const [what, by] = args;
  if (all && isRegex(what) && !what.flags.includes('g')) return fail('TypeError', 'replaceAll must be called with a global RegExp');
  const matches = isRegex(what) ? matchesOf(m, what, text) : placesOf(m, text, toText(m, what), all);
  if (matches.length === 0) return text;
  note(m, 'replaced');
  let made = '';
  let from = 0;
  for (const match of matches) {
    const insert = replacement(m, match, by);
    hold(m, match.index - from + insert.length);
    made += text.slice(from, match.index) + insert;
    from = match.index + match[0].length;
  }
  hold(m, text.length - from);
  return made + text.slice(from);
}

function split(m: Machine, self: Val, args: readonly Val[]): Val {
  const text = thisText(m, self);
  const [at, limit] = args;
  if (!isRegex(at)) return splitAtText(m, text, at, limit);
  const engine = compiled(m, at, text);
  const parts: Val[] = text.split(engine, limit === undefined ? undefined : toInteger(m, limit) >>> 0);
  hold(m, text.length + parts.length * 4);
  if (parts.length > 1) note(m, 'sliced');
  return list(parts);
}

function toRegex(m: Machine, value: Val, flags: string): Regex {
  if (isRegex(value)) return value;
  return createRegex(m, value === undefined ? '(?:)' : toText(m, value), flags);
}

function match(m: Machine, self: Val, args: readonly Val[]): Val {
  const text = thisText(m, self);
  const regex = toRegex(m, args[0], '');
  const found = matchesOf(m, regex, text);
  if (found.length > 0) note(m, 'sliced');
  if (!regex.flags.includes('g')) return matchValue(m, found[0] ?? null);
  return found.length === 0 ? null : list(found.map((one) => one[0]));
}

/** `regex.exec(text)`, with `lastIndex` where the expression is global. */
function exec(m: Machine, self: Val, args: readonly Val[]): RegExpExecArray | null {
  if (!isRegex(self)) return fail('TypeError', 'not a regular expression');
  const text = toText(m, args[0]);
  const engine = compiled(m, self, text);
  if (engine.global) engine.lastIndex = self.lastIndex;
  const found = engine.exec(text);
  if (engine.global) self.lastIndex = engine.lastIndex;
  return found;
}

/** Methods of texts that know regular expressions. */
export const PATTERN_METHODS = natives({
  split, match,
  replace: (m, self, args) => replaceWith(m, self, args, false),
  replaceAll: (m, self, args) => replaceWith(m, self, args, true),
  matchAll: (m, self, args) => list(matchesOf(m, toRegex(m, args[0], 'g'), thisText(m, self)).map((one) => matchValue(m, one))),
  search: (m, self, args) => {
    const regex = toRegex(m, args[0], '');
    return matchesOf(m, { ...regex, flags: regex.flags.replace('g', '') }, thisText(m, self))[0]?.index ?? -1;
  },
});

/** Methods of regular expressions. */
export const REGEXP_METHODS = natives({
  exec: (m, self, args) => { note(m, 'sliced'); return matchValue(m, exec(m, self, args)); },
  test: (m, self, args) => exec(m, self, args) !== null,
  toString: (_m: Machine, self: Val) => (isRegex(self) ? `/${self.source}/${self.flags}` : stop('unsupported')),
});
