// A bundle's whole content in memory: what the sources say, before it becomes an index.
import type { Advisory, Campaign } from '../model/advisory.ts';
import type { Indicator } from '../model/indicator.ts';

/** A package of another ecosystem that a campaign names. Kept for later readers, never matched against npm. */
export interface ForeignPackage {
  readonly ecosystem: string;
  readonly name: string;
  readonly versions: readonly string[] | '*';
  readonly ranges: readonly string[];
}

export interface CampaignContent {
  readonly campaign: Campaign;
  readonly foreign: readonly ForeignPackage[];
  /** Names of the honest packages that the listed ones imitate. */
  readonly genuine: readonly string[];
}

export interface BundleContent {
  readonly id: string;
  /** Day of the newest fact, `YYYY-MM-DD`. */
  readonly date: string;
  /** `sha256-` and hexadecimal digits, over the sources. */
  readonly digest: string;
  readonly campaigns: readonly CampaignContent[];
  readonly advisories: readonly Advisory[];
  readonly indicators: readonly Indicator[];
}

/** Order of code points: the same on every machine, unlike a locale's. */
export function byCodePoint(a: string, b: string): number {
  if (a === b) return 0;
  const left = [...a];
  const right = [...b];
  for (let at = 0; at < left.length && at < right.length; at += 1) {
    const difference = (left[at]?.codePointAt(0) ?? 0) - (right[at]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}
