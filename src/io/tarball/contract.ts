// What reading one package tarball gives: the files as npm would put them on the disk, and everything about the archive that an
// ordinary `npm pack` does not write. Facts only; rules judge.
import { TARBALL_ODDITIES, type TarballHashes, type TarballOddity, type TarballOddityKind } from '../../model/archive.ts';
import type { Problem } from '../../model/coverage.ts';
import type { FileTree } from '../../model/ports.ts';

export interface TarballRead {
  /** The files below the package's folder, at `/`: what `npm install` would write. Contents are views of one buffer. */
  readonly tree: FileTree;
  /** Permission bits of those files by path (with `/` in front), as the archive has them. */
  readonly modes: ReadonlyMap<string, number>;
  readonly oddities: readonly TarballOddity[];
  readonly hashes: TarballHashes;
  /** What was not read. */
  readonly problems: readonly Problem[];
  readonly packed: number;
  readonly unpacked: number;
  readonly entries: number;
  /** Files in the tree, and their bytes. */
  readonly files: number;
  readonly bytes: number;
}

/** In place of the table's limits, for tests. */
export interface TarballLimits {
  readonly tarballBytes: number;
  readonly tarballUnpackedBytes: number;
  readonly tarballEntries: number;
  readonly tarballRatio: number;
  readonly tarballFreeBytes: number;
  readonly tarballPathBytes: number;
  readonly tarballDepth: number;
}

/** Gathers oddities: the first of each kind are listed, the others counted. */
export interface Oddities {
  readonly add: (kind: TarballOddityKind, detail: string, path?: string) => void;
  readonly list: () => readonly TarballOddity[];
}

const LISTED = 50;

export function gatherOddities(): Oddities {
  const found = new Map<TarballOddityKind, { readonly listed: TarballOddity[]; count: number }>();
  return {
    add: (kind, detail, path) => {
      const of = found.get(kind) ?? { listed: [], count: 0 };
      found.set(kind, of);
      of.count += 1;
      if (of.listed.length < LISTED) of.listed.push({ kind, detail, ...(path === undefined ? {} : { path }) });
    },
    list: () => TARBALL_ODDITIES.flatMap((kind) => {
      const { listed = [], count = 0 } = found.get(kind) ?? {};
      return listed.map((oddity, at) => (at === LISTED - 1 && count > LISTED ? { ...oddity, more: count - LISTED } : oddity));
    }),
  };
}
