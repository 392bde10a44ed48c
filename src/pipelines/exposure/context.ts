// What the steps of an exposure run share. The state of a scan is used where it fits: places, problems, findings, bundles.
import type { Git, GitOptions } from '../../io/git.ts';
import type { ExposureRepository, ExposureWindow } from '../../model/exposure.ts';
import type { PlaceDraft, ScanOptions, ScanPorts, ScanState, TargetPath } from '../scan/context.ts';
import type { HistoryFormat } from './formats.ts';
import type { VersionReader } from './versions.ts';

export interface ExposureOptions extends Pick<ScanOptions, 'targets' | 'failOn' | 'allowEmpty' | 'maxBundleAgeDays' | 'fileBytes' | 'exclude' | 'config'> {
  /** Only these refs, by full name or the part that git takes for one (`main`, `origin/main`, `v1.0`); empty: all. */
  readonly refs: readonly string[];
}

export interface ExposurePorts extends Omit<ScanPorts, 'npm'> {
  /** Undefined where there is no git. */
  readonly openGit: (options: Pick<GitOptions, 'objects' | 'hash' | 'shallow' | 'never'>) => Git | undefined;
  /** Files whose history is read, in the order in which they are asked. */
  readonly formats: readonly HistoryFormat[];
}

export interface ExposureState {
  readonly options: ExposureOptions;
  readonly ports: ExposurePorts;
  readonly scan: ScanState;
  readonly versions: VersionReader;
  readonly repositories: ExposureRepository[];
  readonly windows: ExposureWindow[];
  /** Entries read. */
  entries: number;
}

/** One repository while it is read. */
export interface RepositoryRun {
  readonly state: ExposureState;
  readonly target: TargetPath;
  readonly place: PlaceDraft;
  readonly git: Git;
  /** Path as the user named it, of a file below the repository's top. */
  readonly shown: (path: string) => string;
}
