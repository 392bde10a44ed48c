// The cost of DER is foreseen as the library has it: what is let through is parsed in little time, real certificates among it.
import { toTrustMaterial } from '@sigstore/verify';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { isCheapDer } from '../../src/signatures/provenance/der.ts';
import { publicTrustRoot } from '../../src/signatures/trust-root.ts';

test('certificates of sigstore are cheap', () => {
  const { certificateAuthorities, timestampAuthorities } = publicTrustRoot().services;
  const certificates = [...certificateAuthorities, ...timestampAuthorities].flatMap(({ certChain }) => certChain?.certificates ?? []);
  expect(certificates).toHaveLength(5);
  expect(certificates.filter(({ rawBytes }) => !isCheapDer(rawBytes))).toEqual([]);
});

test.each([['nothing', []], ['a tag', [0x30]], ['a length that ends', [0x30, 0x84, 1]], ['a length of nothing', [0x30, 0x80]], ['no tag', [0, 0]], ['a long tag', [0x1f, 0x81, 1, 0]]])('%s is cheap', (_, bytes) => {
  expect(isCheapDer(Uint8Array.from(bytes))).toBe(true);
});

test.each([['strings that might be lists', Buffer.alloc(2_000, 0x04)], ['pairs of them', Buffer.from('0402'.repeat(1_000), 'hex')]])('%s are not', (_, inner) => {
  expect(isCheapDer(Buffer.concat([Buffer.from([0x04, 0x82, inner.length >> 8, inner.length & 0xff]), inner]))).toBe(false);
});

// The way to the library's parser of certificates.
function takeApart(rawBytes: Buffer): string {
  const authority = { uri: '', subject: undefined, operator: '', validFor: undefined, certChain: { certificates: [{ rawBytes }] } };
  try {
    toTrustMaterial({ mediaType: '', tlogs: [], ctlogs: [], timestampAuthorities: [], certificateAuthorities: [authority] });
    return 'parsed';
  } catch {
    return 'refused';
  }
}

// What is let through by mistake costs twice as much with each level: the runner's time would run out.
test('whatever is let through, the library is done with', () => {
  const byte = fc.constantFrom(0x04, 0x04, 0x04, 0x30, 0x02, 0x06, 0x08, 0x10, 0x24, 0x7f, 0x81, 0x00);
  fc.assert(fc.property(fc.array(byte, { minLength: 10, maxLength: 600 }), (inner) => {
    const bytes = Buffer.from([0x04, 0x82, inner.length >> 8, inner.length & 0xff, ...inner]);
    const done = isCheapDer(bytes) ? takeApart(bytes) : 'not tried';
    expect(['parsed', 'refused', 'not tried']).toContain(done);
  }), { numRuns: 200 });
});
