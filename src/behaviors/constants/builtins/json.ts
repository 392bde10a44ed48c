// JSON (https://tc39.es/ecma262/#sec-json-object). Revivers and replacers are not followed.
import { fail, guarded } from '../errors.ts';
import { enter, hold, leave, stop } from '../machine.ts';
import type { Machine } from '../machine.ts';
import { toText } from '../operators.ts';
import { getProperty, ownKeys } from '../properties.ts';
import { isObj, list, plain } from '../values.ts';
import type { Val } from '../values.ts';
import { natives } from './table.ts';

function parse(m: Machine, _self: Val, args: readonly Val[]): Val {
  if (args[1] !== undefined) return stop('unsupported');
  const text = toText(m, args[0]);
  hold(m, text.length * 8);
  return fromJson(m, guarded(m, 'SyntaxError', () => JSON.parse(text) as unknown));
}

function fromJson(m: Machine, value: unknown): Val {
  if (typeof value !== 'object' || value === null) return value as Val;
  enter(m);
  const made = Array.isArray(value) ? list(value.map((item) => fromJson(m, item))) : plain();
  if (made.kind === 'object') for (const [key, part] of Object.entries(value)) made.props.set(key, fromJson(m, part));
  leave(m);
  return made;
}

/** A plain copy for the engine's writer: no method of the interpreted code is left in it. */
function toJson(m: Machine, value: Val): unknown {
  if (typeof value === 'bigint') return fail('TypeError', 'Do not know how to serialize a BigInt');
  if (!isObj(value)) return value;
  enter(m);
  const made = objectToJson(m, value);
  leave(m);
  return made;
}

function objectToJson(m: Machine, value: Exclude<Val, string | number | boolean | bigint | null | undefined>): unknown {
  if (value.kind === 'function') return undefined;
  if (value.kind === 'array') { hold(m, value.items.length * 8); return value.items.map((item) => toJson(m, item)); }
  if (value.kind !== 'object') return stop(value.kind === 'opaque' ? 'not-constant' : 'unsupported');
  const keys = ownKeys(m, value);
  hold(m, keys.length * 16);
  if (keys.includes('toJSON')) return stop('unsupported');
  return Object.fromEntries(keys.map((key) => [key, toJson(m, getProperty(m, value, key))]));
}

function payForText(m: Machine, value: unknown): void {
  if (typeof value === 'string') hold(m, value.length * 6);
  else if (Array.isArray(value)) for (const item of value) payForText(m, item);
  else if (typeof value === 'object' && value !== null) for (const [key, part] of Object.entries(value)) { hold(m, key.length * 6); payForText(m, part); }
}

function stringify(m: Machine, _self: Val, args: readonly Val[]): Val {
  if (args[1] !== undefined && args[1] !== null) return stop('unsupported');
  const [, , indent] = args;
  if (indent !== undefined && indent !== null && typeof indent !== 'number' && typeof indent !== 'string') return stop('unsupported');
  const value = toJson(m, args[0]);
  payForText(m, value);
  const text = JSON.stringify(value, undefined, indent ?? undefined) as string | undefined;
  hold(m, (text ?? '').length);
  return text;
}

/** What stands below `JSON`. */
export const JSON_STATICS = natives({ parse, stringify });
