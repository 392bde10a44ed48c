import { expect, test } from 'vitest';
import { collectCaches } from '../../src/caches/collect.ts';
import { runFoldersFor } from '../../src/caches/find-runs.ts';
import { memoryTree } from '../../src/io/memory-tree.ts';
import type { Home } from '../../src/model/machine.ts';
import { cacheFiles, npxFiles } from '../support/npm-cache.ts';

const home = (user: string): Home => ({ path: `/home/${user}`, user, platform: 'linux', environment: {} });
const url = 'https://registry.example/postmark-mcp/-/postmark-mcp-1.0.16.tgz';
const FILES = {
  ...npxFiles('/home/dev/.npm', ['postmark-mcp@latest'], { 'postmark-mcp': '1.0.16' }), ...cacheFiles('/home/dev/.npm', [{ url, content: 'x' }]),
  '/home/dev/.cache/pnpm/dlx/k/19957a1a800-1/package.json': '{"dependencies":{"postmark-mcp":"1.0.16"}}', '/tmp/bunx-1-postmark-mcp@latest/package.json': '{"dependencies":{"postmark-mcp":"1"}}',
  '/home/dev/.yarn/berry/cache/postmark-mcp-npm-1.0.16-0123456789-10c0.zip': 'x', '/usr/lib/node_modules/npm/package.json': '{}',
};

test('every trace of one package on one machine', () => {
  const { runs, tarballs, prefixes, places, metadata } = collectCaches(memoryTree(FILES), [home('dev')], { wanted: (name) => name === 'postmark-mcp' });
  expect(runFoldersFor(['postmark-mcp@latest'], runs).map(({ tool }) => tool).sort()).toEqual(['bunx', 'npx', 'pnpm dlx']);
  expect(tarballs.map(({ tool, name, version, held }) => [tool, name, version, held])).toEqual([['npm', 'postmark-mcp', '1.0.16', true], ['yarn', 'postmark-mcp', '1.0.16', true]]);
  expect(prefixes.map(({ folder }) => folder)).toEqual(['/usr/lib']);
  expect(metadata).toEqual([]);
  expect(places.map(({ path, kind, format, packages, status }) => [path, kind, format, packages, status])).toEqual([
    ['/home/dev/.npm/_npx', 'run-cache', 'npx', 1, 'read'], ['/home/dev/.npm/_cacache', 'content-cache', 'cacache 5', 1, 'read'], ['/home/dev/.cache/pnpm/dlx', 'run-cache', 'pnpm dlx', 1, 'read'],
    ['/tmp', 'run-cache', 'bunx', 1, 'read'], ['/home/dev/.yarn/berry/cache', 'content-cache', 'yarn, pnpm and bun', 1, 'read'],
  ]);
});

test('a cache that two users share is read once', () => {
  const { runs, tarballs } = collectCaches(memoryTree({ ...FILES, '/home/two/.npm': { link: '/home/dev/.npm' }, '/home/two/.yarn': { link: '/home/dev/.yarn' } }), [home('dev'), home('two')]);
  expect([runs.length, tarballs.map(({ tool }) => tool)]).toEqual([3, ['npm', 'yarn']]);
});

test('one fault is said once, and the rest is read', () => {
  const { runs, places } = collectCaches(memoryTree({ ...FILES, '/home/dev/.npmrc': { error: 'unreadable' }, '/home/dev/.npm/_npx/0000000000000000/package.json': '{' }), [home('dev')]);
  expect(runs).toHaveLength(4);
  expect(places.flatMap(({ problems }) => problems.map(({ code, path }) => `${code} ${path}`)).sort()).toEqual(['malformed /home/dev/.npm/_npx/0000000000000000/package.json', 'unreadable /home/dev/.npmrc']);
  expect(places.filter(({ status }) => status !== 'read').map(({ path, status }) => [path, status])).toEqual([['/home/dev', 'unreadable'], ['/home/dev/.npm/_npx', 'partial']]);
});

test('nobody and nothing', () => {
  expect(collectCaches(memoryTree({}), [home('dev')])).toEqual({ runs: [], tarballs: [], metadata: [], prefixes: [], places: [] });
  expect(collectCaches(memoryTree(FILES), []).runs).toEqual([]);
});
