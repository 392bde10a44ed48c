// Helpers for those who read values: each part once, alternatives, one property, the object behind JSON text.
import type { Value } from './contract.ts';

/** Values visited of one value. */
const MAX_PARTS = 5_000;

/** Calls `visit` for a value and its parts, each once: alternatives, items, entries, joined parts; arguments of calls where `calls`. */
export function eachPart(value: Value, visit: (part: Value) => void, calls: 'with-arguments' | 'without-arguments' = 'without-arguments'): void {
  const seen = new Set<Value>();
  const stack = [value];
  for (let at = stack.pop(); at !== undefined && seen.size < MAX_PARTS; at = stack.pop()) {
    if (seen.has(at)) continue;
    seen.add(at);
    visit(at);
    if (at.kind === 'choice') stack.push(...at.among.toReversed());
    else if (at.kind === 'joined') stack.push(...at.parts.toReversed());
    else if (at.kind === 'list') stack.push(...[...at.items, ...at.more].toReversed());
    else if (at.kind === 'record') stack.push(...[...at.entries.map((entry) => entry.value), ...at.more].toReversed());
    else if (at.kind === 'call' && calls === 'with-arguments') stack.push(...at.args.toReversed());
  }
}

/** Serialisers whose first argument is the object. */
const SERIALISERS: ReadonlySet<string> = new Set(['JSON.stringify', 'URLSearchParams', 'Object.fromEntries', 'structuredClone']);

/** The object behind `JSON.stringify(object)`, `new URLSearchParams(object)`, `qs.stringify(object)`; the value itself where it is a record. */
export function jsonOf(value: Value): Value | undefined {
  if (value.kind === 'record' || value.kind === 'choice') return value;
  if (value.kind !== 'call') return undefined;
  const [first] = value.args;
  if (value.callee.kind === 'global' && SERIALISERS.has(value.callee.path.join('.'))) return first;
  if (value.callee.kind === 'import' && /^(?:qs|querystring|querystring-es3|safe-stable-stringify|fast-safe-stringify|json-stable-stringify)$/.test(value.callee.module)) return first;
  // `JSON.stringify(x).toString()`, `Buffer.from(JSON.stringify(x))`
  if (value.callee.kind === 'member' && value.callee.of.kind === 'call') return jsonOf(value.callee.of);
  return value.callee.kind === 'global' && value.callee.path[0] === 'Buffer' && first !== undefined ? jsonOf(first) : undefined;
}
