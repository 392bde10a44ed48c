// Provenance of two versions.
import { expect, test } from 'vitest';
import type { ProvenanceFact } from '../../src/model/release.ts';
import { difference, judgedDifference, type Side } from '../support/release-rules.ts';
import { judgeFacts } from '../support/server-facts.ts';

const ID = 'provenance-lost';
const VERIFIED: ProvenanceFact = { kind: 'verified', predicate: 'https://slsa.dev/provenance/v1' };
const side = (provenance: ProvenanceFact, more: Side = {}): Side => ({ ...more, proof: { provenance } });
const severities = async (before: Side, after: Side) => (await judgeFacts(ID, difference(before, after))).map(({ severity }) => severity);

test('the packages of its fixtures', async () => {
  expect(await judgedDifference(ID, 'bad')).toMatchObject([{ severity: 'high', title: 'a-package 1.0.1 has no provenance, the version before has, and somebody else published it', change: { was: 'built from https://github.com/a-team/a-package', now: 'no provenance' } }]);
  expect(await judgedDifference(ID, 'good')).toEqual([]);
});

test.each([
  ['none any more', side(VERIFIED), side({ kind: 'none' }), ['medium']],
  ['none, with a new install script', side(VERIFIED, { manifest: {} }), side({ kind: 'none' }, { manifest: { scripts: { preinstall: 'x' } } }), ['high']],
  ['none, by the same publisher', side(VERIFIED, { release: { publisher: { name: 'a' } } }), side({ kind: 'none' }, { release: { publisher: { name: 'a' } } }), ['medium']],
  ['wrong now', side({ kind: 'none' }), side({ kind: 'wrong', why: 'another digest' }), ['high']],
  ['wrong in both', side({ kind: 'wrong', why: 'x' }), side({ kind: 'wrong', why: 'x' }), ['medium']],
  ['never any', side({ kind: 'none' }), side({ kind: 'none' }), []],
  ['not fetched before', side({ kind: 'not-fetched', why: 'x' }), side({ kind: 'none' }), []],
  ['not fetched after', side(VERIFIED), side({ kind: 'not-fetched', why: 'x' }), []],
  ['gained', side({ kind: 'none' }), side(VERIFIED), []],
  ['no registry', {}, {}, []],
] as const)('%s', async (_case, before, after, expected) => {
  expect(await severities(before, after)).toEqual(expected);
});
