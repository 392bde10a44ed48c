// All versions of a package, with what was there once.
import type { PackageHistory } from '../../model/release.ts';
import { bareAddress } from './addresses.ts';
import type { Packument } from './packument.ts';
import { toListed } from './release-facts.ts';

type Semver = typeof import('semver');

/** In order of publication, then of versions. */
export async function toHistory(name: string, registry: string, packument: Packument): Promise<PackageHistory> {
  const { default: semver } = await import('semver');
  const { versions, times, tags, created, unpublished } = packument;
  // Times are compared as texts of one form; a version without one stands after those that have one.
  const order = (left: Dated, right: Dated): number => compareTimes(left.time, right.time) || compareVersions(semver, left.version, right.version);
  const gone = new Map<string, string | undefined>([...(unpublished?.versions ?? []).map((version) => [version, undefined] as const), ...times]);
  return {
    name, registry: bareAddress(registry) ?? registry,
    versions: [...versions].map(([version, document]) => toListed(version, document, times.get(version))).toSorted(order),
    unpublished: [...gone].filter(([version]) => !versions.has(version)).map(([version, time]) => ({ version, ...(time === undefined ? {} : { time }) })).toSorted(order),
    tags: Object.fromEntries(tags),
    ...(created === undefined ? {} : { created }),
  };
}

interface Dated {
  readonly version: string;
  readonly time?: string;
}

function compareTimes(left: string | undefined, right: string | undefined): number {
  if (left === right) return 0;
  if (left === undefined) return 1;
  return right === undefined || left < right ? -1 : 1;
}

function compareVersions(semver: Semver, left: string, right: string): number {
  if (semver.valid(left, true) !== null && semver.valid(right, true) !== null) return semver.compareLoose(left, right);
  return left < right ? -1 : left > right ? 1 : 0;
}
