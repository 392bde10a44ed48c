// Lists of indicators: an ad blocker or a detection tool holds many that have nothing to do with each other, malware its own few.
import type { Indicator } from '../model/indicator.ts';

/** Unrelated indicators in one file that make it a list. Campaigns share infrastructure in threes and fours. */
const LIST = 8;
/** The same for all files of a package: a detection tool keeps a file for each campaign. */
const COLLECTION = 20;

/** Files that are lists of indicators: those with many that no campaign and no package has in common. */
export function listsAmong(hits: readonly { readonly path: string; readonly indicator: Indicator }[]): ReadonlySet<string> {
  const files = new Map<string, Set<string>>();
  for (const { path, indicator } of hits) {
    const groups = files.get(path) ?? new Set();
    groups.add(relationOf(indicator));
    files.set(path, groups);
  }
  return new Set([...files].filter(([, groups]) => groups.size >= LIST).map(([path]) => path));
}

/** True for a package that keeps indicators of many campaigns, in however many files. */
export function isCollection(hits: readonly { readonly indicator: Indicator }[]): boolean {
  return new Set(hits.map(({ indicator }) => relationOf(indicator))).size >= COLLECTION;
}

// A compact list is no campaign: of what stands there, only the package tells what belongs together.
function relationOf({ campaign, packages, value }: Indicator): string {
  if (campaign !== 'known-malicious-npm') return campaign;
  const [first] = packages;
  return first === undefined ? value : first.replace(/(?<=.)@.*$/, '');
}
