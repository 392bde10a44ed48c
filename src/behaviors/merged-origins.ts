// Origins of several values as one list, in the order of the parts, without repeats, with the bound that one value has.
import type { Origin } from '../model/behavior.ts';
import type { Code, Value } from './contract.ts';

const MAX_ORIGINS = 50;

/** Empty for no values. */
export function mergedOrigins(code: Code, values: readonly Value[]): readonly Origin[] {
  const found = new Map<string, Origin>();
  for (const value of values) for (const origin of code.origins(value)) found.set(JSON.stringify(origin), origin);
  return [...found.entries()].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, origin]) => origin).slice(0, MAX_ORIGINS);
}
