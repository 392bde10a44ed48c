// A compiled bundle is kept once and read again; what was damaged in between is compiled anew.
import { describe, expect, it } from 'vitest';
import type { BlobStore } from '../../src/model/ports.ts';
import { keptIndex } from '../../src/store/compiled-bundles.ts';

const INDEX = Uint8Array.from({ length: 100 }, (_, at) => at);

function memoryStore(): BlobStore & { readonly blobs: Map<string, Uint8Array> } {
  const blobs = new Map<string, Uint8Array>();
  return { blobs, get: (key) => blobs.get(key), put: (key, bytes) => { blobs.set(key, bytes); } };
}

function compiler(problems: readonly { readonly code: 'bundle'; readonly message: string }[] = []): { readonly run: () => Promise<{ index: Uint8Array; problems: typeof problems }>; readonly runs: () => number } {
  let runs = 0;
  return { runs: () => runs, run: async () => { runs += 1; return { index: INDEX, problems }; } };
}

describe('a kept index', () => {
  it('is compiled once', async () => {
    const store = memoryStore();
    const compile = compiler();
    const first = await keptIndex(store, 'k', compile.run);
    const second = await keptIndex(store, 'k', compile.run);
    expect([first.from, second.from, compile.runs()]).toEqual(['compiled', 'store', 1]);
    expect(Buffer.from(second.index).equals(INDEX)).toBe(true);
  });

  it('is compiled again, and replaced, after any byte of it changed or it was cut', async () => {
    const store = memoryStore();
    await keptIndex(store, 'k', compiler().run);
    const sealed = store.get('k') ?? new Uint8Array();
    const damages = [...sealed.keys()].flatMap((at) => [sealed.slice(0, at), sealed.map((byte, index) => (index === at ? byte ^ 1 : byte))]);
    for (const damaged of damages) {
      store.put('k', damaged);
      const again = await keptIndex(store, 'k', compiler().run);
      expect(again.from).toBe('compiled');
      expect(store.get('k')).toEqual(sealed);
    }
  });

  it('is not kept when it has problems, so that they are told again', async () => {
    const store = memoryStore();
    const compile = compiler([{ code: 'bundle', message: 'x' }]);
    expect((await keptIndex(store, 'k', compile.run)).problems).toHaveLength(1);
    expect((await keptIndex(store, 'k', compile.run)).problems).toHaveLength(1);
    expect(store.blobs.size).toBe(0);
  });

  it('does without a store, and without one that cannot be written, which it says', async () => {
    expect(await keptIndex(undefined, 'k', compiler().run)).toMatchObject({ from: 'compiled', problems: [] });
    const full: BlobStore = { get: () => undefined, put: () => { throw new Error('no space left'); } };
    expect(await keptIndex(full, 'k', compiler().run)).toMatchObject({ from: 'compiled', problems: [], note: 'the compiled bundle was not kept: no space left' });
  });
});
