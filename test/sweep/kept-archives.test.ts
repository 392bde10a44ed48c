// A search of an archive that was searched before: the same answer without searching, and nothing believed that has another shape.
import { expect, test } from 'vitest';
import { memoryTree } from '../../src/io/memory-tree.ts';
import type { ParseCache } from '../../src/store/parse-cache.ts';
import type { Sweep, SweepPlan, SweptFile } from '../../src/sweep/contract.ts';
import { sweepKept } from '../../src/sweep/kept-archives.ts';
import { sweepTree } from '../../src/sweep/sweep-tree.ts';

const PLAN: SweepPlan = { strings: [{ text: 'copies.example', boundary: 'host' } as SweepPlan['strings'][number]], hashes: new Set(), names: new Set(['setup_bun.js']) };
const TREE = memoryTree({ '/package.json': '{}', '/index.js': "fetch('https://copies.example/'); eval(atob(x));", '/setup_bun.js': '1' });

function cacheOf(): ParseCache & { readonly entries: Map<string, string> } {
  const entries = new Map<string, string>();
  return { entries, find: (key) => entries.get(key), keep: (key, text) => { entries.set(key, text); }, save: () => undefined };
}

async function run(sweep: Sweep, plan = PLAN): Promise<{ readonly files: readonly SweptFile[]; readonly totals: Awaited<ReturnType<Sweep>> }> {
  const files: SweptFile[] = [];
  return { totals: await sweep(TREE, '/', plan, (file) => { files.push(file); }), files };
}

const refuses: Sweep = async () => { throw new Error('searched again'); };

test('the second search is answered with what the first one found', async () => {
  const cache = cacheOf();
  const first = await run(sweepKept(sweepTree, cache, ['a']));
  expect(first.files.map(({ path }) => path)).toEqual(['/index.js', '/setup_bun.js']);
  const second = await run(sweepKept(refuses, cache, ['a']));
  expect(second.files).toEqual(first.files);
  expect(second.totals).toEqual({ ...first.totals, cached: 3 });
});

test('another archive, another search and what passes over other files are searched', async () => {
  const cache = cacheOf();
  await run(sweepKept(sweepTree, cache, ['a']));
  await expect(run(sweepKept(refuses, cache, ['b']))).rejects.toThrow('searched again');
  await expect(run(sweepKept(refuses, cache, ['a', 'dist']))).rejects.toThrow('searched again');
  await expect(run(sweepKept(refuses, cache, ['a']), { ...PLAN, strings: [{ ...PLAN.strings[0], text: 'other.example' } as SweepPlan['strings'][number]] })).rejects.toThrow('searched again');
  await expect(run(sweepKept(refuses, cache, ['a']), { ...PLAN, names: new Set() })).rejects.toThrow('searched again');
});

test.each(['', 'noise', '[]', '{}', '{"totals":{},"files":[]}', '{"totals":{"files":1,"folders":1,"bytes":1,"scripts":-1,"notOpened":0,"packageFolders":[]},"files":[]}', '{"totals":{"files":1,"folders":1,"bytes":1,"scripts":1,"notOpened":0,"packageFolders":[]},"files":[{"path":"/x","size":1,"strings":[{"at":9}],"gates":[]}]}', '{"totals":{"files":1,"folders":1,"bytes":1,"scripts":1,"notOpened":0,"packageFolders":[1]},"files":[]}'])('what is kept as %j is not believed', async (text) => {
  const cache = { ...cacheOf(), find: () => text };
  await expect(run(sweepKept(refuses, cache, ['a']))).rejects.toThrow('searched again');
});

test('what was not read in full is not kept', async () => {
  const cache = cacheOf();
  await sweepKept(sweepTree, cache, ['a'])(memoryTree({ '/x.js': { error: 'unreadable' } }), '/', PLAN, () => undefined);
  expect(cache.entries.size).toBe(0);
});
