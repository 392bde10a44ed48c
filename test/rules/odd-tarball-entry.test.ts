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

test('every kind has its weight, and one finding each weight lists them all', async () => {
  const findings = await judgeFacts(ID, archive(...TARBALL_ODDITIES.map((kind) => ({ kind, detail: `odd ${kind}`, path: `package/${kind}` }))));
  expect(findings.map(({ severity }) => severity)).toEqual(['high', 'medium', 'info']);
  const told = findings.flatMap(({ evidence }) => evidence).length;
  expect(told).toBe(TARBALL_ODDITIES.length);
  expect(findings[0]?.title).toBe('the archive of a-package 1.0.0 has absolute paths, paths with .., a second package.json and 3 other oddities');
});

test('many of one kind are counted', async () => {
  const oddities = Array.from({ length: 50 }, (_, at) => ({ kind: 'link' as const, path: `package/${at}`, detail: 'a link to /etc', ...(at === 49 ? { more: 150 } : {}) }));
  const [finding] = await judgeFacts(ID, archive(...oddities));
  expect(finding?.locations).toHaveLength(20);
  expect(finding?.evidence.at(-1)).toEqual({ kind: 'count', text: 'and 30 more' });
});
