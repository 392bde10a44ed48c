// Repositories of two versions: what the manifest says, what provenance proves.
import { expect, test } from 'vitest';
import { difference, judgedDifference, type Side } from '../support/release-rules.ts';
import { judgeFacts } from '../support/server-facts.ts';

const ID = 'repository-moved';
const says = (repository: unknown, built?: string): Side => ({
  manifest: repository === undefined ? {} : { repository },
  ...(built === undefined ? {} : { proof: { provenance: { kind: 'verified', predicate: 'p', source: { repository: built } } } }),
});
const severities = async (before: Side, after: Side) => (await judgeFacts(ID, difference(before, after))).map(({ severity }) => severity);

test('the packages of its fixtures', async () => {
  expect(await judgedDifference(ID, 'bad')).toMatchObject([{
    severity: 'medium', title: 'a-package 1.0.1: by the manifest its repository has another owner, github:new-account/a-package instead of github:a-team/a-package', locations: [{ path: 'a-package@1.0.1/package.json', line: 4 }],
  }]);
  expect(await judgedDifference(ID, 'good')).toEqual([]);
});

const OURS = 'https://github.com/a-team/a-package';
test.each([
  ['another owner', says('a/x'), says('b/x'), ['medium']],
  ['another host', says('github:a/x'), says('gitlab:a/x'), ['medium']],
  ['another name of the same owner', says('a/x'), says('a/y'), ['info']],
  ['no longer named', says('a/x'), says(undefined), ['low']],
  ['named now', says(undefined), says('a/x'), []],
  ['a text that is no repository any more', says('a/x'), says('see our site'), ['medium']],
  ['texts that never were one', says('see our site'), says('see our page'), []],
  ['built from elsewhere', says(OURS, OURS), says(OURS, 'https://github.com/other/a-package'), ['medium', 'medium']],
  ['moved in both', says(OURS, OURS), says('new/a-package', 'https://github.com/new/a-package'), ['medium']],
  ['a contradiction from the beginning', says(OURS, 'https://github.com/fork/a-package'), says(OURS, 'https://github.com/fork/a-package'), []],
  ['a contradiction that the earlier version could not show', says(OURS), says(OURS, 'https://github.com/fork/a-package'), ['medium']],
  ['another repository of the same owner built it', says(OURS), says(OURS, 'https://github.com/a-team/monorepo'), []],
  ['nothing known', {}, {}, []],
] as const)('%s', async (_case, before, after, expected) => {
  expect(await severities(before, after)).toEqual(expected);
});
