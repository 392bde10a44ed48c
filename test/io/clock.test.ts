import { describe, expect, it } from 'vitest';
import { systemClock } from '../../src/io/clock.ts';
import { UserError } from '../../src/model/errors.ts';

describe('the system clock', () => {
  it('stands still at SOURCE_DATE_EPOCH', () => {
    expect(systemClock({ SOURCE_DATE_EPOCH: '1758067200' }).now().toISOString()).toBe('2025-09-17T00:00:00.000Z');
    expect(systemClock({ SOURCE_DATE_EPOCH: '0' }).now().getTime()).toBe(0);
  });

  it('runs without it', () => {
    const before = Date.now();
    expect(systemClock({}).now().getTime()).toBeGreaterThanOrEqual(before);
    expect(systemClock({ SOURCE_DATE_EPOCH: '' }).now().getTime()).toBeGreaterThanOrEqual(before);
  });

  it.each(['yesterday', '-1', '1.5', '1e3', '99999999999999999'])('refuses %s', (value) => {
    expect(() => systemClock({ SOURCE_DATE_EPOCH: value })).toThrow(UserError);
  });
});
