// Builds findings so that all rules give the same shape: fingerprint, package, locations, the way to the root.
import { createHash } from 'node:crypto';
import type { Campaign, PackageMatch } from '../model/advisory.ts';
import type { Finding, FindingCampaign, Location, RuleId } from '../model/finding.ts';
import { isUnverifiable, type Package } from '../model/package.ts';
import { npmPurl } from '../model/purl.ts';
import { withoutCredentials } from '../text/printable.ts';
import type { PlaceFacts } from './contract.ts';

/** Locations listed in one finding; the rest is counted in its evidence. */
export const LOCATIONS_SHOWN = 20;

/** `v1:` and 128 bits over what identifies a finding. Parts must not hold line numbers. */
export function fingerprint(...parts: readonly string[]): string {
  // Each part is prefixed with its length: attacker-controlled names must not be able to shift a boundary.
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length}:${part}`);
  return `v1:${hash.digest('hex').slice(0, 32)}`;
}

export function label(name: string, version: string | undefined): string {
  return version === undefined ? name : `${name} ${version}`;
}

export function campaignOf(campaign: Campaign | undefined, match: { readonly advisory: { readonly campaign: string; readonly class: FindingCampaign['class'] } }): FindingCampaign {
  if (!campaign) return { id: match.advisory.campaign, title: 'Known malicious npm packages (public records)', class: match.advisory.class };
  return { id: campaign.id, title: campaign.title, class: match.advisory.class, date: campaign.date, summary: campaign.summary, advice: campaign.advice, references: campaign.references };
}

/** The parts of a finding that a package in a place gives: where, why it is here, how it is used. */
export function about(place: PlaceFacts, ids: readonly string[], name: string, version: string | undefined): Pick<Finding, 'package' | 'locations' | 'dependencyPath' | 'dependents' | 'scope' | 'registry' | 'credentials' | 'since'> {
  const [first, ...rest] = ids;
  if (first === undefined) throw new Error('a finding needs an entry');
  const entry = place.package(first);
  const servers = place.usedBy ?? [];
  // The servers that run it come after where it lies: the file on the disk is what was matched.
  const locations: [Location, ...Location[]] = [place.locate(first), ...rest.slice(0, LOCATIONS_SHOWN - 1).map(place.locate), ...servers.slice(0, LOCATIONS_SHOWN).map(({ location }) => location)];
  const credentials = [...new Set([...place.credentials?.(first) ?? [], ...servers.flatMap((server) => server.credentials)])].toSorted();
  const since = sinceOf(place, ids);
  const dependencyPath = place.pathTo(first);
  const dependents = place.dependents(first);
  const scope = entry ? scopeOf(entry) : [];
  const registry = entry ? registryOf(entry) : undefined;
  return {
    package: { name, ...(version === undefined ? {} : { version }), ...(version === undefined || (entry && isUnverifiable(entry.source)) ? {} : { purl: npmPurl(name, version) }) },
    locations,
    ...(dependencyPath ? { dependencyPath } : {}),
    ...(dependents.length > 0 ? { dependents } : {}),
    ...(scope.length > 0 ? { scope } : {}),
    ...(registry === undefined ? {} : { registry }),
    ...(credentials.length > 0 ? { credentials } : {}),
    ...(since === undefined ? {} : { since: since.time }),
  };
}

/** The earliest sign of any of the entries. Times may stand in different zones, and one that is no time is not compared. */
export function sinceOf(place: PlaceFacts, ids: readonly string[]): { readonly time: string; readonly from: string } | undefined {
  const signs = ids.flatMap((id) => place.since?.(id) ?? []).filter(({ time }) => !Number.isNaN(Date.parse(time)));
  return signs.toSorted((a, b) => Date.parse(a.time) - Date.parse(b.time))[0];
}

function scopeOf(entry: Package): NonNullable<Finding['scope']> {
  return (['dev', 'optional', 'peer', 'bundled'] as const).filter((flag) => entry[flag] === true);
}

function registryOf(entry: Package): string | undefined {
  const host = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]+)/i.exec(withoutCredentials(entry.resolved ?? ''));
  return host?.[1];
}

/** How the entry came to be matched, when it was not by its own name: the reader must see the disguise. */
export function disguise(place: PlaceFacts, match: PackageMatch): string | undefined {
  const entry = place.package(match.packageId);
  if (!entry) return undefined;
  if (entry.name === match.name && entry.version === match.version) return entry.alias === undefined ? undefined : `installed under the name ${entry.alias}`;
  const identity = entry.identities?.find((other) => other.name === match.name);
  return identity ? `the entry calls itself ${label(entry.name, entry.version)}; ${ORIGINS[identity.origin]} says ${label(match.name, match.version)}` : undefined;
}

export const ORIGINS = {
  key: 'its key',
  'name-field': 'its name field',
  'alias-target': 'its alias target',
  'resolved-url': 'its download address',
  disk: 'the package.json on disk',
  folder: 'its folder',
  'hidden-lockfile': 'the hidden lockfile',
} as const;

export function findingOf(ruleId: RuleId, place: { readonly stablePath: string }, subject: readonly string[], rest: Omit<Finding, 'ruleId' | 'fingerprint'>): Finding {
  return { ruleId, ...rest, fingerprint: fingerprint(ruleId, place.stablePath, ...subject) };
}
