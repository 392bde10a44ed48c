// New dependencies: from fixtures and from hand-made facts.
import { describe, expect, test } from 'vitest';
import type { Advisory, RequestMatch } from '../../src/model/advisory.ts';
import type { DependencyFacts } from '../../src/rules/contract.ts';
import { difference, judgedDifference, release } from '../support/release-rules.ts';
import { judgeFacts } from '../support/server-facts.ts';

const ID = 'dependency-added';
const RELEASED = '2026-03-31T00:20:00Z';
const answer = (more: Partial<NonNullable<DependencyFacts['answer']>> & { readonly version?: string; readonly by?: string; readonly at?: string } = {}): Partial<DependencyFacts> => {
  const { version = '1.2.3', by, at = '2020-01-01T00:00:00Z', ...rest } = more;
  return { answer: { release: release({ name: 'fixture-new', version, published: { time: at, from: 'registry' }, ...(by === undefined ? {} : { publisher: { name: by } }) }), created: '2015-01-01T00:00:00Z', versions: 40, installScripts: [], ...rest } };
};
const added = (facts: Partial<DependencyFacts> = {}, { name = 'fixture-new', spec = '^1.0.0', kind = 'dependencies', repository = 'a-team/a-package' } = {}) =>
  judgeFacts(ID, difference({ manifest: { repository }, release: {} }, { manifest: { repository, [kind]: { [name]: spec } }, release: { publisher: { name: 'author' }, published: { time: RELEASED, from: 'registry' } } }, { answers: { [name]: facts } }));

test('the packages of its fixtures', async () => {
  const [bad, ...others] = await judgedDifference(ID, 'bad');
  expect(others).toEqual([]);
  expect(bad).toMatchObject({
    severity: 'high', standing: 'new', change: { now: 'fixture-planted@^4.2.1' }, package: { name: 'a-package', version: '1.0.1' },
    title: 'a-package 1.0.1 takes the new dependency fixture-planted: its name was first published 18 hours before this release; installing it runs postinstall',
    locations: [{ path: 'a-package@1.0.1/package.json', line: 6 }],
  });
  expect(await judgedDifference(ID, 'good')).toMatchObject([{ severity: 'info', title: 'a-package 1.0.1 takes the new dependency fixture-old' }]);
});

test.each([
  ['an old one', answer(), 'info'],
  ['nothing known of it', {}, 'info'],
  ['a young name', answer({ created: '2026-03-20T00:00:00Z' }), 'medium'],
  ['a name that came later', answer({ created: '2026-06-20T00:00:00Z' }), 'medium'],
  ['two versions of this year', answer({ created: '2025-12-01T00:00:00Z', versions: 2 }), 'medium'],
  ['two versions, and settled', answer({ versions: 2 }), 'info'],
  ['one version, made for it', answer({ created: '2015-01-01T00:00:00Z', versions: 1, at: '2026-03-29T00:00:00Z' }), 'medium'],
  ['old, with install scripts', answer({ installScripts: ['install'] }), 'medium'],
  ['young, with install scripts', answer({ created: '2026-03-20T00:00:00Z', installScripts: ['install'] }), 'high'],
  ['young, by the same publisher', answer({ created: '2026-03-20T00:00:00Z', by: 'author' }), 'info'],
  ['young with scripts, by the same publisher', answer({ created: '2026-03-20T00:00:00Z', by: 'author', installScripts: ['postinstall'] }), 'medium'],
  ['a time that is none', answer({ created: 'yesterday' }), 'info'],
] as const)('%s', async (_case, facts, severity) => {
  expect(await added(facts)).toMatchObject([{ severity }]);
});

test.each([
  ['git, in dependencies', 'github:somebody/x', 'dependencies', 'medium'],
  ['git of its own, optional', 'github:a-team/x', 'optionalDependencies', 'medium'],
  ['git, optional', 'github:somebody/x', 'optionalDependencies', 'high'],
  ['git of its own, optional, pinned to a commit', `github:a-team/x#${'0'.repeat(40)}`, 'optionalDependencies', 'high'],
  ['an address', 'https://files.example.com/x.tgz', 'dependencies', 'medium'],
  ['a file', 'file:../x', 'dependencies', 'medium'],
  ['what npm cannot answer', 'workspace:^', 'dependencies', 'low'],
] as const)('from %s', async (_case, spec, kind, severity) => {
  expect(await added({}, { spec, kind })).toMatchObject([{ severity }]);
});

test.each([
  ['expresss', {}, 'medium'],
  ['expresss', answer(), 'info'],
  ['expresss', answer({ created: '2026-03-20T00:00:00Z' }), 'high'],
  ['commаnder', {}, 'medium'],
  ['express', {}, 'info'],
  ['react-domino', {}, 'info'],
] as const)('the look of a popular name: %s %#', async (name, facts, severity) => {
  expect(await added(facts, { name })).toMatchObject([{ severity }]);
});

describe('what bundles list', () => {
  const MALWARE: Advisory = { name: 'fixture-new', class: 'malware', confidence: 'high', versions: ['1.2.3'], ranges: [], safe: [], alive: true, campaign: 'fixture', ids: ['MAL-0000-1'], sources: [] };
  const match = (advisory: Partial<Advisory>, kind: RequestMatch['kind'] = 'could-resolve'): Partial<DependencyFacts> => ({ matches: [{ name: 'fixture-new', spec: '^1.0.0', kind, matched: ['1.2.3'], advisory: { ...MALWARE, ...advisory } }] });
  test.each([
    ['the listed version outright', match({}, 'exact'), 'critical'],
    ['every version', match({}, 'every-version'), 'high'],
    ['a range with a removed version of a living package', match({}), 'low'],
    ['the same, answered with a good one today', { ...answer({ version: '1.2.4' }), ...match({}) }, 'info'],
    ['the same, answered with the listed one', { ...answer({ version: '1.2.3' }), ...match({}) }, 'critical'],
    ['a package that was taken down', match({ alive: false }), 'high'],
    ['a flaw', match({ class: 'vulnerability' }, 'exact'), 'info'],
    ['an impostor', match({ class: 'impostor' }, 'exact'), 'medium'],
    ['a rumour', match({ confidence: 'low' }, 'exact'), 'info'],
  ] as const)('%s', async (_case, facts, severity) => {
    expect(await added(facts)).toMatchObject([{ severity }]);
  });
  test('the campaign is named', async () => {
    expect(await added(match({}, 'exact'))).toMatchObject([{ campaign: { id: 'fixture' }, title: expect.stringContaining('MAL-0000-1') as string }]);
  });
});

test.each([
  ['a person where CI published', { publisher: { name: 'ci', trustedBy: 'github' } }, {}, 'critical'],
  ['lost provenance', {}, { provenance: { kind: 'verified', predicate: 'p' } }, 'critical'],
  ['the same publisher', { publisher: { name: 'author' } }, {}, 'high'],
] as const)('young, with install scripts, and %s', async (_case, says, proof, severity) => {
  const after = { manifest: { dependencies: { 'fixture-new': '^1.0.0' } }, release: { publisher: { name: 'author' }, published: { time: RELEASED, from: 'registry' } }, proof: { provenance: { kind: 'none' } } } as const;
  expect(await judgeFacts(ID, difference({ manifest: {}, release: says, proof }, after, { answers: { 'fixture-new': answer({ created: '2026-03-30T00:00:00Z', installScripts: ['postinstall'] }) } }))).toMatchObject([{ severity }]);
});

test('ordinary ones share one line, telling ones have their own', async () => {
  const many = Object.fromEntries(Array.from({ length: 8 }, (_, at) => [`fixture-${at}`, '^1.0.0']));
  const findings = await judgeFacts(ID, difference({ manifest: {} }, { manifest: { dependencies: { ...many, 'fixture-git': 'github:a/b' } } }));
  expect(findings.map(({ severity, title }) => [severity, title])).toEqual([
    ['medium', 'a-package 1.0.1 takes the new dependency fixture-git: it is fetched from git and not from a registry'],
    ['info', 'a-package 1.0.1 takes 8 new dependencies: fixture-0, fixture-1, fixture-2, fixture-3, fixture-4 and 3 more'],
  ]);
});

test('thousands of them come to an end', async () => {
  const many = Object.fromEntries(Array.from({ length: 20_000 }, (_, at) => [`fixture-${at}`, at % 2 === 0 ? 'github:a/b' : '1']));
  const findings = await judgeFacts(ID, difference({ manifest: {} }, { manifest: { dependencies: many } }));
  expect(findings).toHaveLength(32);
  expect(findings[30]).toMatchObject({ severity: 'medium', title: 'a-package 1.0.1 takes 9970 more dependencies that something speaks against' });
});

test('a package of its own scope is no stranger, and a source that changed is told', async () => {
  expect(await added(answer({ created: '2026-03-31T00:00:00Z', versions: 1 }), { name: '@a-package/linux-x64', kind: 'optionalDependencies' })).toMatchObject([{ severity: 'info' }]);
  const aliased = difference({ manifest: { dependencies: { x: '^1.0.0' } } }, { manifest: { dependencies: { x: 'npm:x-core@^1.0.0', y: 'npm:z@^1.0.0' } } });
  expect(await judgeFacts(ID, aliased)).toMatchObject([{ severity: 'medium', title: expect.stringContaining('from another source x: another package, x-core, is installed under that name') as string }, { severity: 'info', change: { now: 'y' } }]);
  expect(await judgeFacts(ID, difference({ manifest: { dependencies: { x: '^1.0.0' } } }, { manifest: { dependencies: { x: 'github:a/b' } } }))).toMatchObject([{ severity: 'medium', title: expect.stringContaining('from another source x') as string, change: { was: 'x@^1.0.0', now: 'x@github:a/b' } }]);
});

test('packages that one CI service publishes are not of one owner', async () => {
  const ci = { name: 'GitHub Actions', trustedBy: 'github' };
  const young: Partial<DependencyFacts> = { answer: { release: release({ name: 'fixture-new', publisher: ci }), created: '2026-03-30T00:00:00Z', versions: 1, installScripts: ['postinstall'] } };
  const after = { manifest: { dependencies: { 'fixture-new': '^1.0.0' } }, release: { publisher: ci, published: { time: RELEASED, from: 'registry' } } } as const;
  expect(await judgeFacts(ID, difference({ manifest: {} }, after, { answers: { 'fixture-new': young } }))).toMatchObject([{ severity: 'high' }]);
});

test('another range of what was there is told only where bundles speak against it', async () => {
  const again = (matches: DependencyFacts['matches']) => judgeFacts(ID, difference({ manifest: { dependencies: { x: '^1.0.0' } } }, { manifest: { dependencies: { x: '^2.0.0' } } }, { answers: { x: { matches } } }));
  const advisory: Advisory = { name: 'x', class: 'malware', confidence: 'high', versions: ['2.0.0'], ranges: [], safe: [], alive: false, campaign: 'fixture', ids: [], sources: [] };
  expect(await again([])).toEqual([]);
  expect(await again([{ name: 'x', spec: '^2.0.0', kind: 'could-resolve', matched: ['2.0.0'], advisory }])).toMatchObject([{ severity: 'high', title: expect.stringContaining('asks for another range of x: 2.0.0') as string }]);
});

test('no dependency, no finding', async () => {
  expect(await judgeFacts(ID, difference({ manifest: {} }, { manifest: {} }))).toEqual([]);
});
