// What reading one package tarball gives: the files as npm would put them on the disk, and everything about the archive that an
// ordinary `npm pack` does not write. Facts only; rules judge.
import type { Problem } from '../../model/coverage.ts';
import type { FileTree } from '../../model/ports.ts';

/**
 * What is odd about an archive, in the order in which reports list it. A reader that differs from npm's, or a disk that differs
 * from this one, would see another package where one of these is there.
 */
export const TARBALL_ODDITIES = [
  'not-gzip', 'several-members', 'bytes-after-gzip', 'bytes-after-end', 'bad-checksum', 'invalid-entry', 'absolute-path', 'parent-path',
  'no-top-folder', 'top-folder', 'several-top-folders', 'duplicate', 'second-manifest', 'case-collision', 'unicode-collision', 'file-and-folder',
  'link', 'device', 'unknown-type', 'set-id', 'sparse', 'extended-header', 'global-header', 'not-utf8', 'odd-name', 'no-manifest',
] as const;
export type TarballOddityKind = (typeof TARBALL_ODDITIES)[number];

export interface TarballOddity {
  readonly kind: TarballOddityKind;
  /** As the archive names it, bad bytes as `\xNN`. It quotes the audited side: escape before printing. */
  readonly path?: string;
  /** One clause, plain. */
  readonly detail: string;
  /** How often this kind was met, on the last one listed of it; the list itself ends after some. */
  readonly more?: number;
}

/** Of the file as it lies there. */
export interface TarballHashes {
  readonly sha256: string;
  readonly sha1: string;
  /** As lockfiles write it. */
  readonly integrity: string;
}

export interface TarballRead {
  /** The files below the package's folder, at `/`: what `npm install` would write. Contents are views of one buffer. */
  readonly tree: FileTree;
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
