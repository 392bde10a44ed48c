// A bundle's whole content in memory: what the sources say, before it becomes an index.
import type { Advisory, Campaign } from '../model/advisory.ts';
import type { CodePattern, Indicator } from '../model/indicator.ts';

/** A package of another ecosystem that a campaign names. Kept for later readers, never matched against npm. */
export interface ForeignPackage {
  readonly ecosystem: string;
  readonly name: string;
  readonly versions: readonly string[] | '*';
  readonly ranges: readonly string[];
}

/** A campaign and what it lists beside npm packages. */
export interface CampaignContent {
  readonly campaign: Campaign;
  readonly foreign: readonly ForeignPackage[];
  /** Names of the honest packages that the listed ones imitate. */
  readonly genuine: readonly string[];
}

/** Everything that goes into one index. */
export interface BundleContent {
  readonly id: string;
  /** Day of the newest fact, `YYYY-MM-DD`. */
  readonly date: string;
  /** `sha256-` and hexadecimal digits, over the sources. */
  readonly digest: string;
  readonly campaigns: readonly CampaignContent[];
  readonly advisories: readonly Advisory[];
  readonly indicators: readonly Indicator[];
  readonly patterns: readonly CodePattern[];
}

/** Order of code points: the same on every machine, unlike a locale's, and unlike `<`, which compares UTF-16 code units. */
export function byCodePoint(a: string, b: string): number {
  const end = Math.min(a.length, b.length);
  for (let at = 0; at < end; at += 1) {
    const left = a.charCodeAt(at);
    const right = b.charCodeAt(at);
    if (left !== right) return rank(left) - rank(right);
  }
  return a.length - b.length;
}

// Surrogates stand for code points above U+FFFF, though their own numbers lie below U+E000.
function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x2800 : unit;
}
