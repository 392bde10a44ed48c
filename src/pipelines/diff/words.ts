// What the steps of a comparison share: what the user named, and a side of it once it is open.
import type { FetchedTarballBytes, FileTree, Registry } from '../../model/ports.ts';
import type { DifferenceSide } from '../../model/difference.ts';
import type { ProvenRelease } from '../../model/release.ts';
import type { ReleaseFacts } from '../../rules/contract.ts';
import type { TarballRead } from '../../io/tarball.ts';
import type { InspectPorts } from '../inspect.ts';
import type { PlaceDraft, ScanOptions, TargetPath } from '../scan/context.ts';

/** What one word of the command line names. */
export type SideWord =
  | { readonly kind: 'path'; readonly path: TargetPath }
  /** `name`, `name@version`, `name@tag`, `name@range`. */
  | { readonly kind: 'spec'; readonly spec: string }
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
};

export interface DiffPorts extends InspectPorts {
  /** Opened when a side asks for it: a comparison of two folders loads nothing of it. */
  readonly registry: () => Promise<Registry>;
}

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
  readonly passOver: (path: string) => boolean;
}

/** A side as the user named it, for the report. */
export function shownWord(word: SideWord): TargetPath {
  switch (word.kind) {
    case 'path': return word.path;
    case 'spec': return { absolute: '/', shown: word.spec, stable: '' };
    case 'git': return { ...word.path, shown: `${word.path.shown}#${word.ref}` };
  }
}
