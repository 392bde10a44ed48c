// A hostile repository must run nothing and be waited for never. Each trap here is set so that it springs under git used plainly.
import { execFileSync, spawnSync } from 'node:child_process';
import { appendFileSync, chmodSync, existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { openFolderTree } from '../../src/io/file-tree.ts';
import { findRepository, type Git, openGit, parseCommit, readState } from '../../src/io/git.ts';
import { findProgram, startProcess } from '../../src/io/processes.ts';
import { temporaryFolder } from '../support/cli.ts';
import { BAD, CLEAN, exposureOf, gitEnvironment, lock, objectPath, opened, repository, type TestRepository } from '../support/git.ts';
import { problemsOf } from '../support/scan.ts';

/** A repository whose every known place for a program names one that leaves a mark. */
function trapped(): { readonly repo: TestRepository; readonly mark: string; readonly trap: string } {
  const repo = repository();
  repo.commit({ 'package-lock.json': BAD, '.gitattributes': '* diff=evil filter=evil merge=evil\n*.json diff=evil filter=evil\n' });
  repo.commit({ 'package-lock.json': CLEAN });
  repo.git('tag', '-a', 'v1', '-m', 'v1');
  const place = temporaryFolder();
  const mark = join(place, 'mark');
  const trap = join(place, 'trap.sh');
  writeFileSync(trap, `#!/bin/sh\ntouch '${mark}'\nexit 1\n`);
  chmodSync(trap, 0o755);
  const included = join(repo.folder, '.git', 'more');
  writeFileSync(included, `[core]\n\tfsmonitor = ${trap}\n\thooksPath = ${place}/hooks\n`);
  mkdirSync(join(place, 'hooks'));
  for (const hook of ['post-checkout', 'post-index-change', 'reference-transaction', 'pre-auto-gc', 'fsmonitor-watchman']) {
    for (const folder of [join(place, 'hooks'), join(repo.folder, '.git', 'hooks')]) {
      writeFileSync(join(folder, hook), `#!/bin/sh\ntouch '${mark}'\n`);
      chmodSync(join(folder, hook), 0o755);
    }
  }
  writeFileSync(join(repo.folder, '.git', 'config'), `[core]
	repositoryformatversion = 1
	fsmonitor = ${trap}
	sshCommand = ${trap}
	gitProxy = ${trap}
	pager = ${trap}
	editor = ${trap}
	askPass = ${trap}
	alternateRefsCommand = ${trap}
	attributesFile = ${join(repo.folder, '.gitattributes')}
	hooksPath = ${place}/hooks
[include]
	path = ${included}
[includeIf "gitdir:/"]
	path = ${included}
[extensions]
	partialClone = origin
[remote "origin"]
	url = ssh://evil.example/repo
	promisor = true
	partialclonefilter = blob:none
	uploadpack = ${trap}
	receivepack = ${trap}
	vcs = ext
[remote "file"]
	url = ${repo.folder}
	promisor = true
	uploadpack = ${trap}
[protocol]
	allow = always
[protocol "ext"]
	allow = always
[protocol "ssh"]
	allow = always
[protocol "file"]
	allow = always
[diff]
	external = ${trap}
[diff "evil"]
	textconv = ${trap}
	command = ${trap}
	cachetextconv = true
[filter "evil"]
	clean = ${trap}
	smudge = ${trap}
	process = ${trap}
	required = true
[merge "evil"]
	driver = ${trap}
[log]
	showSignature = true
[gpg]
	program = ${trap}
[gpg "ssh"]
	program = ${trap}
	defaultKeyCommand = ${trap}
[credential]
	helper = !${trap}
[uploadpack]
	packObjectsHook = ${trap}
[pager]
	log = ${trap}
	rev-list = ${trap}
	diff-tree = ${trap}
	cat-file = ${trap}
[alias]
	log = !${trap}
	rev-list = !${trap}
	cat-file = !${trap}
	diff-tree = !${trap}
[sequence]
	editor = ${trap}
[trace2]
	eventTarget = ${mark}
	normalTarget = ${mark}
[gc]
	auto = 1
[maintenance]
	auto = true
[sendemail]
	smtpServer = ${trap}
[interactive]
	diffFilter = ${trap}
[safe]
	directory = *
`);
  return { repo, mark, trap };
}

/** Takes a blob out, so that a partial clone would fetch it. */
function withoutBlob(repo: TestRepository, name: string): void {
  const id = execFileSync('git', ['-C', repo.folder, '-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null', 'rev-parse', name], { env: gitEnvironment(), encoding: 'utf8' }).trim();
  rmSync(objectPath(repo.folder, id), { force: true });
}

describe('nothing of a hostile repository is run', () => {
  test('the traps spring where git is used plainly', () => {
    const { repo, mark } = trapped();
    spawnSync('git', ['-C', repo.folder, 'status'], { env: gitEnvironment() });
    expect(existsSync(mark)).toBe(true);
    rmSync(mark);
    spawnSync('git', ['-C', repo.folder, 'log', '-p', '--ext-diff'], { env: gitEnvironment() });
    expect(existsSync(mark)).toBe(true);
    rmSync(mark);
    withoutBlob(repo, 'HEAD~1:package-lock.json');
    // A git of before 2.45 knows no other answer to a missing object than to fetch it.
    spawnSync('git', ['-C', repo.folder, '-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null', 'cat-file', '-p', 'HEAD~1:package-lock.json'], { env: gitEnvironment() });
    expect(existsSync(mark)).toBe(true);
  });

  test('a whole run leaves no mark, with and without a missing object, and changes nothing', async () => {
    const { repo, mark } = trapped();
    const files = () => readdirSync(repo.folder, { recursive: true }).map(String).sort();
    const before = files();
    const report = await exposureOf(repo.folder);
    expect(report.exposure?.windows).toHaveLength(1);
    expect(existsSync(mark)).toBe(false);
    expect(files()).toEqual(before);
    withoutBlob(repo, 'HEAD~1:package-lock.json');
    rmSync(mark, { force: true });
    const partial = await exposureOf(repo.folder);
    expect(partial.verdict.status).toBe('incomplete');
    expect(problemsOf(partial).map((problem) => problem.message).join()).toContain('not in this clone');
    expect(existsSync(mark)).toBe(false);
  });

  test('missing trees and commits of a partial clone are not fetched either', async () => {
    for (const name of ['HEAD~1^{tree}', 'HEAD~1']) {
      const { repo, mark } = trapped();
      withoutBlob(repo, name);
      rmSync(mark, { force: true });
      expect((await exposureOf(repo.folder)).verdict.status).toBe('incomplete');
      expect(existsSync(mark)).toBe(false);
    }
  });

  test('worktrees, submodules and repositories that lie elsewhere bring no configuration with them', async () => {
    const { repo, mark, trap } = trapped();
    const outer = temporaryFolder({ '.git': `gitdir: ${join(repo.folder, '.git')}\n` });
    writeFileSync(join(repo.folder, '.git', 'config.worktree'), `[core]\n\tfsmonitor = ${trap}\n`);
    const report = await exposureOf(outer);
    expect(report.exposure?.windows).toHaveLength(1);
    expect(report.coverage.places.find((place) => place.kind === 'git-history')?.notes.join()).toContain(`its git folder is ${join(repo.folder, '.git')}`);
    expect(existsSync(mark)).toBe(false);
  });

  test('git comes from the PATH, and never from the audited side', () => {
    const folder = temporaryFolder();
    const bins = [join(folder, 'repo', 'bin'), join(folder, 'repo', 'node_modules', '.bin'), join(folder, 'other', 'node_modules', '.bin'), join(folder, 'good')];
    for (const bin of bins) {
      mkdirSync(bin, { recursive: true });
      writeFileSync(join(bin, 'git'), '#!/bin/sh\n');
      chmodSync(join(bin, 'git'), 0o755);
    }
    const never = [join(folder, 'repo')];
    expect(findProgram('git', { PATH: ['', '.', 'bin', ...bins].join(delimiter) }, never)).toBe(join(folder, 'good', 'git'));
    expect(findProgram('git', { PATH: bins.slice(0, 3).join(delimiter) }, never)).toBeUndefined();
    expect(findProgram('git', {}, never)).toBeUndefined();
    chmodSync(join(folder, 'good', 'git'), 0o644);
    expect(findProgram('git', { PATH: bins.join(delimiter) }, never)).toBeUndefined();
  });

  test('the empty repository goes again', async () => {
    const repo = repository();
    repo.commit({ 'package-lock.json': CLEAN });
    // A folder for temporary files of its own: other test files make such repositories at the same time.
    const temporary = temporaryFolder();
    vi.stubEnv('TMPDIR', temporary);
    try {
      const git = gitOf(repo.folder);
      expect(readdirSync(temporary)).toEqual([expect.stringMatching(/^mcp-audit-git-/)]);
      git.close();
      expect(readdirSync(temporary)).toEqual([]);
    } finally {
      vi.unstubAllEnvs();
    }
  });
});

function gitOf(folder: string, never: readonly string[] = []): Git {
  const git = openGit({ objects: join(folder, '.git', 'objects'), hash: 'sha1', shallow: [], environment: process.env, never });
  if (!git) throw new Error('no git');
  return git;
}

describe('another history than the one stored', () => {
  test('replaced objects and grafts are not followed, and said', async () => {
    const repo = repository();
    const first = repo.commit({ 'package-lock.json': CLEAN });
    const bad = repo.commit({ 'package-lock.json': BAD });
    const fix = repo.commit({ 'package-lock.json': CLEAN });
    repo.git('replace', '--graft', fix, first);
    expect(repo.git('log', '--format=%H').split('\n')).not.toContain(bad);
    const report = await exposureOf(repo.folder);
    expect(report.exposure?.windows).toHaveLength(1);
    expect(report.coverage.places.find((place) => place.kind === 'git-history')?.notes.join()).toContain('shows git another history');
    repo.git('replace', '-d', fix);
    mkdirSync(join(repo.folder, '.git', 'info'), { recursive: true });
    writeFileSync(join(repo.folder, '.git', 'info', 'grafts'), `${fix} ${first}\n`);
    expect((await exposureOf(repo.folder)).exposure?.windows).toHaveLength(1);
  });

  test('a commit-graph file that lies is not believed', async () => {
    const repo = repository();
    repo.commit({ 'package-lock.json': CLEAN });
    repo.commit({ 'package-lock.json': BAD });
    repo.commit({ 'package-lock.json': CLEAN });
    const honest = repository();
    honest.commit({ 'package-lock.json': CLEAN });
    honest.git('commit-graph', 'write', '--reachable');
    mkdirSync(join(repo.folder, '.git', 'objects', 'info'), { recursive: true });
    writeFileSync(join(repo.folder, '.git', 'objects', 'info', 'commit-graph'), 'nonsense');
    expect((await exposureOf(repo.folder)).exposure?.windows).toHaveLength(1);
  });

  test('borrowed objects are read and said', async () => {
    const repo = repository();
    repo.commit({ 'package-lock.json': BAD });
    const clone = join(temporaryFolder(), 'clone');
    repo.git('clone', '-q', '--shared', '.', clone);
    const report = await exposureOf(clone);
    expect(report.exposure?.windows).toHaveLength(1);
    expect(report.coverage.places.find((place) => place.kind === 'git-history')?.notes.join()).toContain('objects are borrowed from');
  });
});

describe('layout and refs', () => {
  const tree = openFolderTree({ root: '/' });

  test('a .git that is no repository is passed over, a loop and a pipe are not waited for', () => {
    const folder = temporaryFolder({ 'a/.git': 'gitdir: /nowhere\n', 'b/.git': 'nonsense', 'c/.git/HEAD': 'ref: refs/heads/main\n' });
    for (const name of ['a', 'b', 'c']) expect(findRepository(tree, join(folder, name))).toBeUndefined();
    symlinkSync('.git', join(folder, '.git'));
    expect(findRepository(tree, folder)).toBeUndefined();
  });

  test('refs that are pipes, links, loops and hostile names do no harm', () => {
    const repo = repository();
    const id = repo.commit({ 'package-lock.json': CLEAN });
    const heads = join(repo.folder, '.git', 'refs', 'heads');
    execFileSync('mkfifo', [join(heads, 'pipe')]);
    symlinkSync('loop', join(heads, 'loop'));
    writeFileSync(join(heads, 'self'), 'ref: refs/heads/self\n');
    writeFileSync(join(heads, '__proto__'), `${id}\n`);
    writeFileSync(join(heads, 'escape'), 'ref: ../../../../etc/passwd\n');
    appendFileSync(join(repo.folder, '.git', 'packed-refs'), `# pack-refs with: peeled\n${id} refs/tags/x\n^${id}\nnonsense\n`);
    const layout = findRepository(tree, repo.folder);
    if (!layout) throw new Error('none');
    const state = readState(tree, layout);
    expect(state.refs.map(({ name }) => name)).toEqual(['HEAD', 'refs/heads/__proto__', 'refs/heads/main', 'refs/tags/x']);
    expect(state.faults.map(({ path }) => path.slice(path.lastIndexOf('/') + 1))).toEqual(['loop', 'pipe']);
    expect(state.headName).toBe('refs/heads/main');
  });

  test('a reftable is a fault, not an empty repository', () => {
    const repo = repository();
    mkdirSync(join(repo.folder, '.git', 'reftable'));
    const layout = findRepository(tree, repo.folder);
    if (!layout) throw new Error('none');
    expect(readState(tree, layout).faults[0]?.message).toContain('reftable');
  });

  test('linked worktrees share refs and objects', () => {
    const repo = repository();
    repo.commit({ 'package-lock.json': CLEAN });
    const other = join(temporaryFolder(), 'other');
    repo.git('worktree', 'add', '-q', '-b', 'wt', other);
    const layout = findRepository(tree, other);
    if (!layout) throw new Error('none');
    expect(layout).toMatchObject({ top: other, commonFolder: join(repo.folder, '.git'), below: '' });
    expect(readState(tree, layout).headName).toBe('refs/heads/wt');
    expect(opened(other).git('rev-parse', 'HEAD')).toHaveLength(40);
  });
});

async function collected(output: AsyncIterable<Buffer>): Promise<string> {
  let text = '';
  for await (const piece of output) text += piece.toString();
  return text;
}

describe('processes', () => {
  const base = { cwd: '/', environment: {} };

  test('a program that gives nothing is ended; its caller may take its time', async () => {
    const silent = startProcess('/bin/sleep', ['60'], { ...base, idleMs: 50 });
    expect(await collected(silent.output)).toBe('');
    expect(await silent.ended).toMatchObject({ reason: 'idle' });
    const quick = startProcess('/bin/sh', ['-c', 'echo a'], { ...base, idleMs: 1_000 });
    let got = '';
    for await (const piece of quick.output) {
      got += piece.toString();
      await new Promise((done) => { setTimeout(done, 20); });
    }
    expect(got).toBe('a\n');
    expect(await quick.ended).toEqual({ code: 0, reason: 'exit', stderr: '' });
  });

  test('nothing of the caller\'s environment is passed on', async () => {
    const running = startProcess('/usr/bin/env', [], { ...base, environment: { A: '1' }, idleMs: 1_000 });
    let got = '';
    for await (const piece of running.output) got += piece.toString();
    expect(got).toBe('A=1\n');
  });

  test('a program that is not there, and one that stops reading, are no exceptions', async () => {
    const missing = startProcess('/nowhere/git', [], { ...base, idleMs: 1_000 });
    missing.feed(['x']);
    expect(await collected(missing.output)).toBe('');
    expect((await missing.ended).reason).toBe('failed');
    const deaf = startProcess('/bin/sh', ['-c', 'exec <&-; exit 3'], { ...base, idleMs: 1_000 });
    deaf.feed((function* () { for (let at = 0; at < 100_000; at += 1) yield `${at}\n`; })());
    expect(await collected(deaf.output)).toBe('');
    expect((await deaf.ended).code).toBe(3);
  });
});

describe('objects', () => {
  test('are given in order, past missing and corrupt ones', async () => {
    const repo = repository();
    const ids = ['1.0.0', '2.0.0', '3.0.0'].map((version) => {
      repo.commit({ 'package-lock.json': lock({ chalk: version }) });
      return repo.git('rev-parse', 'HEAD:package-lock.json');
    });
    const [, corrupt = ''] = ids;
    chmodSync(objectPath(repo.folder, corrupt), 0o644);
    writeFileSync(objectPath(repo.folder, corrupt), 'x');
    const git = gitOf(repo.folder);
    const states: string[] = [];
    for await (const object of git.objects([ids[0] as string, '1'.repeat(40), corrupt, ids[2] as string])) states.push(object.state);
    expect(states[0]).toBe('found');
    expect(states[1]).toBe('missing');
    expect(states[2]).not.toBe('found');
    expect(states[3]).toBe('found');
    git.close();
  });

  test('a commit with hostile lines is read as far as it makes sense', () => {
    const read = (text: string) => parseCommit(Buffer.from(text));
    expect(read('tree x\nparent p\nauthor A <a@b> 5 +0000\ncommitter B 6\n\nauthor C <c> 7 +0000\n')).toEqual({
      tree: 'x', parents: ['p'], author: { name: 'A', email: 'a@b', time: 5 }, committer: { name: 'B 6', email: '', time: 0 },
    });
    expect(read('author <<>> 99999999999999999999 +0000')).toEqual({ tree: '', parents: [], author: { name: '', email: '<>', time: 0 }, committer: { name: '', email: '', time: 0 } });
    expect(read('')).toEqual({ tree: '', parents: [], author: { name: '', email: '', time: 0 }, committer: { name: '', email: '', time: 0 } });
    expect(read('author A <a@b> -5 +0000\n').author.time).toBe(-5);
  });
});
