// Who published: persons, CI services, maintainers, and what stands beside a change.
import { expect, test } from 'vitest';
import { fact } from '../support/code-facts.ts';
import { difference, judgedDifference, type Side } from '../support/release-rules.ts';
import { judgeFacts } from '../support/server-facts.ts';

const ID = 'publisher-changed';
const by = (name: string, more: Side['release'] = {}): Side => ({ manifest: {}, release: { publisher: { name }, ...more } });
const CI: Side = { manifest: {}, release: { publisher: { name: 'ci', trustedBy: 'github' } } };
const severities = async (before: Side, after: Side, more: Parameters<typeof difference>[2] = {}) => (await judgeFacts(ID, difference(before, after, more))).map(({ severity }) => severity);

test('the packages of its fixtures', async () => {
  expect(await judgedDifference(ID, 'bad')).toMatchObject([{
    severity: 'high', title: 'a-package 1.0.1 was published by new-account, the version before by first-author, and it brings a new install script (postinstall)', standing: 'new', change: { was: 'first-author', now: 'new-account' },
  }]);
  expect(await judgedDifference(ID, 'good')).toMatchObject([{ severity: 'low' }]);
});

test.each([
  ['a new account', by('a'), by('b'), ['medium']],
  ['the same, in other letters', by('Author'), by('author'), []],
  ['the same name with another address', by('a'), { release: { publisher: { name: 'a', email: 'x@example.com' } } }, []],
  ['one of the maintainers', by('a', { maintainers: [{ name: 'a' }, { name: 'b' }] }), by('b'), ['low']],
  ['CI, then a person', CI, by('a'), ['medium']],
  ['a person, then CI', by('a'), CI, ['info']],
  ['the same CI', CI, CI, []],
  ['another CI', CI, { release: { publisher: { name: 'ci', trustedBy: 'gitlab' } } }, ['low']],
  ['nobody tells before', { release: {} }, by('b'), []],
  ['nobody tells after', by('a'), { release: {} }, []],
  ['no registry', {}, {}, []],
  ['an empty name', by('a'), by(' '), []],
] as const)('%s', async (_case, before, after, expected) => {
  expect(await severities(before, after)).toEqual(expected);
});

test.each([
  ['an install script', { ...by('b'), manifest: { scripts: { install: 'x' } } }, {}],
  ['an install script that building makes', by('b'), { behaviors: [{ kind: 'added', places: 1, behavior: fact('install-script', { hook: 'install', command: 'node-gyp rebuild' }) }] }],
  ['hidden code', by('b'), { behaviors: [{ kind: 'added', places: 1, behavior: fact('obfuscation', { technique: 'string-table' }) }] }],
] as const)('a new account and %s', async (_case, after, more) => {
  expect(await severities(by('a'), after, more)).toEqual(['high']);
  expect(await severities(by('a', { maintainers: [{ name: 'b' }] }), after, more)).toEqual(['medium']);
});

test('what is no sign: a changed script, minified code, provenance that was not fetched', async () => {
  expect(await severities({ ...by('a'), manifest: { scripts: { install: 'x' } } }, { ...by('b'), manifest: { scripts: { install: 'y' } } })).toEqual(['medium']);
  expect(await severities(by('a'), by('b'), { behaviors: [{ kind: 'added', places: 1, behavior: fact('obfuscation', { technique: 'identifiers' }) }] })).toEqual(['medium']);
  expect(await severities({ ...by('a'), proof: { provenance: { kind: 'verified', predicate: 'p' } } }, { ...by('b'), proof: { provenance: { kind: 'not-fetched', why: 'offline' } } })).toEqual(['medium']);
});

test('CI, then a person, without provenance', async () => {
  expect(await severities({ ...CI, proof: { provenance: { kind: 'verified', predicate: 'p' } } }, { ...by('a'), proof: { provenance: { kind: 'none' } } })).toEqual(['high']);
});

test('maintainers that were all replaced', async () => {
  const people = (...names: readonly string[]): Side => ({ manifest: {}, release: { maintainers: names.map((name) => ({ name })) } });
  expect(await judgeFacts(ID, difference(people('a', 'b'), people('c')))).toMatchObject([{ severity: 'medium', title: 'a-package 1.0.1: none of the earlier maintainers is left', change: { was: 'a and b', now: 'c' } }]);
  expect(await severities(people('a', 'b'), people('b', 'c'))).toEqual([]);
  expect(await severities(people('a'), people())).toEqual([]);
  expect(await severities(people('a'), { ...people('c'), manifest: { scripts: { postinstall: 'x' } } })).toEqual(['high']);
});
