// The deep scan's machinery: one walk, one read a file, one multi-pattern pass; then the parser where the gate opened.
import type { PackageBehaviors, PackageSource } from '../behaviors/contract.ts';
import type { Problem } from '../model/coverage.ts';
import type { SearchString } from '../model/indicator.ts';
import type { FileTree } from '../model/ports.ts';
import type { SweepCache } from '../store/sweep-cache.ts';

/** Names a reason to parse a file. The words that open it stand with the gate's own description in gates.ts. */
export type GateId = 'mail' | 'credential' | 'execution' | 'obfuscation';

export interface SweepPlan {
  /** All strings of the bundles with `use: match`, in one table. */
  readonly strings: readonly SearchString[];
  /** SHA-256 in lower-case hexadecimal digits: files are hashed only where there are any. */
  readonly hashes: ReadonlySet<string>;
  /** Lower-case base names. */
  readonly names: ReadonlySet<string>;
  readonly excluded?: (path: string) => boolean;
  /** What earlier runs of `version` of the tool saw. Never given for a forensic run, or with `--no-cache`; used for trees of the disk only. Saved by who opened it. */
  readonly cache?: { readonly files: SweepCache; readonly version: string };
}

/** One file with something to say. */
export interface SweptFile {
  /** As the tree names it. */
  readonly path: string;
  readonly size: number;
  /** Position in `plan.strings`, and byte offset of the first and the count of all hits of that string; by offset. */
  readonly strings: readonly { readonly at: number; readonly offset: number; readonly line: number; readonly column: number; readonly excerpt: string; readonly count: number }[];
  /** Only where it is in `plan.hashes`. */
  readonly sha256?: string;
  readonly named?: true;
  /** JavaScript and TypeScript only: gates that opened, with byte offsets of at most 20 places each. */
  readonly gates: readonly { readonly gate: GateId; readonly offsets: readonly number[] }[];
  /** It could not be read in full, or changed while being read. */
  readonly problem?: Problem;
}

/** What a sweep saw in all. */
export interface SweepTotals {
  readonly files: number;
  readonly folders: number;
  readonly bytes: number;
  readonly scripts: number;
  /** Files answered from the cache. */
  readonly cached: number;
  /** False where any file or folder was not read in full. */
  readonly complete: boolean;
  /** Of folders, of the walk, and of the plan; those of files come with the files. */
  readonly problems: readonly Problem[];
  /** Links, devices, sockets and pipes, which are not opened. */
  readonly notOpened: number;
  /** Folders that hold a package.json, as the tree names them, in walk order. */
  readonly packageFolders: readonly string[];
}

/**
 * Reads every file below the folder once. `visit` is called only for files with something to say, in the order of the walk (depth first,
 * names by code point), whichever thread read them. Never rejects for what lies there.
 */
export type Sweep = (tree: FileTree, folder: string, plan: SweepPlan, visit: (file: SweptFile) => void) => Promise<SweepTotals>;

/** How a parsing process ended before it had answered. */
export interface ParserDeath {
  /** File that it was at, below the package's folder; absent where each file by itself was read. */
  readonly path?: string;
  readonly how: 'crashed' | 'timed-out' | 'out-of-memory';
}

/** What became of one package that was given to the parser. */
export type ParseOutcome =
  /** `died` is there where the package was read file by file, because reading it whole ended the process: `found` is what the other files gave. */
  | { readonly kind: 'read'; readonly found: PackageBehaviors; readonly died?: readonly ParserDeath[] }
  /** Nothing of it was read: no process could be started, or each one died. */
  | { readonly kind: 'died' } & ParserDeath;

/** Children that parse: hostile source kills parsers, and a worker thread does not contain it. */
export interface ParserPool {
  readonly analyse: (source: PackageSource) => Promise<ParseOutcome>;
  readonly close: () => Promise<void>;
}
