// Errors that the interpreted code can catch.
import { spend, Thrown } from './machine.ts';
import type { Machine } from './machine.ts';
import { plain } from './values.ts';
import type { Plain } from './values.ts';

/** An error object of the interpreted code. */
export function errorObject(name: string, message: string): Plain {
  const error = plain();
  error.props.set('name', name).set('message', message).set('stack', `${name}: ${message}`);
  return error;
}

/** Throws an error of the interpreted code. */
export function fail(name: string, message: string): never {
  throw new Thrown(errorObject(name, message));
}

/** Calls what may throw by its nature (`decodeURIComponent`, `JSON.parse`): its error becomes one of the interpreted code. */
export function guarded<T>(m: Machine, name: string, call: () => T): T {
  try {
    return call();
  } catch (error) {
    if (error instanceof Error && error.name === name) { spend(m, 8); return fail(name, error.message); }
    throw error;
  }
}
