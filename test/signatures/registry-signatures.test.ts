// Signatures of a registry: verified, and each way in which they are not.
import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { LIMITS } from '../../src/model/limits.ts';
import type { RegistryKey, Release, SignatureFact } from '../../src/model/release.ts';
import { registrySignatures, uncheckedSignatures } from '../../src/signatures/registry-signatures.ts';
import { KEYS, releaseOf } from '../support/releases.ts';

const { listed } = KEYS;
const kinds = (facts: readonly SignatureFact[]): readonly string[] => facts.map(({ kind }) => kind);
const only = (release: Release, keys: readonly RegistryKey[] = listed): SignatureFact | undefined => registrySignatures(release, keys)[0];
const why = (fact: SignatureFact | undefined): string => (fact !== undefined && 'why' in fact ? fact.why : '');

describe('one signature', () => {
  test('verified, of a scoped name too', () => {
    expect(registrySignatures(releaseOf(), listed)).toEqual([{ kind: 'verified', keyid: KEYS.present.listed.keyid }]);
    expect(kinds(registrySignatures(releaseOf({ name: '@corp/mail', version: '2.0.0-rc.1+build' }), listed))).toEqual(['verified']);
  });

  test.each([['wrong', 'wrong'], ['unknown-key', 'unknown-key'], ['garbage', 'unreadable'], ['expired-key', 'expired-key']] as const)('%s', (signature, kind) => {
    const fact = only(releaseOf({}, signature));
    expect([fact?.kind, why(fact)]).toEqual([kind, expect.stringMatching(/\w{3}/)]);
  });

  test.each([
    ['another name', { name: 'mail-serve' }], ['another version', { version: '1.0.1' }], ['another integrity', { integrity: `sha512-${'A'.repeat(86)}==` }],
  ])('wrong for %s', (_, other) => {
    expect(only({ ...releaseOf(), ...other })?.kind).toBe('wrong');
  });

  test('a key that ended: good before, not after, and only by the time that the registry itself tells', () => {
    const at = (published: Release['published']) => {
      const release = releaseOf({}, 'expired-key');
      const { published: _, ...untimed } = release;
      return only(published === undefined ? untimed : { ...release, published })?.kind;
    };
    expect(at({ time: '2025-01-28T23:59:59.999Z', from: 'registry' })).toBe('verified');
    expect(at({ time: '2025-01-29T00:00:00.000Z', from: 'registry' })).toBe('expired-key');
    expect(at({ time: '2026-01-01T00:00:00.000Z', from: 'last-modified' })).toBe('verified');
    expect(at(undefined)).toBe('verified');
    expect(at({ time: 'some day', from: 'registry' })).toBe('verified');
  });

  test('a wrong signature stays wrong, whenever its key ended', () => {
    const { integrity: _, ...without } = releaseOf({}, 'expired-key');
    expect(only({ ...without, integrity: `sha512-${'B'.repeat(86)}==` })?.kind).toBe('wrong');
    expect(only(without)?.kind).toBe('unreadable');
  });

  test('no signature, and keys that nobody fetched', () => {
    expect(registrySignatures(releaseOf({}, 'none'), listed)).toEqual([]);
    expect(only(releaseOf(), [])).toMatchObject({ kind: 'not-checked', why: 'the registry lists no keys' });
    expect(uncheckedSignatures(releaseOf(), 'no answer')).toEqual([{ kind: 'not-checked', keyid: KEYS.present.listed.keyid, why: 'no answer' }]);
  });
});

describe('hostile keys', () => {
  const present = KEYS.present.listed;
  const other = (namedCurve: string): string => generateKeyPairSync('ec', { namedCurve }).publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
  const cases: readonly (readonly [string, Partial<RegistryKey>])[] = [
    ['not base64', { key: '!' }], ['empty', { key: '' }], ['base64 of nothing', { key: 'AAAA' }], ['on another curve', { key: other('P-384') }], ['on a curve of the same size', { key: other('secp256k1') }],
    ['huge', { key: 'A'.repeat(10_000_000) }], ['of another type', { keytype: 'rsa' }], ['that ends on no day', { expires: 'x' }], ['cut', { key: present.key.slice(0, 60) }],
    ['RSA', { key: generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ type: 'spki', format: 'der' }).toString('base64') }],
  ];
  test.each(cases)('%s', (_, change) => {
    expect(only(releaseOf(), [{ ...present, ...change }])?.kind).toBe('unreadable');
  });

  test('of two keys with one id the first counts', () => {
    expect(only(releaseOf(), [{ ...present, key: other('P-256') }, present])?.kind).toBe('wrong');
    expect(only(releaseOf(), [{ ...present, keyid: '__proto__' }])?.kind).toBe('unknown-key');
  });
});

describe('hostile signatures', () => {
  const [good] = releaseOf().signatures;
  const sigs = ['', '=', 'AAAA', 'A'.repeat(4_000_000), `${good?.sig} `, good?.sig.slice(0, 40) ?? '', Buffer.alloc(72, 0xff).toString('base64')];
  test.each(sigs)('%#', (sig) => {
    expect(['unreadable', 'wrong']).toContain(only(releaseOf({ signatures: [{ keyid: good?.keyid ?? '', sig }] }))?.kind);
  });

  test('one that stands twice counts once, and 10,000 end at the limit', () => {
    const release = releaseOf();
    expect(registrySignatures({ ...release, signatures: [...release.signatures, ...release.signatures] }, listed)).toHaveLength(1);
    const some = Array.from({ length: 50 }, (_, at) => ({ keyid: KEYS.present.listed.keyid, sig: sign('sha256', Buffer.from(`${at}`), KEYS.present.privateKey).toString('base64') }));
    const many = Array.from({ length: 200 }, () => some).flat();
    const facts = registrySignatures({ ...release, signatures: many }, listed);
    expect(facts).toHaveLength(LIMITS.registrySignatures + 1);
    expect(facts.at(-1)).toEqual({ kind: 'unreadable', keyid: '', why: `${10_000 - LIMITS.registrySignatures} more signatures were not looked at` });
  });
});
