// Single builtins on constants, for folding a call whose parts are known (`contract.ts`). Pure, bounded, never throws.
import { REALM } from './builtins/realm.ts';
import type { CallGlobal, CallMethod, Constant, Evaluated } from './contract.ts';
import { fromConstant, toConstant } from './convert.ts';
import { createMachine, Stop, stop, Thrown } from './machine.ts';
import type { Machine } from './machine.ts';
import { getProperty } from './properties.ts';
import { isObj } from './values.ts';
import type { Val } from './values.ts';

/** Steps of one builtin: about 64 characters or items each. */
const STEPS = 200_000;

/** Carries out an evaluation; whatever ends it early is told. */
export function attempt(m: Machine, give: () => Val): Evaluated {
  try {
    return { ok: true, value: toConstant(m, give()), via: m.via };
  } catch (error) {
    if (error instanceof Stop) return { ok: false, why: error.why };
    // A text too long for the engine, or too deep a recursion: both are bounded before, this is the last net.
    if (error instanceof RangeError) return { ok: false, why: 'budget' };
    return { ok: false, why: error instanceof Thrown ? 'not-constant' : 'unsupported' };
  }
}

function called(m: Machine, fn: Val, self: Val, args: readonly Constant[]): Val {
  if (!isObj(fn) || fn.kind !== 'function') return stop(isObj(fn) && fn.kind === 'opaque' ? 'not-constant' : 'unsupported');
  return fn.call(m, self, args.map((arg) => fromConstant(m, arg)));
}

/** Calls a method of a constant. An exception of the method (`'%'` to decodeURIComponent) is `not-constant`. */
export const callMethod: CallMethod = (receiver, name, args) => {
  const m = createMachine(REALM, STEPS);
  return attempt(m, () => {
    const self = fromConstant(m, receiver);
    return called(m, getProperty(m, self, name), self, args);
  });
};

/** Calls a global function by its path: `['String', 'fromCharCode']`. Unknown ones are `not-constant`. */
export const callGlobal: CallGlobal = (path, args) => {
  const m = createMachine(REALM, STEPS);
  return attempt(m, () => {
    const [first = '', ...rest] = path;
    const root = REALM.global(first);
    if (root === undefined) return stop('not-constant');
    const self = rest.slice(0, -1).reduce((of: Val, key) => getProperty(m, of, key), root);
    return called(m, rest.length === 0 ? root : getProperty(m, self, rest.at(-1) ?? ''), self, args);
  });
};
