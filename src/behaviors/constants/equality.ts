// Equality and order of the interpreter's values (https://tc39.es/ecma262/#sec-testing-and-comparison-operations).
import { spend, stop } from './machine.ts';
import type { Machine } from './machine.ts';
import { toPrimitive } from './operators.ts';
import { isObj } from './values.ts';
import type { Val } from './values.ts';

function refuseOpaque(left: Val, right: Val): void {
  if ((isObj(left) && left.kind === 'opaque') || (isObj(right) && right.kind === 'opaque')) stop('not-constant');
}

function payForTexts(m: Machine, left: Val, right: Val): void {
  if (typeof left === 'string' && typeof right === 'string' && left.length > 4096 && right.length > 4096) spend(m, (left.length + right.length) >> 12);
}

/** `===`. */
export function strictlyEqual(m: Machine, left: Val, right: Val): boolean {
  payForTexts(m, left, right);
  refuseOpaque(left, right);
  return left === right;
}

/** SameValueZero: `includes`, keys of Map and Set. */
export function sameValueZero(m: Machine, left: Val, right: Val): boolean {
  return strictlyEqual(m, left, right) || (Number.isNaN(left) && Number.isNaN(right));
}

/** `==`. */
export function looselyEqual(m: Machine, left: Val, right: Val): boolean {
  payForTexts(m, left, right);
  refuseOpaque(left, right);
  if (isObj(left) && isObj(right)) return left === right;
  if (left === null || left === undefined) return right === null || right === undefined;
  if (right === null || right === undefined) return false;
  const a = toPrimitive(m, left, 'default');
  const b = toPrimitive(m, right, 'default');
  // oxlint-disable-next-line eqeqeq -- both are primitives: this is the operator that is being carried out
  return a == b;
}

/** `<`, `>`, `<=`, `>=`. */
export function compare(m: Machine, operator: string, left: Val, right: Val): boolean {
  const a = toPrimitive(m, left, 'number');
  const b = toPrimitive(m, right, 'number');
  payForTexts(m, a, b);
  // The casts only quiet the compiler: the operators order any two primitives as ECMA-262 says.
  const x = a as number;
  const y = b as number;
  switch (operator) {
    case '<': return x < y;
    case '>': return x > y;
    case '<=': return x <= y;
    default: return x >= y;
  }
}
