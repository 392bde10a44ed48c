// Compares lockfiles of a tree in memory, or of a real repository, with versions out of a registry in memory.
import { analyse } from '../../src/behaviors/analyse.ts';
import type { BundleStack } from '../../src/indicators/stack.ts';
import { openFolderTree } from '../../src/io/file-tree.ts';
import { openGitTree } from '../../src/io/git-tree.ts';
import { memoryTree, type MemoryEntry } from '../../src/io/memory-tree.ts';
import { LIMITS } from '../../src/model/limits.ts';
import type { FileTree, Registry } from '../../src/model/ports.ts';
import type { Report } from '../../src/model/report.ts';
import { lockfileDiff, type LockDiffOptions, type LockWord } from '../../src/pipelines/lockfile-diff.ts';
import type { DiffPorts } from '../../src/pipelines/diff/words.ts';
import { plainDeep } from './deep.ts';
import { NOW, usualBundle } from './scan.ts';

export interface LockDiffTest extends Partial<LockDiffOptions> {
  readonly bundles?: BundleStack;
}

/** The outside of a comparison, with the real analysis in this process. */
export function diffPorts(tree: FileTree, registry: Registry, bundles: BundleStack): DiffPorts {
  return {
    tree, clock: { now: () => NOW }, bundles, bundleProblems: [], bundleNotes: [], progress: () => undefined, breathe: async () => undefined, toolVersion: 'test',
    deep: { ...plainDeep(bundles), pool: { analyse: async (source) => ({ kind: 'read', found: await analyse(source) }), close: async () => undefined } },
    openFile: (of, path) => {
      const bytes = of.read(path, LIMITS.tarballBytes);
      return { size: bytes.length, read: (offset, length) => bytes.subarray(offset, offset + length), close: () => undefined };
    },
    registry: { open: async () => registry, said: () => ({ notes: [], problems: [] }) },
    gitTree: (folder, ref, wants) => openGitTree({ disk: tree, folder, ref, environment: process.env, never: [], ...(wants ? { wants } : {}) }),
  };
}

/** A path of the tree as the command line would name it. */
export function lockWord(path: string, kind: 'file' | 'folder' = 'file'): LockWord {
  return { kind, path: { absolute: `/${path}`.replace(/^\/\//, '/'), shown: path, stable: '' } };
}

/** Compares two files of a tree in memory. */
export async function lockDiffOf(files: Readonly<Record<string, MemoryEntry>>, words: readonly [string, string], registry: Registry, { bundles, ...options }: LockDiffTest = {}): Promise<Report> {
  return lockDiffAt(memoryTree(files), [lockWord(words[0]), lockWord(words[1])], registry, { ...options, ...(bundles ? { bundles } : {}) });
}

/** Compares what the words name. */
export async function lockDiffAt(tree: FileTree, [before, after]: readonly [LockWord, LockWord], registry: Registry, { bundles, ...options }: LockDiffTest = {}): Promise<Report> {
  return lockfileDiff({ before, after, failOn: 'high', exclude: [], inventory: 'drop', fileBytes: LIMITS.fileBytes, allowEmpty: 'refuse', ...options }, diffPorts(tree, registry, bundles ?? await usualBundle()));
}

/** The disk. */
export const disk = openFolderTree({ root: '/' });
