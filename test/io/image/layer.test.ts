import { randomBytes } from 'node:crypto';
import * as zlib from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { type Budget, type LayerEntry, problemList, readLayer } from '../../../src/io/image/layer.ts';
import type { LayerPlan } from '../../../src/io/image/manifests.ts';
import { newMerge } from '../../../src/io/image/merge.ts';
import { treeOf } from '../../../src/io/image/nodes.ts';
import { packingOf, type UnpackLimits } from '../../../src/io/image/unpack.ts';
import { TreeError, type FileTree } from '../../../src/model/ports.ts';
import { layer, pax, tar, type TarMember } from '../../support/image.ts';

const { gzipSync } = zlib;
const zstd = (zlib as { readonly zstdCompressSync?: (bytes: Uint8Array) => Buffer }).zstdCompressSync;

const PLAN: LayerPlan = { name: 'x', stored: 'x', digest: undefined, diffId: undefined, isForeign: false };

async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

function budget(more: Partial<Budget> = {}): Budget {
  return { kept: 1_000_000, entries: 10_000, unpacked: 1e9, ...more };
}

async function read(bytes: Uint8Array, more: { readonly budget?: Partial<Budget>; readonly limits?: UnpackLimits; readonly size?: number } = {}) {
  const entries: LayerEntry[] = [];
  const result = await readLayer(inPieces(bytes, more.size ?? 1000), PLAN, () => true, budget(more.budget), (entry) => entries.push(entry), ...(more.limits ? [more.limits] as const : []));
  return { ...result, seen: entries.map(({ path, kind, target, content }) => (kind === 'file' ? `${path}=${content instanceof Uint8Array ? Buffer.from(content).toString() : `(${content})`}` : `${path} ${kind} ${target}`.trim())), told: result.problems.map(({ code, message }) => `${code}: ${message}`) };
}

/** Layers on top of each other; what is told, the merged tree, and what is gone. */
async function merged(...layers: readonly Uint8Array[]) {
  const shared = budget();
  const merge = newMerge(shared);
  const told: string[] = [];
  for (const [at, bytes] of layers.entries()) {
    const problems = problemList();
    const layering = merge.layer(at + 1, problems);
    const result = await readLayer(inPieces(bytes, 700), PLAN, (path) => !path.endsWith('.bin'), shared, layering.add);
    layering.end();
    told.push(...[...result.problems, ...problems.list()].map(({ code, message }) => `${code}: ${message}`));
  }
  merge.finish();
  return { tree: treeOf(merge.root), told, gone: Object.fromEntries([...merge.hidden].map(([number, { root, files }]) => [number, [files, ...listing(treeOf(root))]])) };
}

function listing(tree: FileTree, folder = '/'): readonly string[] {
  return tree.list(folder).flatMap(({ name, kind }) => {
    const path = `${folder === '/' ? '' : folder}/${name}`;
    if (kind === 'folder') return [`${path}/`, ...listing(tree, path)];
    if (kind === 'link') return [`${path} -> ${tree.readLink?.(path) ?? ''}`];
    return [kind === 'file' ? `${path}=${textOf(tree, path)}` : `${path} (${kind})`];
  });
}

function textOf(tree: FileTree, path: string): string {
  try {
    return Buffer.from(tree.read(path, 1_000_000)).toString();
  } catch (error) {
    return error instanceof TreeError ? `(${error.code})` : String(error);
  }
}

describe('the entries of a layer', () => {
  test.each([1, 511, 512, 513, 100_000])('in pieces of %s bytes', async (size) => {
    const { seen, told } = await read(layer({ 'a/b.txt': 'text', 'a/l': { link: '../x' } }), { size });
    expect([seen, told]).toEqual([['/a/b.txt=text', '/a/l link ../x'], []]);
  });

  test('long names, of GNU and of pax; the GNU one wins as in the engines', async () => {
    const long = `d/${'n'.repeat(150)}`;
    const { seen, told } = await read(tar([
      { name: '././@LongLink', type: 'L', text: `${long}\0` }, { name: 'cut', text: '1' },
      pax({ path: `${long}p` }), { name: 'cut', text: '2' },
      pax({ path: 'of-pax' }), { name: '././@LongLink', type: 'L', text: 'of-gnu\0' }, { name: 'cut', text: '3' },
      pax({ linkpath: 'far/away' }), { name: 'l', type: '2', link: 'near' },
      pax({ path: 'lost' }), pax({ path: 'global' }, 'g'), { name: 'kept', text: '4' },
      pax({ size: '3' }), { name: 'sized', text: 'abc', statedSize: 0 },
    ]));
    expect([seen, told]).toEqual([[`/${long}=1`, `/${long}p=2`, '/of-gnu=3', '/l link far/away', '/kept=4', '/sized=abc'], []]);
  });

  test('devices and pipes have no content; a folder states none', async () => {
    const { seen, told } = await read(tar([{ name: 'dev/null', type: '3' }, { name: 'p', type: '6' }, { name: 'd', type: '5', statedSize: 99 }, { name: 'old/', type: '\0', text: '' }]));
    expect([seen, told]).toEqual([['/dev/null other', '/p other', '/d folder', '/old folder'], []]);
  });

  test('names are bytes', async () => {
    const { seen } = await read(tar([{ name: Buffer.from([0x61, 0xff, 0x62]), text: 'x' }]));
    expect(seen).toEqual(['/a\\xffb=x']);
  });

  test('names that lead out are passed over; dots inside are not', async () => {
    const { seen, told } = await read(tar([{ name: '../../etc/passwd', text: 'x' }, { name: '/abs/./b/../c', text: 'y' }, { name: 'h', type: '1', link: '../../etc/shadow' }]));
    expect(seen).toEqual(['/abs/c=y']);
    expect(told).toEqual(['unknown-entry: an entry that leads out of the image was passed over: "../../etc/passwd"', 'unknown-entry: an entry that leads out of the image was passed over: "../../etc/shadow"']);
  });

  test.each<readonly [string, readonly TarMember[], string]>([
    ['a wrong checksum', [{ name: 'b', text: 'x', wrongChecksum: true }], 'malformed: a header has a wrong checksum'],
    ['a size beyond the end', [{ name: 'b', text: 'x', statedSize: 500_000 }], 'malformed: the archive ends in the middle of an entry, as a truncated file does'],
    ['a pax header that is none', [{ name: 'x', type: 'x', text: '99 path=short\n' }, { name: 'b' }], 'malformed: an extended header is not of its own format'],
    ['a NUL in a pax name', [pax({ path: 'a\0b' }), { name: 'b' }], 'malformed: an extended header is not of its own format'],
    ['a pax size that is none', [pax({ size: '-1' }), { name: 'b' }], 'malformed: an extended header states no size'],
    ['an unknown type', [{ name: 'b', type: 'Q' }], 'unknown-entry: an entry of the unknown type "Q"'],
    ['a name of 5000 bytes', [pax({ path: 'n'.repeat(5000) }), { name: 'b' }], `too-large: an entry with a name of 5000 bytes was passed over: ${JSON.stringify(`${'n'.repeat(200)}`)}`],
    ['600 folders', [pax({ path: 'd/'.repeat(600) }), { name: 'b' }], `too-deep: an entry in more than 512 folders was passed over: ${JSON.stringify('d/'.repeat(100))}`],
    ['a sparse file', [pax({ 'GNU.sparse.major': '1', 'GNU.sparse.minor': '0', 'GNU.sparse.name': 'real' }), { name: 'b', text: 'map' }], 'unknown-entry: a sparse file, which is not read'],
  ])('%s is told, and what stands before is kept', async (_name, members, message) => {
    const { seen, told } = await read(tar([{ name: 'a', text: '1' }, ...members]));
    expect(seen[0]).toBe('/a=1');
    expect(told).toEqual([message]);
  });

  test('a million faults of one kind are told in six lines', async () => {
    const { told } = await read(tar(Array.from({ length: 500 }, () => ({ name: '../x' }))));
    expect([told.length, told.at(-1)]).toEqual([6, 'unknown-entry: 495 more problems of this kind']);
  });

  test('noise, and a layer without an end mark', async () => {
    expect((await read(randomBytes(4096))).told[0]).toMatch(/^malformed: /);
    expect((await read(new Uint8Array(0))).told).toEqual([]);
    expect((await read(tar([{ name: 'a', text: '1' }], 'open'))).told).toEqual([]);
  });
});

describe('limits', () => {
  const LIMITS: UnpackLimits = { bytes: 10_000_000, ratio: 10, free: 300_000 };
  test('a layer that unpacks without end', async () => {
    const bomb = gzipSync(tar([{ name: 'a', text: '1' }, { name: 'zeros', text: Buffer.alloc(2_000_000) }, { name: 'b', text: '2' }]));
    const { seen, told, diffId } = await read(bomb, { limits: LIMITS, budget: { kept: 100 } });
    expect(seen[0]).toBe('/a=1');
    expect(told).toContain('too-large: the layer unpacks to more than 10 times its size: the rest was not read');
    expect(diffId).toBeUndefined();
  });
  test('bytes of one layer, and of all', async () => {
    const big = tar([{ name: 'a', text: '1' }, { name: 'b', text: randomBytes(120_000) }]);
    expect((await read(big, { limits: { ...LIMITS, bytes: 100_000 }, budget: { kept: 10 } })).told.at(-1)).toBe('too-large: the layer unpacks to more than 100000 bytes: the rest was not read');
    expect((await read(big, { budget: { unpacked: 50_000, kept: 10 } })).told.at(-1)).toMatch(/^too-large: the layers of the archive unpack to more than/);
  });
  test('bytes that are held: the entry is listed, without content', async () => {
    const { seen, told } = await read(tar([{ name: 'a', text: '12345' }, { name: 'b', text: '12345678' }, { name: 'c', text: '1' }]), { budget: { kept: 10 } });
    expect(seen).toEqual(['/a=12345', '/b=(over-limit)', '/c=1']);
    expect(told[0]).toMatch(/^too-large: 8 bytes, and no more than/);
  });
  test('entries', async () => {
    const { seen, told } = await read(tar([{ name: 'a' }, { name: 'b' }, { name: 'c' }]), { budget: { entries: 2 } });
    expect([seen.length, told.length]).toEqual([2, 1]);
    expect(told[0]).toMatch(/^too-many: /);
  });
});

describe('layers on top of each other', () => {
  test('files, folders and links that change their kind', async () => {
    const { tree, told, gone } = await merged(
      layer({ 'a/x': '1', 'a/y': '2', b: 'file', c: { link: 'a' }, d: 'same' }),
      layer({ a: 'now a file', 'b/z': '3', c: 'now a file', d: 'same' }),
    );
    expect(listing(tree)).toEqual(['/a=now a file', '/b=file', '/c=now a file', '/d=same']);
    // A file cannot be entered: engines refuse such a layer, since it has no entry that makes `b` a folder.
    expect(told).toEqual(['malformed: it lies below a file: the entry was passed over']);
    expect(gone).toEqual({ 1: [2, '/a/', '/a/x=1', '/a/y=2', '/c -> a'] });
  });

  test('whiteouts speak of the layers below, wherever they stand', async () => {
    const { tree, gone } = await merged(
      layer({ 'd/old': '1', 'd/e/deep': '2', 'f': '3', 'g/h': '4' }),
      tar([{ name: 'd/new', text: 'n' }, { name: 'd/.wh..wh..opq' }, { name: 'f', text: 'again' }, { name: '.wh.f' }, { name: '.wh.g' }, { name: 'g/i', text: 'i' }]),
    );
    expect(listing(tree)).toEqual(['/d/', '/d/new=n', '/f=again', '/g/', '/g/i=i']);
    expect(gone).toEqual({ 1: [4, '/d/', '/d/e/', '/d/e/deep=2', '/d/old=1', '/f=3', '/g/', '/g/h=4'] });
  });

  test('what comes back unchanged is not gone', async () => {
    const { gone } = await merged(layer({ a: '1', b: '2' }), layer({ a: null, b: 'x' }), layer({ a: '1', b: '2' }));
    expect(gone).toEqual({ 1: [0], 2: [1, '/b=x'] });
  });

  test('links are followed inside the image, and out of it never', async () => {
    const { tree, told } = await merged(
      layer({ 'real/x': '1', 'abs': { link: '/real' }, 'up': { link: '../../../real' }, 'loop': { link: 'loop' }, 'etc': { link: '/etc' } }),
      layer({ 'abs/y': '2', 'up/z': '3', 'loop/q': '4' }),
    );
    expect(listing(tree, '/real')).toEqual(['/real/x=1', '/real/y=2', '/real/z=3']);
    expect([tree.kind('/etc/passwd'), tree.kind('/loop'), tree.resolve('/up/x'), tree.kind('/up/../../real')]).toEqual([undefined, undefined, '/real/x', 'folder']);
    expect(() => tree.read('/loop', 10)).toThrow(TreeError);
    expect(told).toEqual(['malformed: it lies behind too many links: the entry was passed over']);
  });

  test('a folder remembered for its entries is forgotten where a link takes its place', async () => {
    const { tree } = await merged(layer({ 'a/1': 'x' }), tar([{ name: 'a/2', text: 'x' }, { name: 'a', type: '2', link: 'b' }, { name: 'b/', type: '5' }, { name: 'a/3', text: 'x' }]));
    expect(listing(tree)).toEqual(['/a -> b', '/b/', '/b/3=x']);
  });

  test('hard links: of this layer, of a lower one, to nothing', async () => {
    const { tree, told } = await merged(layer({ a: 'of a' }), layer({ b: { hardlink: 'a' }, c: { hardlink: 'b' }, d: { hardlink: 'nothing' } }));
    expect(listing(tree)).toEqual(['/a=of a', '/b=of a', '/c=of a']);
    expect(told).toEqual(['malformed: a hard link to what is not there, and was passed over: "/nothing"']);
  });

  test('one name twice in a layer: the last counts, the first is seen as gone', async () => {
    const { tree, gone } = await merged(tar([{ name: 'a', text: 'first' }, { name: 'a', text: 'last' }]));
    expect([listing(tree), gone]).toEqual([['/a=last'], { 1: [1, '/a=first'] }]);
  });

  test('whiteouts of odd names, and of nothing', async () => {
    const { tree, told } = await merged(layer({ 'd/a': '1' }), tar([{ name: 'd/.wh...' }, { name: 'd/.wh..' }, { name: 'd/.wh.' }, { name: 'x/y/.wh.z' }, { name: '.wh..wh.plnk' }]));
    expect(listing(tree)).toEqual(['/d/', '/d/a=1']);
    expect(told).toEqual(Array.from({ length: 3 }, () => 'unknown-entry: a whiteout of no name was passed over'));
  });

  test('names of prototypes are names', async () => {
    const { tree } = await merged(layer({ '__proto__/constructor': 'x', 'toString': 'y' }));
    expect(listing(tree)).toEqual(['/__proto__/', '/__proto__/constructor=x', '/toString=y']);
    expect(tree.kind('/hasOwnProperty')).toBeUndefined();
  });

  test('a tree tells what is wrong with a path', async () => {
    const { tree } = await merged(layer({ 'd/a': '1', 'b.bin': 'x' }), tar([{ name: 'p', type: '6' }]));
    expect(textOf(tree, '/d')).toBe('(not-a-file)');
    expect(textOf(tree, '/p')).toBe('(not-a-file)');
    expect(textOf(tree, '/b.bin')).toBe('(unreadable)');
    expect(textOf(tree, '/nothing')).toBe('(not-found)');
    expect(() => tree.read('/d/a', 0)).toThrow('over the limit');
    expect(() => tree.list('/d/a')).toThrow('a file, not a folder');
    expect(tree.times?.('/d/a')?.modified.getTime()).toBe(1_757_000_000_000);
  });
});

describe('packing', () => {
  test('by the first bytes', () => {
    expect([packingOf(gzipSync('x')), packingOf(Buffer.from('BZh9')), packingOf(Buffer.from('text')), packingOf(Buffer.alloc(0))]).toEqual(['gzip', 'bzip2', 'none', 'none']);
  });
  test('what cannot be unpacked is told', async () => {
    expect((await read(Buffer.from('BZh91AY&SY'))).told).toEqual(['unread-format: the layer is packed with bzip2, which is not read']);
  });
  test.skipIf(zstd)('zstd is told where this Node has none', async () => {
    expect((await read(Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, 0]))).told).toEqual(['unread-format: the layer is packed with zstd, which this version of Node cannot unpack (22.15 and later can)']);
  });
  test.skipIf(!zstd)('zstd is read where this Node has it, and its damage told', async () => {
    const packed = zstd?.(layer({ 'a.json': 'of a', 'b.json': 'b'.repeat(5000) })) ?? Buffer.alloc(0);
    expect(await read(packed)).toMatchObject({ told: [], seen: ['/a.json=of a', `/b.json=${'b'.repeat(5000)}`] });
    expect((await read(packed.subarray(0, packed.length - 20))).told[0]).toMatch(/^malformed: the zstd stream is damaged or cut/);
  });
});
