// The registry's manifest against the tarball's: what npm does on publishing, and what somebody did.
import { expect, test } from 'vitest';
import { judgedRelease, releaseFacts } from '../support/release-rules.ts';
import { judgeFacts } from '../support/server-facts.ts';

const ID = 'manifest-mismatch';
type Manifest = Readonly<Record<string, unknown>>;
const BASE: Manifest = { name: 'a-package', version: '1.0.0', description: 'd' };
const judged = (described: Manifest, packed: Manifest) => judgeFacts(ID, releaseFacts({ described: { ...BASE, ...described }, packed: { ...BASE, ...packed } }));

test('the releases of its fixtures', async () => {
  expect(await judgedRelease(ID, 'bad')).toMatchObject([{
    severity: 'high', title: 'a-package 1.0.0: the registry\'s manifest and the tarball\'s differ in scripts.postinstall and dependencies.fixture-planted',
    evidence: [{ text: 'scripts.postinstall: the registry has nothing, the tarball "node setup.js"' }, { text: 'dependencies.fixture-planted: the registry has nothing, the tarball "1.0.0"' }],
    locations: [{ path: 'a-package@1.0.0/package.json' }],
  }]);
  expect(await judgedRelease(ID, 'good')).toEqual([]);
});

test.each([
  ['a name', { name: 'b' }, {}, ['high']],
  ['a version', { version: '1.0.1' }, {}, ['high']],
  ['a hidden dependency', {}, { dependencies: { x: '1' } }, ['high']],
  ['a dependency that is only shown', { dependencies: { x: '1' } }, {}, ['high']],
  ['a dependency at another range', { optionalDependencies: { x: '1' } }, { optionalDependencies: { x: '2' } }, ['high']],
  ['a program', {}, { bin: { git: 'x.js' } }, ['high']],
  ['a bundled package', {}, { bundledDependencies: ['x'] }, ['high']],
  ['a hidden script with a name of the prototype', {}, { scripts: JSON.parse('{"__proto__":"x"}') as unknown }, ['low']],
  ['a script that nobody runs', { scripts: { test: 'a' } }, { scripts: { test: 'b' } }, ['low']],
  ['an entry point', { main: 'a.js' }, { main: 'b.js' }, ['low']],
  ['a repository', { repository: 'a/b' }, { repository: 'c/b' }, ['low']],
  ['both kinds', { main: 'a.js' }, { main: 'b.js', scripts: { install: 'x' } }, ['high', 'low']],
  ['the build script without its mark', { scripts: { install: 'node-gyp rebuild' } }, {}, ['high']],
] as const)('%s', async (_case, described, packed, severities) => {
  expect((await judged(described, packed)).map(({ severity }) => severity)).toEqual(severities);
});

test.each([
  ['forms of a version', { version: '1.2.3' }, { version: ' =v1.2.3+build' }],
  ['git in another form', { dependencies: { x: 'github:a/b#main' } }, { dependencies: { x: 'a/b#main' } }],
  ['git by address', { dependencies: { x: 'git+ssh://git@github.com/a/b.git' } }, { dependencies: { x: 'git@github.com:a/b.git' } }],
  ['optional ones in both tables', { dependencies: { f: '1' }, optionalDependencies: { f: '1' } }, { optionalDependencies: { f: '1' } }],
  ['a path of a script', { scripts: { test: 'mocha' } }, { scripts: { test: './node_modules/.bin/mocha' } }],
  ['the usual start', { scripts: { start: 'node server.js' } }, {}],
  ['programs of a folder', { bin: { a: 'bin/a', b: 'bin/b' } }, { directories: { bin: './bin' } }],
  ['no bundled packages', { bundleDependencies: [] }, { bundledDependencies: false }],
  ['fields of publishing', { _id: 'x', gitHead: 'y', readme: 'z', dist: { shasum: 'x' } }, { publishConfig: { tag: 'x' }, devDependencies: { a: '1' } }],
] as const)('%s is what npm does', async (_case, described, packed) => {
  expect(await judged(described, packed)).toEqual([]);
});

test('a commit that differs is another request', async () => {
  expect(await judged({ dependencies: { x: 'a/b#one' } }, { dependencies: { x: 'a/b#two' } })).toMatchObject([{ severity: 'high' }]);
});

test('one hidden script says so', async () => {
  expect((await judged({}, { scripts: { preinstall: 'curl https://u:p@h.example/x' } }))[0]).toMatchObject({ title: 'a-package 1.0.0 has scripts.preinstall in its tarball, which the registry does not show', evidence: [{ text: expect.not.stringContaining('u:p') as string }] });
});

test('a short document has no scripts, and says that there are some', async () => {
  const packed = { ...BASE, scripts: { install: 'x' }, license: 'MIT', repository: 'a/b', main: 'x.js' };
  const short = { name: 'a-package', version: '1.0.0' };
  expect(await judgeFacts(ID, releaseFacts({ described: { ...short, hasInstallScript: true }, packed }))).toEqual([]);
  expect((await judgeFacts(ID, releaseFacts({ described: short, packed }))).map(({ severity }) => severity)).toEqual(['high']);
});

test('a manifest that is none is not compared', async () => {
  expect(await judgeFacts(ID, releaseFacts({ described: BASE, packed: {} }))).toEqual([]);
  expect(await judgeFacts(ID, releaseFacts({ described: BASE }))).toEqual([]);
});
