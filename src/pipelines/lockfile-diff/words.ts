// What the steps of a comparison of lockfiles share.
import type { LockedChange } from '../../model/difference.ts';
import type { Inventory } from '../../model/inventory.ts';
import type { Package } from '../../model/package.ts';
import type { Work } from '../diff/work.ts';
import type { ReadLockfile } from '../scan/lockfile.ts';
import type { ScanOptions, TargetPath } from '../scan/context.ts';

/** What one word of the command line names. */
export type LockWord =
  /** One lockfile, under any name. */
  | { readonly kind: 'file'; readonly path: TargetPath }
  /** All lockfiles below a folder, as they lie there. */
  | { readonly kind: 'folder'; readonly path: TargetPath }
  /** All lockfiles of a commit, below the folder that was given. */
  | { readonly kind: 'ref'; readonly repository: TargetPath; readonly ref: string };

export interface LockDiffOptions extends Pick<ScanOptions, 'failOn' | 'exclude' | 'inventory' | 'maxBundleAgeDays' | 'config' | 'fileBytes' | 'allowEmpty'> {
  readonly before: LockWord;
  readonly after: LockWord;
}

/** A lockfile that was read, with its path below its side. */
export interface SideLockfile {
  readonly path: string;
  readonly read: ReadLockfile;
  /** Names that the manifests of its project ask for. */
  readonly direct: ReadonlySet<string>;
}

/** All lockfiles of one side; undefined in place of it where the side could not be opened. */
export interface LockSide {
  readonly label: string;
  readonly lockfiles: readonly SideLockfile[];
}

/** One entry of one lockfile. */
export interface Entry {
  readonly of: SideLockfile;
  readonly inventory: Inventory;
  readonly package: Package;
}

/** What two lockfiles differ in, and what of it is to be fetched. */
export interface Comparison {
  readonly changes: readonly LockedChange[];
  readonly works: readonly Work[];
  /** The same version with other bytes. */
  readonly swaps: readonly Swap[];
  /** Out of a registry into somewhere else. */
  readonly moves: readonly Move[];
}

/** Two entries of one version whose integrities cannot be of the same bytes. */
export interface Swap {
  readonly name: string;
  readonly version: string;
  readonly before: Entry;
  readonly after: Entry;
}

/** A package that came from a registry and comes from elsewhere now. */
export interface Move {
  readonly name: string;
  readonly before: Entry;
  readonly after: Entry;
  /** `host`: the same version from another registry, and its hash is gone. */
  readonly to: 'git' | 'url' | 'host';
}

/** A version as one text. */
export function versionKey(name: string, version: string): string {
  return JSON.stringify([name, version]);
}

/** A word as the user gave it. */
export function shownLockWord(word: LockWord): string {
  return word.kind === 'ref' ? word.ref : word.path.shown;
}
