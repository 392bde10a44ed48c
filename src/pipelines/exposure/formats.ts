// Files whose history is read, and how one version of such a file becomes packages. Lockfiles are here, client configurations in
// the file beside this one; another kind is one more HistoryFormat, given to the pipeline.
import { basename } from 'node:path/posix';
import type { LockfileFormat } from '../../lockfiles/contract.ts';
import { cutLockfile, type Pieces } from '../../lockfiles/pieces.ts';
import { LOCKFILES, lockfileReaders } from '../../lockfiles/registry.ts';
import type { Inventory } from '../../model/inventory.ts';
import type { Asked } from '../scan/asked.ts';
import type { PlaceFacts } from '../../rules/contract.ts';

/** One kind of file. */
export interface HistoryFormat {
  readonly kind: Extract<PlaceFacts['kind'], 'lockfile' | 'client-config'>;
  /** Globs below the repository, as git's pathspecs take them; matched without case. They may match more than `matches`. */
  readonly globs: readonly string[];
  /** True for a file of this kind, by its path below the repository. */
  readonly matches: (path: string) => boolean;
  /** The reader for this text. `id` tells readers apart: what one has read says nothing to another. */
  readonly readerOf: (path: string, text: string) => Promise<HistoryReader | undefined>;
  /** A file of this name cannot be read in any version. */
  readonly unreadable: (path: string) => string | undefined;
}

/** What one version of a file holds. */
export interface HistoryRead extends Inventory {
  /** What it asks for without an exact version. */
  readonly asked?: readonly Asked[];
  /** Names of the credentials that the package with this id was given. */
  readonly credentials?: (id: string) => readonly string[];
}

export interface HistoryReader {
  readonly id: string;
  /** Does not throw on any text, and gives a problem where it gives nothing. */
  readonly parse: (text: string, path: string) => HistoryRead;
  /** Absent: every version is read whole. */
  readonly cut?: (text: string) => Pieces | undefined;
}

const HEAD = 64 * 1024;
const NAMES = [...new Set(LOCKFILES.flatMap((descriptor) => descriptor.fileNames))];

/** Lockfiles of every package manager that has a reader. */
export const LOCKFILE_HISTORY: HistoryFormat = {
  kind: 'lockfile',
  globs: [...NAMES, 'pnpm-lock.*.yaml'],
  // Below node_modules the hidden lockfile tells what was committed as installed; other lockfiles there are part of a package.
  matches: (path) => {
    const name = basename(path);
    if (lockfileReaders(name).length === 0) return false;
    const hidden = name.toLowerCase() === '.package-lock.json';
    return hidden ? /(?:^|\/)node_modules\/[^/]+$/.test(path) : !/(?:^|\/)node_modules\//.test(path);
  },
  readerOf: async (path, text) => {
    const candidates = lockfileReaders(basename(path));
    const descriptor = candidates.find((candidate) => candidate.recognises?.(text.slice(0, HEAD)) ?? true) ?? candidates[0];
    if (!descriptor) return undefined;
    const reader = await descriptor.load();
    const format: LockfileFormat = descriptor.id;
    return { id: format, parse: reader.parse, cut: (whole) => cutLockfile(format, whole) };
  },
  unreadable: (path) => (basename(path).toLowerCase() === 'bun.lockb' ? 'bun.lockb is binary and is not read in any version' : undefined),
};

/** The format that reads a path, if any. */
export function formatOf(formats: readonly HistoryFormat[], path: string): HistoryFormat | undefined {
  return formats.find((format) => format.matches(path));
}
