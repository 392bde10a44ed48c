// Numbers, big integers, Math and the functions that read numbers (https://tc39.es/ecma262/#sec-numbers-and-dates).
import { fail, guarded } from '../errors.ts';
import { note, spend, stop } from '../machine.ts';
import type { Machine } from '../machine.ts';
import { numeric, toInteger, toNumber, toPrimitive, toText, truthy } from '../operators.ts';
import { isObj, native } from '../values.ts';
import type { Fn, Native, Val } from '../values.ts';
import { natives, payPass } from './table.ts';

function radixText(m: Machine, self: Val, args: readonly Val[]): Val {
  const radix = toInteger(m, args[0], 10);
  if (radix < 2 || radix > 36) return fail('RangeError', 'toString() radix must be between 2 and 36');
  if (typeof self !== 'number' && typeof self !== 'bigint') return fail('TypeError', 'not a number');
  spend(m, typeof self === 'bigint' ? 32 : 1);
  return self.toString(radix);
}

function digits(name: 'toFixed' | 'toPrecision' | 'toExponential'): Native {
  return (m, self, args) => guarded(m, 'RangeError', () => toNumber(m, self)[name](args[0] === undefined ? undefined : toInteger(m, args[0])));
}

const itself: Native = (_m, self) => self;

/** Methods of numbers. */
export const NUMBER_METHODS = natives({ toString: radixText, toLocaleString: () => stop('unsupported'), valueOf: itself, toFixed: digits('toFixed'), toPrecision: digits('toPrecision'), toExponential: digits('toExponential') });
/** Methods of big integers. */
export const BIGINT_METHODS = natives({ toString: radixText, valueOf: itself });
/** Methods of booleans. */
export const BOOLEAN_METHODS = natives({ toString: (_m: Machine, self: Val) => (isObj(self) ? stop('unsupported') : String(self)), valueOf: itself });

function readInteger(m: Machine, _self: Val, args: readonly Val[]): Val {
  const text = toText(m, args[0]);
  payPass(m, text.length);
  const radix = args[1] === undefined ? undefined : toInteger(m, args[1]);
  if (radix === 16) note(m, 'hex');
  return Number.parseInt(text, radix);
}

function readFloat(m: Machine, _self: Val, args: readonly Val[]): Val {
  const text = toText(m, args[0]);
  payPass(m, text.length);
  return Number.parseFloat(text);
}

/** `parseInt` and `parseFloat`. */
export const NUMBER_FUNCTIONS = natives({
  parseInt: readInteger, parseFloat: readFloat,
  isNaN: (m, _self, args) => Number.isNaN(toNumber(m, args[0])),
  isFinite: (m, _self, args) => Number.isFinite(toNumber(m, args[0])),
});

function asNumber(m: Machine, _self: Val, args: readonly Val[]): Val {
  if (args.length === 0) return 0;
  const value = numeric(m, args[0]);
  return Number(value);
}

function asBigInt(m: Machine, _self: Val, args: readonly Val[]): Val {
  const value = toPrimitive(m, args[0], 'number');
  if (typeof value === 'string' && value.length > 1200) return stop('budget');
  if (typeof value === 'string') spend(m, (value.length * value.length) >> 12);
  if (value === undefined || value === null) return fail('TypeError', 'Cannot convert to a BigInt');
  return guarded(m, 'SyntaxError', () => guarded(m, 'RangeError', () => BigInt(value)));
}

/** `Number`, `BigInt`, `Boolean` as functions; boxes are not followed. */
export const NUMBER_CONSTRUCTORS: readonly Fn[] = [native('Number', asNumber), native('BigInt', asBigInt), native('Boolean', (_m, _self, args) => truthy(args[0]))];

function test(name: 'isInteger' | 'isSafeInteger' | 'isFinite' | 'isNaN'): Native {
  return (_m, _self, args) => (isObj(args[0]) && args[0].kind === 'opaque' ? stop('not-constant') : Number[name](args[0]));
}

/** What stands below `Number`. */
export const NUMBER_STATICS: ReadonlyMap<string, Val> = new Map<string, Val>([
  ...natives({ isInteger: test('isInteger'), isSafeInteger: test('isSafeInteger'), isFinite: test('isFinite'), isNaN: test('isNaN'), parseInt: readInteger, parseFloat: readFloat }),
  ['MAX_SAFE_INTEGER', Number.MAX_SAFE_INTEGER], ['MIN_SAFE_INTEGER', Number.MIN_SAFE_INTEGER], ['MAX_VALUE', Number.MAX_VALUE], ['MIN_VALUE', Number.MIN_VALUE],
  ['EPSILON', Number.EPSILON], ['POSITIVE_INFINITY', Infinity], ['NEGATIVE_INFINITY', -Infinity], ['NaN', Number.NaN],
]);

/** What stands below `BigInt`. */
export const BIGINT_STATICS = natives({
  asUintN: (m, _self, args) => clamp(m, args, (bits, value) => BigInt.asUintN(bits, value)),
  asIntN: (m, _self, args) => clamp(m, args, (bits, value) => BigInt.asIntN(bits, value)),
});

function clamp(m: Machine, args: readonly Val[], cut: (bits: number, value: bigint) => bigint): Val {
  const bits = toInteger(m, args[0]);
  const value = asBigInt(m, undefined, [args[1]]);
  return typeof value === 'bigint' && bits >= 0 && bits <= 16384 ? cut(bits, value) : stop('unsupported');
}

const MATH_ONE = ['abs', 'acos', 'acosh', 'asin', 'asinh', 'atan', 'atanh', 'cbrt', 'ceil', 'clz32', 'cos', 'cosh', 'exp', 'expm1', 'floor', 'fround', 'log', 'log10', 'log1p', 'log2', 'round', 'sign', 'sin', 'sinh', 'sqrt', 'tan', 'tanh', 'trunc'] as const;
const MATH_MANY = ['atan2', 'hypot', 'imul', 'max', 'min', 'pow'] as const;

/** What stands below `Math`, without `random`. */
export const MATH: ReadonlyMap<string, Val> = new Map<string, Val>([
  ...MATH_ONE.map((name): [string, Val] => [name, native(name, (m, _self, args) => Math[name](toNumber(m, args[0])))]),
  ...MATH_MANY.map((name): [string, Val] => [name, native(name, (m, _self, args) => { spend(m, args.length >> 4); return (Math[name] as (...values: number[]) => number)(...args.map((arg) => toNumber(m, arg))); })]),
  ['random', native('random', () => stop('not-constant'))],
  ['E', Math.E], ['PI', Math.PI], ['LN2', Math.LN2], ['LN10', Math.LN10], ['LOG2E', Math.LOG2E], ['LOG10E', Math.LOG10E], ['SQRT2', Math.SQRT2], ['SQRT1_2', Math.SQRT1_2],
]);
