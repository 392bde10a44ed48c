// One machine with every trace of one package: all readers together, on each system, and with each file damaged in turn.
import { expect, test } from 'vitest';
import { listBunxFolders } from '../../src/caches/bunx.ts';
import { readContentCache } from '../../src/caches/content-cache.ts';
import { runFoldersFor } from '../../src/caches/find-runs.ts';
import { listNpxFolders, npmCacheFolders } from '../../src/caches/npx.ts';
import { listPackageCaches } from '../../src/caches/package-caches.ts';
import { listDlxFolders, pnpmCacheFolders } from '../../src/caches/pnpm-dlx.ts';
import { memoryTree, type MemoryEntry } from '../../src/io/memory-tree.ts';
import type { Home } from '../../src/model/machine.ts';
import { cacheFiles, npxFiles } from '../support/npm-cache.ts';

const dev: Home = { path: '/home/dev', user: 'dev', platform: 'linux', environment: {} };
const url = 'https://registry.example/postmark-mcp/-/postmark-mcp-1.0.16.tgz';
const FILES = {
  ...npxFiles('/home/dev/.npm', ['postmark-mcp@latest'], { 'postmark-mcp': '1.0.16' }), ...cacheFiles('/home/dev/.npm', [{ url, content: 'x' }]),
  '/home/dev/.cache/pnpm/dlx/k/19957a1a800-1/package.json': '{"dependencies":{"postmark-mcp":"1.0.16"}}', '/tmp/bunx-1-postmark-mcp@latest/package.json': '{"dependencies":{"postmark-mcp":"1"}}',
  '/home/dev/.yarn/berry/cache/postmark-mcp-npm-1.0.16-0123456789-10c0.zip': 'x',
};

async function everything(files: Record<string, MemoryEntry>, home = dev) {
  const tree = memoryTree(files);
  const npm = npmCacheFolders(tree, home);
  const pnpm = pnpmCacheFolders(tree, home);
  const found = [...npm.folders.map((cache) => listNpxFolders(tree, cache)), ...pnpm.folders.map((cache) => listDlxFolders(tree, cache)), listBunxFolders(tree, [home])];
  const fetched = [...await Promise.all(npm.folders.map((cache) => readContentCache(tree, cache))), listPackageCaches(tree, home)];
  const runs = found.flatMap(({ folders }) => folders);
  return {
    runs, tarballs: fetched.flatMap(({ tarballs }) => tarballs),
    problems: [...npm.problems, ...pnpm.problems, ...found.flatMap(({ problems }) => problems), ...runs.flatMap(({ problems }) => problems), ...fetched.flatMap(({ problems }) => problems)],
  };
}

test('every trace of one package', async () => {
  const { runs, tarballs, problems } = await everything(FILES);
  expect(runFoldersFor(['postmark-mcp@latest'], runs).map(({ tool }) => tool).sort()).toEqual(['bunx', 'npx', 'pnpm dlx']);
  expect(tarballs.map(({ tool, name, version, held }) => [tool, name, version, held])).toEqual([['npm', 'postmark-mcp', '1.0.16', true], ['yarn', 'postmark-mcp', '1.0.16', true]]);
  expect(problems).toEqual([]);
});

// Content and zips are never opened, and a manifest inside an installation is for the reader of installed trees.
const READ = Object.keys(FILES).filter((path) => /index-v5|_npx\/[^/]+\/package\.json|dlx|bunx/.test(path));

test.each(READ)('%s damaged in any way is said and loses nothing else', async (path) => {
  const whole = await everything(FILES);
  const damages: readonly MemoryEntry[] = [{ error: 'unreadable' }, { other: true }, { link: path }, new Uint8Array([0xff, 0xc0, 0, 1]), '\u0000', '{', '[1]', '"x"'];
  for (const damage of damages) {
    const { runs, tarballs, problems } = await everything({ ...FILES, [path]: damage });
    expect([damage, problems.length > 0]).toEqual([damage, true]);
    expect(runs.length + tarballs.length).toBeGreaterThanOrEqual(whole.runs.length + whole.tarballs.length - 1);
  }
});

test.each<[Home, string]>([
  [{ path: '/', user: 'unknown', platform: 'linux', environment: {} }, '/.npm'],
  [{ path: '/', user: 'unknown', platform: 'windows', environment: {} }, '/AppData/Local/npm-cache'],
  [{ path: '/Users/dev', user: 'dev', platform: 'windows', environment: {} }, '/Users/dev/AppData/Local/npm-cache'],
  [{ path: 'C:/Users/dev', user: 'dev', platform: 'windows', environment: { LOCALAPPDATA: 'C:\\Users\\dev\\AppData\\Local' } }, 'C:/Users/dev/AppData/Local/npm-cache'],
  [{ path: '/Users/dev', user: 'dev', platform: 'macos', environment: {} }, '/Users/dev/.npm'],
])('the caches of %j', async (where, cache) => {
  const { runs, tarballs } = await everything({ ...npxFiles(cache, ['a'], { a: '1.0.0' }), ...cacheFiles(cache, [{ url, content: 'x' }]) }, where);
  expect([runs.map(({ folder }) => folder.slice(0, cache.length + 6)), tarballs.map(({ content, held }) => [content?.startsWith(`${cache}/_cacache/content-v2/`), held])]).toEqual([[`${cache}/_npx/`], [[true, true]]]);
});

test('one unreadable settings file loses no cache', async () => {
  const { runs, problems } = await everything({ ...FILES, '/home/dev/.npmrc': { error: 'unreadable' } });
  expect(runs).toHaveLength(3);
  expect([...new Set(problems.map(({ path }) => path))]).toEqual(['/home/dev/.npmrc']);
});
