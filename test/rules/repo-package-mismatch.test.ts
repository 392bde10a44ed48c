// A package beside its repository.
import { expect, test } from 'vitest';
import type { Behavior } from '../../src/model/behavior.ts';
import type { BehaviorChange, FileChange } from '../../src/model/difference.ts';
import type { RepositoryFacts } from '../../src/rules/contract.ts';
import { fact, text } from '../support/code-facts.ts';
import { besideRepository, factsOf } from '../support/release-rules.ts';
import { judgeFacts } from '../support/server-facts.ts';

const ID = 'repo-package-mismatch';
const file = (path: string, more: Partial<FileChange> = {}): FileChange => ({ path, kind: 'added', content: 'code', after: 100, ...more });
const adds = (behavior: Behavior): BehaviorChange => ({ kind: 'added', behavior, places: 1 });
const severities = async (facts: Partial<RepositoryFacts>) => (await judgeFacts(ID, besideRepository(facts))).map(({ severity }) => severity);
const NETWORK = adds(fact('network', { file: 'lib/a.js', host: 'collect.example.com' }));

test('the packages of its fixtures', async () => {
  const findings = await judgeFacts(ID, besideRepository(factsOf(ID, 'bad')));
  expect(findings.map(({ severity, title }) => [severity, title])).toEqual([
    ['high', 'a-package 1.0.0 holds code that its repository does not have, with behaviour of its own: lib/setup.js'],
    ['high', 'a-package 1.0.0: the published package.json differs from the repository\'s in scripts.postinstall'],
  ]);
  expect(findings[0]).toMatchObject({ standing: 'new', locations: [{ path: 'a-package@1.0.0/lib/setup.js', line: 3 }], evidence: [{ text: 'compared with ../a-package at 0123456789ab (by the tag of the version)' }, { kind: 'behavior' }, { kind: 'record' }] });
  expect(await judgeFacts(ID, besideRepository(factsOf(ID, 'good')))).toMatchObject([{ severity: 'info', title: 'a-package 1.0.0 holds 1 built file, as its repository tells' }]);
});

test.each([
  ['nothing', {}, []],
  ['a file alone', { onlyInPackage: [file('lib/a.js')] }, ['medium']],
  ['a file that sends', { onlyInPackage: [file('lib/a.js')], behaviors: [NETWORK] }, ['high']],
  ['a file that reads a variable', { onlyInPackage: [file('lib/a.js')], behaviors: [adds(fact('environment', { file: 'lib/a.js', name: 'HOME' }))] }, ['medium']],
  ['the behaviour was taken out', { onlyInPackage: [file('lib/a.js')], behaviors: [{ ...NETWORK, kind: 'removed' }] }, ['medium']],
  ['code that differs', { differing: [file('lib/a.js', { kind: 'changed' })] }, ['medium']],
  ['code that differs and starts programs', { differing: [file('lib/a.js', { kind: 'changed' })], behaviors: [adds(fact('process', { file: 'lib/a.js' }))] }, ['high']],
  ['other blanks', { differing: [file('lib/a.js', { kind: 'changed', only: 'formatting' })] }, []],
  ['texts', { onlyInPackage: [file('NOTES.md', { content: 'text' })] }, []],
  ['binary files', { onlyInPackage: [file('a.node', { content: 'binary' })] }, ['info']],
  ['both', { onlyInPackage: [file('lib/a.js'), file('lib/b.js')], behaviors: [NETWORK] }, ['high', 'medium']],
  ['built files', { built: [file('dist/a.js')] }, ['info']],
  ['built files with the network of a dependency', { built: [file('lib/a.js')], behaviors: [NETWORK] }, ['low']],
  ['a listed host in built files', { built: [file('lib/a.js')], behaviors: [NETWORK], known: (host) => (host === 'collect.example.com' ? [{ type: 'domain', value: host, use: 'match' }] : []) }, ['high']],
  ['a constant recipient in built files', { built: [file('lib/a.js')], behaviors: [adds(fact('mail', { file: 'lib/a.js', field: 'bcc', origins: [text('copy@collect.example.com')] }))] }, ['high']],
] as [string, Partial<RepositoryFacts>, readonly string[]][])('%s', async (_case, facts, expected) => {
  expect(await severities(facts)).toEqual(expected);
});

test.each([
  ['an install script', { field: 'scripts.preinstall', now: 'node x.js' }, ['high']],
  ['an install script of another text', { field: 'scripts.install', was: 'a', now: 'b' }, ['high']],
  ['a script that is left out', { field: 'scripts.prepare', was: 'a' }, []],
  ['another script', { field: 'scripts.test', now: 'a' }, ['low']],
  ['the build script of npm', { field: 'scripts.install', now: 'node-gyp rebuild' }, []],
  ['a dependency', { field: 'dependencies.x', now: '^1.0.0' }, ['medium']],
  ['a git dependency', { field: 'optionalDependencies.x', now: 'github:a/b' }, ['high']],
  ['a workspace', { field: 'dependencies.x', was: 'workspace:*', now: '1.0.0' }, []],
  ['a dependency that is left out', { field: 'dependencies.x', was: '1.0.0' }, []],
  ['a program', { field: 'bin.x', now: 'x.js' }, ['medium']],
  ['the built file of a program', { field: 'bin.x', was: 'src/x.ts', now: 'dist/x.js' }, []],
  ['a version that CI writes', { field: 'version', was: '0.0.0-development', now: '1.0.0' }, []],
  ['another version', { field: 'version', was: '0.9.0', now: '1.0.0' }, ['low']],
  ['entry points', { field: 'exports', was: '{}', now: '{"a":1}' }, []],
] as const)('package.json: %s', async (_case, change, expected) => {
  expect(await severities({ manifest: [change] })).toEqual(expected);
});

test('the newest commit of a branch is no proof', async () => {
  const repository = { label: '../a-package', commit: '0'.repeat(40), by: 'head' } as const;
  expect(await severities({ repository, onlyInPackage: [file('lib/a.js')], behaviors: [NETWORK], manifest: [{ field: 'version', was: '2.0.0', now: '1.0.0' }, { field: 'dependencies.x', was: '2', now: '1' }] })).toEqual(['medium']);
});

test('a token that a built file sends to a host which no document names; the key of a bundled service goes to it', async () => {
  const sending = (name: string, host: string): BehaviorChange => ({ kind: 'added', places: 1, behavior: { kind: 'network', api: 'https.get', method: 'request', host, url: `https://${host}/?t=*`, origins: [{ kind: 'constant', text: `https://${host}/?t=`, via: [] }], sends: [{ kind: 'environment', name }], place: { path: 'dist/index.js', line: 3, column: 1 } } });
  expect(await severities({ built: [file('dist/index.js')], behaviors: [sending('NPM_TOKEN', 'collect.example')] })).toEqual(['high']);
  expect(await severities({ built: [file('dist/index.js')], behaviors: [sending('OPENAI_API_KEY', 'api.openai.example')] })).toEqual(['low']);
});

test('declarations of types are no code', async () => {
  expect(await severities({ onlyInPackage: [file('index.d.cts'), file('lib/a.d.ts')] })).toEqual([]);
  expect(await severities({ onlyInPackage: [file('index.cts')] })).toEqual(['medium']);
});
