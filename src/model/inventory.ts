// What one lockfile or one installed tree holds: the packages, how they hang together, and what could not be read.
import type { Problem } from './coverage.ts';
import type { Package } from './package.ts';

/** A position in a text file; both count from 1, columns in UTF-16 code units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export interface Inventory {
  /** Version that the file states of its own format (`3`, `9.0`, `v1`), or the layout of a tree (`hoisted`, `pnpm`). */
  readonly formatVersion: string;
  /** Every entry, workspace members and links included, in the order of the file. */
  readonly packages: readonly Package[];
  /**
   * Projects that the inventory serves: folder below the lockfile's folder (`''` is the root, `/` separated) and the ids
   * (of `packages`) of its direct dependencies. Empty where the format does not tell (yarn classic, npm v1).
   */
  readonly importers: readonly Importer[];
  /** What makes the run incomplete: dangling references, entries not understood. */
  readonly problems: readonly Problem[];
  /** Said in coverage, without effect on the verdict. */
  readonly notes: readonly string[];
  /** Ids of the packages that `id` depends on, as resolved; unknown id: empty. Computed on demand. */
  readonly dependenciesOf: (id: string) => readonly string[];
  /** Where the entry starts, for formats with lines. Computed on demand: may scan the text. */
  readonly locate: (id: string) => Position | undefined;
  /**
   * The id that answers a request of a manifest in folder `importer`, or undefined where the inventory has no answer.
   * Used to see that no root dependency of a `package.json` is missing from its lockfile.
   */
  readonly answer: (importer: string, name: string, spec: string) => string | undefined;
}

export interface Importer {
  readonly folder: string;
  readonly dependencies: readonly string[];
}
