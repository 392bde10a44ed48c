// What the parser found, kept between runs: what is believed, what is thrown away, and its bound.
import { describe, expect, test } from 'vitest';
import type { BlobStore } from '../../src/model/ports.ts';
import { openParseCache } from '../../src/store/parse-cache.ts';

const EDITION = 'e'.repeat(64);
const A = 'a'.repeat(64);
const B = 'b'.repeat(64);

function memoryStore(): BlobStore & { blob: Uint8Array | undefined } {
  return { blob: undefined, get() { return this.blob; }, put(_, bytes) { this.blob = bytes; } };
}

function saved(): ReturnType<typeof memoryStore> {
  const store = memoryStore();
  const cache = openParseCache(store, EDITION);
  cache.keep(A, '{"kept":"ä"}');
  expect(cache.save()).toBeUndefined();
  return store;
}

test('a later run gets what was kept', () => {
  const later = openParseCache(saved(), EDITION);
  expect(later.find(A)).toBe('{"kept":"ä"}');
  expect(later.find(B)).toBeUndefined();
});

test('another build believes nothing of it', () => {
  expect(openParseCache(saved(), 'f'.repeat(64)).find(A)).toBeUndefined();
});

describe('a damaged file', () => {
  const { blob = new Uint8Array(0) } = saved();
  test('cut anywhere', () => {
    for (let length = 0; length < blob.length; length += 1) expect(openParseCache({ ...memoryStore(), get: () => blob.subarray(0, length) }, EDITION).find(A)).toBeUndefined();
  });
  test('with any byte changed', () => {
    for (let at = 0; at < blob.length; at += 1) {
      const bytes = Uint8Array.from(blob);
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      expect(openParseCache({ ...memoryStore(), get: () => bytes }, EDITION).find(A)).toBeUndefined();
    }
  });
});

test('the bound holds, and what this run asked for stays before older entries', () => {
  const store = memoryStore();
  const first = openParseCache(store, EDITION, 10_000);
  for (let at = 0; at < 20; at += 1) first.keep(at.toString(16).padStart(64, '0'), 'x'.repeat(400));
  first.save();
  expect(store.blob?.length).toBeLessThanOrEqual(10_000);
  const second = openParseCache(store, EDITION, 900);
  expect(second.find('5'.padStart(64, '0'))).toHaveLength(400);
  second.keep(B, 'new');
  second.save();
  const third = openParseCache(store, EDITION);
  expect([third.find('5'.padStart(64, '0'))?.length, third.find(B), third.find('0'.repeat(64))]).toEqual([400, 'new', undefined]);
});

test('an entry that is too large is not kept, and a digest that is none neither', () => {
  const store = memoryStore();
  const cache = openParseCache(store, EDITION);
  cache.keep(A, 'x'.repeat(600 * 1024));
  cache.keep('../x', 'y');
  cache.save();
  expect(store.blob).toBeUndefined();
});

test('a folder that cannot be written is said, not thrown', () => {
  const cache = openParseCache({ get: () => undefined, put: () => { throw new Error('read-only'); } }, EDITION);
  cache.keep(A, 'x');
  expect(cache.save()).toBe('what was parsed was not kept: read-only');
});
