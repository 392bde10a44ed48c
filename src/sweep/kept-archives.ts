// What a search of an archive's files found, kept by the archive's own hash: the tables of the search take longer to lay out than a
// package takes to be searched. What comes back is checked; what was not read in full is searched again.
import { createHash } from 'node:crypto';
import type { ParseCache } from '../store/parse-cache.ts';
import { isObject, type JsonObject, type JsonValue, parseJson, property } from '../text/json.ts';
import type { Sweep, SweepPlan, SweepTotals, SweptFile } from './contract.ts';
import { planDigest, saidOf } from './kept-files.ts';

const COUNTS = ['files', 'folders', 'bytes', 'scripts', 'notOpened'] as const;

/** The same search over a tree of which `content` tells all: its bytes, and what is passed over. */
export function sweepKept(sweep: Sweep, cache: ParseCache, content: readonly string[]): Sweep {
  return async (tree, folder, plan, visit) => {
    const key = createHash('sha256').update(JSON.stringify(['swept archive 1', planDigest(plan), [...plan.names].toSorted(), folder, ...content])).digest('hex');
    const kept = keptUnder(cache, key, plan);
    if (kept) {
      for (const file of kept.files) visit(file);
      return kept.totals;
    }
    const files: SweptFile[] = [];
    const totals = await sweep(tree, folder, plan, (file) => {
      files.push(file);
      visit(file);
    });
    if (totals.complete && totals.problems.length === 0 && files.every(({ problem }) => problem === undefined)) cache.keep(key, JSON.stringify({ totals, files }));
    return totals;
  };
}

interface Kept {
  readonly totals: SweepTotals;
  readonly files: readonly SweptFile[];
}

function keptUnder(cache: ParseCache, key: string, plan: SweepPlan): Kept | undefined {
  const text = cache.find(key);
  const parsed = text === undefined ? undefined : parseJson(text);
  if (!parsed?.ok || !isObject(parsed.value)) return undefined;
  const totals = totalsOf(property(parsed.value, 'totals'));
  const files = property(parsed.value, 'files');
  if (!totals || !Array.isArray(files)) return undefined;
  const read = files.map((file: JsonValue) => (isObject(file) ? fileOf(file, plan.strings.length) : undefined));
  return read.includes(undefined) ? undefined : { totals, files: read as readonly SweptFile[] };
}

function totalsOf(value: JsonValue | undefined): SweepTotals | undefined {
  if (!isObject(value)) return undefined;
  const counts = COUNTS.map((name) => property(value, name));
  const packageFolders = property(value, 'packageFolders');
  if (!counts.every((count) => typeof count === 'number' && Number.isSafeInteger(count) && count >= 0) || !Array.isArray(packageFolders) || !packageFolders.every((folder: JsonValue) => typeof folder === 'string')) return undefined;
  const [files = 0, folders = 0, bytes = 0, scripts = 0, notOpened = 0] = counts as readonly number[];
  return { files, folders, bytes, scripts, notOpened, cached: files, complete: true, problems: [], packageFolders: packageFolders as unknown as readonly string[] };
}

function fileOf(file: JsonObject, strings: number): SweptFile | undefined {
  const [path, size, named] = [property(file, 'path'), property(file, 'size'), property(file, 'named')];
  const said = saidOf(file, strings);
  if (typeof path !== 'string' || typeof size !== 'number' || !said) return undefined;
  return { path, size, ...said, ...(named === true ? { named: true } : {}) };
}
