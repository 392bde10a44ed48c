// Oddities of archives by what they can do.
import { expect, test } from 'vitest';
import { TARBALL_ODDITIES, type TarballOddity } from '../../src/model/archive.ts';
import { archive, factsOf } from '../support/release-rules.ts';
import { judgeFacts } from '../support/server-facts.ts';

const ID = 'odd-tarball-entry';

test('the archives of its fixtures', async () => {
  const findings = await judgeFacts(ID, archive(...factsOf<readonly TarballOddity[]>(ID, 'bad')));
  expect(findings.map(({ severity, title }) => [severity, title])).toEqual([
    ['high', 'the archive of a-package 1.0.0 has paths with ..'],
    ['medium', 'the archive of a-package 1.0.0 has names that differ in case alone'],
  ]);
  expect(findings[0]).toMatchObject({ locations: [{ path: 'a-package-1.0.0.tgz', entry: 'package/../../.npmrc' }], evidence: [{ text: 'package/../../.npmrc: a path with .., which npm passes over' }] });
  expect(await judgeFacts(ID, archive(...factsOf<readonly TarballOddity[]>(ID, 'good')))).toMatchObject([{ severity: 'info' }]);
});

test('an ordinary archive', async () => {
  expect(await judgeFacts(ID, archive())).toEqual([]);
});

test('every kind is a finding of its own, the worst first', async () => {
  const findings = await judgeFacts(ID, archive(...TARBALL_ODDITIES.map((kind) => ({ kind, detail: `odd ${kind}`, path: `package/${kind}` }))));
  expect(findings).toHaveLength(TARBALL_ODDITIES.length);
  expect(new Set(findings.map(({ fingerprint }) => fingerprint)).size).toBe(TARBALL_ODDITIES.length);
  const severities = findings.map(({ severity }) => severity);
  expect(severities).toEqual([...Array.from({ length: 6 }, () => 'high'), ...Array.from({ length: TARBALL_ODDITIES.length - 9 }, () => 'medium'), 'info', 'info', 'info']);
  expect(findings[0]).toMatchObject({ title: 'the archive of a-package 1.0.0 has absolute paths', evidence: [{ kind: 'record', text: 'package/absolute-path: odd absolute-path' }] });
  expect(findings.map(({ locations: [{ entry }] }) => entry).toSorted()).toEqual(TARBALL_ODDITIES.map((kind) => `package/${kind}`).toSorted());
});

test('many of one kind are counted', async () => {
  const oddities = Array.from({ length: 50 }, (_, at) => ({ kind: 'link' as const, path: `package/${at}`, detail: 'a link to /etc', ...(at === 49 ? { more: 150 } : {}) }));
  const [finding] = await judgeFacts(ID, archive(...oddities));
  expect(finding?.locations).toHaveLength(20);
  expect(finding?.evidence.at(-1)).toEqual({ kind: 'count', text: 'and 30 more' });
});
