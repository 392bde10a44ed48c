// What the cache of earlier runs says of one file, in its own words: JSON of what it said, which is checked as it comes back.
import { createHash } from 'node:crypto';
import { identityAt, settledBefore, type FileIdentity } from '../io/pieces.ts';
import type { GateId, SweepPlan, SweptFile } from './contract.ts';
import { GATES_EDITION } from './gates.ts';
import type { FileRead, Said } from './read-file.ts';

/** Number of this search: another one finds other things in the same file. */
const EDITION = 'sweep 1';

export interface KeptFiles {
  readonly find: (path: string, onDisk: string) => FileRead | undefined;
  readonly keep: (path: string, read: FileRead) => void;
}

/** The kept files of one start folder; undefined where there is no cache. */
export function keptFiles(plan: SweepPlan, start: string): KeptFiles | undefined {
  const { cache, strings } = plan;
  if (cache === undefined) return undefined;
  const digest = planDigest(plan, cache.version);
  const settled = settledBefore();
  const tree = cache.files.tree(digest, start, settled);
  return {
    find: (path, onDisk) => {
      const now = identityAt(onDisk);
      const kept = now && tree.find(folderOf(path), nameOf(path), now);
      if (now === undefined || kept === undefined) return undefined;
      const said = kept.said === undefined ? undefined : saidOf(parsed(kept.said), strings.length);
      if (kept.said !== undefined && said === undefined) return undefined;
      return { bytes: now.size, script: kept.script, identity: now, ...(said === undefined ? {} : { said }) };
    },
    keep: (path, { identity, script, said }) => {
      if (identity === undefined || said?.problem !== undefined || !isSettled(identity, settled)) return;
      tree.keep(folderOf(path), nameOf(path), identity, { script, ...(said === undefined ? {} : { said: JSON.stringify(said) }) });
    },
  };
}

/** 64 hexadecimal digits over all that decides what a file says. */
export function planDigest({ strings, hashes }: SweepPlan, version = ''): string {
  return createHash('sha256').update(JSON.stringify([EDITION, version, GATES_EDITION, strings.map(({ text, boundary, letters }) => [text, boundary, letters ?? '']), [...hashes].sort()])).digest('hex');
}

function isSettled({ modified, changed }: FileIdentity, before: number): boolean {
  return modified < before && changed < before;
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'));
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

const GATES: ReadonlySet<unknown> = new Set<GateId>(['mail', 'credential', 'execution', 'obfuscation']);

/** What one file said, as far as it has the right shape. `strings`: how many are searched for. */
export function saidOf(value: unknown, strings: number): Said | undefined {
  if (!isRecord(value) || !Array.isArray(value['strings']) || !Array.isArray(value['gates'])) return undefined;
  const hits = value['strings'].filter((hit): hit is SweptFile['strings'][number] => isRecord(hit) && isCount(hit['at']) && hit['at'] < strings
    && isCount(hit['offset']) && isCount(hit['line']) && isCount(hit['column']) && isCount(hit['count']) && typeof hit['excerpt'] === 'string');
  const gates = value['gates'].filter((gate): gate is SweptFile['gates'][number] => isRecord(gate) && GATES.has(gate['gate']) && Array.isArray(gate['offsets']) && gate['offsets'].every(isCount));
  const sha256 = value['sha256'];
  if (hits.length !== value['strings'].length || gates.length !== value['gates'].length) return undefined;
  if (sha256 !== undefined && (typeof sha256 !== 'string' || !/^[0-9a-f]{64}$/.test(sha256))) return undefined;
  return { strings: hits, gates, ...(sha256 === undefined ? {} : { sha256 }) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not ours: the file is read again.
    return undefined;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
