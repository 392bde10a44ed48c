// Lockfiles that take a package from elsewhere than before, compared as diff --lockfiles compares them.
import { expect, test } from 'vitest';
import { lockDiffOf } from '../support/lockfile-diff.ts';
import { ruleFixture } from '../support/rules.ts';
import { memoryRegistry } from '../support/memory-registry.ts';

const ID = 'locked-source-changed';
const found = async (name: 'bad' | 'good') => (await lockDiffOf(ruleFixture(ID, name), ['before.json', 'after.json'], memoryRegistry())).findings.filter(({ ruleId }) => ruleId === ID);

test('to git, to an address, to a host without a hash: medium, each with its line', async () => {
  const findings = await found('bad');
  expect(findings.map(({ severity, title, locations }) => [severity, title, locations[0]?.path, locations[0]?.line])).toEqual([
    ['medium', 'to-git 1.0.0 comes from a git repository now, and came from a registry', 'after.json', 5],
    ['medium', 'to-host 1.0.0 comes from another host now, and its hash is gone from the lockfile', 'after.json', 7],
    ['medium', 'to-url 1.0.0 comes from an address that is no registry now, and came from one', 'after.json', 6],
  ]);
  expect(JSON.stringify(findings)).not.toMatch(/hunter2|secret/);
});

test('another mirror with the same hash, and a repository that it always came from', async () => {
  expect(await found('good')).toEqual([]);
});
