// The outside as the rooms see it. io/ implements these; tests give in-memory ones.
import type { Problem, ProblemCode } from './coverage.ts';
import type { PackageHistory, RegistryKey, Release } from './release.ts';

export type EntryKind = 'file' | 'folder' | 'link' | 'other';
export interface TreeEntry {
  readonly name: string;
  readonly kind: EntryKind;
}

/** Thrown by a FileTree; `code` goes into a Problem as it is. */
export class TreeError extends Error {
  readonly code: ProblemCode;
  constructor(code: ProblemCode, message: string) {
    super(message);
    this.name = 'TreeError';
    this.code = code;
  }
}

/**
 * A read-only tree of files: a folder of the disk, later also an image layer or an archive. Paths are `/` separated.
 * A name that is not UTF-8 is given with each bad byte as `\xNN` and is accepted back in that form. Links are resolved inside the tree's own root.
 * Calls are synchronous but one: a scan reads thousands of small files, and one thread with plain reads costs least.
 */
export interface FileTree {
  /** Entries of a folder sorted by code point; links are not followed. Throws TreeError. */
  list(folder: string): readonly TreeEntry[];
  /** What is there after following links; undefined where nothing is, or the link is broken or circular. Throws TreeError when the system refuses. */
  kind(path: string): EntryKind | undefined;
  /** Whole content, links followed. Throws TreeError: not-found, not-a-file (also devices and pipes: never opened), too-large (over `limit` bytes), unreadable. */
  read(path: string, limit: number): Uint8Array;
  /** The same as text where it is UTF-8 without a byte order mark, undefined where it is not. Optional: a cheaper way than `read` for thousands of small files. */
  readText?(path: string, limit: number): string | undefined;
  /** What is there, links not followed. Optional: a cheaper way than `kind` and `resolve` to see that a name is no link. Throws TreeError when the system refuses. */
  look?(path: string): EntryKind | undefined;
  /** The path without links, for loop detection and for telling that two paths are one place; undefined where it is broken. */
  resolve(path: string): string | undefined;
  /** What a link says, as written; undefined where there is no link. Optional: a cheaper way than `resolve` to see that a link leads to a known place. */
  readLink?(path: string): string | undefined;
  /**
   * Every entry of a folder with its content, for folders with very many small files. `bytes` belong to the tree and hold only
   * during the call of `visit`; a TreeError comes in their place where an entry is no regular file (links are not followed) or
   * cannot be read. Throws TreeError for the folder. Optional: `list` and `read` do the same, slower.
   */
  readEach?(folder: string, limit: number, visit: (name: string, bytes: Uint8Array | TreeError) => void): void;
  /**
   * `readEach` of many folders, for caches that have 100,000 of them. Folders come in any order; the entries of one come together
   * and in theirs. Optional: `readEach` of each does the same, slower.
   */
  readFolders?(folders: readonly string[], limit: number, visit: FolderVisit): Promise<void>;
  /** Where a path that holds no links lies on this machine's disk, in the form that `io/` opens. Optional: only folders of the disk. */
  onDisk?(path: string): string;
  /** When a file or folder was written and, where the system tells, made; links followed. Optional: archives and tests need not know. Undefined where nothing is. */
  times?(path: string): FileTimes | undefined;
  /** Size and permission bits of a file, links followed; undefined where nothing is. Optional: archives tell them with their entries. */
  shape?(path: string): { readonly size: number; readonly mode: number } | undefined;
}

/** An entry of the folder at this position of the list; without a name it is the folder itself that cannot be read. */
export type FolderVisit = (at: number, name: string | undefined, bytes: Uint8Array | TreeError) => void;

/** Times as the file system has them. Anybody who can write the file can set them. */
export interface FileTimes {
  readonly modified: Date;
  readonly created?: Date;
}

/** Wall clock. Injected so that the same bytes give the same report. */
export interface Clock {
  now(): Date;
}

/** Bytes that are read piecewise, such as a compiled index. */
export interface ByteSource {
  readonly size: number;
  /** Exactly `length` bytes from `offset`; throws a RangeError where the source is shorter. */
  read(offset: number, length: number): Uint8Array;
}

/** One node of a tree as npm's own reader sees it. */
export interface NpmNode {
  /** Folder below the root, `/` separated; `''` is the root. */
  readonly location: string;
  readonly name: string;
  readonly version: string;
  /** `package` came from a registry or a tarball's address; `local` from a folder, a file or a repository. */
  readonly kind: 'package' | 'link' | 'workspace' | 'local';
}

/** npm's reader (Arborist) over one project; answers about edges that a lockfile alone does not hold. */
export interface NpmGraph {
  readonly nodes: readonly NpmNode[];
  /** Names with versions from the root to the node, shortest; undefined where nothing leads to it. */
  readonly pathTo: (location: string) => readonly string[] | undefined;
  /** Direct dependents, names with versions, at most 10. */
  readonly dependents: (location: string) => readonly string[];
}

/** Reads a folder of the live disk in npm's way. Rejects where npm cannot read it. */
export interface NpmReader {
  /** From package-lock.json or npm-shrinkwrap.json. */
  readonly lockfile: (folder: string) => Promise<NpmGraph>;
  /** From node_modules, never from the hidden lockfile. */
  readonly installed: (folder: string) => Promise<NpmGraph>;
}

/**
 * What is kept between runs, by key. Never inside an audited tree. What comes back is not trusted: whoever asks verifies it.
 * Keys are lower-case letters, digits and hyphens.
 */
export interface BlobStore {
  /** Undefined where nothing is kept, or it may not be used. */
  get(key: string): Uint8Array | undefined;
  /** Replaces in one step, so that a reader sees the old or the new bytes. Throws an Error that says why nothing was kept. */
  put(key: string, bytes: Uint8Array): void;
}

/** What became of one request. A failure is never thrown: the problem says what was asked, what came, and what is left to try. */
export type Fetched<T> =
  | { readonly kind: 'found'; readonly value: T }
  | { readonly kind: 'failed'; readonly problem: Problem };

/** Bytes of one tarball as they came. `differs`: they are not those that `integrity` or `shasum` of the release promise; they are given all the same, for looking at. */
export interface FetchedTarballBytes {
  readonly bytes: Uint8Array;
  readonly from: 'registry' | 'cache' | 'npm-cache';
  /** RFC 3339, of the answer's Last-Modified header. */
  readonly lastModified?: string;
  readonly differs?: { readonly promised: string; readonly got: string };
}

/**
 * Registries of npm packages, through the configuration of the user (never of what is audited). Nothing is unpacked, built or run.
 * Only `name`, `name@version`, `name@tag` and `name@range` are specs; every other form is refused.
 */
export interface Registry {
  /** The version that a spec names, from the smallest document that tells it. */
  readonly release: (spec: string) => Promise<Fetched<Release>>;
  /** All versions, from the full document, which can have 10 MB and more. */
  readonly history: (name: string) => Promise<Fetched<PackageHistory>>;
  readonly tarball: (release: Release) => Promise<Fetched<FetchedTarballBytes>>;
  /** Keys that sign for the release's registry; an empty list where it has none. */
  readonly keys: (release: Release) => Promise<Fetched<readonly RegistryKey[]>>;
  /** JSON text of the attestations document. Only for a release that claims some. */
  readonly attestations: (release: Release) => Promise<Fetched<string>>;
}
