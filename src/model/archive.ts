// What is odd about a package archive: everything that an ordinary `npm pack` does not write. Facts only; rules judge.

/**
 * In the order in which reports list them. A reader that differs from npm's, or a disk that differs from this one, would see
 * another package where one of these is there.
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
