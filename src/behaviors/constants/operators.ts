// Conversions and operators, as ECMA-262 has them (https://tc39.es/ecma262/#sec-abstract-operations), over the interpreter's values.
import { fail } from './errors.ts';
import { enter, hold, leave, MAX_TEXT, note, noteCodes, spend, stop, XORED } from './machine.ts';
import type { Machine } from './machine.ts';
import { getProperty } from './properties.ts';
import { bytesText } from './text.ts';
import { isObj } from './values.ts';
import type { Bytes, Obj, Primitive, Val } from './values.ts';

/** Larger integers are given up: their arithmetic is not linear. */
const BIG = 1n << 4096n;

/** `if (value)`. */
export function truthy(value: Val): boolean {
  if (isObj(value)) return value.kind === 'opaque' ? stop('not-constant') : true;
  return Boolean(value);
}

/** `typeof value`. */
export function typeOf(value: Val): string {
  if (!isObj(value)) return typeof value;
  if (value.kind === 'opaque') return stop('not-constant');
  return value.kind === 'function' ? 'function' : 'object';
}

function callIfFunction(m: Machine, value: Obj, name: string): Primitive | Obj {
  const method = getProperty(m, value, name);
  if (!isObj(method) || method.kind !== 'function') return value;
  return method.call(m, value, []);
}

/** ToPrimitive. */
export function toPrimitive(m: Machine, value: Val, hint: 'string' | 'number' | 'default'): Primitive {
  if (!isObj(value)) return value;
  if (value.kind === 'opaque') return stop('not-constant');
  if (value.kind === 'bytes') return bytesAsText(m, value);
  enter(m);
  const order = hint === 'string' ? ['toString', 'valueOf'] : ['valueOf', 'toString'];
  for (const name of order) {
    const result = callIfFunction(m, value, name);
    if (!isObj(result)) { leave(m); return result; }
  }
  return fail('TypeError', 'Cannot convert object to primitive value');
}

function bytesAsText(m: Machine, value: Bytes): string {
  hold(m, value.bytes.length * 4);
  if (value.coded) noteCodes(m);
  return bytesText(value);
}

/** ToString. */
export function toText(m: Machine, value: Val): string {
  if (typeof value === 'string') return value;
  const primitive = toPrimitive(m, value, 'string');
  return typeof primitive === 'string' ? primitive : String(primitive);
}

/** ToNumber. */
export function toNumber(m: Machine, value: Val): number {
  if (typeof value === 'number') return value;
  const primitive = toPrimitive(m, value, 'number');
  if (typeof primitive === 'bigint') return fail('TypeError', 'Cannot convert a BigInt value to a number');
  if (typeof primitive === 'string' && primitive.length > 1024) spend(m, primitive.length >> 6);
  return Number(primitive);
}

/** ToIntegerOrInfinity, with a value for `undefined`. */
export function toInteger(m: Machine, value: Val, absent = 0): number {
  if (value === undefined) return absent;
  const number = Math.trunc(toNumber(m, value));
  return Number.isNaN(number) ? 0 : number + 0;
}

/** ToPropertyKey. */
export function toKey(m: Machine, value: Val): string {
  const key = typeof value === 'string' ? value : toText(m, value);
  if (key.length > 1024) spend(m, key.length >> 8);
  return key;
}

/** `left + right` of texts: the shorter half is paid for in memory, flattening in time. */
export function joinTexts(m: Machine, left: string, right: string): string {
  const length = left.length + right.length;
  if (length > MAX_TEXT) stop('budget');
  if (length > 64) hold(m, Math.min(left.length, right.length) + 4);
  if (length > 4096) spend(m, length >> (length > 65_536 ? 10 : 12));
  note(m, 'concatenated');
  return left + right;
}

/** `left + right`. */
export function add(m: Machine, left: Val, right: Val): Primitive {
  if (typeof left === 'number' && typeof right === 'number') return left + right;
  const a = toPrimitive(m, left, 'default');
  const b = toPrimitive(m, right, 'default');
  if (typeof a === 'string' || typeof b === 'string') return joinTexts(m, String(a), String(b));
  return arithmetic(m, '+', a, b);
}

/** Arithmetic and bit operators on anything. */
export function arithmetic(m: Machine, operator: string, left: Val, right: Val): number | bigint {
  const a = numeric(m, left);
  const b = numeric(m, right);
  if (typeof a === 'number' && typeof b === 'number') return onNumbers(m, operator, a, b);
  if (typeof a === 'bigint' && typeof b === 'bigint') return onBigInts(m, operator, a, b);
  return fail('TypeError', 'Cannot mix BigInt and other types');
}

/** ToNumeric. */
export function numeric(m: Machine, value: Val): number | bigint {
  if (typeof value === 'number') return value;
  const primitive = toPrimitive(m, value, 'number');
  return typeof primitive === 'bigint' ? primitive : toNumber(m, primitive);
}

function onNumbers(m: Machine, operator: string, a: number, b: number): number {
  switch (operator) {
    case '+': return a + b;
    case '-': return a - b;
    case '*': return a * b;
    case '/': return a / b;
    case '%': return a % b;
    case '**': return a ** b;
    case '&': return a & b;
    case '|': return a | b;
    case '^': m.seen |= XORED; return a ^ b;
    case '<<': return a << b;
    case '>>': return a >> b;
    case '>>>': return a >>> b;
    default: return stop('unsupported');
  }
}

function onBigInts(m: Machine, operator: string, a: bigint, b: bigint): bigint {
  spend(m, 4);
  const result = bigResult(m, operator, a, b);
  return result > BIG || result < -BIG ? stop('budget') : result;
}

function bigResult(m: Machine, operator: string, a: bigint, b: bigint): bigint {
  switch (operator) {
    case '+': return a + b;
    case '-': return a - b;
    case '*': return a * b;
    case '/': return b === 0n ? fail('RangeError', 'Division by zero') : a / b;
    case '%': return b === 0n ? fail('RangeError', 'Division by zero') : a % b;
    case '**': return bigPower(a, b);
    case '&': return a & b;
    case '|': return a | b;
    case '^': m.seen |= XORED; return a ^ b;
    case '<<': return b > 4096n || b < -4096n ? stop('budget') : a << b;
    case '>>': return b > 4096n || b < -4096n ? stop('budget') : a >> b;
    default: return fail('TypeError', 'BigInts have no unsigned right shift');
  }
}

function bigPower(a: bigint, b: bigint): bigint {
  if (b < 0n) return fail('RangeError', 'Exponent must be non-negative');
  if (b === 0n) return 1n;
  if (a >= -1n && a <= 1n) return a === -1n && b % 2n === 0n ? 1n : a;
  const bits = BigInt(a.toString(16).length * 4);
  return bits * b > 65536n ? stop('budget') : a ** b;
}
