// Plain ranges are evaluated without semver, with its answers.
import * as fc from 'fast-check';
import semver from 'semver';
import { describe, expect, it } from 'vitest';
import { satisfiedRange } from '../../src/indicators/ranges.ts';

const number = fc.nat(3).map(String);
const prerelease = fc.oneof({ weight: 2, arbitrary: fc.constant('') }, fc.array(fc.constantFrom('0', '1', '2', '10', 'a', 'b', 'beta', 'A', '1a', '-', '01'), { minLength: 1, maxLength: 3 }).map((parts) => `-${parts.join('.')}`));
const version = fc.tuple(number, number, number, prerelease).map(([major, minor, patch, rest]) => `${major}.${minor}.${patch}${rest}`);
const comparator = fc.tuple(fc.constantFrom('>=', '<=', '>', '<', '=', '', '^', '~'), version).map(([operator, text]) => operator + text);
const range = fc.array(fc.array(comparator, { minLength: 1, maxLength: 2 }).map((parts) => parts.join(' ')), { minLength: 1, maxLength: 3 }).map((parts) => parts.join(' || '));

describe('a range', () => {
  it('holds what semver says it holds', async () => {
    await fc.assert(fc.asyncProperty(range, version, async (text, tested) => {
      const match = await satisfiedRange([text], tested);
      expect(match !== undefined).toBe(semver.satisfies(tested, text, { includePrerelease: true, loose: true }));
    }), { numRuns: 3000 });
  });

  it.each([
    ['>=1.0.0 <1.2.11', '1.2.10', 'bounded-range'],
    ['>=1.0.0 <1.2.11', '2.3.3', undefined],
    ['<=0.6.2 || >=2025.1.14 <2025.7.1', '2025.2.0', 'bounded-range'],
    ['1.0.0', '1.0.0', 'bounded-range'],
    ['>1.0.0', '99.0.0', 'open-range'],
    ['*', '1.0.0', 'open-range'],
    ['>=1.0.0', '99999999999999999999.0.0', undefined],
    ['', '1.0.0', 'open-range'],
  ])('%s and %s: %s', async (text, tested, kind) => {
    expect((await satisfiedRange([text], tested))?.kind).toBe(kind);
  });

  it('with an upper end is named before an open one', async () => {
    expect(await satisfiedRange(['>=1.0.0', '>=1.0.0 <3.0.0'], '2.0.0')).toEqual({ kind: 'bounded-range', matched: '>=1.0.0 <3.0.0' });
  });
});
