// Regular expressions of the interpreted code. They are run by the engine, so only those are let through whose work has a known
// bound (`regex-cost.ts`), and that bound is paid for before. Source: https://tc39.es/ecma262/#sec-patterns
import { guarded } from '../errors.ts';
import { spend, stop } from '../machine.ts';
import type { Machine } from '../machine.ts';
import { list, plain } from '../values.ts';
import type { List, Regex, Val } from '../values.ts';
import { costOf } from './regex-cost.ts';
import { setProperty } from '../writes.ts';

/** Characters of a text that is searched. */
const MAX_SUBJECT = 100_000;

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
