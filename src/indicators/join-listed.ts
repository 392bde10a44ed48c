// Joins what campaigns and compact lists say of one package, so that one bad version is one finding and not one for each list.
import type { Advisory } from '../model/advisory.ts';
import type { Indicator } from '../model/indicator.ts';

/**
 * Campaign advisories with the record ids and sources of list entries that say the same, and what the lists add. A list
 * entry without known versions (low confidence) gives way where a campaign knows them: it would condemn the clean releases.
 */
export function joinListed(campaigns: readonly Advisory[], listed: readonly Advisory[]): readonly Advisory[] {
  const byName = new Map<string, Advisory[]>();
  for (const advisory of campaigns) {
    const group = byName.get(advisory.name);
    if (group) group.push(advisory);
    else byName.set(advisory.name, [advisory]);
  }
  const added: Advisory[] = [];
  for (const entry of listed) {
    const told = byName.get(entry.name) ?? [];
    const known = told.filter((advisory) => advisory.class === 'malware' || advisory.class === 'protestware');
    if (known.length === 0) { added.push(entry); continue; }
    byName.set(entry.name, told.map((advisory) => (known.includes(advisory) && overlaps(advisory, entry) ? confirmed(advisory, known.length === 1 ? entry.ids : [], entry.sources) : advisory)));
    const rest = remainder(entry, told.filter((advisory) => advisory.class !== 'vulnerability'));
    if (rest !== undefined) added.push(rest);
  }
  return [...[...byName.values()].flat(), ...added];
}

function overlaps(advisory: Advisory, entry: Advisory): boolean {
  if (advisory.versions === '*' || entry.versions === '*') return true;
  const { versions, ranges } = entry;
  return advisory.versions.some((version) => versions.includes(version)) || advisory.ranges.some((range) => ranges.includes(range));
}

// The records of a list are those of the name: with two incidents of one name nobody can tell which is about which.
function confirmed(advisory: Advisory, ids: readonly string[], sources: readonly string[]): Advisory {
  return { ...advisory, ids: union(advisory.ids, ids), sources: union(advisory.sources, sources) };
}

function union(a: readonly string[], b: readonly string[]): readonly string[] {
  return [...new Set([...a, ...b])];
}

// A release that a campaign names as safe, or as an impostor's without harm, is judged by the campaign.
function remainder(entry: Advisory, known: readonly Advisory[]): Advisory | undefined {
  if (known.some((advisory) => advisory.versions === '*')) return undefined;
  if (entry.versions === '*') return entry.confidence === 'low' ? undefined : entry;
  const versions = entry.versions.filter((version) => !known.some((advisory) => advisory.versions.includes(version) || advisory.safe.includes(version)));
  const ranges = entry.ranges.filter((range) => !known.some((advisory) => advisory.ranges.includes(range)));
  return versions.length === 0 && ranges.length === 0 ? undefined : { ...entry, versions, ranges };
}

/** The same for indicators: a campaign's own entry stands, with the list's ids and sources. */
export function joinListedIndicators(campaigns: readonly Indicator[], listed: readonly Indicator[]): readonly Indicator[] {
  const byValue = new Map(listed.map((indicator) => [keyOf(indicator), indicator]));
  const own = new Set(campaigns.map(keyOf));
  const joined = campaigns.map((indicator) => {
    const entry = byValue.get(keyOf(indicator));
    return entry === undefined ? indicator : { ...indicator, ids: union(indicator.ids, entry.ids), sources: union(indicator.sources, entry.sources) };
  });
  return [...joined, ...listed.filter((indicator) => !own.has(keyOf(indicator)))];
}

function keyOf(indicator: Indicator): string {
  return JSON.stringify([indicator.type, indicator.value]);
}
