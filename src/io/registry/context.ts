// What the parts of an opened registry share.
import type { Problem } from '../../model/coverage.ts';
import type { Fetched, FetchedTarballBytes } from '../../model/ports.ts';
import type { Release } from '../../model/release.ts';
import type { Documents } from './documents.ts';
import type { Kept } from './kept.ts';
import type { NpmCache } from './npm-cache.ts';
import type { Request } from './request.ts';
import type { AddressSettings } from './settings.ts';

/** The state of one opened registry. */
export interface Context {
  readonly settings: AddressSettings;
  /** Absent: offline. */
  readonly request?: Request;
  readonly documents: Documents;
  readonly kept: Kept;
  readonly npmCache: NpmCache;
  /** For the reader of the report, once each. */
  readonly note: (text: string) => void;
  /** By `keyOf`: what a Release does not say, as its addresses are without queries. */
  readonly known: Map<string, KnownRelease>;
}

/** Of a release that was given out. */
export interface KnownRelease {
  /** As they are fetched. */
  readonly tarball: string;
  readonly attestations?: string;
  /** Bytes that a cache still holds of what the registry has no more. */
  readonly held?: HeldTarball;
}

/** Bytes of a tarball that a cache of this machine holds. */
export interface HeldTarball extends Pick<FetchedTarballBytes, 'bytes' | 'lastModified'> {
  readonly from: 'cache' | 'npm-cache';
}

/** One release of one registry. */
export function keyOf({ registry, name, version }: Pick<Release, 'registry' | 'name' | 'version'>): string {
  return `${registry}\n${name}\n${version}`;
}

/** The answer of a port that has none. */
export function failed(problem: Problem): Extract<Fetched<never>, { kind: 'failed' }> {
  return { kind: 'failed', problem };
}

/** The registry that npm would ask for a name: that of its scope, else the one for all. Ends with a slash. */
export function registryOf({ registry, fetch }: AddressSettings, name: string): string {
  const scope = name.startsWith('@') ? name.slice(0, name.indexOf('/')) : fetch['scope'];
  const own = typeof scope === 'string' && scope !== '' ? fetch[`${scope.startsWith('@') ? scope : `@${scope}`}:registry`] : undefined;
  return typeof own === 'string' && own !== '' ? own : registry;
}

/** It is in no cache. */
export function notKept(what: string): Problem {
  return { code: 'offline', message: `${what} is in no cache of this machine, and --offline forbids to fetch it`, hint: 'run it once without --offline, or give a tarball or a folder in its place' };
}
