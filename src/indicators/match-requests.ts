// Requests of manifests against a bundle: which listed versions or ranges could answer them.
import type { Advisory, RequestMatch } from '../model/advisory.ts';
import { meet } from './match-packages.ts';
import type { IndexTable } from './table.ts';
import { isAnyVersion, isExactVersion } from './versions.ts';

const MAX_SPEC = 512;

/** A request of a registry name: range, tag or version. */
export interface Request {
  readonly name: string;
  readonly spec: string;
}

/**
 * Matches in the order of `requests`. A spec that is no range counts as a tag, and a tag as any version. A spec that leads
 * elsewhere (`file:`, `git+https://`, `owner/repo`, `npm:other@1`) is no request of this name: the caller resolves aliases.
 */
export async function matchRequests(table: IndexTable, requests: readonly Request[]): Promise<readonly RequestMatch[]> {
  const matches: RequestMatch[] = [];
  for (const request of requests) {
    for (const advisory of table.find('name', request.name)?.advisories ?? []) {
      const match = await matchRequest(request, advisory);
      if (match !== undefined) matches.push(match);
    }
  }
  return matches;
}

async function matchRequest(request: Request, advisory: Advisory): Promise<RequestMatch | undefined> {
  const { name, spec } = request;
  if (/[:/]/.test(spec)) return undefined;
  if (advisory.versions === '*') return { name, spec, kind: 'every-version', matched: ['*'], advisory };
  if (isExactVersion(spec)) {
    const met = await meet(advisory, spec);
    return met === undefined ? undefined : { name, spec, kind: 'exact', matched: [met.matched], advisory };
  }
  if (isAnyVersion(spec)) return found(request, 'could-resolve', [...advisory.versions, ...advisory.ranges], advisory);
  const only = await listedOnly(advisory.versions, spec);
  if (only !== undefined) return found(request, 'exact', only, advisory);
  return found(request, 'could-resolve', await listedInside(advisory, advisory.versions, spec), advisory);
}

function found({ name, spec }: Request, kind: RequestMatch['kind'], matched: readonly string[], advisory: Advisory): RequestMatch | undefined {
  return matched.length === 0 ? undefined : { name, spec, kind, matched, advisory };
}

// Another spelling of listed versions (`1.0.16 - 1.0.16`, `>=1.0.16 <1.0.17`): each alternative starts at one, and the release after
// the last of them in a row is outside. Undefined where other releases can answer.
async function listedOnly(versions: readonly string[], spec: string): Promise<readonly string[] | undefined> {
  if (spec.length > MAX_SPEC || versions.length === 0) return undefined;
  const { default: semver } = await import('semver');
  const range = semver.validRange(spec, { loose: true });
  if (range === null) return undefined;
  const listed = new Map(versions.flatMap((version) => { const parsed = semver.parse(version, { loose: true }); return parsed === null ? [] : [[parsed.version, version] as const]; }));
  const only = new Set<string>();
  for (const part of range.split('||')) {
    let release = semver.minVersion(part, { loose: true });
    // `>=1.0.16-0` starts at a prerelease that nobody published.
    if (release !== null && release.prerelease.length > 0 && !listed.has(release.version)) release = semver.parse(`${release.major}.${release.minor}.${release.patch}`);
    if (release === null || !listed.has(release.version)) return undefined;
    for (let next: string | null = release.version; next !== null && semver.satisfies(next, part, { loose: true }); next = semver.inc(next, 'patch')) {
      const known = listed.get(next);
      if (known === undefined) return undefined;
      only.add(known);
    }
  }
  return [...only];
}

async function listedInside(advisory: Advisory, versions: readonly string[], spec: string): Promise<readonly string[]> {
  // semver's time grows with the square of the alternatives; the manifest is attacker-controlled. Unread means "could be any".
  if (spec.length > MAX_SPEC) return [...versions, ...advisory.ranges];
  const { default: semver } = await import('semver');
  const range = semver.validRange(spec, { loose: true });
  if (range === null) return [...versions, ...advisory.ranges];
  // npm gives a prerelease only to a range that names one of the same version.
  const inside = versions.filter((version) => semver.satisfies(version, range, { loose: true }));
  const overlapping = advisory.ranges.filter((listed) => semver.validRange(listed) !== null && semver.intersects(listed, range, { loose: true, includePrerelease: true }));
  return [...inside, ...overlapping];
}
