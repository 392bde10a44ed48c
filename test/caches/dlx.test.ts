// Folders of pnpm dlx, bunx and killed runs of yarn dlx, as the real tools lay them out (test/check/runs.test.ts).
import { describe, expect, test } from 'vitest';
import { listBunxFolders } from '../../src/caches/bunx.ts';
import { runFoldersFor } from '../../src/caches/find-runs.ts';
import { listDlxFolders, pnpmCacheFolders } from '../../src/caches/pnpm-dlx.ts';
import { nameOfSpec } from '../../src/caches/run-folders.ts';
import { listYarnDlxFolders } from '../../src/caches/yarn-dlx.ts';
import { memoryTree, type MemoryEntry } from '../../src/io/memory-tree.ts';
import type { Home } from '../../src/model/machine.ts';

const home = (platform: Home['platform'] = 'linux', path = '/home/dev', environment = {}): Home => ({ path, user: 'dev', platform, environment });
const manifest = (...names: readonly string[]): string => JSON.stringify({ dependencies: Object.fromEntries(names.map((name) => [name, '1.0.0'])) });

describe('pnpm dlx', () => {
  const dlx = '/home/dev/.cache/pnpm/dlx';

  test.each([
    [home(), '/home/dev/.cache/pnpm'], [home('macos', '/Users/dev'), '/Users/dev/Library/Caches/pnpm'], [home('windows', '/Users/dev'), '/Users/dev/AppData/Local/pnpm-cache'],
    [home('linux', '/home/dev', { XDG_CACHE_HOME: '/c' }), '/c/pnpm'],
  ])('cache folder %#', (where, path) => {
    expect(pnpmCacheFolders(memoryTree({ [`${path}/dlx/x`]: '' }), where).folders).toEqual([path]);
  });

  test('the user’s own setting', () => {
    expect(pnpmCacheFolders(memoryTree({ '/home/dev/.config/pnpm/rc': 'cache-dir=~/c\n', '/home/dev/c/x': '' }), home()).folders).toEqual(['/home/dev/c']);
  });

  test('every run of every key, with the time that its name tells', () => {
    const { folders, problems, notes } = listDlxFolders(memoryTree({
      [`${dlx}/k1/pkg`]: { link: '19957a1a800-42b8' }, [`${dlx}/k1/19957a1a800-42b8/package.json`]: manifest('postmark-mcp'), [`${dlx}/k1/19957a1a801-1/package.json`]: manifest('postmark-mcp'),
      [`${dlx}/k2/mwqf8i91-d4w/package.json`]: manifest('@s/b', 'a'), [`${dlx}/k3/19957a1a800-2`]: { folder: true }, [`${dlx}/k4/pkg/package.json`]: '{', [`${dlx}/file`]: '',
    }), '/home/dev/.cache/pnpm');
    expect(problems).toEqual([]);
    expect(notes).toEqual(['folders of pnpm dlx without a package: 1 (the install failed)']);
    expect(folders.map((folder) => [folder.folder.slice(dlx.length), folder.dependencies?.join(), folder.created?.slice(0, 10), folder.problems.map(({ code }) => code).join()])).toEqual([
      ['/k1/19957a1a800-42b8', 'postmark-mcp', '2025-09-17', ''], ['/k1/19957a1a801-1', 'postmark-mcp', '2025-09-17', ''], ['/k2/mwqf8i91-d4w', '@s/b,a', '2026-11-21', ''], ['/k4/pkg', undefined, undefined, 'malformed'],
    ]);
    expect(runFoldersFor(['postmark-mcp@latest'], folders, 'pnpm dlx')).toHaveLength(2);
    expect(runFoldersFor(['a', '@s/b@^1'], folders)).toHaveLength(1);
    for (const specs of [['a'], ['postmark-mcp'], ['https://x.example/a.tgz']]) expect(runFoldersFor(specs, folders, 'npx')).toEqual([]);
    expect(runFoldersFor(['a', 'github:o/r'], folders)).toEqual([]);
  });
});

describe('bunx', () => {
  test('specs out of the names, scopes in a folder of their own', () => {
    const { folders, problems } = listBunxFolders(memoryTree({
      '/tmp/bunx-1000-postmark-mcp@latest/package.json': manifest('postmark-mcp'), '/tmp/bunx-1000-@s/a@^1/package.json': manifest('@s/a'),
      '/tmp/old@1.0.0--bunx/package.json': '{}', '/tmp/@s/b@2.0.0--bunx/package.json': '{}', '/tmp/@s/other/package.json': '{}',
      '/tmp/bunx-1000-bare@1.0.0/node_modules/bare/package.json': '{}', '/tmp/bunx-x-a@1/package.json': '{}', '/tmp/bunx-1-link@1': { link: '/etc' }, '/tmp/refused': { error: 'unreadable' },
    }), [home()]);
    expect(problems).toEqual([]);
    expect(folders.map(({ specs, problems: own }) => [specs?.join(), own.map(({ code }) => code).join()])).toEqual([['@s/b@2.0.0', ''], ['@s/a@^1', ''], ['bare@1.0.0', 'not-found'], ['postmark-mcp@latest', ''], ['old@1.0.0', '']]);
    expect(runFoldersFor(['postmark-mcp'], folders)).toHaveLength(1);
    expect(runFoldersFor(['postmark-mcp@latest'], folders)).toHaveLength(1);
    expect(runFoldersFor(['postmark-mcp@1.0.15'], folders)).toEqual([]);
    expect(runFoldersFor(['@s/a@^1'], folders)).toHaveLength(1);
  });

  test.each<[Home, string]>([
    [home('macos', '/Users/dev'), '/private/var/folders/ab/cdef/T'], [home('windows', '/Users/dev'), '/Users/dev/AppData/Local/Temp'], [home('linux', '/home/dev', { TMPDIR: '/t/' }), '/t'], [home(), '/var/tmp'],
  ])('temporary folder %#', (where, folder) => {
    expect(listBunxFolders(memoryTree({ [`${folder}/bunx-1-a@1/package.json`]: '{}' }), [where]).folders.map(({ specs }) => specs)).toEqual([['a@1']]);
  });

  test('one folder with two names is read once', () => {
    expect(listBunxFolders(memoryTree({ '/private/tmp/bunx-1-a@1/package.json': '{}', '/tmp': { link: '/private/tmp' } }), [home('macos', '/Users/dev')]).folders).toHaveLength(1);
  });
});

test('a killed run of yarn dlx', () => {
  const { folders } = listYarnDlxFolders(memoryTree({ '/tmp/xfs-0123abcd/dlx-42/package.json': manifest('a'), '/tmp/xfs-0123abcd/other/x': '', '/tmp/xfs-no/dlx-1/package.json': '{}' }), [home()]);
  expect(folders).toEqual([{ tool: 'yarn dlx', folder: '/tmp/xfs-0123abcd/dlx-42', dependencies: ['a'], problems: [] }]);
});

test.each([['a', 'a'], ['a@1', 'a'], ['@s/a', '@s/a'], ['@s/a@npm:b@1', '@s/a'], ['a@npm:b', 'a'], ['github:o/r', undefined], ['./x', undefined], ['https://x.example/a.tgz', undefined], ['', undefined], ['o/r', undefined]])('the name of %j', (spec, name) => {
  expect(nameOfSpec(spec)).toBe(name);
});

test('a folder that the system refuses is a problem', () => {
  const files: Record<string, MemoryEntry> = { '/tmp/x': '', '/tmp': { error: 'unreadable' } };
  expect(listBunxFolders(memoryTree(files), [home()]).problems.map(({ path }) => path)).toEqual(['/tmp']);
});
