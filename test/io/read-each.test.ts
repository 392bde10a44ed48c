// FileTree.readEach and FileTree.times over real folders, live and below a root.
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openFolderTree } from '../../src/io/file-tree.ts';
import { SYSTEM } from '../../src/io/system.ts';
import { TreeError, type FileTree } from '../../src/model/ports.ts';

let disk = '';
beforeAll(() => {
  disk = realpathSync(mkdtempSync(join(tmpdir(), 'read-each-')));
  mkdirSync(join(disk, 'f/sub'), { recursive: true });
  writeFileSync(join(disk, 'f/a'), 'long text first');
  writeFileSync(join(disk, 'f/b'), 'short');
  writeFileSync(join(disk, 'f/empty'), '');
  writeFileSync(join(disk, 'f/large'), 'x'.repeat(300_000));
  symlinkSync('a', join(disk, 'f/link'));
  symlinkSync('/f', join(disk, 'to-f'));
  execFileSync('mkfifo', [join(disk, 'f/pipe')]);
  utimesSync(join(disk, 'f/a'), 0, 1_758_080_000);
});
afterAll(() => rmSync(disk, { recursive: true, force: true }));

function readAll(tree: FileTree, folder: string, limit = 1_000_000): Record<string, string> {
  const found: Record<string, string> = {};
  tree.readEach?.(folder, limit, (name, bytes) => { found[name] = bytes instanceof TreeError ? bytes.code : `${bytes.length} ${new TextDecoder().decode(bytes.subarray(0, 20))}`; });
  return found;
}

describe.each(['live', 'rooted'] as const)('%s', (kind) => {
  const open = () => (kind === 'live' ? openFolderTree({ root: '/' }) : openFolderTree({ root: disk }));
  const at = (path: string) => (kind === 'live' ? `${disk}${path}` : path);

  test('every entry with its content; links, folders and pipes are not opened', () => {
    expect(readAll(open(), at('/f'))).toEqual({ a: '15 long text first', b: '5 short', empty: '0 ', large: `300000 ${'x'.repeat(20)}`, link: 'not-a-file', pipe: 'not-a-file', sub: 'not-a-file' });
  });

  test('a file over the limit, and no folder', () => {
    expect(readAll(open(), at('/f'), 10)).toMatchObject({ a: 'too-large', b: '5 short', large: 'too-large' });
    expect(() => readAll(open(), at('/nowhere'))).toThrow(TreeError);
    expect(() => readAll(open(), at('/f/a'))).toThrow(TreeError);
  });

  test('times', () => {
    const tree = open();
    expect(tree.times?.(at('/f/a'))?.modified).toEqual(new Date(1_758_080_000_000));
    expect(tree.times?.(at('/f/link'))?.modified).toEqual(new Date(1_758_080_000_000));
    expect(tree.times?.(at('/nowhere'))).toBeUndefined();
  });
});

test('a linked folder below a root stays below it', () => {
  expect(Object.keys(readAll(openFolderTree({ root: disk }), '/to-f'))).toContain('a');
});

test('a file that the system refuses is said in its place', () => {
  const refuse = (): never => { throw Object.assign(new Error('refused'), { code: 'EACCES' }); };
  const tree = openFolderTree({ root: '/', system: { open: (path) => (String(path).endsWith('/a') ? refuse() : SYSTEM.open(path)) } });
  expect(readAll(tree, `${disk}/f`)).toMatchObject({ a: 'unreadable', b: '5 short' });
});

test('a file system without times of birth gives none', () => {
  const tree = openFolderTree({ root: '/', system: { stat: (path) => Object.assign(SYSTEM.stat(path), { birthtimeMs: 0 }) } });
  expect(Object.keys(tree.times?.(`${disk}/f/a`) ?? {})).toEqual(['modified']);
});

test.skipIf(process.getuid?.() === 0)('a folder that the system refuses', () => {
  mkdirSync(join(disk, 'closed'));
  chmodSync(join(disk, 'closed'), 0);
  expect(() => readAll(openFolderTree({ root: '/' }), `${disk}/closed`)).toThrow(TreeError);
});
