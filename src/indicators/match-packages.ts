// Packages against a bundle: each identity by exact name and version, ranges by semver, integrity by tarball hash.
// semver (20 ms to load) is only loaded once a listed name has a range that exact versions did not settle.
import type { Advisory, MatchKind, PackageMatch } from '../model/advisory.ts';
import type { Indicator } from '../model/indicator.ts';
import { isUnverifiable } from '../model/package.ts';
import type { Package } from '../model/package.ts';
import { hashFilter } from './hash-filter.ts';
import type { HashFilter } from './hash-filter.ts';
import { integrityKeys } from '../text/integrity.ts';
import { satisfiedRange } from './ranges.ts';
import type { IndexTable } from './table.ts';
import { canonicalVersion } from './versions.ts';

const NONE: readonly PackageMatch[] = [];

/** Matches of `packages` in their order; of one package in the order of its identities. */
export async function matchPackages(table: IndexTable, packages: readonly Package[]): Promise<readonly PackageMatch[]> {
  const matches: PackageMatch[] = [];
  const filter = hashFilter(table.info.algorithms);
  for (const entry of packages) {
    const found = matchPackage(table, filter, entry);
    // Nearly all packages are not listed: waiting for each would cost more than the look-up.
    if (found !== undefined) matches.push(...await found);
  }
  return matches;
}

function matchPackage(table: IndexTable, filter: HashFilter, entry: Package): Promise<readonly PackageMatch[]> | readonly PackageMatch[] | undefined {
  // A name is no identity for code of this repository or disk; the hash of a tarball is, wherever it lies.
  const byHash = entry.integrity === undefined || filter(entry.integrity) === 'unlisted' ? NONE : matchHashes(table, entry, entry.integrity);
  if (isUnverifiable(entry.source)) return byHash.length === 0 ? undefined : byHash;
  const listed = table.find('name', entry.name);
  if (listed === undefined && entry.identities === undefined) return byHash.length === 0 ? undefined : byHash;
  return matchIdentities(table, entry, byHash);
}

async function matchIdentities(table: IndexTable, entry: Package, byHash: readonly PackageMatch[]): Promise<readonly PackageMatch[]> {
  const matches: PackageMatch[] = [];
  const seen = new Set<string>();
  for (const identity of [entry, ...(entry.identities ?? [])]) {
    // A place that tells no version speaks of the version that the entry has.
    const version = identity.version ?? entry.version;
    const key = JSON.stringify([identity.name, version]);
    if (seen.has(key)) continue;
    seen.add(key);
    for (const advisory of table.find('name', identity.name)?.advisories ?? []) {
      const met = await meet(advisory, version);
      if (met === undefined) continue;
      matches.push({ packageId: entry.id, name: identity.name, ...(version === undefined ? {} : { version }), kind: met.kind, matched: met.matched, advisory });
    }
  }
  return [...withoutRepeats(table, matches), ...byHash];
}

// Where a campaign tells the whole story of a bad version, the bare list entry of the same name adds nothing to a report.
function withoutRepeats(table: IndexTable, matches: readonly PackageMatch[]): readonly PackageMatch[] {
  if (matches.length < 2) return matches;
  const told = matches.filter((match) => match.advisory.class === 'malware' && table.info.campaigns.some((campaign) => campaign.id === match.advisory.campaign));
  return matches.filter((match) => told.includes(match) || match.advisory.class !== 'malware' || !told.some((other) => other.name === match.name && other.version === match.version));
}

/** How an advisory meets a version; an exact version wins over `*`, and both over a range. Releases named as safe meet no range. */
export async function meet(advisory: Advisory, version: string | undefined): Promise<{ readonly kind: MatchKind; readonly matched: string } | undefined> {
  if (advisory.versions === '*') return { kind: 'every-version', matched: '*' };
  if (version === undefined) return undefined;
  const canonical = canonicalVersion(version);
  const exact = advisory.versions.find((listed) => listed === version || canonicalVersion(listed) === canonical);
  if (exact !== undefined) return { kind: 'version', matched: exact };
  if (advisory.ranges.length === 0 || advisory.safe.some((safe) => canonicalVersion(safe) === canonical)) return undefined;
  return satisfiedRange(advisory.ranges, version);
}

function matchHashes(table: IndexTable, entry: Package, integrity: string): readonly PackageMatch[] {
  return integrityKeys(integrity).flatMap((key) => (table.find('hash', key)?.indicators ?? []).map((indicator): PackageMatch => ({
    packageId: entry.id,
    name: entry.name,
    ...(entry.version === undefined ? {} : { version: entry.version }),
    kind: 'tarball-hash',
    matched: key,
    advisory: advisoryOf(indicator, entry.name),
  })));
}

/** A tarball hash speaks for itself: the advisory is about the bytes, whatever name they were published under. */
function advisoryOf(indicator: Indicator, name: string): Advisory {
  const listed = indicator.packages[0] ?? name;
  // `name@version`; the at sign of a scope stands first.
  const at = listed.lastIndexOf('@');
  return {
    name: at > 0 ? listed.slice(0, at) : listed,
    class: 'malware',
    confidence: 'high',
    versions: at > 0 ? [listed.slice(at + 1)] : [],
    ranges: [],
    safe: [],
    campaign: indicator.campaign,
    ids: indicator.ids,
    sources: indicator.sources,
    ...(indicator.notes === undefined ? {} : { notes: indicator.notes }),
  };
}
