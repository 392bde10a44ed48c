// What the steps about a machine share: what is asked for, where packages ran from, what was seen and taken out.
import type { PackageMatch } from '../../model/advisory.ts';
import type { Problem } from '../../model/coverage.ts';
import type { FetchedTarball, Home } from '../../model/machine.ts';
import type { RanVersion } from '../../model/report.ts';
import type { PlaceFacts } from '../../rules/contract.ts';

/** What a run with `--system` or `--root` looks at beside its paths. */
export interface MachineOptions {
  readonly homes: 'current' | 'all';
  /** The user who runs the command, on the live machine; absent for an image. */
  readonly current?: Home;
  /** Put before each path that is shown: the folder given with `--root`; '' for the live machine. */
  readonly shownRoot: string;
  /** Whether caches and prefixes are scanned by themselves, or a walk has read them with everything else. */
  readonly trees: 'scan' | 'walked';
  /** Only what lies below this folder: a home that was named as a target. */
  readonly within?: string;
}

/** A cache folder or global prefix. */
export interface RanFolder {
  /** Absolute inside the tree. */
  readonly folder: string;
  /** Kind of place, as `npx cache`. */
  readonly route: string;
  readonly usedBy: NonNullable<PlaceFacts['usedBy']>;
}

/** One place of the machine where a known-bad version was seen. */
export interface Sighting {
  readonly match: PackageMatch;
  readonly version: string;
  /** Absent for an entry that only names the version. */
  readonly ran?: RanVersion;
  readonly tarball?: FetchedTarball;
}

/** What `--recover` wrote. */
export interface Recovery {
  readonly files: readonly { readonly tarball: FetchedTarball; readonly path: string }[];
  readonly problems: readonly Problem[];
  readonly notes: readonly string[];
}
