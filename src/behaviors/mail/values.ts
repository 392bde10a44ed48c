// Helpers on values that every part of the mail extractor shares. All of them are bounded: values come from hostile code.
import type { Code, Module, Node, RecordEntry, Value } from '../contract.ts';
import { child, nameOf as plainName } from '../nodes.ts';

export type RecordValue = Extract<Value, { kind: 'record' }>;
export type CallValue = Extract<Value, { kind: 'call' }>;

/** Levels followed below a value. Real messages nest to six (Graph: call, options, body, message, recipient, address). */
export const DEPTH = 10;

/** Last name of what is called: `stringify` of `JSON.stringify`. */
export function nameOf(callee: Value): string | undefined {
  switch (callee.kind) {
    case 'member': return callee.key;
    case 'global': return callee.path.at(-1);
    case 'import': return callee.path.at(-1);
    case 'parameter': return callee.name;
    case 'choice': return callee.among.map(nameOf).find((name) => name !== undefined);
    default: return undefined;
  }
}

/** What a method is called on: `a.b` of `a.b.send`. */
export function receiverOf(callee: Value): Value | undefined {
  return callee.kind === 'member' ? callee.of : undefined;
}

/** Module that a value comes from in the end: `postmark` of `new postmark.ServerClient(token).sendEmail`. */
export function rootModule(value: Value, depth = 0): string | undefined {
  if (depth > DEPTH) return undefined;
  switch (value.kind) {
    case 'import': return value.module;
    case 'member': return rootModule(value.of, depth + 1);
    case 'call': return rootModule(value.callee, depth + 1);
    case 'choice': return value.among.map((one) => rootModule(one, depth + 1)).find((name) => name !== undefined);
    default: return undefined;
  }
}

/** Key and value pairs of a record, or of a list of `[key, value]` pairs as `new Map`, `Object.fromEntries` and `new Headers` take. */
export function pairsOf(value: Value): readonly { readonly key: string; readonly value: Value }[] {
  if (value.kind === 'record') return value.entries.flatMap(({ key, value: inner }) => (key === undefined ? [] : [{ key, value: inner }]));
  if (value.kind !== 'list') return [];
  return value.items.flatMap((item) => {
    const [key, inner] = item.kind === 'list' ? item.items : [];
    return key?.kind === 'text' && inner !== undefined ? [{ key: key.text, value: inner }] : [];
  });
}

/** The entry of a record under any spelling of a key in lower case. */
export function entryOf(record: RecordValue, key: string): RecordEntry | undefined {
  return record.entries.findLast((entry) => entry.key?.toLowerCase() === key);
}

/** The constant text of a value. */
export function textOf(value: Value | undefined): string | undefined {
  return value?.kind === 'text' ? value.text : undefined;
}

/** How a person would write what is called, at most 80 characters. */
export function describe(value: Value, depth = 0): string {
  if (depth > 4) return '…';
  switch (value.kind) {
    case 'import': return [value.module, ...value.path.filter((part) => part !== 'default')].join('.').slice(-80);
    case 'global': return value.path.join('.').slice(-80);
    case 'parameter': return value.name ?? 'argument';
    case 'member': return `${describe(value.of, depth + 1)}.${value.key ?? '[…]'}`.slice(-80);
    case 'call': return describe(value.callee, depth + 1);
    case 'choice': return value.among[0] === undefined ? '…' : describe(value.among[0], depth + 1);
    default: return '…';
  }
}

/** Name of the property that a member expression reads, folded where it is computed. */
export function memberName(code: Code, member: Node | undefined, module: Module): string | undefined {
  const property = member?.type === 'MemberExpression' ? child(member, 'property') : undefined;
  if (property === undefined || member === undefined) return undefined;
  return member['computed'] === true ? textOf(code.value(property, module)) : plainName(property);
}
