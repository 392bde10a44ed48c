import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { runFoldersFor } from '../../src/caches/find-runs.ts';
import { listNpxFolders, npmCacheFolders, npxKey } from '../../src/caches/npx.ts';
import { memoryTree } from '../../src/io/memory-tree.ts';
import type { Home } from '../../src/model/machine.ts';
import { npxFiles } from '../support/npm-cache.ts';

const linux: Home = { path: '/home/dev', user: 'dev', platform: 'linux', environment: {} };
const windows: Home = { path: '/Users/dev', user: 'dev', platform: 'windows', environment: {} };

describe('npxKey', () => {
  // As npm 11.19.1 named its folders; test/check/runs.test.ts has them made anew.
  test.each([[['mail-server@latest'], '75853dd1ad266a35'], [['mail-server@latest', '@scope/mail-server@2.0.0'], '465c4c86a85d477b']] as const)('%j', (specs, key) => {
    expect(npxKey(specs)).toBe(key);
  });

  test('the order of the specs does not count', () => {
    expect(npxKey(['b@1', 'a'])).toBe(createHash('sha512').update('a\nb@1').digest('hex').slice(0, 16));
    expect(npxKey(['a', 'b@1'])).toBe(npxKey(['b@1', 'a']));
  });

  test('sorts as a reader of English does, not by code unit', () => {
    expect(npxKey(['b', 'A', 'a', '@s/b'])).toBe(createHash('sha512').update('@s/b\na\nA\nb').digest('hex').slice(0, 16));
  });

  test('10,000 specs', () => {
    expect(npxKey(Array.from({ length: 10_000 }, (_, at) => `p${at}@latest`))).toMatch(/^[0-9a-f]{16}$/);
  });
});

describe('npm cache folders', () => {
  const folders = (home: Home, files: Record<string, string>) => npmCacheFolders(memoryTree(files), home);

  test('the usual one of each system', () => {
    expect(folders(linux, { '/home/dev/.npm/x': '' }).folders).toEqual(['/home/dev/.npm']);
    expect(folders(windows, { '/Users/dev/AppData/Local/npm-cache/x': '', '/Users/dev/AppData/Roaming/npm-cache/x': '' }).folders).toEqual(['/Users/dev/AppData/Local/npm-cache', '/Users/dev/AppData/Roaming/npm-cache']);
    expect(folders(linux, {}).folders).toEqual([]);
  });

  test('the one that the user set, and the usual one', () => {
    const files = { '/home/dev/.npmrc': '; cache=/no\n//registry.example/:_authToken=secret\ncache = "${HOME}/c ache"\n[x]\ncache=/other', '/home/dev/c ache/x': '', '/home/dev/.npm/x': '', '/other/x': '' };
    expect(folders(linux, files)).toEqual({ folders: ['/home/dev/c ache', '/home/dev/.npm'], problems: [], notes: [] });
    expect(folders({ ...linux, environment: { NPM_CONFIG_CACHE: '/other' } }, files).folders).toEqual(['/other', '/home/dev/.npm']);
  });

  test('no other variable is expanded, and that is said', () => {
    const { folders: found, notes } = folders(linux, { '/home/dev/.npmrc': 'cache=${SECRET}/x\n' });
    expect(found).toEqual([]);
    expect(notes).toEqual(['/home/dev/.npmrc sets cache to a path that is relative or holds a variable: not followed']);
  });

  test('a drive of Windows is the root of its image', () => {
    expect(folders(windows, { '/Users/dev/.npmrc': 'cache=D:\\npm\\', '/npm/x': '' }).folders).toEqual(['/npm']);
    const live: Home = { ...windows, path: 'C:/Users/dev' };
    expect(folders(live, { 'C:/Users/dev/.npmrc': 'cache=D:\\npm\\', 'D:/npm/x': '' }).folders).toEqual(['D:/npm']);
  });

  test('an .npmrc that cannot be read is a problem', () => {
    expect(npmCacheFolders(memoryTree({ '/home/dev/.npmrc': { error: 'unreadable' } }), linux).problems).toEqual([{ code: 'unreadable', message: 'marked as unreadable', path: '/home/dev/.npmrc' }]);
  });
});

describe('npx folders', () => {
  const cache = '/home/dev/.npm';

  test('specs, dependencies and times', () => {
    const tree = { ...memoryTree(npxFiles(cache, ['postmark-mcp@latest'], { 'postmark-mcp': '1.0.16' })), times: () => ({ modified: new Date('2025-09-18T00:00:00Z'), created: new Date('2025-09-17T00:00:00Z') }) };
    expect(listNpxFolders(tree, cache)).toEqual({
      folders: [{ tool: 'npx', folder: `${cache}/_npx/${npxKey(['postmark-mcp@latest'])}`, specs: ['postmark-mcp@latest'], dependencies: ['postmark-mcp'], modified: '2025-09-18T00:00:00.000Z', created: '2025-09-17T00:00:00.000Z', problems: [] }],
      problems: [], notes: [],
    });
  });

  test('damaged folders are problems and lose no other', () => {
    const { folders, notes } = listNpxFolders(memoryTree({
      ...npxFiles(cache, ['a'], { a: '1.0.0' }),
      [`${cache}/_npx/0000000000000001/package.json`]: '{"dep',
      [`${cache}/_npx/0000000000000002/node_modules/b/package.json`]: '{}',
      [`${cache}/_npx/0000000000000003/package.json`]: '{"_npx":{"packages":[1]},"dependencies":{"__proto__":"1"}}',
      [`${cache}/_npx/0000000000000004/package.json`]: '[]',
      [`${cache}/_npx/0000000000000005/concurrency.lock`]: { folder: true },
      [`${cache}/_npx/0000000000000006/package.json`]: { error: 'unreadable' },
      [`${cache}/_npx/0000000000000007/package.json`]: { other: true },
    }), cache);
    expect(folders.map((folder) => [folder.folder.slice(-2), folder.problems.map(({ code }) => code).join()])).toEqual([['01', 'malformed'], ['02', ''], ['03', 'malformed'], ['04', 'malformed'], ['06', 'unreadable'], ['07', 'not-a-file'], [npxKey(['a']).slice(-2), '']]);
    expect(folders[2]?.dependencies).toEqual(['__proto__']);
    expect(notes).toEqual(['folders of npx without a package: 1 (the run was cancelled, or its install failed)']);
  });

  test('a link among them is not followed', () => {
    const { folders, problems } = listNpxFolders(memoryTree({ [`${cache}/_npx/0000000000000001`]: { link: '/etc' }, '/etc/package.json': '{}' }), cache);
    expect([folders, problems.map(({ code }) => code)]).toEqual([[], ['unknown-entry']]);
  });
});

describe('which folder answers', () => {
  const tree = memoryTree({ ...npxFiles('/a', ['x@latest'], { x: '1.0.0' }), ...npxFiles('/a', ['x@latest', 'y'], { x: '1.0.0', y: '1.0.0' }), [`/a/_npx/${npxKey(['old'])}/package.json`]: '{"dependencies":{"old":"^1.0.0"}}' });
  const { folders } = listNpxFolders(tree, '/a');

  test('by specs as they were asked for, together', () => {
    expect(runFoldersFor(['y', 'x@latest'], folders).map(({ specs }) => specs)).toEqual([['x@latest', 'y']]);
    expect(runFoldersFor(['x'], folders)).toEqual([]);
    expect(runFoldersFor([], folders)).toEqual([]);
  });

  test('by its name alone, where npm 7 kept no specs', () => {
    expect(runFoldersFor(['old'], folders).map(({ specs, dependencies }) => [specs, dependencies])).toEqual([[undefined, ['old']]]);
  });

  test('newest first', () => {
    const two = [{ ...folders[0], modified: '2025-01-01T00:00:00.000Z' }, { ...folders[0], modified: '2025-09-01T00:00:00.000Z' }] as typeof folders;
    expect(runFoldersFor(folders[0]?.specs ?? ['old'], two).map(({ modified }) => modified)).toEqual(['2025-09-01T00:00:00.000Z', '2025-01-01T00:00:00.000Z']);
  });
});
