// A commit as a tree of files, out of repositories made by the real git, and out of some that git would never make.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { openFolderTree } from '../../src/io/file-tree.ts';
import { type GitTree, type GitTreeOptions, openGitTree, readRepository } from '../../src/io/git-tree.ts';
import { LIMITS } from '../../src/model/limits.ts';
import { temporaryFolder } from '../support/cli.ts';
import { gitEnvironment, objectPath, repository, type TestRepository } from '../support/git.ts';

const disk = openFolderTree({ root: '/' });

function open(folder: string, ref: string, more: Partial<GitTreeOptions> = {}) {
  return openGitTree({ disk, folder, ref, environment: process.env, never: [], ...more });
}

async function found(folder: string, ref = 'HEAD', more: Partial<GitTreeOptions> = {}): Promise<GitTree> {
  const result = await open(folder, ref, more);
  if (result.kind === 'failed') throw new Error(result.problem.message);
  return result.value;
}

async function problemOf(folder: string, ref: string) {
  const result = await open(folder, ref);
  if (result.kind === 'found') throw new Error('it was opened');
  return result.problem;
}

function text({ tree }: GitTree, path: string): string {
  return Buffer.from(tree.read(path, 1_000_000)).toString('utf8');
}

/** Writes an object that git would not make, and gives its id. */
function plant(repo: TestRepository, type: string, body: Buffer): string {
  const bytes = Buffer.concat([Buffer.from(`${type} ${body.length}\0`), body]);
  const id = createHash('sha1').update(bytes).digest('hex');
  mkdirSync(dirname(objectPath(repo.folder, id)), { recursive: true });
  writeFileSync(objectPath(repo.folder, id), deflateSync(bytes));
  return id;
}

function treeOf(...entries: readonly (readonly [mode: string, name: string, id: string])[]): Buffer {
  return Buffer.concat(entries.flatMap(([mode, name, id]) => [Buffer.from(`${mode} ${name}\0`, 'latin1'), Buffer.from(id, 'hex')]));
}

function commitOf(repo: TestRepository, tree: string): string {
  return plant(repo, 'commit', Buffer.from(`tree ${tree}\nauthor A <a@example.com> 1 +0000\ncommitter A <a@example.com> 1 +0000\n\nx\n`));
}

describe('files of a commit', () => {
  test('nothing but the commit is seen, whatever is checked out', async () => {
    const repo = repository();
    const first = repo.commit({ 'package.json': '{"version":"1.0.0"}', 'lib/a.js': 'one', 'lib/deep/b.js': 'b' });
    const second = repo.commit({ 'package.json': '{"version":"1.0.1"}', 'lib/a.js': undefined, '.gitattributes': 'lib export-ignore\n* eol=crlf text\n' });
    writeFileSync(join(repo.folder, 'package.json'), '{"version":"dirty"}');
    const before = await found(repo.folder, first);
    const after = await found(repo.folder);
    expect(text(before, '/package.json')).toBe('{"version":"1.0.0"}');
    expect(before).toMatchObject({ commit: first, files: 3, bytes: 23, problems: [], notes: [], below: '', top: repo.folder });
    expect(before.tree.list('/lib').map(({ name }) => name)).toEqual(['a.js', 'deep']);
    expect(text(after, '/package.json')).toBe('{"version":"1.0.1"}');
    expect(after.commit).toBe(second);
    expect(after.ref).toBe('HEAD');
    expect(after.tree.kind('/lib/a.js')).toBeUndefined();
    expect(text(after, '/lib/deep/b.js')).toBe('b');
    expect(after.time).toMatch(/^2026-01-\d\dT/);
  });

  test('a folder below the top, packed objects, odd names, permissions', async () => {
    const repo = repository();
    repo.commit({ 'packages/a/package.json': '{}', 'packages/a/bin.sh': '#!/bin/sh\n', '__proto__/constructor': 'x', 'ünï\u{1f600}.txt': 'y' });
    repo.git('update-index', '--chmod=+x', 'packages/a/bin.sh');
    repo.git('commit', '-qm', 'mode');
    repo.git('gc', '-q');
    const tree = await found(join(repo.folder, 'packages', 'a'));
    expect(tree.below).toBe('packages/a');
    expect([...tree.programs]).toEqual(['/packages/a/bin.sh']);
    expect(text(tree, '/__proto__/constructor')).toBe('x');
    expect(text(tree, '/ünï\u{1f600}.txt')).toBe('y');
  });

  test('only what is wanted is read', async () => {
    const repo = repository();
    repo.commit({ 'a/package-lock.json': 'lock', 'a/big.bin': 'x'.repeat(5_000), 'node_modules/b/package-lock.json': 'other' });
    const tree = await found(repo.folder, 'HEAD', { wants: (path, kind) => (kind === 'folder' ? !path.endsWith('/node_modules') : path.endsWith('/package-lock.json')) });
    expect(tree).toMatchObject({ files: 1, bytes: 4 });
    expect(tree.tree.kind('/node_modules')).toBeUndefined();
  });

  test('links stay inside the commit; submodules are empty folders; pointers of git-lfs are told', async () => {
    const repo = repository();
    repo.commit({ 'real.txt': 'real', 'media.bin': 'version https://git-lfs.github.com/spec/v1\noid sha256:aa\nsize 5\n' });
    const link = (path: string, target: string) => repo.git('update-index', '--add', '--cacheinfo', `120000,${execFileSync('git', ['-C', repo.folder, 'hash-object', '-w', '--stdin'], { input: target, env: gitEnvironment(), encoding: 'utf8' }).trim()},${path}`);
    link('near', 'real.txt');
    link('far', '/etc/passwd');
    link('up', '../../../../../../etc/passwd');
    link('loop', 'loop');
    repo.git('update-index', '--add', '--cacheinfo', `160000,${'1'.repeat(40)},vendor/module`);
    repo.git('commit', '-qm', 'links');
    const tree = await found(repo.folder);
    expect(text(tree, '/near')).toBe('real');
    for (const path of ['/far', '/up', '/loop']) expect(tree.tree.kind(path)).toBeUndefined();
    expect(tree.tree.list('/vendor/module')).toEqual([]);
    expect(tree.problems).toEqual([]);
    expect(tree.notes.join('\n')).toMatch(/a submodule is not part of the commit and was not read: vendor\/module\n4 links in the commit.*\nmedia\.bin is a git-lfs pointer/);
  });

  test('bare repositories, worktrees, shallow clones, sha256, borrowed objects', async () => {
    const repo = repository();
    repo.commit({ 'a.txt': '1' });
    repo.commit({ 'a.txt': '2' });
    const place = temporaryFolder();
    const clone = (name: string, ...flags: readonly string[]) => {
      execFileSync('git', ['clone', '-q', ...flags, `file://${repo.folder}`, join(place, name)], { env: gitEnvironment(), stdio: 'pipe' });
      return join(place, name);
    };
    expect(text(await found(clone('bare.git', '--bare')), '/a.txt')).toBe('2');
    const shallow = clone('shallow', '--depth', '1');
    expect(text(await found(shallow), '/a.txt')).toBe('2');
    expect(await problemOf(shallow, 'HEAD~1')).toMatchObject({ code: 'not-found', hint: expect.stringContaining('--unshallow') as string });
    repo.git('worktree', 'add', '-q', join(place, 'tree'), 'HEAD~1');
    expect(text(await found(join(place, 'tree')), '/a.txt')).toBe('1');
    execFileSync('git', ['clone', '-q', '--shared', repo.folder, join(place, 'shared')], { env: gitEnvironment(), stdio: 'pipe' });
    const shared = await found(join(place, 'shared'));
    expect(text(shared, '/a.txt')).toBe('2');
    expect(shared.notes.join()).toContain('objects are borrowed from');
    const long = repository({ hash: 'sha256' });
    const id = long.commit({ 'a.txt': '256' });
    expect(id).toHaveLength(64);
    for (const ref of ['HEAD', id, id.slice(0, 9)]) expect(text(await found(long.folder, ref), '/a.txt')).toBe('256');
  });

  test('a partial clone lacks contents: told, and nothing is fetched', async () => {
    const repo = repository();
    repo.commit({ 'a.txt': '1', 'b.txt': '2' });
    repo.git('config', 'uploadpack.allowFilter', 'true');
    const folder = join(temporaryFolder(), 'partial');
    execFileSync('git', ['clone', '-q', '--no-checkout', '--filter=blob:none', `file://${repo.folder}`, folder], { env: gitEnvironment(), stdio: 'pipe' });
    const tree = await found(folder);
    expect(tree.problems.map(({ code, path }) => [code, path])).toEqual([['unreadable', 'a.txt'], ['unreadable', 'b.txt']]);
    expect(() => tree.tree.read('/a.txt', 10)).toThrow('marked as unreadable');
    const treeless = join(temporaryFolder(), 'treeless');
    execFileSync('git', ['clone', '-q', '--no-checkout', '--filter=tree:0', `file://${repo.folder}`, treeless], { env: gitEnvironment(), stdio: 'pipe' });
    const empty = await found(treeless);
    expect(empty.files).toBe(0);
    expect(empty.problems).toMatchObject([{ code: 'unreadable', path: '.' }]);
  });
});

describe('refs', () => {
  test('branches, tags, remotes, ids, ancestors', async () => {
    const repo = repository();
    const first = repo.commit({ 'a.txt': '1' });
    const second = repo.commit({ 'a.txt': '2' });
    repo.git('tag', 'light', first);
    repo.git('tag', '-a', 'v1.0.0', '-m', 'annotated', first);
    repo.git('tag', '-a', 'nested', '-m', 'a tag of a tag', 'v1.0.0');
    repo.git('branch', 'feature/x', first);
    repo.git('update-ref', 'refs/remotes/origin/old', first);
    repo.git('symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/old');
    const commitAt = async (ref: string) => (await found(repo.folder, ref)).commit;
    for (const ref of ['light', 'v1.0.0', 'nested', 'tags/v1.0.0', 'feature/x', 'heads/feature/x', 'refs/heads/feature/x', 'origin/old', 'origin', first, first.slice(0, 7), 'HEAD~1', 'HEAD^', '@~', 'main^1', 'main~1^0']) expect([ref, await commitAt(ref)]).toEqual([ref, first]);
    for (const ref of ['HEAD', 'main', '@', second.slice(0, 12)]) expect([ref, await commitAt(ref)]).toEqual([ref, second]);
    repo.git('pack-refs', '--all');
    expect(await commitAt('v1.0.0')).toBe(first);
    const names = readRepository(disk, repo.folder);
    expect(names).toMatchObject({ kind: 'found', value: { refs: expect.arrayContaining(['refs/tags/v1.0.0']) as string[], below: '' } });
  });

  test('what names no commit is told', async () => {
    const repo = repository();
    repo.commit({ 'a.txt': '1' });
    const blob = execFileSync('git', ['-C', repo.folder, 'rev-parse', 'HEAD:a.txt'], { env: gitEnvironment(), encoding: 'utf8' }).trim();
    for (const ref of ['nothing', 'HEAD~5', 'f'.repeat(40), 'abcdef0', 'abc', '', '~1', 'HEAD@{1}', 'HEAD:a.txt', '--help', '-p', `${blob}`, 'main..HEAD', 'a\nb', '\0']) expect([ref, (await problemOf(repo.folder, ref)).code]).toEqual([ref, 'not-found']);
    expect((await problemOf(join(repo.folder, 'none'), 'HEAD')).code).toBe('not-found');
    expect((await problemOf(temporaryFolder(), 'HEAD')).code).toBe('nothing-found');
    expect(await open(repo.folder, 'HEAD', { environment: {} })).toMatchObject({ kind: 'failed', problem: { message: 'git was not found on the PATH' } });
    const empty = repository();
    expect((await problemOf(empty.folder, 'HEAD')).code).toBe('not-found');
  });

  test('an ambiguous beginning of an id is told', async () => {
    const repo = repository();
    const tree = plant(repo, 'tree', Buffer.alloc(0));
    // The name of its file is the id that git goes by.
    const id = commitOf(repo, tree);
    const twin = objectPath(repo.folder, `${id.slice(0, 39)}${id.endsWith('0') ? '1' : '0'}`);
    writeFileSync(twin, readFileSync(objectPath(repo.folder, id)));
    expect((await problemOf(repo.folder, id.slice(0, 12))).message).toContain('more than one');
  });
});

describe('what git would not make', () => {
  test('names that lie elsewhere, doubles, unknown modes, cut lists', async () => {
    const repo = repository();
    repo.commit({ 'a.txt': '1' });
    const blob = plant(repo, 'blob', Buffer.from('evil'));
    const inner = plant(repo, 'tree', treeOf(['100644', 'ok.txt', blob]));
    const tree = plant(repo, 'tree', treeOf(['100644', '../up', blob], ['100644', 'a/b', blob], ['40000', '..', inner], ['40000', '.git', inner], ['40000', '.GIT', inner], ['100644', 'x', blob], ['40000', 'x', inner], ['777', 'odd', blob], ['100644', 'bad\xff', blob], ['40000', 'file', blob], ['100644', 'folder', inner], ['40000', 'in', inner]));
    const read = await found(repo.folder, commitOf(repo, tree));
    expect(read.tree.list('/').map(({ name }) => name)).toEqual(['bad\\xff', 'folder', 'in', 'x']);
    expect(text(read, '/x')).toBe('evil');
    expect(text(read, '/in/ok.txt')).toBe('evil');
    expect(read.problems.map(({ code }) => code).toSorted()).toEqual(['duplicate-key', 'invalid-name', 'invalid-name', 'invalid-name', 'invalid-name', 'invalid-name', 'malformed', 'malformed', 'unknown-entry']);
    const cut = plant(repo, 'tree', Buffer.concat([treeOf(['100644', 'ok.txt', blob]), Buffer.from('100644 cut\0abc')]));
    const partly = await found(repo.folder, commitOf(repo, cut));
    expect(text(partly, '/ok.txt')).toBe('evil');
    expect(partly.problems).toMatchObject([{ code: 'malformed' }]);
  });

  test('a tree of trees that would be a million folders ends at the limit', async () => {
    const repo = repository();
    repo.commit({ 'a.txt': '1' });
    let id = plant(repo, 'tree', treeOf(['100644', 'f', plant(repo, 'blob', Buffer.from('x'))]));
    for (let level = 0; level < 8; level += 1) id = plant(repo, 'tree', treeOf(...Array.from({ length: 10 }, (_, at) => ['40000', `d${at}`, id] as const)));
    const bomb = await found(repo.folder, commitOf(repo, id), { limits: { ...LIMITS, comparedFiles: 1_000 } });
    expect(bomb.problems.map(({ code }) => code)).toEqual(['too-many']);
    let deep = plant(repo, 'tree', Buffer.alloc(0));
    for (let level = 0; level < 12; level += 1) deep = plant(repo, 'tree', treeOf(['40000', 'd', deep]));
    expect((await found(repo.folder, commitOf(repo, deep), { limits: { ...LIMITS, folderDepth: 10 } })).problems.map(({ code }) => code)).toEqual(['too-deep']);
  });

  test('files over the limits are told and not held', async () => {
    const repo = repository();
    repo.commit({ 'a.txt': 'x'.repeat(50), 'b.txt': 'y'.repeat(30), 'c.txt': 'z'.repeat(30), 'd.txt': 'z'.repeat(30) });
    const read = await found(repo.folder, 'HEAD', { limits: { ...LIMITS, gitFileBytes: 40, gitTreeBytes: 40 } });
    expect(read.problems.map(({ code, path }) => [code, path])).toEqual([['too-large', 'a.txt'], ['too-large', 'c.txt']]);
    expect(read.problems[1]?.message).toContain('1 more file has the same content');
    expect(() => read.tree.read('/d.txt', 1_000)).toThrow('marked as unreadable');
    expect(text(read, '/b.txt')).toHaveLength(30);
  });

  test('an object that was changed after it was made is not shown under its good name', async () => {
    const repo = repository();
    const id = repo.commit({ 'a.txt': 'good', 'sub/b.txt': 'good too' });
    const ids = Object.fromEntries(['a.txt', 'sub'].map((path) => [path, execFileSync('git', ['-C', repo.folder, 'rev-parse', `HEAD:${path}`], { env: gitEnvironment(), encoding: 'utf8' }).trim()]));
    const overwrite = (of: string, type: string, body: Buffer) => {
      rmSync(objectPath(repo.folder, of));
      writeFileSync(objectPath(repo.folder, of), deflateSync(Buffer.concat([Buffer.from(`${type} ${body.length}\0`), body])));
    };
    overwrite(ids['a.txt'] as string, 'blob', Buffer.from('evil'));
    const blob = await found(repo.folder);
    expect(blob.problems).toMatchObject([{ code: 'malformed', path: 'a.txt' }]);
    expect(() => blob.tree.read('/a.txt', 100)).toThrow('marked as unreadable');
    overwrite(ids['sub'] as string, 'tree', Buffer.alloc(0));
    expect((await found(repo.folder)).problems.map(({ path }) => path)).toEqual(['sub', 'a.txt']);
    overwrite(id, 'commit', Buffer.from('tree 0\n\n'));
    expect(await problemOf(repo.folder, 'main')).toMatchObject({ code: 'not-found', message: 'refs/heads/main leads to no commit that is here' });
    writeFileSync(objectPath(repo.folder, id), 'noise');
    expect((await problemOf(repo.folder, 'main')).message).toBe('refs/heads/main leads to no commit that is here');
  });

  test('nothing that the repository configures is run', async () => {
    const repo = repository();
    repo.commit({ 'a.txt': '1', '.gitattributes': '* filter=evil diff=evil\n' });
    const mark = join(temporaryFolder(), 'mark');
    writeFileSync(join(repo.folder, '.git', 'config'), `[core]\n\tfsmonitor = touch ${mark}\n\tpager = touch ${mark}\n[filter "evil"]\n\tsmudge = touch ${mark}\n\trequired = true\n[diff "evil"]\n\ttextconv = touch ${mark}\n`);
    expect(text(await found(repo.folder), '/a.txt')).toBe('1');
    expect(existsSync(mark)).toBe(false);
  });
});
