// New programs.
import { expect, test } from 'vitest';
import { difference, judgedDifference } from '../support/release-rules.ts';
import { judgeFacts } from '../support/server-facts.ts';

const ID = 'program-name-added';
const bins = (now: unknown, was: unknown = {}) => judgeFacts(ID, difference({ manifest: { name: 'a-package', bin: was } }, { manifest: { name: 'a-package', bin: now } }));

test('the packages of its fixtures', async () => {
  expect(await judgedDifference(ID, 'bad')).toMatchObject([{ severity: 'high', title: 'a-package 1.0.1 brings a program of its own named npx, which is run in place of the one everybody means', change: { now: 'npx' }, locations: [{ path: 'a-package@1.0.1/package.json' }] }]);
  expect(await judgedDifference(ID, 'good')).toMatchObject([{ severity: 'info', title: 'a-package 1.0.1 brings the new program a-package-init' }]);
});

test.each([
  ['git.exe', 'high'], ['../../sudo', 'high'], ['NODE', 'high'], ['a-package', 'info'], ['gitlike', 'info'], ['__proto__', 'info'],
])('%s', async (name, severity) => {
  expect(await bins(JSON.parse(`{${JSON.stringify(name)}: "x.js"}`))).toMatchObject([{ severity }]);
});

test('one finding for each weight; what was there before, or went, is none', async () => {
  expect((await bins({ git: 'x', ssh: 'y', one: 'z', two: 'z' })).map(({ severity }) => severity)).toEqual(['high', 'info']);
  expect(await bins({ git: 'y.js' }, { git: 'x.js', ssh: 'z.js' })).toEqual([]);
});

test('a folder of programs', async () => {
  expect(await judgeFacts(ID, difference({ manifest: {} }, { manifest: { directories: { bin: './bin' } } }))).toMatchObject([{ severity: 'low' }]);
});

test.each([['npm', 'npx'], ['node', 'node'], ['@pnpm/exe', 'pnpm'], ['@yarnpkg/cli-dist', 'yarn']])('%s may bring %s', async (name, program) => {
  const facts = { ...difference({ manifest: {} }, { manifest: { bin: { [program]: 'x' } } }), package: { name, version: '1.0.0' } };
  expect(await judgeFacts(ID, facts)).toMatchObject([{ severity: 'info' }]);
});
