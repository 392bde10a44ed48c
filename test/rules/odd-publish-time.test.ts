// Times of two releases.
import { expect, test } from 'vitest';
import { difference, judgedDifference, type Side } from '../support/release-rules.ts';
import { judgeFacts } from '../support/server-facts.ts';

const ID = 'odd-publish-time';
const at = (time: string, more: Side & { readonly from?: 'registry' | 'last-modified'; readonly by?: string } = {}): Side => {
  const { from = 'registry', by, ...rest } = more;
  return { ...rest, release: { published: { time, from }, ...(by === undefined ? {} : { publisher: { name: by } }) } };
};

test('the packages of its fixtures', async () => {
  expect(await judgedDifference(ID, 'bad')).toMatchObject([{
    severity: 'medium', title: 'a-package 1.0.1 was published 4 years after the version before, and somebody else published it',
    evidence: [{ kind: 'time', text: 'a-package@1.0.0 at 2021-01-01T00:00:00Z, a-package@1.0.1 at 2025-09-08T13:16:00Z, by the registry' }, { kind: 'record' }],
  }]);
  expect(await judgedDifference(ID, 'good')).toEqual([]);
});

test.each([
  ['after years', at('2020-01-01T00:00:00Z'), at('2024-01-01T00:00:00Z'), [['low', '1.0.1 was published 4 years after the version before']]],
  ['after years, with a new install script', at('2020-01-01T00:00:00Z', { manifest: {} }), at('2024-01-01T00:00:00Z', { manifest: { scripts: { install: 'x' } } }), [['medium', 'new install script']]],
  ['after a year', at('2023-01-01T00:00:00Z'), at('2024-01-01T00:00:00Z'), []],
  ['after minutes', at('2024-01-01T00:00:00Z'), at('2024-01-01T00:04:30Z'), [['info', '4 minutes after']]],
  ['a backport', at('2024-01-01T00:00:00Z', { version: '2.0.0' }), at('2024-02-01T00:00:00Z', { version: '1.9.9' }), [['info', '31 days after a-package@2.0.0, which has the higher number']]],
  ['compared the other way round', at('2024-02-01T00:00:00Z', { version: '1.9.9' }), at('2024-01-01T00:00:00Z', { version: '2.0.0' }), [['info', '31 days before a-package@1.9.9, which has the lower number']]],
  ['a downgrade', at('2024-02-01T00:00:00Z', { version: '2.0.0' }), at('2024-01-01T00:00:00Z', { version: '1.9.9' }), []],
  ['two clocks', at('2020-01-01T00:00:00Z'), at('2024-01-01T00:00:00Z', { from: 'last-modified' }), []],
  ['at once', at('2024-01-01T00:00:00Z'), at('2024-01-01T00:00:30Z'), [['info', 'less than a minute after']]],
  ['a mirror that copied both at once', at('2024-01-01T00:00:00Z', { from: 'last-modified' }), at('2024-01-01T00:00:30Z', { from: 'last-modified' }), []],
  ['a mirror that copied them the other way round', at('2024-02-01T00:00:00Z', { from: 'last-modified' }), at('2024-01-01T00:00:00Z', { from: 'last-modified' }), []],
  ['no times', {}, at('2024-01-01T00:00:00Z'), []],
  ['a time that is none', at('then'), at('2024-01-01T00:00:00Z'), []],
] as const)('%s', async (_case, before, after, expected) => {
  const findings = await judgeFacts(ID, difference(before, after));
  expect(findings.map(({ severity }) => severity)).toEqual(expected.map(([severity]) => severity));
  for (const [at, [, words]] of expected.entries()) expect(findings[at]?.title).toContain(words);
});

test('the headers of tarballs are weaker than the registry\'s word', async () => {
  const [finding] = await judgeFacts(ID, difference(at('2020-01-01T00:00:00Z', { from: 'last-modified' }), at('2024-01-01T00:00:00Z', { from: 'last-modified' })));
  expect(finding).toMatchObject({ confidence: 'low', evidence: [{ text: expect.stringContaining('by the headers of the tarballs') as string }] });
});
