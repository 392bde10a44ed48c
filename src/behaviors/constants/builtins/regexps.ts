// Regular expressions of the interpreted code. They are run by the engine, so only a subset is let through whose work is bounded by
// a power of the text's length, and that bound is paid for before. Source: https://tc39.es/ecma262/#sec-patterns
import { guarded } from '../errors.ts';
import { spend, stop } from '../machine.ts';
import type { Machine } from '../machine.ts';
import { setProperty } from '../properties.ts';
import { list, plain } from '../values.ts';
import type { List, Regex, Val } from '../values.ts';

/** Characters of a pattern and of a text that is searched. */
const MAX_PATTERN = 2_000;
const MAX_SUBJECT = 100_000;

interface Cost {
  /** Parts that repeat without end. */
  readonly power: number;
  /** Product of bounded repeats. */
  readonly factor: number;
}

interface Group { repeats: boolean; branches: boolean }

const costs = new Map<string, Cost | undefined>();

/** The bound of a pattern's work; undefined where none is known: nested repeats, repeated branches, backreferences, lookbehind. */
function costOf(source: string): Cost | undefined {
  if (costs.has(source)) return costs.get(source);
  const cost = source.length > MAX_PATTERN || /\\[1-9k]|\(\?<?[=!]/.test(source) ? undefined : scan(source);
  if (costs.size > 500) costs.clear();
  costs.set(source, cost);
  return cost;
}

function scan(source: string): Cost | undefined {
  const open: Group[] = [{ repeats: false, branches: false }];
  let power = source.startsWith('^') ? 0 : 1;
  let factor = 1;
  let closed: Group | undefined;
  for (let at = 0; at < source.length; at += 1) {
    const char = source[at] as string;
    const group = open.at(-1) as Group;
    if (char === '\\') { at += 1; closed = undefined; continue; }
    if (char === '[') { at = classEnd(source, at); closed = undefined; continue; }
    if (char === '(') { open.push({ repeats: false, branches: false }); closed = undefined; continue; }
    if (char === '|') { group.branches = true; factor += 1; closed = undefined; continue; }
    if (char === ')') {
      closed = open.length > 1 ? open.pop() : undefined;
      const outer = open.at(-1) as Group;
      outer.repeats ||= closed?.repeats === true;
      outer.branches ||= closed?.branches === true;
      continue;
    }
    const repeat = repeatAt(source, at);
    if (repeat === undefined) { closed = undefined; continue; }
    at += repeat.length - 1;
    if (repeat.most !== 1 && (closed?.repeats === true || closed?.branches === true)) return undefined;
    if (repeat.most === Infinity) power += 1;
    else factor *= repeat.most + 1;
    group.repeats = true;
    closed = undefined;
    if (source[at + 1] === '?') at += 1;
  }
  return { power, factor };
}

/** Where a class `[…]` ends. */
function classEnd(source: string, start: number): number {
  let at = start + 1;
  while (at < source.length && source[at] !== ']') at += source[at] === '\\' ? 2 : 1;
  return at;
}

function repeatAt(source: string, at: number): { readonly most: number; readonly length: number } | undefined {
  const char = source[at];
  if (char === '*' || char === '+') return { most: Infinity, length: 1 };
  if (char === '?') return source[at - 1] === '(' ? undefined : { most: 1, length: 1 };
  if (char !== '{') return undefined;
  const match = /^\{(\d{1,6})(,?)(\d{0,6})\}/.exec(source.slice(at, at + 20));
  if (match === null) return undefined;
  const [whole, least = '', comma, most = ''] = match;
  return { most: comma === '' ? Number(least) : most === '' ? Infinity : Number(most), length: whole.length };
}

/** A regular expression of the code; flags y, d and v are not followed. */
export function createRegex(m: Machine, source: string, flags: string): Regex {
  if (!/^[gimsu]*$/.test(flags)) return stop('unsupported');
  if (costOf(source) === undefined) return stop('unsupported');
  guarded(m, 'SyntaxError', () => new RegExp(source, flags));
  spend(m, 2 + (source.length >> 4));
  return { kind: 'regexp', source, flags, lastIndex: 0 };
}

/** The engine's own, for one use on one text, whose work has been paid for. */
export function compiled(m: Machine, regex: Regex, text: string, times = 1): RegExp {
  const cost = costOf(regex.source);
  if (cost === undefined || text.length > MAX_SUBJECT) return stop('unsupported');
  const work = (text.length + 1) ** cost.power * cost.factor * times;
  if (work > 5e7) return stop('unsupported');
  spend(m, 1 + Math.ceil(work / 64));
  return new RegExp(regex.source, regex.flags);
}

/** What `exec` gives. */
export function matchValue(m: Machine, match: RegExpExecArray | null): Val {
  if (match === null) return null;
  const value: List = list([...match]);
  setProperty(m, value, 'index', match.index);
  setProperty(m, value, 'input', match.input);
  setProperty(m, value, 'groups', groupsOf(match));
  return value;
}

function groupsOf(match: RegExpExecArray): Val {
  if (match.groups === undefined) return undefined;
  const groups = plain();
  for (const [name, text] of Object.entries(match.groups)) groups.props.set(name, text);
  return groups;
}
