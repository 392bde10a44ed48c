// What was looked at and what was not: part of every report, because "no findings" means nothing without it.

/** Why something was not read in full. Each one makes the verdict incomplete. */
export type ProblemCode =
  | 'not-found'            // a path that was asked for does not exist
  | 'unreadable'           // the system refused to read it
  | 'not-a-file'           // a folder, socket or device where a file belongs
  | 'too-large'            // over the size limit
  | 'too-deep'             // over the nesting limit
  | 'too-many'             // over a count or time limit
  | 'bad-encoding'         // not text that could be decoded
  | 'empty-file'
  | 'malformed'            // not valid by its own format; also truncated
  | 'duplicate-key'        // one key twice: readers disagree on which counts
  | 'unknown-version'      // a format version this reader was not written for
  | 'no-packages'          // zero packages from a file that is not empty by its own format
  | 'dangling-reference'   // an entry depends on one that the file does not have
  | 'missing-dependency'   // the manifest asks for what the lockfile does not have
  | 'unknown-entry'        // one entry was not understood
  | 'unknown-package-version'
  | 'invalid-name'         // control characters or a name no registry can hold
  | 'binary-lockfile'
  | 'undecided-launch'     // what a launch line starts is hidden by a variable or a shell
  | 'unread-format'        // a lockfile of a package manager that no reader was written for, alone in its folder
  | 'no-lockfile'          // manifests alone tell the dependencies
  | 'nothing-found'        // no lockfile and no package at all
  | 'bundle'               // the indicator bundle is empty, damaged or too old
  | 'changed'              // it was written to while it was read
  | 'unpublished'          // a version that the registry had and has no more
  | 'access-refused'       // a registry wants other credentials (401, 403)
  | 'network-failed'       // a registry did not answer, or answered with what is no answer
  | 'offline'              // it is in no cache, and --offline forbids to fetch it
  | 'parser-died'          // the process that parsed a source file crashed or was stopped
  | 'reader-failed';       // our own fault in one reader on one input

export interface Problem {
  readonly code: ProblemCode;
  /** One sentence, plain. It may quote the audited side: escape before printing. */
  readonly message: string;
  readonly path?: string;
  readonly line?: number;
  readonly column?: number;
  /** What the user can do about it. */
  readonly hint?: string;
  /**
   * A package name that a reference asks for. The problem falls away where the project's manifests say why the lockfile need not
   * answer it: an override (`resolutions`) of that name, or a workspace member that bears it. A reader of one text cannot know.
   */
  readonly unlessProvided?: string;
}

/** `partial`: some of it was read and counted, and problems say what was not. */
export type PlaceStatus = 'read' | 'partial' | 'unreadable' | 'skipped' | 'absent';
export type PlaceKind = 'target' | 'lockfile' | 'hidden-lockfile' | 'manifest' | 'installed-tree' | 'workspace-config' | 'folder' | 'bundle'
  | 'client-config' | 'run-cache' | 'content-cache' | 'global-prefix' | 'build-file' | 'image-layer' | 'git-history' | 'package-code' | 'registry';

/** One place looked at. */
export interface Place {
  readonly path: string;
  readonly kind: PlaceKind;
  readonly status: PlaceStatus;
  /** Reader and format version, as `npm 3` or `pnpm 9.0`. */
  readonly format?: string;
  /** Entries read, and how many of them have no registry identity. */
  readonly packages?: number;
  readonly unverifiable?: number;
  readonly bytes?: number;
  /** Why it was skipped, or is absent. */
  readonly reason?: string;
  readonly problems: readonly Problem[];
  readonly notes: readonly string[];
}

/** One indicator bundle that the run used. */
export interface BundleInfo {
  readonly id: string;
  /** Day of its newest fact, `YYYY-MM-DD`. */
  readonly date: string;
  /** `sha256-` and hexadecimal digits, over its sources. */
  readonly digest: string;
  readonly campaigns: number;
  /** Package names listed, entries (name and version or range), and indicators of other kinds. */
  readonly names: number;
  readonly entries: number;
  readonly indicators: number;
  readonly origin: string;
}

export interface Coverage {
  readonly places: readonly Place[];
  readonly bundles: readonly BundleInfo[];
  /** Sums over `places`; `packages` counts entries, `distinct` counts different name@version. */
  readonly totals: { readonly lockfiles: number; readonly trees: number; readonly manifests: number; readonly packages: number; readonly distinct: number; readonly unverifiable: number };
  /** Globs of `--exclude`, and how many places each hid. */
  readonly excluded: readonly { readonly glob: string; readonly count: number }[];
  /** Problems that belong to no place. */
  readonly problems: readonly Problem[];
  readonly notes: readonly string[];
}
