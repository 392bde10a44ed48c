// Whether two texts are the same code in another format. Never yes in doubt: whoever reads "formatting only" looks no further.
import type { Canonical } from './canonical.ts';
import { STRING, type Tokens } from './tokens.ts';

/** What two versions of one file differ in: nothing but format. Undefined for all else. */
export function sameCode(before: Canonical, after: Canonical): 'formatting' | undefined {
  return sameItems(before, after) ? 'formatting' : undefined;
}

function sameItems(old: Canonical, now: Canonical): boolean {
  if (old.items.length !== now.items.length) return false;
  return old.items.every((item, at) => sameItem(old.tokens, item, now.tokens, now.items[at] as number));
}

/** Whether two items of canonical forms mean the same. */
export function sameItem(old: Tokens, one: number, now: Tokens, other: number): boolean {
  if (one < 0 || other < 0) return one === other;
  if (old.kinds[one] !== now.kinds[other]) return false;
  return old.kinds[one] === STRING ? stringAt(old, one) === stringAt(now, other) : textAt(old, one) === textAt(now, other);
}

/** A token as it is written. */
export function textAt({ text, starts, ends }: Tokens, at: number): string {
  return text.slice(starts[at], ends[at]);
}

/** What stands between the quotes; only the escapes of quotes are taken off, as another pair of quotes moves them. */
export function stringAt(tokens: Tokens, at: number): string {
  const inner = textAt(tokens, at).slice(1, -1);
  return inner.includes('\\') ? inner.replace(/\\([\s\S])/g, (pair, next: string) => (next === '"' || next === "'" ? next : pair)) : inner;
}
