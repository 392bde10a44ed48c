// Writing and deleting properties of the interpreter's values. Builtins are never written.
import { fail } from './errors.ts';
import { hold, spend, stop } from './machine.ts';
import type { Machine } from './machine.ts';
import { alongPrototypes, MAX_LIST } from './properties.ts';
import { indexOfKey, isObj } from './values.ts';
import type { Fn, List, Plain, Props, Val } from './values.ts';

function setElement(m: Machine, of: List, index: number, value: Val): void {
  const { items } = of;
  if (index >= MAX_LIST) stop('budget');
  if (index >= items.length) {
    hold(m, (index + 1 - items.length) * 4);
    while (items.length < index) items.push(undefined);
  }
  items[index] = value;
}

/** Writes into an array, also its length. */
function setInList(m: Machine, of: List, key: string, value: Val): void {
  if (of.frozen) return;
  const index = indexOfKey(key);
  if (index >= 0) { setElement(m, of, index, value); return; }
  if (key === 'length') {
    if (typeof value !== 'number' || !Number.isInteger(value) || value < 0) stop('unsupported');
    else if (value > of.items.length) setElement(m, of, value - 1, undefined);
    else of.items.length = value;
    return;
  }
  hold(m, 16);
  of.props ??= new Map();
  of.props.set(key, value);
}

function setInObject(m: Machine, of: Plain | Fn, key: string, value: Val): void {
  if (of.kind === 'object' && of.frozen) return;
  if (of.kind === 'function' && !of.user) stop('unsupported');
  const found = alongPrototypes(m, of, key)?.found;
  if (typeof found === 'object' && found !== null && found.kind === 'accessor') { found.set?.call(m, of, [value]); return; }
  if (key === '__proto__') { setPrototype(of, value); return; }
  const props = propsOf(of);
  if (!props.has(key)) hold(m, 16);
  props.set(key, value);
}

/** Own properties, to be written. */
export function propsOf(of: Plain | Fn): Props {
  if (of.kind === 'object') return of.props;
  of.props ??= new Map();
  return of.props;
}

function setPrototype(of: Plain | Fn, value: Val): void {
  if (value === null || (isObj(value) && (value.kind === 'object' || value.kind === 'function'))) of.proto = value;
  else stop('unsupported');
}

/** `of[key] = value`. */
export function setProperty(m: Machine, of: Val, key: string, value: Val): void {
  if (!isObj(of)) {
    if (of === undefined || of === null) fail('TypeError', `Cannot set properties of ${String(of)}`);
    return;
  }
  switch (of.kind) {
    case 'array': setInList(m, of, key, value); return;
    case 'object': case 'function': setInObject(m, of, key, value); return;
    case 'bytes': {
      const index = indexOfKey(key);
      if (index < 0 || typeof value !== 'number') stop('unsupported');
      else if (index < of.bytes.length) { of.bytes[index] = value; of.coded = true; }
      return;
    }
    case 'regexp':
      if (key !== 'lastIndex' || typeof value !== 'number') stop('unsupported');
      else of.lastIndex = value;
      return;
    // What is kept outside could be changed there; a primitive cannot.
    case 'opaque': if (isObj(value)) stop('not-constant'); return;
    default: stop('unsupported');
  }
}

/** `of[index] = value` where the index is a number. */
export function setIndexed(m: Machine, of: Val, index: number, value: Val): void {
  if (isObj(of) && of.kind === 'array' && !of.frozen && Number.isInteger(index) && index >= 0) setElement(m, of, index, value);
  else setProperty(m, of, String(index), value);
}

/** `delete of[key]`. */
export function deleteProperty(m: Machine, of: Val, key: string): boolean {
  if (!isObj(of)) return true;
  if (of.kind === 'object' && of.frozen) return false;
  if (of.kind === 'object' || of.kind === 'function') { of.props?.delete(key); return true; }
  if (of.kind !== 'array' || of.frozen) return stop('unsupported');
  const index = indexOfKey(key);
  if (index >= 0 && index < of.items.length) of.items[index] = undefined;
  of.props?.delete(key);
  spend(m, 1);
  return true;
}
