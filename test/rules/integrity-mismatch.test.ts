// Hashes of one version by the registry, the tarball and lockfiles.
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { ReleaseFacts } from '../../src/rules/contract.ts';
import { factsOf, proven, releaseFacts } from '../support/release-rules.ts';
import { judgeFacts } from '../support/server-facts.ts';

const ID = 'integrity-mismatch';
const hash = (algorithm: string, text: string) => createHash(algorithm).update(text).digest();
const sri = (algorithm: string, text: string) => `${algorithm}-${hash(algorithm, text).toString('base64')}`;
const hashes = (text: string) => ({ sha256: hash('sha256', text).toString('hex'), sha1: hash('sha1', text).toString('hex'), integrity: sri('sha512', text) });
const judged = (facts: { readonly integrity?: string; readonly shasum?: string; readonly fetched?: string; readonly locked?: readonly string[]; readonly differs?: NonNullable<ReleaseFacts['tarball']>['differs'] }) => judgeFacts(ID, releaseFacts({
  release: proven({ ...(facts.integrity === undefined ? {} : { integrity: facts.integrity }), ...(facts.shasum === undefined ? {} : { shasum: facts.shasum }) }),
  ...(facts.fetched === undefined ? {} : { tarball: { hashes: hashes(facts.fetched), ...(facts.differs ? { differs: facts.differs } : {}) } }),
  locked: (facts.locked ?? []).map((text, at) => ({ location: { path: `${at}/package-lock.json`, line: at + 1 }, text })),
}));

test('the releases of its fixtures', async () => {
  expect(await judgeFacts(ID, releaseFacts(factsOf(ID, 'bad')))).toMatchObject([{
    severity: 'high', title: 'a-package 1.0.0 is held with another hash in 2 places than the registry serves', locations: [{ path: 'package-lock.json', line: 12 }, { path: 'old/yarn.lock', line: 4 }], package: { name: 'a-package', version: '1.0.0' },
  }]);
  expect(await judgeFacts(ID, releaseFacts(factsOf(ID, 'good')))).toEqual([]);
});

test.each([
  ['the tarball is another one', { integrity: sri('sha512', 'a'), fetched: 'b' }, ['high']],
  ['the tarball is another one, by its SHA-1', { shasum: hashes('a').sha1, fetched: 'b' }, ['high']],
  ['the reader found it', { fetched: 'b', differs: { promised: 'sha512-x', got: 'sha512-y' } }, ['high']],
  ['as promised', { integrity: sri('sha512', 'a'), shasum: hashes('a').sha1, fetched: 'a' }, []],
  ['a SHA-1 of something else', { integrity: sri('sha512', 'a'), shasum: hashes('b').sha1, fetched: 'a' }, ['medium']],
  ['several hashes of one algorithm, one of them right', { integrity: `${sri('sha512', 'b')} ${sri('sha512', 'a')}`, fetched: 'a' }, []],
  ['the strongest algorithm counts', { integrity: `${sri('sha1', 'a')} ${sri('sha512', 'b')}`, fetched: 'a' }, ['high']],
  ['a weaker one is no matter where a stronger one is right', { integrity: `${sri('sha1', 'b')} ${sri('sha512', 'a')}`, fetched: 'a' }, []],
  ['an algorithm that nobody has', { integrity: sri('sha384', 'b'), fetched: 'a' }, []],
  ['noise', { integrity: 'sha512-', shasum: 'zz', fetched: 'a', locked: ['', 'sha512-AAAA', '#'] }, []],
  ['locked otherwise, not fetched', { integrity: sri('sha512', 'a'), locked: [sri('sha512', 'b')] }, ['high']],
  ['locked by SHA-1, stated by it', { integrity: sri('sha512', 'a'), shasum: hashes('a').sha1, locked: [sri('sha1', 'b')] }, ['high']],
  ['locked by SHA-1 alone, stated by SHA-512 alone', { integrity: sri('sha512', 'a'), locked: [hashes('b').sha1] }, []],
  ['in another spelling', { integrity: sri('sha512', 'a'), locked: [` ${sri('sha512', 'a').replace('sha512', 'SHA512')}?x `] }, []],
  ['checksums of yarn berry', { integrity: sri('sha512', 'a'), fetched: 'a', locked: [`10c0/${hash('sha512', 'b').toString('hex')}`, hash('sha512', 'b').toString('hex')] }, []],
  ['nothing fetched, nothing locked', { integrity: sri('sha512', 'a') }, []],
] as const)('%s', async (_case, facts, severities) => {
  expect((await judged(facts)).map(({ severity }) => severity)).toEqual(severities);
});

test('two lockfiles with different bytes for one version', async () => {
  const held = (before: string, after: string) => judgeFacts(ID, { kind: 'locked', path: 'b.json', stablePath: '', package: { name: 'a', version: '1.0.0' }, before: { location: { path: 'a.json' }, text: before }, after: { location: { path: 'b.json', line: 3 }, text: after } });
  expect(await held(sri('sha512', 'a'), sri('sha512', 'b'))).toMatchObject([{ severity: 'high', title: 'a 1.0.0 is held with another hash in b.json than in a.json', locations: [{ path: 'b.json', line: 3 }, { path: 'a.json' }] }]);
  for (const [before, after] of [[sri('sha512', 'a'), sri('sha512', 'a')], [sri('sha512', 'a'), sri('sha1', 'b')], ['', sri('sha512', 'b')], ['10c0/aa', '10c0/bb']] as const) expect(await held(before, after)).toEqual([]);
});
