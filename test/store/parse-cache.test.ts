// Kept outcomes of parsing: the same content is answered, anything else is parsed, and damage gives no answer.
import { describe, expect, test } from 'vitest';
import type { PackageBehaviors, PackageSource } from '../../src/behaviors/contract.ts';
import type { BlobStore } from '../../src/model/ports.ts';
import { openParseCache } from '../../src/store/parse-cache.ts';
import type { ParseOutcome } from '../../src/sweep/contract.ts';
import { keptParser } from '../../src/sweep/kept-parser.ts';

const KEY = 'ab'.repeat(32);
const OTHER = 'cd'.repeat(32);

function memoryStore(): BlobStore & { blob?: Uint8Array } {
  const store: BlobStore & { blob?: Uint8Array } = { get: () => store.blob, put: (_, bytes) => { store.blob = bytes; } };
  return store;
}
function filled(): Uint8Array {
  const store = memoryStore();
  const cache = openParseCache(store, '1');
  cache.keep(KEY, '{"one":"\u00e9"}');
  cache.keep(OTHER, '');
  expect(cache.save()).toBeUndefined();
  return store.blob as Uint8Array;
}
const open = (blob: Uint8Array | undefined, version = '1') => openParseCache({ get: () => blob, put: () => undefined }, version);

describe('the cache', () => {
  test('answers what was kept, of the same version', () => {
    expect([open(filled()).find(KEY), open(filled()).find(OTHER), open(filled()).find('ef'.repeat(32)), open(filled(), '2').find(KEY), open(undefined).find(KEY)]).toEqual(['{"one":"\u00e9"}', '', undefined, undefined, undefined]);
  });
  test('one bit changed, or cut, anywhere: no answer', () => {
    const whole = filled();
    for (let at = 0; at < whole.length; at += 1) {
      const blob = Uint8Array.from(whole);
      blob[at] = (blob[at] ?? 0) ^ (1 << (at % 8));
      expect(open(blob).find(KEY)).toBeUndefined();
      expect(open(whole.subarray(0, at)).find(KEY)).toBeUndefined();
    }
  });
  test('what was not asked for goes first where there is no room', () => {
    const store = memoryStore();
    const first = openParseCache(store, '1', 700);
    first.keep(KEY, 'x'.repeat(200));
    first.keep(OTHER, 'y'.repeat(200));
    first.save();
    const second = openParseCache(store, '1', 700);
    expect(second.find(OTHER)).toBeDefined();
    second.keep('ef'.repeat(32), 'z'.repeat(200));
    second.save();
    const third = openParseCache(store, '1', 700);
    expect([KEY, OTHER, 'ef'.repeat(32)].map((key) => third.find(key) !== undefined)).toEqual([false, true, true]);
  });
  test('is not written where nothing is new, and says why it could not be', () => {
    const refuse: BlobStore = { get: () => undefined, put: () => { throw new Error('the disk is full'); } };
    const cache = openParseCache(refuse, '1');
    cache.find(KEY);
    expect(cache.save()).toBeUndefined();
    cache.keep(KEY, '');
    expect(cache.save()).toContain('the disk is full');
  });
});

describe('a pool with a memory', () => {
  const found: PackageBehaviors = { behaviors: [], folded: [], problems: [], files: [{ path: 'a.js', read: 'whole' }] };
  const pool = (outcome: ParseOutcome, asked: PackageSource[]) => ({ analyse: (source: PackageSource) => { asked.push(source); return Promise.resolve(outcome); }, close: () => Promise.resolve() });
  const source = (text: string, path = 'a.js'): PackageSource => ({ files: [{ path, text }] });

  test('asks once for the same content', async () => {
    const store = memoryStore();
    const asked: PackageSource[] = [];
    const cache = openParseCache(store, '1');
    const kept = keptParser(pool({ kind: 'read', found }, asked), cache);
    for (const one of [source('a'), source('a'), source('b'), source('', 'a.jsa'), { ...source('a'), manifest: '{}' }, { ...source('a'), kinds: ['mail'] as const }]) expect(await kept.analyse(one)).toEqual({ kind: 'read', found });
    expect(asked).toHaveLength(5);
    cache.save();
    expect(await keptParser(pool({ kind: 'read', found }, asked), openParseCache(store, '1')).analyse(source('a'))).toEqual({ kind: 'read', found });
    expect(asked).toHaveLength(5);
  });
  test('remembers no death, and believes no answer of another shape', async () => {
    const asked: PackageSource[] = [];
    const store = memoryStore();
    for (const outcome of [{ kind: 'died', how: 'crashed' }, { kind: 'read', found, died: [{ how: 'crashed' }] }] as const) {
      const kept = keptParser(pool(outcome, asked), openParseCache(store, '1'));
      await kept.analyse(source('a'));
      expect(await kept.analyse(source('a'))).toEqual(outcome);
    }
    expect(asked).toHaveLength(4);
    for (const answer of ['', '{"behaviors":1}', 'null']) {
      expect(await keptParser(pool({ kind: 'read', found }, asked), { find: () => answer, keep: () => undefined, save: () => undefined }).analyse(source('a'))).toEqual({ kind: 'read', found });
    }
    expect(asked).toHaveLength(7);
  });
});
