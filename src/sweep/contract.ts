// The deep scan's machinery: one walk, one read a file, one multi-pattern pass; then the parser where the gate opened.
import type { PackageBehaviors, PackageSource } from '../behaviors/contract.ts';
import type { Problem } from '../model/coverage.ts';
import type { SearchString } from '../model/indicator.ts';
import type { FileTree } from '../model/ports.ts';

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

/** A folder with a package.json on the way: known so that files can be given to their packages. */
export interface SweepTotals {
  readonly files: number;
  readonly folders: number;
  readonly bytes: number;
  readonly scripts: number;
  /** Files answered from the cache. */
  readonly cached: number;
  readonly complete: boolean;
  readonly problems: readonly Problem[];
  /** Links, devices, sockets and pipes, which are not opened. */
  readonly notOpened: number;
  /** Folders that hold a package.json, as the tree names them, in walk order. */
  readonly packageFolders: readonly string[];
}

/** Reads every file below the folder once. `visit` is called only for files with something to say. Never rejects for what lies there. */
export type Sweep = (tree: FileTree, folder: string, plan: SweepPlan, visit: (file: SweptFile) => void) => Promise<SweepTotals>;

/** What became of one package that was given to the parser. */
export type ParseOutcome =
  | { readonly kind: 'read'; readonly found: PackageBehaviors }
  /** The process that parsed it died or took too long: `path` is the file it was at, where known. */
  | { readonly kind: 'died'; readonly path?: string; readonly how: 'crashed' | 'timed-out' | 'out-of-memory' };

/** Children that parse: hostile source kills parsers, and a worker thread does not contain it. */
export interface ParserPool {
  readonly analyse: (source: PackageSource) => Promise<ParseOutcome>;
  readonly close: () => Promise<void>;
}
