// Times that registries tell, and the distance between two of them in words.

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Milliseconds from one RFC 3339 time to another; undefined where one of them is none. */
export function between(from: string | undefined, to: string | undefined): number | undefined {
  const span = Date.parse(to ?? '') - Date.parse(from ?? '');
  return Number.isNaN(span) ? undefined : span;
}

/** `3 days`, `40 minutes`, `2 years`, `less than a minute`: rounded down, without a sign. */
export function spanWords(span: number): string {
  const length = Math.abs(span);
  if (length < MINUTE) return 'less than a minute';
  const [count, unit] = length >= 730 * DAY ? [length / (365.25 * DAY), 'year'] : length >= 60 * DAY ? [length / (30.44 * DAY), 'month'] : length >= DAY ? [length / DAY, 'day'] : length >= HOUR ? [length / HOUR, 'hour'] : [length / MINUTE, 'minute'];
  const whole = Math.floor(count);
  return `${whole} ${unit}${whole === 1 ? '' : 's'}`;
}
