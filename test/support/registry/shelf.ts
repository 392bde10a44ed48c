// What a fixture registry holds: packages, their versions, tags and times. Nothing here speaks HTTP.
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Person } from '../../../src/model/release.ts';
import { FIXTURES } from '../fixtures.ts';
import type { RegistryKeys, SignatureKind } from './keys.ts';

const { packTarball } = await import(pathToFileURL(join(FIXTURES, 'managers', 'generator', 'tarball.mjs')).href) as { readonly packTarball: (files: Readonly<Record<string, string | Uint8Array>>) => Uint8Array };

const DAY = 24 * 60 * 60 * 1000;
const FIRST_DAY = Date.parse('2025-01-01T00:00:00.000Z');

/** One version to publish. What is left out is as an honest registry has it. */
export interface Publish {
  /** package.json without name and version. */
  readonly manifest?: Readonly<Record<string, unknown>>;
  /** The other files below `package/`. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  /** RFC 3339; one day after the version before unless given, the first on 2025-01-01. */
  readonly time?: string;
  readonly publisher?: Person & { readonly trustedPublisher?: { readonly id: string; readonly oidcConfigId?: string } };
  readonly maintainers?: readonly Person[];
  readonly deprecated?: string;
  /** Dist-tag that then points at it; `latest` unless given, null for none. */
  readonly tag?: string | null;
  readonly signature?: SignatureKind;
  /** The packed bytes themselves, in place of `manifest` and `files`: not gzip, cut off, without package.json. The integrity is theirs. */
  readonly tarball?: Uint8Array;
  /** Bytes that are sent in place of those that were hashed and signed. */
  readonly served?: Uint8Array;
  /** Fields that the registry's documents have otherwise than the package.json of the tarball; undefined takes one away. */
  readonly listed?: Readonly<Record<string, unknown>>;
  /** The same for `dist`. */
  readonly dist?: Readonly<Record<string, unknown>>;
}

export interface Published {
  readonly integrity: string;
  readonly shasum: string;
  /** Packed bytes. */
  readonly size: number;
  /** Address of the tarball. */
  readonly tarball: string;
  readonly bytes: Uint8Array;
}

export interface StoredVersion {
  readonly document: Record<string, unknown>;
  readonly dist: Record<string, unknown>;
  readonly served: Uint8Array;
  readonly time: string;
  attestations?: unknown;
}

export interface StoredPackage {
  readonly name: string;
  readonly versions: Map<string, StoredVersion>;
  readonly tags: Map<string, string>;
  /** Of every version that ever was. */
  readonly times: Map<string, string>;
  maintainers: readonly Person[];
  /** RFC 3339: when all of it was unpublished. */
  gone?: string;
  revision: number;
  /** Fields of the package's documents that differ from what it holds. */
  amended: Readonly<Record<string, unknown>>;
}

export interface Shelf {
  readonly packages: Map<string, StoredPackage>;
  readonly publish: (name: string, version: string, options?: Publish) => Published;
  readonly unpublish: (name: string, version?: string) => void;
}

/** Tarball bytes of a package: package.json and other files below `package/`, as every reader expects them. */
export function packPackage(manifest: Readonly<Record<string, unknown>>, files: Readonly<Record<string, string | Uint8Array>> = {}): Uint8Array {
  return packTarball({ 'package.json': `${JSON.stringify(manifest, null, 2)}\n`, ...files });
}

/** File name of a version's tarball. */
export function tarballName(name: string, version: string): string {
  return `${name.slice(name.lastIndexOf('/') + 1)}-${version}.tgz`;
}

/** An empty shelf of the registry at `url` (with its last slash). */
export function makeShelf(url: () => string, keys: RegistryKeys): Shelf {
  const packages = new Map<string, StoredPackage>();
  const packageOf = (name: string): StoredPackage => {
    const found = packages.get(name) ?? { name, versions: new Map<string, StoredVersion>(), tags: new Map<string, string>(), times: new Map<string, string>(), maintainers: [], revision: 0, amended: {} };
    packages.set(name, found);
    return found;
  };
  return {
    packages,
    publish: (name, version, options = {}) => {
      const stored = packageOf(name);
      const { manifest = {}, files = {}, publisher, maintainers, deprecated, tag = 'latest', signature = 'good' } = options;
      const full = { name, version, ...manifest };
      const bytes = options.tarball ?? packPackage(full, files);
      const time = options.time ?? nextDay(stored);
      const { integrity, shasum } = hashesOf(bytes);
      const tarball = `${url()}${name}/-/${tarballName(name, version)}`;
      const people = maintainers ?? stored.maintainers;
      const dist = amend({
        integrity, shasum, tarball, fileCount: Object.keys(files).length + 1,
        signatures: keys.signatures(`${name}@${version}:${integrity}`, signature),
      }, options.dist ?? {});
      const document = amend({
        ...full, _id: `${name}@${version}`, dist,
        ...(publisher === undefined ? {} : { _npmUser: publisher }),
        ...(people.length === 0 ? {} : { maintainers: people }),
        ...(deprecated === undefined ? {} : { deprecated }),
      }, options.listed ?? {});
      stored.versions.set(version, { document, dist, served: options.served ?? bytes, time });
      stored.times.set(version, time);
      stored.maintainers = people;
      delete stored.gone;
      if (tag !== null) stored.tags.set(tag, version);
      stored.revision += 1;
      return { integrity, shasum, size: bytes.length, tarball, bytes };
    },
    unpublish: (name, version) => {
      const stored = packageOf(name);
      const last = [...stored.times.values()].toSorted().at(-1) ?? new Date(FIRST_DAY).toISOString();
      if (version === undefined) stored.versions.clear();
      else stored.versions.delete(version);
      for (const [tag, of] of stored.tags) if (!stored.versions.has(of)) stored.tags.delete(tag);
      const newest = [...stored.versions.entries()].toSorted(([, a], [, b]) => (a.time < b.time ? 1 : -1))[0]?.[0];
      if (newest !== undefined && !stored.tags.has('latest')) stored.tags.set('latest', newest);
      if (stored.versions.size === 0) stored.gone = new Date(Date.parse(last) + DAY).toISOString();
      stored.revision += 1;
    },
  };
}

function nextDay({ times }: StoredPackage): string {
  const last = [...times.values()].toSorted().at(-1);
  return new Date(last === undefined ? FIRST_DAY : Date.parse(last) + DAY).toISOString();
}

/** As lockfiles write them. */
export function hashesOf(bytes: Uint8Array): { readonly integrity: string; readonly shasum: string } {
  return { integrity: `sha512-${createHash('sha512').update(bytes).digest('base64')}`, shasum: createHash('sha1').update(bytes).digest('hex') };
}

/** The object with these fields in place of its own, and without those that are undefined. */
export function amend(object: Readonly<Record<string, unknown>>, fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries({ ...object, ...fields }).filter(([, value]) => value !== undefined));
}
