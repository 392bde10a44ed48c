// What the steps of a comparison share: what the user named, and a side of it once it is open.
import type { GitTree, WantsPath } from '../../io/git-tree.ts';
import type { ByteSource, Fetched, FetchedTarballBytes, FileTree, Registry } from '../../model/ports.ts';
import type { Problem } from '../../model/coverage.ts';
import type { DifferenceSide } from '../../model/difference.ts';
import type { ProvenRelease } from '../../model/release.ts';
import type { ReleaseFacts } from '../../rules/contract.ts';
import type { TarballRead } from '../../io/tarball.ts';
import type { DeepPorts } from '../deep/words.ts';
import type { TrustRoot } from '../../signatures/trust-root.ts';
import type { PlaceDraft, ScanOptions, ScanPorts, TargetPath } from '../scan/context.ts';

/** What one word of the command line names. */
export type SideWord =
  | { readonly kind: 'path'; readonly path: TargetPath }
  /** `name`, `name@version`, `name@tag`, `name@range`. */
  | { readonly kind: 'spec'; readonly spec: string; /** As in a path: what tells it from the other words of the command line. */ readonly stable: string }
  | { readonly kind: 'git'; readonly path: TargetPath; readonly ref: string };

/** How much of the changed files is told. */
export type FileDetail = 'fold' | 'patch';

export type DiffOptions = Pick<ScanOptions, 'failOn' | 'exclude' | 'inventory' | 'maxBundleAgeDays' | 'config'> & {
  /** `known-good`: the newest earlier version of the other side's package that is known to be good is picked. */
  readonly before: SideWord | 'known-good';
  readonly after: SideWord;
  readonly files: FileDetail;
  /** Asks for the whole document of the package: times and publishers of all versions. */
  readonly history: 'ask' | 'leave';
  /** Lockfiles whose integrities the fetched versions are held against. */
  readonly locks?: readonly TargetPath[];
};

/** A registry that is opened when something of it is asked for. */
export interface LazyRegistry {
  readonly open: () => Promise<Registry>;
  /** Whom attestations are trusted from, in place of sigstore's public services. */
  readonly trustRoot?: () => Promise<TrustRoot>;
  /** What the reader of a report should know of it, as far as it was used. */
  readonly said: () => { readonly notes: readonly string[]; readonly problems: readonly Problem[] };
}

/** What opening a side takes from the outside. */
export interface SidePorts {
  readonly tree: FileTree;
  /** Opens a file of the tree to be read piecewise. Throws TreeError. */
  readonly openFile: (tree: FileTree, path: string) => ByteSource & { readonly close: () => void };
  readonly progress: (text: string) => void;
  /** Opened when a side asks for it: a comparison of two folders loads nothing of it. */
  readonly registry: LazyRegistry;
  /** A commit of a repository on the disk, or of it what is wanted. */
  readonly gitTree: (folder: string, ref: string, wants?: WantsPath) => Promise<Fetched<GitTree>>;
}

export type DiffPorts = ScanPorts & SidePorts & { readonly deep: DeepPorts };

/** One side, ready to be read. */
export interface Side {
  readonly label: string;
  readonly source: DifferenceSide['source'];
  readonly tree: FileTree;
  /** The package's folder in that tree; `shown` is the beginning of its files' paths. */
  readonly root: TargetPath;
  readonly place: PlaceDraft;
  readonly tarball?: TarballRead;
  readonly release?: ProvenRelease;
  readonly fetched?: FetchedTarballBytes;
  /** Integrities that lockfiles hold for this version. */
  readonly locked?: ReleaseFacts['locked'];
  readonly commit?: string;
  /** Permission bits of a file of the tree, where what was read has some. */
  readonly modeOf?: (path: string) => number | undefined;
  readonly passOver: (path: string) => boolean;
}

/** A side as the user named it, for the report. */
export function shownWord(word: SideWord): TargetPath {
  switch (word.kind) {
    case 'path': return word.path;
    case 'spec': return { absolute: '/', shown: word.spec, stable: word.stable };
    case 'git': return { ...word.path, shown: `${word.path.shown}#${word.ref}` };
  }
}
