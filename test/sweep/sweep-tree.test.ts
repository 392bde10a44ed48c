// The sweep of a tree: every file once, in order, whoever reads it. The threads are the built ones: `npm run build` comes first.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openFolderTree } from '../../src/io/file-tree.ts';
import { memoryTree } from '../../src/io/memory-tree.ts';
import { sweepThreadPath } from '../../src/io/package-files.ts';
import { SYSTEM } from '../../src/io/system.ts';
import type { BlobStore, FileTree } from '../../src/model/ports.ts';
import type { SweepPlan, SweptFile } from '../../src/sweep/contract.ts';
import { sweepTree, sweepWith, type SweepThreads } from '../../src/sweep/sweep-tree.ts';
import { openSweepCache } from '../../src/store/sweep-cache.ts';

const text = (value: string, boundary: 'host' | 'text' = 'host') => ({ text: value, boundary, indicator: { type: 'domain' as const, value, use: 'match' as const, packages: [], campaign: 'made-up', ids: [], sources: [] } });
const PLAN: SweepPlan = { strings: [text('evil.example')], hashes: new Set([createHash('sha256').update('the payload').digest('hex')]), names: new Set(['dropper.js']) };

async function swept(tree: FileTree, folder: string, plan: SweepPlan = PLAN, threads?: SweepThreads) {
  const files: SweptFile[] = [];
  const totals = await sweepWith(threads, tree, folder, plan, (file) => { files.push(file); });
  return { files, totals, paths: files.map(({ path }) => path) };
}

describe('in memory', () => {
  const tree = memoryTree({
    '/p/package.json': '{}', '/p/a.js': 'bcc', '/p/b.bin': Buffer.from([0, 255, 0]), '/p/c/package.json': '{}', '/p/c/x.map': 'https://evil.example/', '/p/c/Dropper.JS': '1',
    '/p/d.wasm': 'the payload', '/p/pipe': { other: true }, '/p/link': { link: 'a.js' }, '/p/closed': { error: 'unreadable' }, '/p/secret': { error: 'unreadable' }, '/p/secret/x': '', '/p/skip/evil.txt': 'evil.example',
  });
  test('what has something to say, in the order of the walk', async () => {
    const asked: string[] = [];
    const { files, totals } = await swept(tree, '/p', { ...PLAN, excluded: (path) => { asked.push(path); return path === '/p/skip'; } });
    expect(files).toEqual([
      { path: '/p/a.js', size: 3, strings: [], gates: [{ gate: 'mail', offsets: [0] }] },
      { path: '/p/c/Dropper.JS', size: 1, strings: [], gates: [], named: true },
      { path: '/p/c/x.map', size: 21, strings: [{ at: 0, offset: 8, count: 1, line: 1, column: 9, excerpt: 'https://evil.example/' }], gates: [] },
      { path: '/p/closed', size: 0, strings: [], gates: [], problem: { code: 'unreadable', message: 'marked as unreadable', path: '/p/closed' } },
      { path: '/p/d.wasm', size: 11, strings: [], gates: [], sha256: [...PLAN.hashes][0] },
    ].sort((left, right) => (left.path < right.path ? -1 : 1)));
    expect(totals).toEqual({
      files: 8, folders: 3, bytes: 43, scripts: 2, cached: 0, complete: false, notOpened: 2, packageFolders: ['/p/c', '/p'],
      problems: [{ code: 'unreadable', message: 'marked as unreadable', path: '/p/secret' }],
    });
    expect(asked).toContain('/p/skip');
  });
  test('a folder that is not there, and one that is a file', async () => {
    expect((await swept(tree, '/none')).totals).toMatchObject({ files: 0, complete: false, problems: [{ code: 'not-found' }] });
    expect((await swept(tree, '/p/a.js')).paths).toEqual(['/p/a.js']);
  });
  test('strings too short to search for are said', async () => {
    const { totals } = await swept(tree, '/p/c', { ...PLAN, strings: [text('ab', 'text'), ...PLAN.strings] });
    expect(totals).toMatchObject({ complete: false, problems: [{ code: 'bundle' }] });
  });
});

let disk = '';
beforeAll(() => {
  disk = realpathSync(mkdtempSync(join(tmpdir(), 'sweep-')));
  for (let folder = 0; folder < 40; folder += 1) {
    const path = join(disk, `p${String(folder).padStart(2, '0')}`);
    mkdirSync(path);
    for (let file = 0; file < 60; file += 1) writeFileSync(join(path, `f${file}.js`), file % 13 === 0 ? `x\n"evil.example" ${folder}` : file % 17 === 0 ? 'a.bcc' : `plain ${file}`);
  }
  writeFileSync(join(disk, 'large.txt'), `${'y'.repeat(1_500_000)} evil.example`);
  writeFileSync(Buffer.concat([Buffer.from(`${disk}/`), Buffer.from([0xff]), Buffer.from('.js')]), 'bcc');
  writeFileSync(join(disk, 'dropper.js'), 'the payload');
  symlinkSync(join(disk, 'large.txt'), join(disk, 'link'));
  symlinkSync('/', join(disk, 'everything'));
  execFileSync('mkfifo', [join(disk, 'pipe')]);
  for (const folder of ['p00', 'p01']) for (let file = 0; file < 60; file += 1) utimesSync(join(disk, folder, `f${file}.js`), 1_700_000_000, 1_700_000_000);
});
afterAll(() => rmSync(disk, { recursive: true, force: true }));

const threads = (file = sweepThreadPath()): SweepThreads => ({ file, count: 2, from: 0 });

describe('on the disk', () => {
  test('the built thread is there', () => expect(existsSync(sweepThreadPath()), 'npm run build').toBe(true));
  test('with threads as without, and as through any other tree', async () => {
    const tree = openFolderTree({ root: '/' });
    const alone = await swept(tree, disk);
    expect(alone.paths).toHaveLength(40 * 8 + 3);
    expect(alone.totals).toMatchObject({ files: 2_403, folders: 41, notOpened: 3, complete: true, scripts: 2_402 });
    expect(alone.files.find(({ path }) => path.endsWith('large.txt'))?.strings).toMatchObject([{ offset: 1_500_001, line: 1, column: 1_500_002, count: 1 }]);
    expect(alone.files.find(({ path }) => path.endsWith('dropper.js'))).toMatchObject({ named: true, sha256: [...PLAN.hashes][0] });
    expect(alone.paths.filter((path) => path.includes('\\xff'))).toHaveLength(1);
    expect(await swept(tree, disk, PLAN, threads())).toEqual(alone);
    const through = await swept({ ...tree, onDisk: undefined } as unknown as FileTree, disk);
    expect(through).toEqual(alone);
    const files: SweptFile[] = [];
    expect(await sweepTree(tree, disk, PLAN, (file) => { files.push(file); })).toEqual(alone.totals);
    expect(files).toEqual(alone.files);
  });
  test('below a root of its own', async () => {
    const { paths } = await swept(openFolderTree({ root: disk }), '/p03', PLAN, threads());
    expect(paths).toHaveLength(8);
    expect(paths[0]).toBe('/p03/f0.js');
  });
  test.each([
    ['dies at once', 'process.exit(1)'],
    ['cannot start', 'throw new Error("no")'],
    ['dies at its third batch', `const { parentPort } = require('node:worker_threads'); let seen = 0; parentPort.on('message', () => { seen += 1; if (seen === 3) process.exit(1); }); require(${JSON.stringify(sweepThreadPath())});`],
  ])('a thread that %s leaves its files to the first', async (name, code) => {
    const file = join(tmpdir(), `sweep-thread-${process.pid}-${name.length}.cjs`);
    writeFileSync(file, code);
    const tree = openFolderTree({ root: '/' });
    const result = await swept(tree, disk, PLAN, threads(file));
    rmSync(file);
    expect(result).toEqual(await swept(tree, disk));
  });
  test('a folder and a file that the system refuses are told, the rest is read', async () => {
    const refuse = (path: string | Buffer, name: string) => { if (String(path).endsWith(name)) throw Object.assign(new Error('refused'), { code: 'EACCES' }); };
    const tree = openFolderTree({ root: '/', system: { list: (path) => { refuse(path, 'p01'); return SYSTEM.list(path); }, open: (path) => { refuse(path, 'p00/f5.js'); return SYSTEM.open(path); } } });
    const { files, totals } = await swept(tree, disk);
    expect(files.filter(({ problem }) => problem)).toMatchObject([{ path: `${disk}/p00/f5.js`, problem: { code: 'unreadable' } }]);
    expect(totals).toMatchObject({ complete: false, files: 2_343, problems: [{ code: 'unreadable', path: `${disk}/p01` }] });
  });
});

describe('with what an earlier run saw', () => {
  const memoryStore = (): BlobStore & { blob?: Uint8Array } => {
    const store: BlobStore & { blob?: Uint8Array } = { get: () => store.blob, put: (_, bytes) => { store.blob = bytes; } };
    return store;
  };
  const folder = () => join(disk, 'p00');
  const run = async (store: BlobStore, plan: SweepPlan = PLAN, version = '1') => {
    const files = openSweepCache(store);
    const result = await swept(openFolderTree({ root: '/' }), folder(), { ...plan, cache: { files, version } });
    expect(files.save()).toBeUndefined();
    return result;
  };
  // What changed in the last two seconds is not kept: it may change again unseen.
  const settle = () => new Promise((done) => { setTimeout(done, 2_100); });

  test('the same answers without reading, and a changed file read again', async () => {
    // Files made a moment ago are not kept: those of this folder must be older than that, and one is not.
    await settle();
    const fresh = memoryStore();
    writeFileSync(join(folder(), 'f2.js'), 'plain 2');
    expect((await run(fresh)).totals.cached + (await run(fresh)).totals.cached).toBe(59);
    await settle();
    const store = memoryStore();
    const first = await run(store);
    expect(first.totals.cached).toBe(0);
    const second = await run(store);
    expect(second.totals.cached).toBe(60);
    expect({ ...second, totals: { ...second.totals, cached: 0 } }).toEqual(first);
    // The size and the time that can be set are as before.
    const path = join(folder(), 'f1.js');
    writeFileSync(path, 'a.bcc 1');
    utimesSync(path, 1_700_000_000, 1_700_000_000);
    const third = await run(store);
    expect(third.totals.cached).toBe(59);
    expect(third.paths).toContain(path);
    writeFileSync(path, 'plain 1');
    for (const other of [await run(store, { ...PLAN, strings: [] }), await run(memoryStore()), await run(store, PLAN, '2')]) expect(other.totals.cached).toBe(0);
    await settle();
    const whole = memoryStore();
    const again = await run(whole);
    const bytes = whole.blob as Uint8Array;
    for (let at = 0; at < bytes.length; at += 97) {
      const blob = Uint8Array.from(bytes);
      blob[at] = (blob[at] ?? 0) ^ 4;
      expect(await run({ get: () => blob, put: () => undefined })).toEqual(again);
    }
  });
});
