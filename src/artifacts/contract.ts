// Two listings of files in, what differs between them out. Pure: contents come through `read`, nothing of them is ever run.
import type { Problem } from '../model/coverage.ts';
import type { FileChange, FileTotals } from '../model/difference.ts';

/** One file of a package, below the package's folder. */
export interface ArtifactFile {
  /** `/` separated, without a leading `/` or `./`. A name that is not UTF-8 has each bad byte as `\xNN`. */
  readonly path: string;
  /** Bytes of its content. Where it is wrong, the content counts. */
  readonly size: number;
  /** Permission bits as the archive or the disk has them. */
  readonly mode?: number;
  /** The whole content. May be asked more than once. A `TreeError` becomes a problem of this file, the others are still compared. */
  readonly read: () => Uint8Array;
}

/** All regular files of one copy, in any order. Of two with one path the later counts, as it does on a disk. */
export interface ArtifactListing {
  readonly files: readonly ArtifactFile[];
}

export interface CompareFilesOptions {
  /** Whether `FileChange.patch` is made. Line counts are given either way. */
  readonly patch: boolean;
  /** In place of the table's limits, for tests. */
  readonly limits?: Partial<ComparisonLimits>;
}

/** The part of the limits that a comparison of files keeps. */
export interface ComparisonLimits {
  readonly comparedFiles: number;
  readonly lineDiffSteps: number;
  readonly patchBytes: number;
  readonly statementCharacters: number;
}

/** Lines `[from, to]`, both from 1 and both included. */
export interface LineRange {
  readonly from: number;
  readonly to: number;
}

/** Lines of the later copy that the earlier one has not, and lines of the earlier one that are gone. In order, without overlap. */
export interface ChangedLines {
  readonly added: readonly LineRange[];
  readonly removed: readonly LineRange[];
}

/** Offsets `[from, to)` in UTF-16 code units of a content decoded as UTF-8 (bad bytes replaced) without its byte order mark. */
export interface TextSpan {
  readonly from: number;
  readonly to: number;
}

/** What was added in the later text and removed from the earlier one. In order, without overlap. */
export interface ChangedSpans {
  readonly added: readonly TextSpan[];
  readonly removed: readonly TextSpan[];
}

export interface FileComparison {
  /** Sorted by path (UTF-16 code units); files that are the same are counted in `totals` only. */
  readonly files: readonly FileChange[];
  readonly totals: FileTotals;
  /** What was compared in part, in words. They quote the audited side. */
  readonly notes: readonly string[];
  /** Files that could not be read, or were too many: the comparison is incomplete. `path` is the file's, below its package's folder. */
  readonly problems: readonly Problem[];
  /** Path of the later copy -> path of the earlier one, of files that moved. */
  readonly renamed: ReadonlyMap<string, string>;
  /**
   * Of a file that was added, removed, changed or renamed, by the path that its `FileChange` has: a whole added file is one range.
   * Undefined where nothing differs, or the file is binary. Computed from what was kept: cheap.
   */
  readonly changedLines: (path: string) => ChangedLines | undefined;
  /**
   * The same as places in the text, and within long lines the statements that differ alone, so that code around them can be read
   * without the rest of a bundle. Reads the file again: ask only for files that are worth it.
   */
  readonly changedSpans: (path: string) => ChangedSpans | undefined;
}
