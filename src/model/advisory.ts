// What a bundle says about one package name (the shape follows OSV: versions and ranges).
import type { Confidence, Severity } from './finding.ts';

/**
 * `malware`: the version does harm. `protestware`: sabotage by its own author. `impostor`: same publisher and name as
 * malware, no harm known in this version. `vulnerability`: a flaw, never called malware. The last three come from lists:
 * `dependency-confusion`, `research` (proof of concept), `unwanted`.
 */
export const ADVISORY_CLASSES = ['malware', 'protestware', 'impostor', 'vulnerability', 'dependency-confusion', 'research', 'unwanted'] as const;
export type AdvisoryClass = (typeof ADVISORY_CLASSES)[number];

export interface Advisory {
  /** Package name, npm. */
  readonly name: string;
  readonly class: AdvisoryClass;
  readonly confidence: Confidence;
  /** Overrides the rule's own severity. */
  readonly severity?: Severity;
  /** Exact versions, or every version. May be empty where `ranges` are given. */
  readonly versions: readonly string[] | '*';
  /** semver ranges, evaluated with prereleases included. */
  readonly ranges: readonly string[];
  /** Releases known to be good, used to tell where to go. */
  readonly safe: readonly string[];
  /** True where clean releases follow: an open range then never condemns. False: the package was removed. Absent: not known. */
  readonly alive?: boolean;
  /** Campaign file it stands in, or `known-malicious-npm` for the compact list. */
  readonly campaign: string;
  /** Record ids such as `MAL-2025-47604`. */
  readonly ids: readonly string[];
  /** Sources that agree on it: codes of the compact list, also those that list what a campaign tells. */
  readonly sources: readonly string[];
  readonly notes?: string;
}

/** What a campaign file tells about the whole. */
export interface Campaign {
  readonly id: string;
  readonly title: string;
  /** Day, month or year, as far as known. */
  readonly date: string;
  readonly class: AdvisoryClass;
  readonly confidence: Confidence;
  readonly summary: string;
  /** What to do now, one step each, in order. */
  readonly advice: readonly string[];
  readonly references: readonly string[];
  /** Whose records show what it did, and how many days they are kept by default. */
  readonly records?: readonly { readonly holder: string; readonly days: number; readonly source: string }[];
}

/** How an advisory met a package. */
export type MatchKind = 'version' | 'every-version' | 'bounded-range' | 'open-range' | 'tarball-hash';

/** One identity of one package that a bundle lists. */
export interface PackageMatch {
  readonly packageId: string;
  /** The identity that matched: equal to the package's own, or one of its `identities`. */
  readonly name: string;
  readonly version?: string;
  readonly kind: MatchKind;
  /** The version, range or hash of the bundle that met it. */
  readonly matched: string;
  readonly advisory: Advisory;
}

/** A request of a manifest that could be answered with a version that a bundle lists. */
export interface RequestMatch {
  readonly name: string;
  readonly spec: string;
  /** `exact`: the request names that version. `every-version`: any answer is listed. `could-resolve`: some answers are. */
  readonly kind: 'exact' | 'every-version' | 'could-resolve';
  /** Listed versions or ranges inside the request. */
  readonly matched: readonly string[];
  readonly advisory: Advisory;
}
