// The shipped trust root, and what is not read of one.
import { toTrustMaterial } from '@sigstore/verify';
import { expect, test } from 'vitest';
import { publicTrustRoot, readTrustRoot } from '../../src/signatures/trust-root.ts';

test('the shipped one names the services of sigstore\'s public instance, with keys and certificates that can be read', () => {
  const { services: root, asOf } = publicTrustRoot();
  expect(asOf).toBe('2026-03-18T00:00:00.000Z');
  expect([...root.tlogs, ...root.ctlogs].map(({ baseUrl }) => baseUrl)).toEqual(['https://rekor.sigstore.dev', 'https://log2025-1.rekor.sigstore.dev', 'https://ctfe.sigstore.dev/test', 'https://ctfe.sigstore.dev/2022']);
  const { tlogs, ctlogs, certificateAuthorities, timestampAuthorities } = toTrustMaterial(root);
  expect([...tlogs, ...ctlogs].map(({ publicKey }) => publicKey.asymmetricKeyType)).toEqual(['ec', 'ed25519', 'ec', 'ec']);
  expect([...certificateAuthorities, ...timestampAuthorities].map(({ certChain, validFor }) => [certChain.length, validFor.start.toISOString().slice(0, 10), validFor.end.getFullYear()])).toEqual([[1, '2021-03-07', 2022], [2, '2022-04-13', 275760], [2, '2025-07-04', 275760]]);
});

test('a key type that is not read is an error, not a log without a key', () => {
  const log = { baseUrl: 'https://log.example', logId: { keyId: '' }, publicKey: { rawBytes: '', keyDetails: 'PKCS1_RSA_PKCS1V5', validFor: { start: '2020-01-01T00:00:00Z' } } };
  expect(() => readTrustRoot({ tlogs: [log], ctlogs: [], certificateAuthorities: [], timestampAuthorities: [] }, '2020-01-01T00:00:00Z')).toThrow('PKCS1_RSA_PKCS1V5');
});
