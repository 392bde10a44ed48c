// diff --against-repo: packages on the disk beside real repositories.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fetchRepository } from '../../src/io/git-fetch.ts';
import { readRepository } from '../../src/io/git-tree.ts';
import { memoryTree } from '../../src/io/memory-tree.ts';
import type { Report } from '../../src/model/report.ts';
import type { ProvenRelease } from '../../src/model/release.ts';
import { againstRepository, type AgainstRepositoryOptions } from '../../src/pipelines/against-repository.ts';
import { builtFiles } from '../../src/pipelines/against-repository/built.ts';
import { candidatesFor, gitHead } from '../../src/pipelines/against-repository/candidates.ts';
import { temporaryFolder } from '../support/cli.ts';
import { repository, type TestRepository } from '../support/git.ts';
import { diffPorts, disk } from '../support/lockfile-diff.ts';
import { problemsOf, ROOT, usualBundle } from '../support/scan.ts';
import { memoryRegistry } from '../support/memory-registry.ts';

type Files = Readonly<Record<string, string>>;

const MANIFEST = { name: 'some-server', version: '1.2.0', main: 'index.js' };
const HONEST: Files = { 'package.json': JSON.stringify(MANIFEST, undefined, 2), 'index.js': "'use strict';\nmodule.exports = (a, b) => a + b;\n", 'README.md': '# some-server\n' };

function folderOf(files: Files): string {
  return temporaryFolder(files);
}

function repositoryWith(files: Files, tag = 'v1.2.0'): TestRepository {
  const repo = repository();
  repo.commit({ 'readme.old': 'x' });
  repo.commit(files);
  if (tag !== '') repo.git('tag', tag);
  repo.commit({ 'index.js': 'module.exports = "later";\n' });
  return repo;
}

async function compare(packageFiles: Files, repo: string | TestRepository, more: Partial<AgainstRepositoryOptions> = {}): Promise<Report> {
  const folder = typeof repo === 'string' ? repo : repo.folder;
  return againstRepository({
    package: { kind: 'path', path: { absolute: folderOf(packageFiles), shown: 'pkg', stable: '' } },
    repository: { kind: 'clone', path: { absolute: folder, shown: 'repo', stable: '' } },
    failOn: 'high', exclude: [], inventory: 'drop', files: 'fold', network: 'online', ...more,
  }, {
    ...diffPorts(disk, memoryRegistry(), await usualBundle()),
    readRepository: (of) => readRepository(disk, of),
    fetchRepository: (url, wants) => fetchRepository({ url: url.replace('https://loopback.example', 'file://'), wants, environment: process.env, never: [], protocol: 'file' }),
  });
}

const mismatches = (report: Report) => report.findings.filter(({ ruleId }) => ruleId === 'repo-package-mismatch').map(({ severity, title }) => `${severity} ${title}`);
const notes = (report: Report) => report.coverage.places.flatMap((place) => place.notes).join('\n');
const paths = (report: Report) => report.differences?.[0]?.files.map(({ path }) => path);

describe('honest packages', () => {
  test('the same files at the tag of the version: nothing to tell, whatever the branch is now', async () => {
    const report = await compare(HONEST, repositoryWith({ ...HONEST, 'test/a.test.js': 'test', '.npmignore': 'test\n' }));
    expect(report.verdict).toMatchObject({ status: 'clean', exitCode: 0, scope: 'pkg against the repository repo' });
    expect(report.findings).toEqual([]);
    expect(report.differences).toMatchObject([{ before: { label: 'repo#v1.2.0', source: 'git' }, after: { label: 'pkg' }, files: [] }]);
    expect(notes(report)).toContain('every file of the package is in the repository as it is');
  });

  test('line ends, formatting, files of a monorepo\'s top, and what is built are no difference', async () => {
    const source = 'export function add(left: number, right: number): number {\n  return left + right;\n}\n';
    const inRepo: Files = {
      'package.json': JSON.stringify({ private: true, workspaces: ['packages/*'] }), 'LICENSE': 'MIT License\n', '.gitignore': 'node_modules/\n/packages/*/dist\n',
      'packages/other/package.json': JSON.stringify({ name: 'other', version: '1.2.0' }),
      'packages/server/package.json': JSON.stringify({ ...MANIFEST, main: 'dist/index.js', files: ['dist'], scripts: { build: 'tsc' }, repository: { type: 'git', url: 'https://git.example/dev/mono', directory: 'packages/server' } }),
      'packages/server/src/index.ts': source, 'packages/server/README.md': 'one\ntwo\n', 'packages/server/tools.js': 'const a = 1;\nmodule.exports = a;\n',
    };
    const built = 'export function add(left, right) {\n    return left + right;\n}\n';
    const report = await compare({ 'package.json': inRepo['packages/server/package.json'] ?? '', LICENSE: 'MIT License\n', 'README.md': 'one\r\ntwo\r\n', 'tools.js': '// one\nconst a  =  1;\n\nmodule.exports = a;\n', 'dist/index.js': built, 'dist/index.d.ts': 'export declare function add(left: number, right: number): number;\n' }, repositoryWith(inRepo, 'some-server@1.2.0'));
    expect(report.verdict.status).toBe('clean');
    expect(paths(report)).toEqual(['dist/index.d.ts', 'dist/index.js']);
    expect(mismatches(report).filter((text) => !text.startsWith('info'))).toEqual([]);
    expect(report.differences?.[0]?.before.label).toBe('repo#some-server@1.2.0');
  });

  test('TypeScript built in place, beside its sources', async () => {
    const repo = repositoryWith({ 'package.json': JSON.stringify({ ...MANIFEST, scripts: { prepare: 'tsc' } }), 'index.ts': 'export const one: number = 1;\n' });
    const report = await compare({ 'package.json': JSON.stringify({ ...MANIFEST, scripts: { prepare: 'tsc' } }), 'index.js': 'export const one = 1;\n', 'index.d.ts': 'export declare const one: number;\n', 'index.js.map': '{}' }, repo);
    expect(mismatches(report).filter((text) => !text.startsWith('info'))).toEqual([]);
  });
});

describe('packages that hold what nobody committed', () => {
  const mail = (version: string) => Object.fromEntries(['index.js', 'package.json', 'README.md'].map((name) => [name, readFileSync(join(ROOT, 'fixtures', 'behaviors', 'model-case', version, name), 'utf8')]));

  test('one line more than the repository has', async () => {
    const clean = { ...mail('1.0.16'), 'index.js': mail('1.0.15')['index.js'] ?? '' };
    const report = await compare(mail('1.0.16'), repositoryWith(clean, 'v1.0.16'));
    expect(report.verdict.exitCode).toBe(1);
    expect(mismatches(report)[0]).toMatch(/^high postmark-mcp 1\.0\.16 holds code that differs from its repository, with behaviour of its own: index\.js/);
    expect(report.findings.find(({ ruleId }) => ruleId === 'repo-package-mismatch')?.locations[0]).toMatchObject({ path: 'pkg/index.js', line: 65 });
  });

  test('a file more, and a script that runs it; no build, so that dist is no excuse', async () => {
    const evil: Files = { ...HONEST, 'package.json': JSON.stringify({ ...MANIFEST, scripts: { postinstall: 'node dist/setup.js' } }), 'dist/setup.js': "require('child_process').exec('id');\n" };
    const report = await compare(evil, repositoryWith(HONEST));
    expect(mismatches(report).filter((text) => text.startsWith('high'))).toHaveLength(2);
    expect(mismatches(report).join('\n')).toContain('dist/setup.js');
    expect(mismatches(report).join('\n')).toContain('scripts.postinstall');
    expect(paths(report)).toEqual(['dist/setup.js']);
  });

  test('what a built file does beyond the sources', async () => {
    const inRepo: Files = { ...HONEST, '.gitignore': 'dist\n', 'package.json': JSON.stringify({ ...MANIFEST, main: 'dist/index.js', scripts: { build: 'rollup -c' } }), 'src/index.js': 'export const one = 1;\n' };
    const evil: Files = { 'package.json': inRepo['package.json'] ?? '', 'README.md': HONEST['README.md'] ?? '', 'index.js': HONEST['index.js'] ?? '', 'dist/index.js': mail('1.0.16')['index.js'] ?? '' };
    const report = await compare(evil, repositoryWith(inRepo));
    expect(mismatches(report).join('\n')).toMatch(/high some-server 1\.2\.0 does in its built files what its repository's source does not/);
  });
});

describe('which commit', () => {
  const release = (document: object, provenance: ProvenRelease['provenance'] = { kind: 'none' }): ProvenRelease => ({ release: { name: 'a', version: '1.0.0', registry: '', tarball: '', document: JSON.stringify(document), signatures: [] }, signatures: [], provenance });
  const [one, two] = ['1'.repeat(40), '2'.repeat(40)];

  test('asked for, the tag, the provenance, gitHead, the newest', () => {
    const of = { name: '@s/a', version: '1.0.0' };
    const refs = ['HEAD', 'refs/heads/main', 'refs/tags/v1.0.0', 'refs/tags/a@1.0.0', 'refs/tags/other@1.0.0'];
    const proven = release({ gitHead: two }, { kind: 'verified', predicate: 'x', source: { commit: one } });
    expect(candidatesFor(refs, of, { release: proven })).toEqual([{ ref: 'refs/tags/a@1.0.0', by: 'tag' }, { ref: one, by: 'provenance' }, { ref: two, by: 'git-head' }, { ref: 'HEAD', by: 'head' }]);
    expect(candidatesFor(refs, { ...of, version: '2.0.0' }, {})).toEqual([{ ref: 'HEAD', by: 'head' }]);
    expect(candidatesFor(refs, of, { asked: 'main', release: proven })).toEqual([{ ref: 'refs/heads/main', by: 'asked-for' }]);
    expect(candidatesFor([], {}, {})).toEqual([]);
    for (const bad of [{}, { gitHead: 5 }, { gitHead: '--upload-pack=x' }, { gitHead: 'main' }]) expect(gitHead(release(bad))).toBeUndefined();
    expect(gitHead({ ...release({}), release: { ...release({}).release, document: '{' } })).toBeUndefined();
  });

  test('without a tag the newest commit, where nothing is high; with --ref that one; none that is there', async () => {
    const repo = repositoryWith(HONEST, '');
    const report = await compare({ ...HONEST, 'x.js': "require('child_process').exec('id');\n" }, repo);
    expect(notes(report)).toContain('no tag names the version: compared with its newest commit');
    expect(mismatches(report).every((text) => !text.startsWith('high'))).toBe(true);
    const asked = await compare(HONEST, repo, { ref: 'HEAD~1' });
    expect(asked.verdict.status).toBe('clean');
    const missing = await compare(HONEST, repo, { ref: 'v9' });
    expect(missing.verdict.exitCode).toBe(2);
    expect(problemsOf(missing).map(({ code }) => code)).toEqual(['not-found']);
  });

  test('no repository, an empty one, a folder that the package invents', async () => {
    expect((await compare(HONEST, temporaryFolder({ 'a.txt': 'x' }))).verdict.exitCode).toBe(2);
    expect((await compare(HONEST, repository())).verdict.exitCode).toBe(2);
    const outside = { ...HONEST, 'package.json': JSON.stringify({ ...MANIFEST, repository: { directory: '../../etc' } }) };
    const report = await compare(outside, repositoryWith(outside));
    expect(report.verdict.status).toBe('clean');
  });
});

describe('an address', () => {
  test('is fetched at the tag, and removed again', async () => {
    const repo = repositoryWith(HONEST);
    const url = `https://loopback.example${repo.folder}`;
    const report = await compare(HONEST, repo, { repository: { kind: 'address', url } });
    expect(report.verdict.status).toBe('clean');
    expect(report.differences?.[0]?.before.label).toBe(`${url}#v1.2.0`);
    expect(notes(report)).toContain('the package names no repository');
    const other = { ...HONEST, 'package.json': JSON.stringify({ ...MANIFEST, repository: 'github:someone/else' }) };
    expect(notes(await compare(other, repo, { repository: { kind: 'address', url } }))).toContain('the package names another repository: github:someone/else');
    const branch = await compare(HONEST, repo, { repository: { kind: 'address', url }, ref: 'v1.2.0' });
    expect(branch.verdict.status).toBe('clean');
  });

  test('offline, or nobody there: no verdict', async () => {
    const offline = await compare(HONEST, '/nonexistent', { repository: { kind: 'address', url: 'https://git.example/a' }, network: 'offline' });
    expect(problemsOf(offline).map(({ code }) => code)).toEqual(['offline']);
    expect(offline.verdict.exitCode).toBe(2);
    const gone = await compare(HONEST, '/nonexistent', { repository: { kind: 'address', url: 'https://loopback.example/nowhere' } });
    expect(problemsOf(gone).map(({ code }) => code)).toEqual(['network-failed']);
  });
});

test('a bad package is told without a repository being opened', async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'x'));
  writeFileSync(join(dirname(join(folder, 'x', 'y')), 'broken.tgz'), 'no archive');
  const report = await compare(HONEST, repositoryWith(HONEST), { package: { kind: 'path', path: { absolute: join(folder, 'x', 'broken.tgz'), shown: 'broken.tgz', stable: '' } } });
  expect(report.verdict.exitCode).toBe(2);
  expect(report.differences).toEqual([]);
});

describe('a monorepo', () => {
  const manifest = (directory: string) => JSON.stringify({ ...MANIFEST, repository: { type: 'git', url: 'https://git.example/dev/mono', directory } });
  const mono = (directory: string): Files => ({ LICENSE: 'MIT\n', 'packages/big/data.bin': 'x'.repeat(50_000), 'packages/server/package.json': manifest(directory), 'packages/server/index.js': HONEST['index.js'] ?? '', 'packages/server/README.md': HONEST['README.md'] ?? '' });
  const published = (directory: string): Files => ({ 'package.json': manifest(directory), 'index.js': HONEST['index.js'] ?? '', 'README.md': HONEST['README.md'] ?? '', LICENSE: 'MIT\n' });

  test('only the folder of the package is read, with what lies above it', async () => {
    const repo = repositoryWith(mono('packages/server'));
    const report = await compare(published('packages/server'), repo);
    expect(report.verdict.status).toBe('clean');
    expect(report.coverage.places.find(({ path }) => path.endsWith('/packages/server'))?.bytes).toBeLessThan(1_000);
    const inside = await compare(published('packages/server'), join(repo.folder, 'packages'));
    expect(inside.verdict.status).toBe('clean');
  });

  test('a folder that is not the package\'s: the one that bears its name is found', async () => {
    const report = await compare(published('packages/other'), repositoryWith(mono('packages/other')));
    expect(report.verdict.status).toBe('clean');
    expect(notes(report)).toContain('its folder in the repository is packages/server; its manifest says packages/other');
  });
});

describe('what a build writes', () => {
  const built = (files: Files, path: string) => builtFiles(memoryTree(files), '/', '/')(path);
  const scripts = JSON.stringify({ scripts: { build: 'tsc' }, files: ['out2'] });

  test.each([
    ['ignored', { 'package.json': scripts, '.gitignore': '# x\n/dist/\n*.min.js\n' }, 'dist/a.js', true],
    ['ignored by a pattern of names', { 'package.json': scripts, '.gitignore': '*.min.js\n' }, 'lib2/a.min.js', true],
    ['shown again', { 'package.json': scripts, '.gitignore': 'dist/*\n!dist/keep.js\n', 'dist/keep.js': '' }, 'dist/keep.js', false],
    ['led to by the manifest, and in no commit', { 'package.json': scripts }, 'out2/a.js', true],
    ['a usual folder, in no commit', { 'package.json': scripts }, 'dist/a.js', true],
    ['a folder that the repository has', { 'package.json': scripts, 'dist/b.js': '' }, 'dist/a.js', false],
    ['a folder that nothing leads to', { 'package.json': scripts }, 'extra/a.js', false],
    ['at the top', { 'package.json': scripts }, 'setup.js', false],
    ['beside its source', { 'package.json': scripts, 'src/a.ts': '' }, 'src/a.js', true],
    ['types beside their source', { 'package.json': scripts, 'src/a.ts': '' }, 'src/a.d.ts', true],
    ['nothing builds', { 'package.json': '{}', '.gitignore': 'dist\n' }, 'dist/a.js', false],
    ['only a configuration builds', { 'package.json': '{}', 'tsconfig.json': '{}', '.gitignore': 'dist\n' }, 'dist/a.js', true],
    ['no manifest', { '.gitignore': 'dist\n' }, 'dist/a.js', false],
    ['noise', { 'package.json': '{"scripts": 5, "files": {"a": 1}}', '.gitignore': '\0[\n!\n/\n**\n' }, 'dist/a.js', false],
  ] as const)('%s', (_, files, path, expected) => {
    expect(built(files, path)).toBe(expected);
  });
});
