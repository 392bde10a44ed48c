// When a known-bad version stood in the files of a git history. All names and dates are what commits say of themselves: whoever
// makes a commit can write any name and any date into it.

/** Who made a commit, as it says. */
export interface Signature {
  /** Attacker-controlled, as is `email`. */
  readonly name: string;
  readonly email: string;
  /** RFC 3339, UTC; empty where the commit tells none that a calendar knows. */
  readonly time: string;
}

export interface HistoryCommit {
  readonly id: string;
  /** Who wrote the change, and when. */
  readonly author: Signature;
  /** Who put it into this history, and when: later, where it was rebased, picked or merged by a server. Windows go by this date. */
  readonly committer: Signature;
}

/** What stood there: a version, or the request of a client configuration that a listed version could answer. */
export interface ExposedPackage {
  readonly name: string;
  readonly version?: string;
  /** As written behind the name: `latest`, `^1.0.0`, or nothing. */
  readonly spec?: string;
}

/** One unbroken stay of one version in one file: commits that hold it, joined by parenthood. */
export interface ExposureWindow {
  /** Repository as the user named it. */
  readonly repository: string;
  readonly path: string;
  readonly package: ExposedPackage;
  /** Fingerprint of the finding about it. */
  readonly finding: string;
  /** `open`: some ref still leads to it. */
  readonly state: 'open' | 'closed';
  /** Earliest and latest commit by committer's date that hold it. */
  readonly first: HistoryCommit;
  readonly last: HistoryCommit;
  /** Commits that brought it in: they hold it and no parent does. Several where branches took it up by themselves. At most 10. */
  readonly introducedBy: readonly HistoryCommit[];
  /** Commits without it that have a parent with it. At most 10. */
  readonly removedBy: readonly HistoryCommit[];
  /** Committer's date of `first`; RFC 3339. */
  readonly from: string;
  /** Latest committer's date of a removal; absent while it is open. */
  readonly to?: string;
  /** Whole and tenth days from `from` to `to`, or to the date of the report. */
  readonly days: number;
  /** Commits that hold it. */
  readonly commits: number;
  /** Refs whose tip still holds it, at most 100, and how many there are. */
  readonly refs: readonly string[];
  readonly refCount: number;
  /** When it stood on the line of first parents of the checked-out branch: when it landed there and left again. */
  readonly onHead: readonly { readonly from: HistoryCommit; readonly to?: HistoryCommit }[];
  /** Why the dates cannot be right, where they contradict themselves. */
  readonly doubt?: string;
}

/** One line of the timeline. */
export interface ExposureEvent {
  /** Committer's date, RFC 3339. */
  readonly time: string;
  readonly event: 'introduced' | 'removed';
  readonly repository: string;
  readonly path: string;
  readonly package: ExposedPackage;
  readonly commit: string;
  readonly author: Signature;
}

export interface ExposureRepository {
  readonly path: string;
  readonly refs: number;
  readonly commits: number;
  /** Files that were read, at any time in the history. */
  readonly files: number;
  /** Different contents of them, each read once. */
  readonly versions: number;
  readonly bytes: number;
}

export interface Exposure {
  readonly repositories: readonly ExposureRepository[];
  /** By repository, package, path, time. */
  readonly windows: readonly ExposureWindow[];
  /** Oldest first. */
  readonly timeline: readonly ExposureEvent[];
}
