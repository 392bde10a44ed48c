// Fetching from a repository elsewhere: over file:// here, in place of https://, with a server side made by the real git.
import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { openFolderTree } from '../../src/io/file-tree.ts';
import { fetchRepository, type GitFetchOptions } from '../../src/io/git-fetch.ts';
import { openGitTree } from '../../src/io/git-tree.ts';
import { temporaryFolder } from '../support/cli.ts';
import { repository } from '../support/git.ts';

const disk = openFolderTree({ root: '/' });

function fetchFrom(url: string, wants: GitFetchOptions['wants'], more: Partial<GitFetchOptions> = {}) {
  return fetchRepository({ url, wants, environment: process.env, never: [], protocol: 'file', ...more });
}

async function textAt(folder: string, ref: string, path: string): Promise<string> {
  const opened = await openGitTree({ disk, folder, ref, environment: process.env, never: [] });
  if (opened.kind === 'failed') throw new Error(opened.problem.message);
  return Buffer.from(opened.value.tree.read(path, 1_000)).toString();
}

describe('fetching', () => {
  test('a tag, a commit, the newest one; each without its history; and all of it is removed', async () => {
    const repo = repository();
    const first = repo.commit({ 'a.txt': '1' });
    repo.git('tag', '-a', 'v1.0.0', '-m', 'v1.0.0');
    repo.commit({ 'a.txt': '2' });
    for (const [want, text] of [['refs/tags/v1.0.0', '1'], [first, '1'], ['HEAD', '2'], ['refs/heads/main', '2']] as const) {
      const fetched = await fetchFrom(`file://${repo.folder}`, (refs) => { expect(refs).toEqual(expect.arrayContaining(['HEAD', 'refs/heads/main', 'refs/tags/v1.0.0'])); return [want]; });
      if (fetched.kind === 'failed') throw new Error(fetched.problem.message);
      const { folder, refs, close } = fetched.value;
      expect([want, await textAt(folder, want, '/a.txt')]).toEqual([want, text]);
      expect(refs).toContain('refs/tags/v1.0.0');
      expect((await openGitTree({ disk, folder, ref: `${want}~1`, environment: process.env, never: [] })).kind).toBe('failed');
      close();
      expect(existsSync(folder)).toBe(false);
    }
  });

  test('the first that the other side has is enough; what it does not have is passed over', async () => {
    const repo = repository();
    repo.commit({ 'a.txt': '1' });
    const fetched = await fetchFrom(`file://${repo.folder}`, () => ['refs/tags/none', 'f'.repeat(40), '--upload-pack=touch x', 'HEAD', 'refs/heads/main']);
    if (fetched.kind === 'failed') throw new Error(fetched.problem.message);
    expect(await textAt(fetched.value.folder, 'HEAD', '/a.txt')).toBe('1');
    expect(await openGitTree({ disk, folder: fetched.value.folder, ref: 'refs/heads/main', environment: process.env, never: [] })).toMatchObject({ kind: 'failed' });
    fetched.value.close();
  });

  test('nobody there, no repository, another protocol: told, and nothing is left', async () => {
    const temporary = temporaryFolder();
    const repo = repository();
    repo.commit({ 'a.txt': '1' });
    vi.stubEnv('TMPDIR', temporary);
    try {
      for (const url of [`file://${temporary}/nothing`, `file://${temporary}`, 'https://127.0.0.1:1/x.git', 'ext::sh -c true', 'ssh://git@127.0.0.1:1/x']) expect([url, await fetchFrom(url, () => ['HEAD'])]).toMatchObject([url, { kind: 'failed', problem: { code: 'network-failed' } }]);
      // Only https where nobody says otherwise.
      expect(await fetchRepository({ url: `file://${repo.folder}`, wants: () => ['HEAD'], environment: process.env, never: [] })).toMatchObject({ kind: 'failed', problem: { message: expect.stringContaining("transport 'file' not allowed") as string } });
      expect(await fetchFrom(`file://${repo.folder}`, () => ['HEAD'], { environment: {} })).toMatchObject({ kind: 'failed', problem: { message: 'git was not found on the PATH' } });
      expect(readdirSync(temporary)).toEqual([]);
    } finally {
      vi.unstubAllEnvs();
    }
  });

  test('no configuration, hook or credential of anybody has a part in it', async () => {
    const repo = repository();
    repo.commit({ 'a.txt': '1' });
    const place = temporaryFolder();
    const mark = join(place, 'mark');
    const trap = join(place, 'trap.sh');
    writeFileSync(trap, `#!/bin/sh\ntouch '${mark}'\nexit 1\n`);
    chmodSync(trap, 0o755);
    const home = join(place, 'home');
    mkdirSync(home);
    const settings = `[core]\n\tfsmonitor = ${trap}\n\thooksPath = ${place}\n\tsshCommand = ${trap}\n\tgitProxy = ${trap}\n[credential]\n\thelper = !${trap}\n[uploadpack]\n\tpackObjectsHook = ${trap}\n[fetch]\n\trecurseSubmodules = true\n[url "ext::${trap}"]\n\tinsteadOf = file://\n[protocol]\n\tallow = always\n`;
    writeFileSync(join(home, '.gitconfig'), settings);
    writeFileSync(join(repo.folder, '.git', 'config'), `${settings.replace(/\[url[^[]*/, '')}[core]\n\trepositoryformatversion = 0\n\tbare = false\n`);
    for (const hook of ['reference-transaction', 'post-checkout', 'pre-auto-gc']) { writeFileSync(join(place, hook), `#!/bin/sh\ntouch '${mark}'\n`); chmodSync(join(place, hook), 0o755); }
    const fetched = await fetchFrom(`file://${repo.folder}`, () => ['HEAD'], { environment: { ...process.env, HOME: home, GIT_CONFIG_GLOBAL: join(home, '.gitconfig'), GIT_SSH_COMMAND: trap, GIT_ASKPASS: trap, GIT_PROXY_COMMAND: trap, GIT_EXTERNAL_DIFF: trap } });
    if (fetched.kind === 'failed') throw new Error(fetched.problem.message);
    expect(await textAt(fetched.value.folder, 'HEAD', '/a.txt')).toBe('1');
    expect(existsSync(mark)).toBe(false);
    fetched.value.close();
  });
});
