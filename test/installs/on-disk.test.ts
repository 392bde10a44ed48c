// The same reader over real folders and real links, on the live machine and inside another root.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { nodeModules } from '../../src/installs/node-modules.ts';
import { openFolderTree } from '../../src/io/file-tree.ts';

let disk = '';
beforeEach(() => { disk = realpathSync(mkdtempSync(join(tmpdir(), 'installs-'))); });
afterEach(() => rmSync(disk, { recursive: true, force: true }));

function plant(path: string, name: string, more: object = {}): void {
  mkdirSync(join(disk, path), { recursive: true });
  writeFileSync(join(disk, path, 'package.json'), JSON.stringify({ name, version: '1.0.0', ...more }));
}

function link(path: string, target: string): void {
  mkdirSync(dirname(join(disk, path)), { recursive: true });
  symlinkSync(target, join(disk, path));
}

async function read(root: 'live' | 'image'): Promise<{ readonly ids: readonly string[]; readonly whole: boolean; readonly problems: readonly string[]; readonly notes: readonly string[] }> {
  const tree = await nodeModules.read(openFolderTree({ root: root === 'live' ? '/' : disk }), root === 'live' ? `${disk}/repo` : '/repo');
  return { ids: tree.inventory.packages.map(({ id, name, source }) => `${id} ${name} ${source}`), whole: tree.whole, problems: tree.inventory.problems.map(({ code, path }) => `${code} ${path?.replace(disk, '')}`), notes: tree.inventory.notes };
}

it.each(['live', 'image'] as const)('reads a store, a workspace, and loops: %s', async (root) => {
  plant('repo/node_modules/.pnpm/a@1.0.0/node_modules/a', 'a', { dependencies: { b: '*' } });
  plant('repo/node_modules/.pnpm/b@1.0.0/node_modules/b', 'b', { dependencies: { a: '*' } });
  link('repo/node_modules/.pnpm/a@1.0.0/node_modules/b', '../../b@1.0.0/node_modules/b');
  link('repo/node_modules/.pnpm/b@1.0.0/node_modules/a', '../../a@1.0.0/node_modules/a');
  link('repo/node_modules/a', '.pnpm/a@1.0.0/node_modules/a');
  plant('repo/packages/w', 'w');
  link('repo/node_modules/w', '../packages/w');
  link('repo/packages/w/node_modules', '../../node_modules');
  link('repo/node_modules/loop', 'loop');
  link('repo/node_modules/up', '..');
  link('repo/node_modules/.pnpm/a@1.0.0/node_modules/a/node_modules', '..');
  expect(await read(root)).toEqual({
    ids: ['node_modules/.pnpm/a@1.0.0/node_modules/a a registry', 'node_modules/.pnpm/b@1.0.0/node_modules/b b registry', 'node_modules/up up workspace', 'packages/w w workspace'],
    whole: true, problems: [], notes: ['links that lead nowhere: node_modules/loop'],
  });
});

it('keeps absolute links of an image inside it', async () => {
  plant('opt/store/node_modules/real', 'real');
  plant('repo/package', 'unused');
  link('repo/node_modules/abs', '/opt/store/node_modules/real');
  link('repo/node_modules/out', '../../../../../../../../opt/store/node_modules/real');
  link('repo/node_modules/host', disk);
  expect((await read('image')).ids).toEqual(['../opt/store/node_modules/real real registry']);
  expect((await read('image')).notes).toEqual(['links that lead nowhere: node_modules/host']);
});

it.skipIf(process.platform === 'win32')('does not wait for a pipe', async () => {
  plant('repo/node_modules/a', 'a');
  mkdirSync(join(disk, 'repo/node_modules/b'));
  execFileSync('mkfifo', [join(disk, 'repo/node_modules/b/package.json'), join(disk, 'repo/node_modules/pipe')]);
  expect((await read('live')).problems).toEqual(['not-a-file /repo/node_modules/b/package.json', 'unknown-package-version /repo/node_modules/b']);
});
