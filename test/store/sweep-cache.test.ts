// The kept files: an unchanged one is answered, a changed one is not, and damage anywhere gives no answer at all.
import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { BlobStore } from '../../src/model/ports.ts';
import { openSweepCache, type KeptIdentity } from '../../src/store/sweep-cache.ts';

const DIGEST = 'ab'.repeat(32);

function memoryStore(): BlobStore & { blob: Uint8Array | undefined } {
  const store: BlobStore & { blob: Uint8Array | undefined } = { blob: undefined, get: () => store.blob, put: (_, bytes) => { store.blob = bytes; } };
  return store;
}
const identity = (number: number): KeptIdentity => ({ device: 66_306, inode: number, size: number * 10, modified: 1_758_000_000_000.25 + number, changed: 1_758_000_000_001 });

// As a walk meets them: a folder's own files before and behind those of its folders.
const FILES: readonly (readonly [string, string, string?])[] = [
  ['/p', 'a.js'], ['/p/b', '\u00e9.js', '{"said":1}'], ['/p/b', '\u{1f600}.js'], ['/p', 'c.js', '{"said":2}'], ['/p', 'package.json'], ['/q', '__proto__'], ['', 'x'],
];

function filled(start = '/p', now = 1): ReturnType<typeof memoryStore> {
  const store = memoryStore();
  const cache = openSweepCache(store);
  const tree = cache.tree(DIGEST, start, now);
  for (const [at, [folder, name, said]] of FILES.entries()) tree.keep(folder, name, identity(at), { script: at % 2 === 0, ...(said === undefined ? {} : { said }) });
  expect(cache.save()).toBeUndefined();
  return store;
}

describe('answers', () => {
  test('what was kept, in the order of the walk', () => {
    const tree = openSweepCache(filled()).tree(DIGEST, '/p', 2);
    expect(FILES.map(([folder, name], at) => tree.find(folder, name, identity(at)))).toEqual(FILES.map(([, , said], at) => ({ script: at % 2 === 0, ...(said === undefined ? {} : { said }) })));
  });
  test('nothing of a file that is another now, and all of those behind it', () => {
    for (const key of ['device', 'inode', 'size', 'modified', 'changed'] as const) {
      const tree = openSweepCache(filled()).tree(DIGEST, '/p', 2);
      expect(tree.find('/p', 'a.js', { ...identity(0), [key]: identity(0)[key] + 0.25 })).toBeUndefined();
      expect(tree.find('/p', 'c.js', identity(3))).toEqual({ script: false, said: '{"said":2}' });
    }
  });
  test('new files and files that went do not hide the others', () => {
    const tree = openSweepCache(filled()).tree(DIGEST, '/p', 2);
    expect(tree.find('/p', '0new', identity(0))).toBeUndefined();
    expect(tree.find('/p', 'b.js', identity(0))).toBeUndefined();
    expect(tree.find('/p', 'c.js', identity(3))).toBeDefined();
    expect(tree.find('/other', 'a.js', identity(0))).toBeUndefined();
    expect(tree.find('/p', 'package.json', identity(4))).toBeDefined();
    expect(tree.find('/p', 'z', identity(4))).toBeUndefined();
  });
  test('nothing for another search or another start', () => {
    expect(openSweepCache(filled()).tree('cd'.repeat(32), '/p', 2).find('/p', 'a.js', identity(0))).toBeUndefined();
    expect(openSweepCache(filled()).tree(DIGEST, '/other', 2).find('/p', 'a.js', identity(0))).toBeUndefined();
  });
  test('a run leaves other trees as they are, until there is no room: the oldest go', () => {
    const store = filled('/p', 1);
    const size = (store.blob as Uint8Array).length;
    for (const [start, now] of [['/second', 2], ['/third', 3]] as const) {
      const cache = openSweepCache(store, size * 2 + 100);
      const tree = cache.tree(DIGEST, start, now);
      for (const [at, [folder, name, said]] of FILES.entries()) tree.keep(folder, name, identity(at), { script: true, ...(said === undefined ? {} : { said }) });
      expect(cache.save()).toBeUndefined();
    }
    const known = ['/p', '/second', '/third'].map((start) => openSweepCache(store).tree(DIGEST, start, 4).find('/p', 'a.js', identity(0)) !== undefined);
    expect(known).toEqual([false, true, true]);
    expect((store.blob as Uint8Array).length).toBeLessThanOrEqual(size * 2 + 100);
  });
  test('one tree that is too large is kept in part', () => {
    const store = memoryStore();
    const cache = openSweepCache(store, 300_000);
    const tree = cache.tree(DIGEST, '/p', 1);
    for (let at = 0; at < 20_000; at += 1) tree.keep('/p', `file-${String(at).padStart(6, '0')}`, identity(at), { script: false });
    expect(cache.save()).toBeUndefined();
    expect((store.blob as Uint8Array).length).toBeLessThanOrEqual(300_000);
    const again = openSweepCache(store).tree(DIGEST, '/p', 2);
    expect(again.find('/p', 'file-000100', identity(100))).toBeDefined();
    expect(again.find('/p', 'file-019999', identity(19_999))).toBeUndefined();
  });
  test('what cannot be written is said', () => {
    const cache = openSweepCache({ get: () => undefined, put: () => { throw new Error('the disk is full'); } });
    cache.tree(DIGEST, '/p', 1);
    expect(cache.save()).toContain('the disk is full');
    expect(openSweepCache(memoryStore()).save()).toBeUndefined();
  });
  test('names and folders of all kinds', () => {
    const names = fc.uniqueArray(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }).filter((name) => !name.includes('\0') && Buffer.from(name).toString() === name), { minLength: 1, maxLength: 30 });
    fc.assert(fc.property(names, (unsorted) => {
      const sorted = unsorted.toSorted((left, right) => Buffer.compare(Buffer.from(left), Buffer.from(right)));
      const store = memoryStore();
      const cache = openSweepCache(store);
      const tree = cache.tree(DIGEST, '/p', 1);
      for (const [at, name] of sorted.entries()) tree.keep(`/p/${sorted[0] ?? ''}`, name, identity(at), { script: true });
      cache.save();
      const again = openSweepCache(store).tree(DIGEST, '/p', 2);
      expect(sorted.map((name, at) => again.find(`/p/${sorted[0] ?? ''}`, name, identity(at)))).toEqual(sorted.map(() => ({ script: true })));
    }), { numRuns: 60 });
  });
});

describe('a file that is damaged or poisoned', () => {
  const whole = filled().blob as Uint8Array;
  const answers = (blob: Uint8Array): number => {
    const tree = openSweepCache({ get: () => blob, put: () => undefined }).tree(DIGEST, '/p', 2);
    return FILES.filter(([folder, name], at) => tree.find(folder, name, identity(at)) !== undefined).length;
  };
  test('one bit anywhere: no answer', () => {
    expect(answers(whole)).toBe(FILES.length);
    for (let at = 0; at < whole.length; at += 1) {
      const blob = Uint8Array.from(whole);
      blob[at] = (blob[at] ?? 0) ^ (1 << (at % 8));
      expect(answers(blob)).toBe(0);
    }
  });
  test('cut anywhere: no answer', () => {
    for (let length = 0; length < whole.length; length += 1) expect(answers(whole.subarray(0, length))).toBe(0);
  });
  test('noise behind the right sum: no answer that was not kept, and no error', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(whole.length), (noise, place) => {
      const body = Buffer.from(whole.subarray(0, whole.length - 32));
      body.set(noise.subarray(0, Math.max(0, body.length - 42 - place)), Math.min(42 + place, body.length));
      expect(() => answers(Buffer.concat([body, createHash('sha256').update(body).digest()]))).not.toThrow();
    }), { numRuns: 300 });
  });
});
