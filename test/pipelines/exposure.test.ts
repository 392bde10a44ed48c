// Windows of known-bad versions in real git histories.
import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ExposureWindow } from '../../src/model/exposure.ts';
import type { Report } from '../../src/model/report.ts';
import { temporaryFolder } from '../support/cli.ts';
import { BAD, CLEAN, exposureOf, lock, MODEL, objectPath, opened, repository } from '../support/git.ts';
import { problemsOf } from '../support/scan.ts';

function windows(report: Report): readonly ExposureWindow[] {
  return report.exposure?.windows ?? [];
}

function only(report: Report): ExposureWindow {
  const [window, ...others] = windows(report);
  if (!window || others.length > 0) throw new Error(`${others.length + (window ? 1 : 0)} windows`);
  return window;
}

const codes = (report: Report) => problemsOf(report).map((problem) => problem.code);

describe('one line of history', () => {
  test('the model case: nine days, who brought it in and who took it out', async () => {
    const repo = repository();
    repo.commit({ 'package-lock.json': CLEAN }, { date: '2025-09-10T00:00:00Z' });
    const bad = repo.commit({ 'package-lock.json': MODEL }, { date: '2025-09-17T10:00:00Z', author: 'Mallory' });
    const other = repo.commit({ 'a.txt': 'a' }, { date: '2025-09-20T10:00:00Z' });
    const fix = repo.commit({ 'package-lock.json': CLEAN }, { date: '2025-09-26T10:00:00Z', committerDate: '2025-09-26T11:00:00Z' });
    const report = await exposureOf(repo.folder);
    expect(report.verdict).toMatchObject({ status: 'findings', exitCode: 1 });
    expect(only(report)).toMatchObject({
      path: 'package-lock.json', package: { name: 'postmark-mcp', version: '1.0.16' }, state: 'closed',
      first: { id: bad, author: { name: 'Mallory', email: 'one@example.com', time: '2025-09-17T10:00:00Z' }, committer: { name: 'Dev Two' } },
      last: { id: other }, introducedBy: [{ id: bad }], removedBy: [{ id: fix, author: { time: '2025-09-26T10:00:00Z' }, committer: { time: '2025-09-26T11:00:00Z' } }],
      from: '2025-09-17T10:00:00Z', to: '2025-09-26T11:00:00Z', days: 9, commits: 2, refs: [], refCount: 0,
      onHead: [{ from: { id: bad }, to: { id: fix } }],
    });
    const [finding] = report.findings;
    expect(finding).toMatchObject({ ruleId: 'known-malicious-version', severity: 'critical', since: '2025-09-17T10:00:00Z', fingerprint: only(report).finding });
    expect(finding?.title).toBe('postmark-mcp 1.0.16 is known to be malicious: in the history from 2025-09-17 to 2025-09-26');
    expect(finding?.locations[0]).not.toHaveProperty('line');
    expect(report.exposure?.timeline.map(({ event, commit }) => [event, commit])).toEqual([['introduced', bad], ['removed', fix]]);
    expect(report.exposure?.repositories).toEqual([{ path: '.', refs: 2, commits: 4, files: 1, versions: 2, bytes: CLEAN.length + MODEL.length }]);
  });

  test('what is still there names its refs', async () => {
    const repo = repository();
    const bad = repo.commit({ 'sub/yarn.lock': '# yarn lockfile v1\n\n\nchalk@^5.6.0:\n  version "5.6.1"\n  resolved "https://registry.example/chalk/-/chalk-5.6.1.tgz"\n' });
    repo.git('branch', 'side');
    repo.git('tag', '-a', 'v1', '-m', 'v1');
    const report = await exposureOf(repo.folder);
    expect(only(report)).toMatchObject({ path: 'sub/yarn.lock', state: 'open', introducedBy: [{ id: bad }], removedBy: [], refs: ['HEAD', 'refs/heads/main', 'refs/heads/side', 'refs/tags/v1'], refCount: 4 });
    expect(only(report)).not.toHaveProperty('to');
    expect(report.findings[0]?.title).toContain('still on HEAD, refs/heads/main, refs/heads/side and 1 more');
  });

  test('clean: exit 0, and what was walked', async () => {
    const repo = repository();
    repo.commit({ 'package-lock.json': CLEAN });
    const report = await exposureOf(repo.folder);
    expect(report.verdict).toMatchObject({ status: 'clean', exitCode: 0 });
    expect(report.coverage.places.find((place) => place.kind === 'git-history')?.notes).toEqual(['1 commit of 2 refs walked, 1 version of 1 file read']);
    expect(report.coverage.totals).toMatchObject({ lockfiles: 1, packages: 1, distinct: 1 });
  });

  test('a revert opens a second window', async () => {
    const repo = repository();
    repo.commit({ 'package-lock.json': CLEAN });
    const one = repo.commit({ 'package-lock.json': BAD });
    const fix = repo.commit({ 'package-lock.json': CLEAN });
    const two = repo.commit({ 'package-lock.json': BAD });
    const report = await exposureOf(repo.folder);
    expect(windows(report).map((window) => [window.introducedBy[0]?.id, window.removedBy[0]?.id, window.state])).toEqual([[one, fix, 'closed'], [two, undefined, 'open']]);
    expect(report.findings).toHaveLength(1);
    expect(windows(report).map((window) => window.onHead.length)).toEqual([1, 1]);
  });

  test('a deleted lockfile ends its window; a renamed one has a window a path', async () => {
    const repo = repository();
    const bad = repo.commit({ 'old/package-lock.json': BAD });
    const moved = repo.commit({ 'old/package-lock.json': undefined, 'new/package-lock.json': BAD });
    const gone = repo.commit({ 'new/package-lock.json': undefined });
    const report = await exposureOf(repo.folder);
    expect(windows(report).map((window) => [window.path, window.introducedBy[0]?.id, window.removedBy[0]?.id])).toEqual([['new/package-lock.json', moved, gone], ['old/package-lock.json', bad, moved]]);
  });

  test('two bad versions of one name have a window each', async () => {
    const repo = repository();
    repo.commit({ 'package-lock.json': lock({ chalk: '5.6.1' }) });
    repo.commit({ 'package-lock.json': lock({ chalk: '5.6.1', debug: '4.4.2' }) });
    repo.commit({ 'package-lock.json': lock({ debug: '4.4.2' }) });
    const report = await exposureOf(repo.folder);
    expect(windows(report).map((window) => [window.package.name, window.state, window.commits])).toEqual([['chalk', 'closed', 2], ['debug', 'open', 2]]);
  });
});

describe('branches and merges', () => {
  test('a merge of the fix ends the window; the side branch without it keeps it open', async () => {
    const repo = repository();
    repo.commit({ 'package-lock.json': CLEAN });
    const bad = repo.commit({ 'package-lock.json': BAD });
    repo.git('branch', 'stale');
    repo.git('checkout', '-qb', 'fix');
    const fix = repo.commit({ 'package-lock.json': CLEAN });
    repo.git('checkout', '-q', 'main');
    const more = repo.commit({ 'a.txt': 'a' });
    repo.git('merge', '-q', '--no-ff', '-m', 'merge', 'fix');
    const merge = repo.git('rev-parse', 'HEAD');
    const window = only(await exposureOf(repo.folder));
    expect(window).toMatchObject({ state: 'open', refs: ['refs/heads/stale'], commits: 2, introducedBy: [{ id: bad }], last: { id: more }, onHead: [{ from: { id: bad }, to: { id: merge } }] });
    expect(window.removedBy.map(({ id }) => id).toSorted()).toEqual([fix, merge].toSorted());
    repo.git('branch', '-D', 'stale');
    expect(only(await exposureOf(repo.folder))).toMatchObject({ state: 'closed', refs: [] });
  });

  test('a merge that brings it in: written on the branch, landed with the merge', async () => {
    const repo = repository();
    repo.commit({ 'package-lock.json': CLEAN });
    repo.git('checkout', '-qb', 'feature');
    const bad = repo.commit({ 'package-lock.json': BAD });
    repo.git('checkout', '-q', 'main');
    repo.commit({ 'a.txt': 'a' });
    repo.git('merge', '-q', '--no-ff', '-m', 'merge', 'feature');
    const merge = repo.git('rev-parse', 'HEAD');
    repo.git('branch', '-D', 'feature');
    expect(only(await exposureOf(repo.folder))).toMatchObject({ introducedBy: [{ id: bad }], onHead: [{ from: { id: merge } }], state: 'open', commits: 2 });
  });

  test('a merge that itself changes the file, and one that takes our side', async () => {
    const repo = repository();
    repo.commit({ 'package-lock.json': CLEAN, 'b.txt': '1' });
    repo.git('checkout', '-qb', 'side');
    repo.commit({ 'package-lock.json': lock({ chalk: '5.6.2' }) });
    repo.git('checkout', '-q', 'main');
    repo.commit({ 'package-lock.json': lock({ chalk: '5.3.0' }) });
    repo.git('merge', '-q', '--no-commit', '-s', 'ours', 'side');
    const evil = repo.commit({ 'package-lock.json': BAD });
    repo.git('checkout', '-q', 'side');
    repo.git('merge', '-q', '-s', 'ours', '-m', 'ours', 'main');
    const ours = repo.git('rev-parse', 'HEAD');
    const window = only(await exposureOf(repo.folder));
    expect(window).toMatchObject({ introducedBy: [{ id: evil }], removedBy: [{ id: ours }], refs: ['refs/heads/main'], commits: 1 });
  });

  test('two branches that took it up by themselves have two windows', async () => {
    const repo = repository();
    repo.commit({ 'package-lock.json': CLEAN });
    repo.git('branch', 'b');
    repo.commit({ 'package-lock.json': BAD });
    repo.git('checkout', '-q', 'b');
    repo.commit({ 'package-lock.json': BAD });
    expect(windows(await exposureOf(repo.folder)).map((window) => window.refs)).toEqual([['refs/heads/main'], ['HEAD', 'refs/heads/b']]);
  });

  test('--ref walks only what it names; an unknown ref is a problem', async () => {
    const repo = repository();
    repo.commit({ 'package-lock.json': CLEAN });
    repo.git('checkout', '-qb', 'side');
    repo.commit({ 'package-lock.json': BAD });
    expect((await exposureOf(repo.folder, { refs: ['main'] })).verdict.status).toBe('clean');
    expect((await exposureOf(repo.folder, { refs: ['side'] })).verdict.status).toBe('findings');
    expect(codes(await exposureOf(repo.folder, { refs: ['main', 'nowhere'] }))).toEqual(['not-found']);
  });

  test('stashes, the older ones too, and detached worktrees are walked', async () => {
    const repo = repository();
    repo.commit({ 'package-lock.json': CLEAN });
    writeFileSync(join(repo.folder, 'package-lock.json'), BAD);
    repo.git('stash');
    writeFileSync(join(repo.folder, 'package-lock.json'), lock({ chalk: '5.6.2' }));
    repo.git('stash');
    repo.git('pack-refs', '--all');
    expect(only(await exposureOf(repo.folder)).refs).toEqual(['stash@{1}']);
    repo.git('stash', 'clear');
    const other = join(temporaryFolder(), 'other');
    repo.git('worktree', 'add', '-q', '--detach', other);
    const tree = opened(other);
    tree.commit({ 'package-lock.json': BAD });
    expect(only(await exposureOf(repo.folder)).refs).toEqual(['worktrees/other/HEAD']);
    const report = await exposureOf(other);
    expect(only(report).refs).toContain('HEAD');
    expect(report.coverage.places[0]?.notes.join()).toContain('worktrees/other');
  });
});

describe('kinds of repositories', () => {
  test('a tag of a tree has no history, and is named', async () => {
    const repo = repository();
    repo.commit({ 'package-lock.json': CLEAN });
    repo.git('tag', 'only-a-tree', 'HEAD^{tree}');
    const report = await exposureOf(repo.folder);
    expect(report.verdict.status).toBe('clean');
    expect(report.coverage.places.find((place) => place.kind === 'git-history')?.notes.join()).toContain('refs/tags/only-a-tree');
  });

  test('bare, sha256, a folder inside, a file, and twice the same', async () => {
    const repo = repository({ hash: 'sha256' });
    repo.commit({ 'a/package-lock.json': BAD, 'b/package-lock.json': CLEAN, 'c [x]/package-lock.json': MODEL });
    const bare = join(temporaryFolder(), 'bare.git');
    repo.git('clone', '-q', '--bare', '.', bare);
    expect(only(await exposureOf(bare, { exclude: ['c*'] })).introducedBy[0]?.id).toMatch(/^[0-9a-f]{64}$/);
    expect((await exposureOf(join(repo.folder, 'b'))).verdict.status).toBe('clean');
    expect(only(await exposureOf(join(repo.folder, 'a'))).path).toBe('a/package-lock.json');
    expect(only(await exposureOf(join(repo.folder, 'c [x]'))).path).toBe('c [x]/package-lock.json');
    expect((await exposureOf(join(repo.folder, 'b', 'package-lock.json'))).verdict.status).toBe('clean');
    expect(windows(await exposureOf([repo.folder, `${repo.folder}/.`]))).toHaveLength(2);
  });

  test('no repository, no commit, no lockfile: incomplete, unless that is expected', async () => {
    const nothing = temporaryFolder();
    const inNone = await exposureOf(nothing);
    expect(inNone.verdict).toMatchObject({ status: 'incomplete', exitCode: 2 });
    expect(problemsOf(inNone)[0]).toMatchObject({ code: 'nothing-found', message: expect.stringContaining('no git repository') as string });
    expect(codes(await exposureOf(join(nothing, 'missing')))).toEqual(['not-found']);
    const empty = repository();
    expect(problemsOf(await exposureOf(empty.folder))[0]?.message).toBe('the repository has no commit');
    expect((await exposureOf(empty.folder, { allowEmpty: 'allow' })).verdict.status).toBe('clean');
    empty.commit({ 'a.txt': 'a' });
    expect(codes(await exposureOf(empty.folder))).toEqual(['nothing-found']);
    expect((await exposureOf(empty.folder, { allowEmpty: 'allow' })).verdict.status).toBe('clean');
  });

  test('lockfiles below node_modules are parts of packages; the hidden one counts', async () => {
    const repo = repository();
    repo.commit({ 'package-lock.json': CLEAN, 'node_modules/a/package-lock.json': BAD });
    expect((await exposureOf(repo.folder)).verdict.status).toBe('clean');
    repo.commit({ 'node_modules/.package-lock.json': BAD });
    expect(only(await exposureOf(repo.folder)).path).toBe('node_modules/.package-lock.json');
  });

  test('without git on the PATH there is no verdict', async () => {
    const repo = repository();
    repo.commit({ 'package-lock.json': CLEAN });
    const report = await exposureOf(repo.folder, { ports: { openGit: () => undefined } });
    expect(report.verdict.status).toBe('incomplete');
    expect(problemsOf(report)[0]?.message).toContain('git was not found');
  });
});

describe('client configurations', () => {
  const config = (spec: string) => JSON.stringify({ mcpServers: { mail: { command: 'npx', args: ['-y', spec], env: { POSTMARK_SERVER_TOKEN: 'secret-value-1234567890' } } } }, undefined, 2);

  test('an exact version is a window, and names the credentials', async () => {
    const repo = repository();
    repo.commit({ '.mcp.json': config('postmark-mcp@1.0.16') }, { date: '2025-09-17T10:00:00Z' });
    repo.commit({ '.mcp.json': config('other@1.0.0') }, { date: '2025-09-26T10:00:00Z' });
    const report = await exposureOf(repo.folder);
    expect(report.verdict.exitCode).toBe(1);
    expect(only(report)).toMatchObject({ path: '.mcp.json', package: { name: 'postmark-mcp', version: '1.0.16' }, days: 9, state: 'closed' });
    expect(report.findings[0]).toMatchObject({ ruleId: 'known-malicious-version', credentials: ['POSTMARK_SERVER_TOKEN'] });
    expect(JSON.stringify(report)).not.toContain('secret-value');
    expect(report.coverage.places.map((place) => place.kind)).toContain('client-config');
  });

  test('a configuration on one line shows no value of it', async () => {
    const repo = repository();
    repo.commit({ '.mcp.json': JSON.stringify(JSON.parse(config('postmark-mcp@1.0.16'))) });
    const report = await exposureOf(repo.folder);
    expect(report.findings[0]?.ruleId).toBe('known-malicious-version');
    expect(JSON.stringify(report)).not.toContain('secret-value');
  });

  test('a request without a version is told with what was asked', async () => {
    const repo = repository();
    const one = repo.commit({ 'app/.cursor/mcp.json': config('postmark-mcp@latest') });
    repo.commit({ 'app/.cursor/mcp.json': config('postmark-mcp') });
    const report = await exposureOf(repo.folder);
    expect(windows(report).map((window) => window.package)).toEqual([{ name: 'postmark-mcp', spec: '' }, { name: 'postmark-mcp', spec: 'latest' }]);
    expect(windows(report)[1]).toMatchObject({ introducedBy: [{ id: one }], state: 'closed' });
    expect(new Set(report.findings.map((finding) => finding.ruleId))).toEqual(new Set(['could-resolve-to-malicious-version']));
    expect(report.findings.map((finding) => finding.fingerprint).toSorted()).toEqual(windows(report).map((window) => window.finding).toSorted());
  });

  test('a version that a variable hides can be a listed one', async () => {
    const repo = repository();
    repo.commit({ '.mcp.json': config('postmark-mcp@${VERSION}') });
    repo.commit({ '.mcp.json': config('left-pad@1.0.0') });
    expect(only(await exposureOf(repo.folder))).toMatchObject({ package: { name: 'postmark-mcp', spec: '${VERSION}' }, state: 'closed' });
  });

  test('a line that hides what it starts: no verdict where it is checked out, a note where it is past', async () => {
    const repo = repository();
    repo.commit({ '.mcp.json': config('$PACKAGE@1.0.0') });
    const checkedOut = await exposureOf(repo.folder);
    expect([checkedOut.verdict.status, codes(checkedOut)]).toEqual(['incomplete', ['undecided-launch']]);
    repo.commit({ '.mcp.json': config('left-pad@1.0.0') });
    const past = await exposureOf(repo.folder);
    expect(past.verdict.status).toBe('clean');
    expect(past.coverage.places.find((place) => place.kind === 'git-history')?.notes[0]).toContain('1 old version was not understood');
  });

  test('settings for other things are no configuration; a history of configurations alone is one', async () => {
    const repo = repository();
    repo.commit({ '.vscode/settings.json': '{ "editor.tabSize": 2 }', '.mcp.json': config('left-pad@1.0.0') });
    expect((await exposureOf(repo.folder)).verdict.status).toBe('clean');
  });
});

describe('not everything is here', () => {
  test('a shallow clone is incomplete, and what it holds is still told', async () => {
    const repo = repository();
    repo.commit({ 'package-lock.json': CLEAN });
    repo.commit({ 'package-lock.json': BAD });
    const clone = join(temporaryFolder(), 'clone');
    repo.git('clone', '-q', '--depth', '1', `file://${repo.folder}`, clone);
    const report = await exposureOf(clone, { failOn: 'critical' });
    expect(report.exposure?.repositories[0]?.commits).toBe(1);
    expect(problemsOf(report)[0]).toMatchObject({ message: expect.stringContaining('shallow') as string, hint: expect.stringContaining('--unshallow') as string });
    expect(only(report).state).toBe('open');
    repo.commit({ 'package-lock.json': CLEAN });
    opened(clone).git('fetch', '-q', '--depth', '1');
    opened(clone).git('reset', '-q', '--hard', 'origin/main');
    expect((await exposureOf(clone)).verdict).toMatchObject({ status: 'incomplete', exitCode: 2 });
  });

  test('a partial clone is incomplete, and fetches nothing', async () => {
    const repo = repository();
    repo.commit({ 'package-lock.json': BAD });
    repo.commit({ 'package-lock.json': CLEAN });
    repo.git('config', 'uploadpack.allowFilter', 'true');
    const clone = join(temporaryFolder(), 'clone');
    repo.git('clone', '-q', '--filter=blob:none', `file://${repo.folder}`, clone);
    const before = opened(clone).git('count-objects', '-v');
    const report = await exposureOf(clone);
    expect(report.verdict).toMatchObject({ status: 'incomplete', exitCode: 2 });
    expect(problemsOf(report).map((problem) => problem.message)).toEqual([expect.stringContaining('a partial clone'), expect.stringMatching(/^1 of 2 versions of files are not in this clone/)]);
    expect(opened(clone).git('count-objects', '-v')).toBe(before);
    const treeless = join(temporaryFolder(), 'clone');
    repo.git('clone', '-q', '--filter=tree:0', '--no-checkout', `file://${repo.folder}`, treeless);
    const without = await exposureOf(treeless);
    expect(without.verdict.status).toBe('incomplete');
    expect(problemsOf(without).some((problem) => /the tree of commit .* could not be read/.test(problem.message))).toBe(true);
  });

  test.each(['blob', 'tree', 'commit'] as const)('a missing or corrupt %s is incomplete, and the rest is read', async (kind) => {
    for (const damage of ['missing', 'corrupt']) {
      const repo = repository();
      repo.commit({ 'package-lock.json': CLEAN });
      const broken = repo.commit({ 'package-lock.json': lock({ chalk: '5.3.0' }) });
      const bad = repo.commit({ 'package-lock.json': BAD });
      const id = repo.git('rev-parse', kind === 'commit' ? broken : kind === 'tree' ? `${broken}^{tree}` : `${broken}:package-lock.json`);
      const path = objectPath(repo.folder, id);
      if (damage === 'corrupt') chmodSync(path, 0o644);
      if (damage === 'corrupt') writeFileSync(path, 'not an object');
      else rmSync(path, { force: true });
      const report = await exposureOf(repo.folder);
      expect(codes(report)).toContain('unreadable');
      expect(windows(report).map((window) => window.introducedBy[0]?.id)).toEqual([bad]);
      repo.commit({ 'package-lock.json': CLEAN });
      expect((await exposureOf(repo.folder, { exclude: [], failOn: 'critical' })).verdict.status).toBe('findings');
    }
  });

  test('a ref to a missing object, and a ref that holds nonsense', async () => {
    const repo = repository();
    repo.commit({ 'package-lock.json': CLEAN });
    writeFileSync(join(repo.folder, '.git', 'refs', 'heads', 'gone'), `${'1'.repeat(40)}\n`);
    expect(problemsOf(await exposureOf(repo.folder))[0]?.message).toBe('1 ref leads to an object that is missing or damaged: refs/heads/gone');
    writeFileSync(join(repo.folder, '.git', 'refs', 'heads', 'gone'), 'nonsense\n');
    expect(problemsOf(await exposureOf(repo.folder))[0]?.message).toBe('the ref holds no object id');
  });

  test('a version over the size limit is told', async () => {
    const repo = repository();
    repo.commit({ 'package-lock.json': BAD });
    repo.commit({ 'package-lock.json': CLEAN });
    expect(codes(await exposureOf(repo.folder, { fileBytes: 100 }))).toEqual(['too-large', 'too-large']);
  });
});

describe('versions that no reader understands', () => {
  const conflicted = `<<<<<<< HEAD\n${CLEAN}=======\n${BAD}>>>>>>> theirs\n`;

  test('an old broken version is a note, and does not spoil the verdict for ever', async () => {
    const repo = repository();
    repo.commit({ 'package-lock.json': `${CLEAN.slice(0, 120)}\n` });
    repo.commit({ 'package-lock.json': CLEAN });
    const report = await exposureOf(repo.folder);
    expect(report.verdict.status).toBe('clean');
    expect(report.coverage.places.find((place) => place.kind === 'git-history')?.notes[0]).toContain('1 old version was not understood');
  });

  test('an old broken version that names a listed one is incomplete', async () => {
    const repo = repository();
    repo.commit({ 'package-lock.json': BAD.slice(0, -20) });
    repo.commit({ 'package-lock.json': CLEAN });
    const report = await exposureOf(repo.folder);
    expect(report.verdict.status).toBe('incomplete');
    expect(problemsOf(report)[0]?.message).toContain('chalk stands in it with a listed version');
  });

  test.each([
    ['UTF-16 without a mark', Buffer.from(BAD, 'utf16le').toString('latin1')],
    ['escaped', `{ "packages": { "node_modules/ch\\u0061lk": { "version": "5.6.\\u0031"`],
  ])('a listed name in an old version that was not understood: %s', async (_name, text) => {
    const repo = repository();
    repo.commit({ 'package-lock.json': text });
    repo.commit({ 'package-lock.json': CLEAN });
    expect((await exposureOf(repo.folder)).verdict.status).toBe('incomplete');
  });

  test.each([
    ['git-lfs', `version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 12345\n`],
    ['git-crypt', '\0GITCRYPT\0 and what nobody can read'],
  ])('what %s put in place of a version is never clean, and is told once', async (name, text) => {
    const repo = repository();
    repo.commit({ 'package-lock.json': text });
    repo.commit({ 'package-lock.json': `${text}\n` });
    repo.commit({ 'package-lock.json': CLEAN });
    const report = await exposureOf(repo.folder);
    expect(report.verdict.status).toBe('incomplete');
    expect(problemsOf(report).map(({ message }) => message.includes(name))).toEqual([true]);
  });

  test('a broken version that is checked out is incomplete', async () => {
    const repo = repository();
    repo.commit({ 'package-lock.json': CLEAN });
    repo.commit({ 'package-lock.json': '{ "lockfileVersion": 3' });
    expect((await exposureOf(repo.folder)).verdict.status).toBe('incomplete');
  });

  test('both sides of a conflict that was committed count', async () => {
    const repo = repository();
    repo.commit({ 'package-lock.json': conflicted });
    repo.commit({ 'package-lock.json': CLEAN });
    expect(only(await exposureOf(repo.folder))).toMatchObject({ package: { name: 'chalk', version: '5.6.1' }, state: 'closed' });
  });

  test('bun.lockb is incomplete once, and can be left out', async () => {
    const repo = repository();
    repo.commit({ 'package-lock.json': CLEAN, 'bun.lockb': 'a' });
    repo.commit({ 'bun.lockb': 'b' });
    expect(codes(await exposureOf(repo.folder))).toEqual(['binary-lockfile']);
    expect((await exposureOf(repo.folder, { exclude: ['bun.lockb'] })).verdict.status).toBe('clean');
  });

  test('a lockfile that is a link is not followed', async () => {
    const repo = repository();
    repo.commit({ 'package-lock.json': CLEAN });
    const blob = repo.git('hash-object', '-w', 'package-lock.json');
    repo.git('update-index', '--add', '--cacheinfo', `120000,${blob},x/package-lock.json`);
    repo.commit({});
    const report = await exposureOf(repo.folder);
    expect(report.verdict.status).toBe('clean');
    expect(report.coverage.places.find((place) => place.kind === 'git-history')?.notes.join()).toContain('x/package-lock.json was a link');
  });
});

describe('objects that no git would write', () => {
  test('a tree that calls a tree a file, links out and repeats a name, and a commit with nonsense in it, are survived', async () => {
    const { createHash } = await import('node:crypto');
    const { deflateSync } = await import('node:zlib');
    const repo = repository();
    repo.commit({ 'package-lock.json': BAD });
    const inner = repo.git('rev-parse', 'HEAD^{tree}');
    const put = (kind: string, ...parts: readonly (string | Buffer)[]) => {
      const data = Buffer.concat(parts.map((part) => Buffer.from(part)));
      const object = Buffer.concat([Buffer.from(`${kind} ${data.length}\0`), data]);
      const id = createHash('sha1').update(object).digest('hex');
      mkdirSync(dirname(objectPath(repo.folder, id)), { recursive: true });
      writeFileSync(objectPath(repo.folder, id), deflateSync(object));
      return id;
    };
    const raw = Buffer.from(inner, 'hex');
    const tree = put('tree', '100644 package-lock.json\0', raw, '160000 yarn.lock\0', raw);
    const outer = put('tree', '40000 ..\0', Buffer.from(tree, 'hex'), '40000 .git\0', Buffer.from(tree, 'hex'), '100644 package-lock.json\0', raw);
    const commit = put('commit', `tree ${outer}\nauthor x <y> 99999999999999999999 +9999\ncommitter \0 <> -1 x\n\nm`);
    writeFileSync(join(repo.folder, '.git', 'refs', 'heads', 'evil'), `${commit}\n`);
    const report = await exposureOf(repo.folder);
    expect(only(report)).toMatchObject({ path: 'package-lock.json', refs: ['HEAD', 'refs/heads/main'] });
    expect(report.exposure?.repositories[0]?.commits).toBe(2);
    const blobs = [CLEAN, BAD].map((text) => Buffer.from(put('blob', text), 'hex'));
    const twice = put('tree', '100644 package-lock.json\0', blobs[1] as Buffer, '100644 package-lock.json\0', blobs[0] as Buffer);
    const other = put('commit', `tree ${twice}\nauthor x <y> 1 +0000\ncommitter x <y> 1 +0000\n\nm`);
    writeFileSync(join(repo.folder, '.git', 'refs', 'heads', 'evil'), `${other}\n`);
    expect(codes(await exposureOf(repo.folder, { refs: ['evil'] }))).toContain('duplicate-key');
  });

  test('commits that run in a circle are walked once', async () => {
    const { buildGraph } = await import('../../src/pipelines/exposure/graph.ts');
    const { staysOnLine, windowsOf } = await import('../../src/pipelines/exposure/windows.ts');
    const { graph } = await buildGraph([{ id: 'b', parents: ['a'], time: 2 }, { id: 'a', parents: ['b', 'a'], time: 1 }], async () => undefined);
    expect(graph.ids.map((_, at) => graph.parents(at))).toEqual([[], [0]]);
    expect(windowsOf(graph, () => true, [1])).toMatchObject([{ first: 0, last: 1, commits: 2, tips: [1] }]);
    expect(staysOnLine(graph, () => true, 1)).toEqual([{ from: 0 }]);
  });
});

describe('what commits say of themselves', () => {
  test('dates of 1970 and 2099, and a removal before the introduction, are told and doubted', async () => {
    const repo = repository();
    repo.commit({ 'package-lock.json': CLEAN }, { date: '@0 +0000' });
    repo.commit({ 'package-lock.json': BAD }, { date: '@86400 +0000' });
    repo.commit({ 'package-lock.json': CLEAN }, { date: '@4070908800 +0000' });
    expect(only(await exposureOf(repo.folder))).toMatchObject({ from: '1970-01-02T00:00:00Z', to: '2099-01-01T00:00:00Z', doubt: 'the commit that brought it in is dated before git existed' });
    const other = repository();
    other.commit({ 'package-lock.json': BAD }, { date: '2026-02-01T00:00:00Z' });
    other.commit({ 'package-lock.json': CLEAN }, { date: '2026-01-01T00:00:00Z' });
    expect(only(await exposureOf(other.folder))).toMatchObject({ days: 0, doubt: 'it was removed before it came in, if the dates are right' });
  });

  test('odd bytes in paths and names are kept and do no harm', async () => {
    const repo = repository();
    repo.commit({ 'a\u001b[31m\n"\\/package-lock.json': BAD }, { author: 'Eve \u001b[2J\u202e' });
    const window = only(await exposureOf(repo.folder));
    expect(window.path).toBe('a\u001b[31m\n"\\/package-lock.json');
    expect(window.first.author.name).toBe('Eve \u001b[2J\u202e');
  });

  test('a path that is not UTF-8 is shown with its bytes', async () => {
    const repo = repository();
    repo.commit({ 'package-lock.json': BAD });
    const blob = repo.git('rev-parse', 'HEAD:package-lock.json');
    const { execFileSync } = await import('node:child_process');
    const tree = execFileSync('git', ['-C', repo.folder, 'mktree', '-z'], { input: Buffer.concat([Buffer.from(`100644 blob ${blob}\tpackage-lock.json\0`)]), encoding: 'utf8' }).trim();
    const outer = execFileSync('git', ['-C', repo.folder, 'mktree', '-z'], { input: Buffer.concat([Buffer.from(`040000 tree ${tree}\t`), Buffer.from([0xff, 0xfe]), Buffer.from('\0')]), encoding: 'utf8' }).trim();
    repo.git('update-ref', 'refs/heads/odd', repo.git('commit-tree', outer, '-m', 'odd'));
    expect(windows(await exposureOf(repo.folder)).map((window) => window.path)).toEqual(['\\xff\\xfe/package-lock.json', 'package-lock.json']);
  });

  test('a finding of the past has a fingerprint of its own', async () => {
    const { scanFiles } = await import('../support/scan.ts');
    const repo = repository();
    repo.commit({ 'package-lock.json': BAD });
    const [now] = (await scanFiles({ 'package-lock.json': BAD })).findings;
    const [past] = (await exposureOf(repo.folder)).findings;
    expect(past?.fingerprint).toMatch(/^v1:[0-9a-f]{32}$/);
    expect(past?.fingerprint).not.toBe(now?.fingerprint);
  });
});
