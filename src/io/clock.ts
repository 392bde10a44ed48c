// The wall clock, or the fixed time that SOURCE_DATE_EPOCH states (https://reproducible-builds.org/specs/source-date-epoch/).
import { UserError } from '../model/errors.ts';
import type { Clock } from '../model/ports.ts';

/** @throws UserError where SOURCE_DATE_EPOCH is set and is no whole number of seconds. */
export function systemClock(environment: Readonly<Record<string, string | undefined>> = process.env): Clock {
  const fixed = environment['SOURCE_DATE_EPOCH'];
  if (fixed === undefined || fixed === '') return { now: () => new Date() };
  const seconds = /^\d{1,12}$/.test(fixed) ? Number(fixed) : Number.NaN;
  if (Number.isNaN(new Date(seconds * 1000).getTime())) {
    throw new UserError('config', 'SOURCE_DATE_EPOCH is not a number of seconds since 1970', { hint: 'unset it, or give a whole number such as 1758067200' });
  }
  return { now: () => new Date(seconds * 1000) };
}

/** Gives the event loop a turn, so that signals are heard in the middle of a long synchronous run. */
export function breathe(): Promise<void> {
  return new Promise((done) => { setImmediate(done); });
}
