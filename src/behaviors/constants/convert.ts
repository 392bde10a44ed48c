// Constants into values of the interpreter, and back. What is no tree of plain data is no constant.
import type { Constant } from './contract.ts';
import { enter, hold, leave, noteCodes, stop } from './machine.ts';
import type { Machine } from './machine.ts';
import { ownKeys } from './properties.ts';
import { bytesOf, isObj, list, plain } from './values.ts';
import type { Obj, Val } from './values.ts';

/** A copy of a constant that the interpreted code may change. */
export function fromConstant(m: Machine, value: Constant): Val {
  if (typeof value !== 'object' || value === null) return value;
  enter(m);
  const made = fromObject(m, value);
  leave(m);
  return made;
}

function fromObject(m: Machine, value: Exclude<Constant, string | number | boolean | bigint | null | undefined>): Val {
  if (value instanceof Uint8Array) { hold(m, value.length + 32); return bytesOf(value.slice(), 'buffer', 'text'); }
  if (value instanceof Map) {
    const made = plain();
    hold(m, value.size * 16 + 32);
    for (const [key, part] of value as ReadonlyMap<string, Constant>) made.props.set(key, fromConstant(m, part));
    return made;
  }
  const items = value as readonly Constant[];
  hold(m, items.length * 4 + 32);
  return list(items.map((item) => fromConstant(m, item)));
}

/** The constant that a value is. */
export function toConstant(m: Machine, value: Val): Constant {
  if (!isObj(value)) return value;
  enter(m);
  const made = toObject(m, value);
  leave(m);
  return made;
}

function toObject(m: Machine, value: Obj): Constant {
  switch (value.kind) {
    case 'opaque': return stop('not-constant');
    case 'bytes': hold(m, value.bytes.length); if (value.coded) noteCodes(m); return Uint8Array.from(value.bytes);
    case 'array': hold(m, value.items.length * 4 + 32); return value.items.map((item) => toConstant(m, item));
    case 'object': {
      const keys = ownKeys(m, value);
      hold(m, keys.length * 16 + 32);
      return new Map(keys.map((key) => [key, constantProperty(m, value.props.get(key))]));
    }
    default: return stop('unsupported');
  }
}

function constantProperty(m: Machine, value: Val | { readonly kind: 'accessor' }): Constant {
  return typeof value === 'object' && value !== null && value.kind === 'accessor' ? stop('unsupported') : toConstant(m, value as Val);
}
