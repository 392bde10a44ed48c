// What differs between two copies of a package: facts, in words of files, manifests and behaviours. Rules judge them.
import type { Behavior } from './behavior.ts';
import type { TarballHashes } from './archive.ts';
import type { ProvenRelease } from './release.ts';

/** One of the two copies. */
export interface DifferenceSide {
  /** As the user named it, or as it was resolved: `postmark-mcp@1.0.15`, `./old.tgz`, `./repo at v1.2.0`. */
  readonly label: string;
  readonly source: 'registry' | 'tarball' | 'folder' | 'git';
  /** Beginning of the paths of its files in findings: `postmark-mcp@1.0.15`, `old.tgz!`. */
  readonly path: string;
  readonly name?: string;
  readonly version?: string;
  readonly files: number;
  readonly bytes: number;
  /** Of a tarball. */
  readonly hashes?: TarballHashes;
  readonly release?: ProvenRelease;
  /** Of a repository: what the ref named. */
  readonly commit?: string;
}

/** What a package.json says, cut down to what changes a package's behaviour or identity. Tables have no prototype. */
export interface ManifestSummary {
  readonly name?: string;
  readonly version?: string;
  readonly description?: string;
  readonly license?: string;
  readonly author?: string;
  readonly homepage?: string;
  readonly repository?: string;
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly optionalDependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly bundled: readonly string[];
  readonly bins: Readonly<Record<string, string>>;
  /** `main`, `module`, `type`, `types`, `exports`, `imports`, `browser`, `engines`, `os`, `cpu`, `gypfile` …: canonical JSON of each that is there. */
  readonly fields: Readonly<Record<string, string>>;
}

/** One fact of a manifest that differs. `field` as `scripts.postinstall`, `dependencies.left-pad`, `bin.server`, `repository`, `exports`. */
export interface ManifestChange {
  readonly field: string;
  readonly was?: string;
  readonly now?: string;
  /** Line in the package.json of the side that has it (`now`, else `was`), from 1. */
  readonly line?: number;
}

/** One behaviour that only one side has. Equal ones are counted once, wherever in the package they stand. */
export interface BehaviorChange {
  readonly kind: 'added' | 'removed';
  /** The first by path and place. */
  readonly behavior: Behavior;
  /** Places where it stands. */
  readonly places: number;
  /** Of an added one: what stood in its place before (same file or its renamed form, same kind and call), where something did. */
  readonly was?: Behavior;
}

export type FileChangeKind = 'added' | 'removed' | 'changed' | 'renamed' | 'mode';

export interface FileChange {
  /** Below the package's folder; of the side after it, but for `removed`. */
  readonly path: string;
  readonly kind: FileChangeKind;
  /** Where it was, of a renamed file. A renamed file may have changed as well: `lines` tells. */
  readonly from?: string;
  readonly content: 'code' | 'text' | 'binary';
  /** What the difference of code comes to when it is compared without blanks and comments (`formatting`), and without the names of local variables (`names`): nothing else changed. */
  readonly only?: 'formatting' | 'names';
  /** Bytes; absent on the side that has no such file. */
  readonly before?: number;
  readonly after?: number;
  /** Permission bits, where they differ. */
  readonly mode?: { readonly before: number; readonly after: number };
  /** Lines added and removed; absent for binary files. `cut`: the true number is smaller, as the search for the shortest was ended. */
  readonly lines?: { readonly added: number; readonly removed: number; readonly cut?: true };
  /** Of minified or rebuilt code: the statements that differ after normalising, at most 20 of `statementCount`. Lines of the side that has them. */
  readonly statements?: readonly StatementChange[];
  readonly statementCount?: number;
  /** Unified, with its two header lines; given with --patch. */
  readonly patch?: string;
}

export interface StatementChange {
  readonly kind: 'added' | 'removed';
  /** As written there, cut to 200 characters. It quotes the audited side. */
  readonly text: string;
  readonly line: number;
  readonly column: number;
}

/** Sums over all files. */
export interface FileTotals {
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
  readonly renamed: number;
  readonly mode: number;
  /** Of `changed`: formatting or names alone. */
  readonly formatting: number;
  readonly same: number;
  readonly linesAdded: number;
  readonly linesRemoved: number;
}

/** Two copies compared. */
export interface Difference {
  readonly before: DifferenceSide;
  readonly after: DifferenceSide;
  readonly behaviors: readonly BehaviorChange[];
  readonly manifest: readonly ManifestChange[];
  /** Sorted by path; unchanged files are counted only. */
  readonly files: readonly FileChange[];
  readonly totals: FileTotals;
  /** What was compared in part, in words: a file that was cut, a package that is no code. */
  readonly notes: readonly string[];
}

/** One package that two lockfiles hold in different versions. */
export interface LockedChange {
  readonly name: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** `updated` pairs were compared; an added one has nothing to be compared with and is inspected by itself. */
  readonly kind: 'added' | 'removed' | 'updated' | 'integrity' | 'source';
  readonly direct: boolean;
  readonly dev?: true;
  /** Why it was not compared. */
  readonly notCompared?: string;
}

/** Two lockfiles compared. */
export interface LockfileChanges {
  readonly before: string;
  readonly after: string;
  /** Sorted by name. */
  readonly packages: readonly LockedChange[];
  /** Packages whose code was compared, and those that no finding speaks of. */
  readonly compared: number;
  readonly quiet: number;
}
