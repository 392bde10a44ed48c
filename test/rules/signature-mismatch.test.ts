// What became of the registry's signatures.
import { expect, test } from 'vitest';
import type { SignatureFact } from '../../src/model/release.ts';
import { factsOf, proven, releaseFacts } from '../support/release-rules.ts';
import { judgeFacts } from '../support/server-facts.ts';

const ID = 'signature-mismatch';
const bad = (kind: Exclude<SignatureFact['kind'], 'verified'>): SignatureFact => ({ kind, keyid: `SHA256:${kind}`, why: 'it does not hold' });
const GOOD: SignatureFact = { kind: 'verified', keyid: 'SHA256:good' };
const severities = async (...signatures: readonly SignatureFact[]) => (await judgeFacts(ID, releaseFacts({ release: proven({}, { signatures }) }))).map(({ severity }) => severity);

test('the releases of its fixtures', async () => {
  expect(await judgeFacts(ID, releaseFacts(factsOf(ID, 'bad')))).toMatchObject([{ severity: 'high', title: 'a-package 1.0.0 has a registry signature that is not of this package, version and integrity', evidence: [{ text: 'SHA256:fixture: the signature is of another text' }] }]);
  expect(await judgeFacts(ID, releaseFacts(factsOf(ID, 'good')))).toEqual([]);
});

test.each([
  ['none', [], []],
  ['a good one', [GOOD], []],
  ['a wrong one beside a good one', [GOOD, bad('wrong')], ['high']],
  ['an expired key beside a good one', [GOOD, bad('expired-key')], []],
  ['an expired key', [bad('expired-key')], ['medium']],
  ['an unknown key and one that cannot be read', [bad('unreadable'), bad('unknown-key')], ['medium', 'medium']],
  ['one that was not checked, as of a mirror that lists no keys', [bad('not-checked')], []],
] as const)('%s', async (_case, signatures, expected) => {
  expect(await severities(...signatures)).toEqual(expected);
});

test('a provenance that does not hold', async () => {
  expect(await judgeFacts(ID, releaseFacts({ release: proven({}, { provenance: { kind: 'wrong', why: 'made for another digest' } }) }))).toMatchObject([{ severity: 'high', evidence: [{ text: 'made for another digest' }] }]);
});
