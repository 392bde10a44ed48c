// A bundle of indicators as the rest of the tool sees it: opened from a compiled index, asked about packages and requests.
import type { Advisory, Campaign, PackageMatch, RequestMatch } from '../model/advisory.ts';
import type { BundleInfo } from '../model/coverage.ts';
import type { CodePattern, Indicator } from '../model/indicator.ts';
import type { Package } from '../model/package.ts';

/** Every method throws (or rejects with) IndexError where the index turns out to be damaged: no answer instead of a wrong one. */
export interface Bundle {
  readonly info: BundleInfo;
  /**
   * Every identity of every package against the bundle, and its integrity against tarball hashes. Packages without a registry
   * identity never match by name; the hash of a bad tarball counts wherever it lies. One package can match several advisories; an exact version wins over a range of the same advisory.
   * Resolves without loading semver where no name is listed with a range.
   */
  readonly matchPackages: (packages: readonly Package[]) => Promise<readonly PackageMatch[]>;
  /** Requests of manifests (range, tag or version of a registry name). A tag counts as any version. */
  readonly matchRequests: (requests: readonly { readonly name: string; readonly spec: string }[]) => Promise<readonly RequestMatch[]>;
  /** All advisories for a name; empty where it is not listed. */
  readonly advisories: (name: string) => readonly Advisory[];
  readonly campaign: (id: string) => Campaign | undefined;
  readonly campaigns: () => readonly Campaign[];
  /** Indicators of all campaigns and lists, or of one campaign (`known-malicious-npm` for the compact list); empty where there are none. Read on demand. */
  readonly indicators: (campaign?: string) => readonly Indicator[];
  /** Code patterns of all campaigns, sorted by campaign. Read on demand. */
  readonly patterns: () => readonly CodePattern[];
  readonly close: () => void;
}
