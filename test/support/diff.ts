// Compares packages in memory, with the real analysis in this process and a registry in memory.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { analyse } from '../../src/behaviors/analyse.ts';
import { type BundleStack, stackBundles } from '../../src/indicators/stack.ts';
import { memoryTree, type MemoryEntry } from '../../src/io/memory-tree.ts';
import type { Registry } from '../../src/model/ports.ts';
import type { Report } from '../../src/model/report.ts';
import { diff } from '../../src/pipelines/diff.ts';
import type { DiffOptions, SideWord } from '../../src/pipelines/diff/words.ts';
import { sweepTree } from '../../src/sweep/sweep-tree.ts';
import { plainDeep } from './deep.ts';
import { memoryRegistry } from './memory-registry.ts';
import { NOW, ROOT } from './scan.ts';

/** As `--iocs none`. */
const NONE: BundleStack = { ...stackBundles([]), embedded: 'left-out' };

export type Files = Readonly<Record<string, string>>;

/** The files of one version of the model case. */
export function modelCase(version: string): Files {
  return Object.fromEntries(['index.js', 'package.json', 'README.md'].map((name) => [name, readFileSync(join(ROOT, 'fixtures', 'behaviors', 'model-case', version, name), 'utf8')]));
}

/** Files below a folder of the tree. */
export function inFolder(folder: string, files: Readonly<Record<string, MemoryEntry>>): Readonly<Record<string, MemoryEntry>> {
  return Object.fromEntries(Object.entries(files).map(([name, entry]) => [`${folder}/${name}`, entry]));
}

export function pathWord(path: string): SideWord {
  return { kind: 'path', path: { absolute: `/${path}`, shown: path, stable: '' } };
}

export function specWord(spec: string): SideWord {
  return { kind: 'spec', spec, stable: '' };
}

export interface Setting extends Partial<DiffOptions> {
  readonly tree?: Readonly<Record<string, MemoryEntry>>;
  readonly registry?: Registry;
  readonly bundles?: BundleStack;
}

export async function diffOf(before: SideWord | 'known-good', after: SideWord, { tree = {}, registry = memoryRegistry({}), bundles = NONE, ...options }: Setting = {}): Promise<Report> {
  const deep = plainDeep(bundles);
  return diff({ before, after, failOn: 'high', exclude: [], inventory: 'drop', files: 'fold', history: 'leave', ...options }, {
    tree: memoryTree(tree), clock: { now: () => NOW }, bundles, bundleProblems: [], bundleNotes: [], progress: () => undefined, breathe: async () => undefined, toolVersion: 'test',
    deep: { ...deep, sweep: sweepTree, pool: { analyse: async (source) => ({ kind: 'read', found: analyse(source) }), close: async () => undefined } },
    registry: { open: async () => registry, said: () => ({ notes: [], problems: [] }) },
    gitTree: async () => { throw new Error('no commit was named'); },
    openFile: (files, path) => {
      const bytes = files.read(path, 10_000_000);
      return { size: bytes.length, read: (offset, length) => bytes.subarray(offset, offset + length), close: () => undefined };
    },
  });
}

/** Two folders with these files. */
export function diffFiles(before: Files, after: Files, options: Setting = {}): Promise<Report> {
  return diffOf(pathWord('old'), pathWord('new'), { ...options, tree: { ...inFolder('old', before), ...inFolder('new', after) } });
}
