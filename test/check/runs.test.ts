// What real runs leave, read by our readers: npx, pnpm dlx, bunx and yarn dlx install from a registry on loopback, which then
// removes the package as registries remove malware.
import { rmSync } from 'node:fs';
import { basename } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listBunxFolders } from '../../src/caches/bunx.ts';
import { readContentCache } from '../../src/caches/content-cache.ts';
import { runFoldersFor } from '../../src/caches/find-runs.ts';
import { findHomes } from '../../src/caches/homes.ts';
import { listNpxFolders, npmCacheFolders, npxKey } from '../../src/caches/npx.ts';
import { listPackageCaches } from '../../src/caches/package-caches.ts';
import { listDlxFolders, pnpmCacheFolders } from '../../src/caches/pnpm-dlx.ts';
import { findPrefixes } from '../../src/caches/prefixes.ts';
import { resolveBin } from '../../src/caches/resolve-bin.ts';
import { openFolderTree } from '../../src/io/file-tree.ts';
import type { Home } from '../../src/model/machine.ts';
import type { FileTree } from '../../src/model/ports.ts';
import { startRegistry, type FixtureRegistry } from '../support/fixture-registry.ts';
import { installTool, playground, type Playground } from '../support/real-runs.ts';

const BIN = { manifest: { bin: { 'mail-server': 'cli.js' } }, files: { 'cli.js': '#!/usr/bin/env node\nconsole.log(`ran ${require("./package.json").version}`);\n' } };
const MAIL_SERVER = { ...BIN, manifest: { ...BIN.manifest, dependencies: { 'lib-of-it': '^1.0.0' } } };
const STORE = '/home/dev/.local/share/pnpm/store';

let registry: FixtureRegistry;

beforeAll(async () => {
  registry = await startRegistry();
  registry.publish('lib-of-it', '1.0.0');
  for (const version of ['1.0.15', '1.0.16']) registry.publish('mail-server', version, MAIL_SERVER);
  registry.publish('@scope/mail-server', '2.0.0', BIN);
});
afterAll(() => registry.close());

function homeOf(tree: FileTree): Home {
  const { homes, problems } = findHomes(tree, { all: 'all' });
  expect(problems).toEqual([]);
  expect(homes.map(({ path, platform }) => [path, platform])).toEqual([['/home/dev', 'linux']]);
  return homes[0] as Home;
}

function versionIn(tree: FileTree, folder: string, name: string): string {
  return (JSON.parse(new TextDecoder().decode(tree.read(`${folder}/node_modules/${name}/package.json`, 100_000))) as { version: string }).version;
}

describe('npx', () => {
  let place: Playground;
  let tree: FileTree;
  const printed: string[] = [];
  beforeAll(async () => {
    place = playground(registry.url);
    for (const args of [['-y', 'mail-server@latest'], ['mail-server@^1'], ['-y', 'mail-server@1.0.15'], ['-y', '@scope/mail-server'], ['-y', '-p', 'mail-server@latest', '-p', '@scope/mail-server@2.0.0', 'mail-server']]) {
      printed.push((await place.run('npx', args)).stdout.trim());
    }
    tree = openFolderTree({ root: place.root });
  });
  afterAll(() => rmSync(place.root, { recursive: true, force: true }));

  test('ran what its launch lines say', () => {
    // Both packages of the last line bring the program; which one runs is not asked here.
    expect(printed).toEqual(['ran 1.0.16', 'ran 1.0.16', 'ran 1.0.15', 'ran 2.0.0', expect.stringMatching(/^ran (?:1\.0\.16|2\.0\.0)$/)]);
  });

  const cases: readonly (readonly [readonly string[], string, string])[] = [
    [['mail-server@latest'], 'mail-server', '1.0.16'],
    [['mail-server@^1'], 'mail-server', '1.0.16'],
    [['mail-server@1.0.15'], 'mail-server', '1.0.15'],
    [['@scope/mail-server'], '@scope/mail-server', '2.0.0'],
    [['mail-server@latest', '@scope/mail-server@2.0.0'], '@scope/mail-server', '2.0.0'],
  ];
  test.each(cases)('%j: key, specs and version', (specs, name, version) => {
    const caches = npmCacheFolders(tree, homeOf(tree));
    expect(caches).toEqual({ folders: ['/home/dev/.npm'], problems: [], notes: [] });
    const { folders, problems } = listNpxFolders(tree, '/home/dev/.npm');
    expect(problems).toEqual([]);
    expect(folders).toHaveLength(cases.length);
    const found = runFoldersFor(specs, folders);
    expect(found.map((folder) => [basename(folder.folder), folder.specs, folder.problems])).toEqual([[npxKey(specs), specs, []]]);
    expect(Date.parse(found[0]?.modified ?? '')).toBeGreaterThan(Date.now() - 600_000);
    expect(versionIn(tree, found[0]?.folder ?? '', name)).toBe(version);
  });

  test('the content cache knows every tarball, also after the registry removed them', async () => {
    const { integrity, size } = registry.publish('mail-server', '1.0.16', MAIL_SERVER);
    registry.remove('mail-server');
    const read = () => readContentCache(tree, '/home/dev/.npm', { wantedMetadata: () => true });
    try {
      await expect(place.run('npm', ['view', 'mail-server'])).rejects.toThrow('E404');
      const cache = await read();
      expect(cache.problems).toEqual([]);
      expect(cache.tarballs.map(({ name, version, held, form }) => [name, version, held, form])).toEqual([
        ['@scope/mail-server', '2.0.0', true, 'tarball'], ['lib-of-it', '1.0.0', true, 'tarball'], ['mail-server', '1.0.15', true, 'tarball'], ['mail-server', '1.0.16', true, 'tarball'],
      ]);
      expect(cache.metadata.map(({ name }) => name)).toEqual(['@scope/mail-server', 'lib-of-it', 'mail-server']);
      const last = cache.tarballs.at(-1);
      expect([last?.integrity, last?.size]).toEqual([integrity, size]);
      expect(tree.read(last?.content ?? '', 1_000_000)).toHaveLength(size);
      await place.run('npm', ['cache', 'clean', `make-fetch-happen:request-cache:${last?.url}`]);
      expect((await read()).tarballs.filter(({ deleted }) => deleted).map(({ name, version, integrity: kept }) => [name, version, kept])).toEqual([['mail-server', '1.0.16', integrity]]);
    } finally {
      for (const version of ['1.0.15', '1.0.16']) registry.publish('mail-server', version, MAIL_SERVER);
    }
  });

  test('a bare name that the project or a global prefix answers', async () => {
    await place.run('npm', ['install', '-g', '--prefix', `${place.home}/.npm-global`, 'mail-server@1.0.15']);
    const { prefixes } = findPrefixes(tree, [homeOf(tree)]);
    expect(prefixes).toEqual([{ owner: 'npm', folder: '/home/dev/.npm-global/lib', bin: '/home/dev/.npm-global/bin' }]);
    expect(resolveBin(tree, 'mail-server', { cwd: '/project', prefixes })).toMatchObject({ route: 'global', package: { name: 'mail-server', version: '1.0.15' }, problems: [] });
    await place.run('npm', ['install', 'mail-server@1.0.16']);
    expect(resolveBin(tree, 'mail-server', { cwd: '/project/below/it', prefixes })).toMatchObject({ route: 'node-modules', package: { name: 'mail-server', version: '1.0.16' }, problems: [] });
  });
});

describe.runIf(process.platform === 'linux' && process.arch === 'x64').each([
  ['pnpm@9.15.9', 'pnpm/bin/pnpm.cjs', false], ['pnpm@10.34.9', 'pnpm/bin/pnpm.cjs', false], ['@pnpm/exe.linux-x64@12.21.0', '@pnpm/exe.linux-x64/pnpm', true],
])('%s dlx', (spec, file, native) => {
  test('leaves a folder that tells what ran, and a store that knows the package', async () => {
    const tool = installTool(spec, file);
    const place = playground(registry.url);
    try {
      for (const what of ['mail-server@latest', '@scope/mail-server']) {
        const { stdout } = await place.run(native ? tool.file : process.execPath, [...(native ? [] : [tool.file]), 'dlx', what]);
        expect(stdout).toMatch(/ran \d/);
      }
      const tree = openFolderTree({ root: place.root });
      const home = homeOf(tree);
      const caches = pnpmCacheFolders(tree, home);
      expect(caches.folders).toEqual(['/home/dev/.cache/pnpm']);
      const { folders, problems } = listDlxFolders(tree, caches.folders[0] as string);
      expect(problems).toEqual([]);
      expect(folders).toHaveLength(2);
      const found = runFoldersFor(['mail-server@latest'], folders);
      expect(found.map((folder) => [folder.dependencies, folder.problems])).toEqual([[['mail-server'], []]]);
      expect(Date.parse(found[0]?.created ?? '')).toBeGreaterThan(Date.now() - 600_000);
      expect(versionIn(tree, found[0]?.folder ?? '', 'mail-server')).toBe('1.0.16');
      const store = listPackageCaches(tree, home);
      expect(store.problems).toEqual([]);
      const known = store.tarballs.map(({ tool: owner, name, version }) => [owner, name, version]).filter(([, name]) => name?.includes('mail-server')).sort();
      expect([known, store.notes]).toEqual(native ? [[], [`${STORE}/v11 keeps its index in a database that is not read: packages in it are not listed`]] : [[['pnpm', '@scope/mail-server', '2.0.0'], ['pnpm', 'mail-server', '1.0.16']], []]);
    } finally {
      tool.remove();
      rmSync(place.root, { recursive: true, force: true });
    }
  });
});

describe.runIf(process.platform === 'linux' && process.arch === 'x64')('bunx', () => {
  test('leaves folders with the spec in their names, and a cache of packages', async () => {
    const tool = installTool('@oven/bun-linux-x64@1.3.14', '@oven/bun-linux-x64/bin/bun');
    const place = playground(registry.url);
    try {
      for (const what of ['mail-server', 'mail-server@1.0.15', '@scope/mail-server@2.0.0']) expect((await place.run(tool.file, ['x', what])).stdout).toMatch(/ran \d/);
      const tree = openFolderTree({ root: place.root });
      const home = homeOf(tree);
      const { folders, problems } = listBunxFolders(tree, [home]);
      expect(problems).toEqual([]);
      expect(folders.map(({ specs }) => specs?.[0]).sort()).toEqual(['@scope/mail-server@2.0.0', 'mail-server@1.0.15', 'mail-server@latest']);
      expect(folders.flatMap((folder) => folder.problems)).toEqual([]);
      const found = runFoldersFor(['mail-server'], folders);
      expect(found.map((folder) => versionIn(tree, folder.folder, 'mail-server'))).toEqual(['1.0.16']);
      const store = listPackageCaches(tree, home);
      expect(store.problems).toEqual([]);
      expect(store.tarballs.map(({ tool: owner, name, version }) => [owner, name, version])).toEqual(expect.arrayContaining([['bun', 'mail-server', '1.0.16'], ['bun', 'mail-server', '1.0.15'], ['bun', '@scope/mail-server', '2.0.0']]));
    } finally {
      tool.remove();
      rmSync(place.root, { recursive: true, force: true });
    }
  });
});

describe.runIf(process.platform === 'linux' && process.arch === 'x64')('deno run npm:', () => {
  test('leaves a folder of registry, name and version', async () => {
    const tool = installTool('@deno/linux-x64-glibc@2.9.3', '@deno/linux-x64-glibc/deno');
    const place = playground(registry.url);
    try {
      expect((await place.run(tool.file, ['run', '-A', 'npm:@scope/mail-server@2/mail-server'])).stdout).toContain('ran 2.0.0');
      const tree = openFolderTree({ root: place.root });
      const store = listPackageCaches(tree, homeOf(tree));
      expect([store.problems, store.tarballs.map(({ tool: owner, name, version, held }) => [owner, name, version, held])]).toEqual([[], [['deno', '@scope/mail-server', '2.0.0', true]]]);
    } finally {
      tool.remove();
      rmSync(place.root, { recursive: true, force: true });
    }
  });
});

describe.each([
  ['@yarnpkg/cli-dist@4.18.1', '@yarnpkg/cli-dist/bin/yarn.js', ['dlx', '-q', '@scope/mail-server']], ['yarn@1.22.22', 'yarn/bin/yarn.js', ['add', '@scope/mail-server']],
])('%s', (spec, file, args) => {
  test('leaves its cache and nothing else', async () => {
    const tool = installTool(spec, file);
    const place = playground(registry.url);
    try {
      await place.run(process.execPath, [tool.file, ...args]);
      const tree = openFolderTree({ root: place.root });
      const store = listPackageCaches(tree, homeOf(tree));
      expect(store.problems).toEqual([]);
      expect(store.tarballs.map(({ tool: owner, name, version, held }) => [owner, name, version, held])).toEqual([['yarn', '@scope/mail-server', '2.0.0', true]]);
    } finally {
      tool.remove();
      rmSync(place.root, { recursive: true, force: true });
    }
  });
});
