// Native code that an update brings.
import { expect, test } from 'vitest';
import type { FileChange } from '../../src/model/difference.ts';
import { fact } from '../support/code-facts.ts';
import { difference, judgedDifference, judgeDifference, severitiesOf } from '../support/difference-facts.ts';
import { judgeFacts } from '../support/server-facts.ts';

const ID = 'native-code-added';
const native = (form: 'addon' | 'webassembly' | 'binding-gyp' | 'binary', command?: string) => fact('native-code', { form, file: 'index.js', ...(command === undefined ? {} : { command }) });
const hook = (command: string) => fact('install-script', { hook: 'install', command, runs: [] });
const FILE: FileChange = { path: 'build/a.node', kind: 'added', content: 'binary' };

test('the packages of its fixtures', async () => {
  expect((await judgedDifference(ID, 'bad')).map(({ severity, standing }) => [severity, standing])).toEqual([['medium', 'new'], ['medium', 'new']]);
  expect(await judgedDifference(ID, 'good')).toEqual([]);
});

test.each([
  ['an addon', [], [native('addon')], ['medium']],
  ['a build', [], [native('binding-gyp'), hook('node-gyp rebuild')], ['medium']],
  ['with another script that installing runs', [], [native('addon'), hook('node setup.js')], ['high']],
  ['one more where one was', [native('binary')], [native('binary'), native('binary', 'prebuild-install')], ['low']],
  ['an addon where a build was', [native('binding-gyp')], [native('binding-gyp'), native('addon')], ['low']],
  ['WebAssembly', [], [native('webassembly')], ['low']],
] as const)('%s', async (_what, before, after, expected) => {
  expect(await severitiesOf(ID, before, after)).toEqual(expected);
});

test('files', async () => {
  expect(await judgeDifference(ID, [], [], { files: [FILE, { ...FILE, path: 'a.png' }, { ...FILE, path: 'b.node', kind: 'changed' }] })).toMatchObject([{ severity: 'medium', title: 'a-package 1.0.1 newly holds compiled files: build/a.node', locations: [{ path: 'a-package@1.0.1/build/a.node' }] }]);
  expect(await severitiesOf(ID, [], [hook('./setup')], { files: [FILE] })).toEqual(['high']);
  expect(await severitiesOf(ID, [native('addon')], [native('addon')], { files: [FILE] })).toEqual(['low']);
});

test('builds in packages of their own, one a platform', async () => {
  const facts = difference([], [native('addon')]);
  const table = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, '1.0.0']));
  const after = { ...facts.after, manifest: { scripts: {}, dependencies: {}, optionalDependencies: table(['@vendor/a-linux-x64-gnu', '@vendor/a-darwin-arm64']), peerDependencies: {}, bundled: [], bins: {}, fields: {} } };
  expect((await judgeFacts(ID, { ...facts, after })).map(({ severity }) => severity)).toEqual(['low']);
});
