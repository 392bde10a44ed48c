// FileTree.readFolders with a second thread: the same as with one, whatever lies in the folders and however the thread ends.
// The thread is the built one: `npm run build` comes first.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readContentCache, type ContentCache } from '../../src/caches/content-cache.ts';
import { openFolderTree } from '../../src/io/file-tree.ts';
import { readAheadPath } from '../../src/io/package-files.ts';
import { SYSTEM } from '../../src/io/system.ts';
import { TreeError, type FileTree } from '../../src/model/ports.ts';
import { indexLine } from '../support/npm-cache.ts';

const OUTER = 16;
const INNER = 330;

let disk = '';
let folders: readonly string[] = [];
let wanted: ContentCache;

const line = (name: string): string => indexLine({ url: `https://registry.example/${name}/-/${name}-1.0.0.tgz`, content: name });

beforeAll(async () => {
  disk = realpathSync(mkdtempSync(join(tmpdir(), 'read-folders-')));
  const index = join(disk, '_cacache/index-v5');
  for (let outer = 0; outer < OUTER; outer += 1) {
    for (let inner = 0; inner < INNER; inner += 1) {
      const folder = join(index, outer.toString(16).padStart(2, '0'), inner.toString(16).padStart(3, '0'));
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, 'b'), inner % 20 === 3 ? `${line(`bad-${outer}-${inner}`)}x\nnoise` : line(`good-${outer}-${inner}`));
      if (inner % 2 === 0) writeFileSync(join(folder, 'a'), line(`twice-${inner}`));
      plant(folder, outer * INNER + inner);
    }
  }
  wanted = await readContentCache(openFolderTree({ root: '/', ahead: { from: Number.POSITIVE_INFINITY, file: '' } }), disk);
  const tree = openFolderTree({ root: '/' });
  folders = tree.list(index).flatMap(({ name }) => tree.list(`${index}/${name}`).map((inner) => `${index}/${name}/${inner.name}`));
});
afterAll(() => rmSync(disk, { recursive: true, force: true }));

// Something that is no plain small file, here and there in the second half of the folders.
function plant(folder: string, at: number): void {
  if (at < 3_000 || at % 97 !== 0) return;
  const kinds: readonly (() => void)[] = [
    () => symlinkSync('b', join(folder, 'link')),
    () => mkdirSync(join(folder, 'c', 'below'), { recursive: true }),
    () => execFileSync('mkfifo', [join(folder, 'pipe')]),
    () => writeFileSync(join(folder, 'middle'), `${line('middle')}\n`.repeat(300)),
    () => writeFileSync(join(folder, 'large'), `${line('large')}\n`.repeat(6_000)),
    () => writeFileSync(join(folder, 'huge'), 'x'.repeat(8 * 1024 * 1024 + 1)),
    () => writeFileSync(join(folder, 'empty'), ''),
    () => writeFileSync(join(folder, 'two\nlines \u2028 __proto__ \\x41'), line('odd-name')),
    () => writeFileSync(Buffer.concat([Buffer.from(`${folder}/`), Buffer.from([0xff, 0x41])]), line('raw-name')),
    () => rmSync(join(folder, 'b')),
  ];
  kinds[Math.floor(at / 97) % kinds.length]?.();
}

/** A thread that does `first` and then what the built one does; `marker` is a file that can be written. */
function thread(name: string, first: string): string {
  const file = join(disk, `${name}.cjs`);
  writeFileSync(file, `const { parentPort } = require('node:worker_threads');\nconst send = parentPort.postMessage.bind(parentPort);\n${first}\nrequire(${JSON.stringify(readAheadPath())});\n`);
  return file;
}

/** A tree whose first thread waits, before it lists its first folder below the index, until the second has written the marker. */
function waitingTree(file: string, marker: string): { readonly tree: FileTree; readonly opened: () => number } {
  let opened = 0;
  const cell = new Int32Array(new SharedArrayBuffer(4));
  const list: typeof SYSTEM.list = (path) => {
    if (/index-v5\/..\/...$/.test(String(path))) for (let turn = 0; turn < 2_000 && !existsSync(marker); turn += 1) Atomics.wait(cell, 0, 0, 10);
    return SYSTEM.list(path);
  };
  const open: typeof SYSTEM.open = (path) => { opened += 1; return SYSTEM.open(path); };
  return { tree: openFolderTree({ root: '/', system: { list, open }, ahead: { from: 0, file } }), opened: () => opened };
}

test('the built thread is there', () => {
  expect(existsSync(readAheadPath()), 'npm run build').toBe(true);
});

describe('the content cache with a second thread', () => {
  test('what one thread finds, is of every kind', () => {
    expect(folders).toHaveLength(OUTER * INNER);
    expect(wanted.tarballs.length).toBeGreaterThan(7_000);
    expect(new Set(wanted.problems.map(({ code }) => code))).toEqual(new Set(['malformed', 'not-a-file', 'too-large']));
    expect(wanted.problems.at(-1)?.message).toContain('damaged entries in all; the first 100 are listed');
  });

  test('is the same, and the second thread has read its part', async () => {
    const marker = join(disk, 'sent');
    const { tree, opened } = waitingTree(thread('whole', `parentPort.postMessage = (...all) => { send(...all); require('node:fs').writeFileSync(${JSON.stringify(marker)}, ''); };`), marker);
    expect(await readContentCache(tree, disk)).toEqual(wanted);
    expect(opened()).toBeLessThan(wanted.files - 100);
  });

  test.each([
    ['ends', 'process.exit(0)'],
    ['throws', "throw new Error('dies')"],
  ])('is the same where the thread %s in the middle', async (name, death) => {
    const marker = join(disk, `dead-${name}`);
    const { tree } = waitingTree(thread(`dying-${name.replaceAll(' ', '-')}`, `let sent = 0; parentPort.postMessage = (...all) => { sent += 1; if (sent < 3) return send(...all); require('node:fs').writeFileSync(${JSON.stringify(marker)}, ''); ${death}; };`), marker);
    expect(await readContentCache(tree, disk)).toEqual(wanted);
    expect(existsSync(marker)).toBe(true);
  });

  test.each([
    ['no file', () => join(disk, 'nowhere.cjs')],
    ['a file that is no program', () => { writeFileSync(join(disk, 'noise.cjs'), '}{'); return join(disk, 'noise.cjs'); }],
    ['a thread that ends at once', () => thread('gone', 'process.exit(3);')],
    ['a path that is none', () => 'relative.cjs\0'],
  ])('is the same with %s', async (_, file) => {
    expect(await readContentCache(openFolderTree({ root: '/', ahead: { from: 0, file: file() } }), disk)).toEqual(wanted);
  });
});

test('a folder that is not there, and no folder', async () => {
  const visited: (readonly [number, string | undefined, string])[] = [];
  const paths = [`${disk}/nowhere`, ...folders.slice(0, 2), `${folders[0]}/b`];
  await openFolderTree({ root: '/', ahead: { from: 0, file: readAheadPath() } }).readFolders?.(paths, 1000, (at, name, bytes) => { visited.push([at, name, bytes instanceof TreeError ? bytes.code : 'read']); });
  expect(visited.toSorted(([left], [right]) => left - right)).toEqual([[0, undefined, 'not-found'], [1, 'a', 'read'], [1, 'b', 'read'], [2, 'b', 'read'], [3, undefined, 'unreadable']]);
});

test('an error of the visitor ends it, from whichever thread the bytes are', async () => {
  const tree = openFolderTree({ root: '/', ahead: { from: 0, file: readAheadPath() } });
  for (const from of [0, 2_000, 5_000]) {
    await expect(tree.readFolders?.(folders, 1000, (at) => { if (at >= from) throw new RangeError('ours'); })).rejects.toThrow('ours');
  }
});
