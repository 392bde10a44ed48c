// Evidence that every finding about a bundle's statement carries: what matched, in which record, and what else says so.
import type { PackageMatch } from '../model/advisory.ts';
import type { Evidence } from '../model/finding.ts';
import type { PlaceFacts } from './contract.ts';
import { disguise, LOCATIONS_SHOWN, sinceOf } from './finding.ts';
import type { MatchGroup } from './matches.ts';

export function matchEvidence(place: PlaceFacts, group: MatchGroup): readonly [Evidence, ...Evidence[]] {
  const { match } = group;
  const evidence: [Evidence, ...Evidence[]] = [statementOf(match)];
  const disguised = disguise(place, match);
  if (disguised !== undefined) evidence.push({ kind: 'identity', text: disguised });
  const since = sinceOf(place, group.ids);
  if (since !== undefined) evidence.push({ kind: 'time', text: `since ${since.time}, by ${since.from}` });
  const servers = place.usedBy?.length ?? 0;
  if (servers > 0) evidence.push({ kind: 'count', text: `run by ${servers} ${servers === 1 ? 'server' : 'servers'}` });
  if (match.advisory.notes !== undefined) evidence.push({ kind: 'record', text: match.advisory.notes });
  for (const other of group.others.slice(0, 5)) evidence.push({ kind: 'record', text: `also: ${recordOf(other)}` });
  if (group.ids.length > 1) evidence.push({ kind: 'count', text: `${group.ids.length} entries${group.ids.length > LOCATIONS_SHOWN ? `, ${LOCATIONS_SHOWN} shown` : ''}` });
  return evidence;
}

function statementOf(match: PackageMatch): Evidence {
  const record = recordOf(match);
  switch (match.kind) {
    case 'tarball-hash': return { kind: 'hash', text: `integrity ${match.matched} is listed by ${record}` };
    case 'every-version': return { kind: 'version', text: `every version is listed by ${record}` };
    case 'version': return { kind: 'version', text: `version ${match.matched} is listed by ${record}` };
    case 'bounded-range':
    case 'open-range': return { kind: 'range', text: `${match.version ?? 'the version'} lies in ${match.matched}, listed by ${record}` };
  }
}

// The codes of the compact list; NOTICE has their licences.
const SOURCES: Readonly<Record<string, string>> = {
  ossf: 'OpenSSF malicious-packages',
  hem: 'shai-hulud-malicious-packages',
  'hem-unversioned': 'shai-hulud-malicious-packages (no versions)',
  leitwacht: 'Leitwacht malicious-packages',
  cobenian: 'shai-hulud-detect',
  datadog: 'Datadog indicators-of-compromise',
  ghsa: 'GitHub Advisory Database',
  scg: 'supply-chain-guard',
};

function recordOf(match: PackageMatch): string {
  const { advisory } = match;
  const ids = advisory.ids.length > 0 ? ` (${advisory.ids.join(', ')})` : '';
  const sources = advisory.sources.length > 0 ? `, also in ${advisory.sources.map((source) => SOURCES[source] ?? source).join(', ')}` : '';
  const list = advisory.campaign === 'known-malicious-npm';
  if (list && advisory.sources.length > 0) return `${advisory.sources.map((source) => SOURCES[source] ?? source).join(', ')}${ids}`;
  return `${advisory.campaign}${ids}${sources}`;
}

/** Releases to go to, where the bundle knows some: the newest first, at most three. */
export function saferVersions(match: PackageMatch): readonly string[] {
  return match.advisory.safe.slice(-3).toReversed();
}
