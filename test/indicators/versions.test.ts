// Versions and hashes in one spelling, against the libraries that define them.
import * as fc from 'fast-check';
import semver from 'semver';
import { describe, expect, it } from 'vitest';
import { integrityKeys } from '../../src/text/integrity.ts';
import { canonicalVersion, isAnyVersion, isExactVersion } from '../../src/indicators/versions.ts';

const number = fc.tuple(fc.constantFrom('', '0', '00'), fc.nat(50)).map(([zeros, value]) => `${zeros}${value}`);
const version = fc.tuple(fc.constantFrom('', 'v', '=', ' =v', '= '), number, number, number, fc.constantFrom('', '-beta', '-beta.1', '-beta.01', 'rc2', '-1.x.0', '-'), fc.constantFrom('', '+build', '+1.2'), fc.constantFrom('', ' '))
  .map(([prefix, major, minor, patch, prerelease, build, end]) => `${prefix}${major}.${minor}.${patch}${prerelease}${build}${end}`);

describe('a version', () => {
  it('has the spelling that semver gives it', () => {
    fc.assert(fc.property(version, (text) => {
      const parsed = semver.parse(text, { loose: true });
      fc.pre(parsed !== null);
      expect(canonicalVersion(text)).toBe(parsed?.version);
      expect(isExactVersion(text)).toBe(true);
    }), { numRuns: 2000 });
  });

  it('is told from a range and a tag', () => {
    const exact = ['1.2.3', 'v1.2.3', '=1.2.3-rc.1', '^1.2.3', '1.2', '1.x', 'latest', '', '>=1.2.3 <2', '1.2.3 || 2.0.0', '1.2.3 - 2.0.0'].filter(isExactVersion);
    expect(exact).toEqual(['1.2.3', 'v1.2.3', '=1.2.3-rc.1']);
    expect(['', ' ', '*', 'x', 'X', 'latest', '1.x', 'next', '>=0'].filter(isAnyVersion)).toEqual(['', ' ', '*', 'x', 'X', 'latest']);
  });

  it('stays itself, trimmed, when it is none, and costs no time when it is long', () => {
    expect(canonicalVersion(' workspace ')).toBe('workspace');
    expect(canonicalVersion(`1.0.0-${'-'.repeat(100_000)}!`)).toHaveLength(100_007);
    expect(canonicalVersion(`${'='.repeat(100_000)}1`)).toHaveLength(100_001);
  });
});

describe('an integrity string', () => {
  it('gives each digest once spelled, whatever the spelling', () => {
    const digest = fc.oneof(...[['sha1', 20], ['sha256', 32], ['sha384', 48], ['sha512', 64]].map(([name, length]) => fc.tuple(fc.constant(String(name)), fc.uint8Array({ minLength: Number(length), maxLength: Number(length) }))));
    fc.assert(fc.property(digest, ([algorithm, bytes]) => {
      const base64 = Buffer.from(bytes).toString('base64');
      const expected = [`${algorithm}-${base64}`];
      for (const spelling of [base64, base64.replace(/=+$/, ''), base64.replaceAll('+', '-').replaceAll('/', '_'), `${base64}?option`]) expect(integrityKeys(`${algorithm}-${spelling}`)).toEqual(expected);
    }));
  });

  it('never throws, and gives only whole digests', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom('s', 'h', 'a', '1', '5', '2', '-', '=', 'A', ' ', '?') })), (text) => {
      for (const key of integrityKeys(text)) expect(key).toMatch(/^sha(?:1-.{28}|256-.{44}|384-.{64}|512-.{88})$/);
    }));
  });
});
