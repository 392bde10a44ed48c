// The port Registry for tests of pipelines: the shelf of the fixture registry without HTTP. It notes what was asked for. What the port
// itself does (configuration, caches, failures of the wire) is tested with registries that speak HTTP.
import { gzipSync } from 'node:zlib';
import { readTarball } from '../../src/io/tarball.ts';
import type { Problem } from '../../src/model/coverage.ts';
import type { Fetched, Registry } from '../../src/model/ports.ts';
import type { Release } from '../../src/model/release.ts';
import { tar } from './image.ts';
import { makeKeys } from './registry/keys.ts';
import { makeShelf, type Shelf, type StoredVersion as Shelved } from './registry/shelf.ts';

export const REGISTRY_URL = 'https://registry.example/';

/** One version as short as tests of one comparison want it: unsigned, with exactly these files. */
export interface StoredVersion {
  readonly files: Readonly<Record<string, string>>;
  /** 2025-09-15 unless given. */
  readonly time?: string;
  /** Overrides what the registry tells. */
  readonly release?: Partial<Release>;
  /** Bytes that are served in place of the tarball. */
  readonly bytes?: Uint8Array;
  /** Why the tarball cannot be had. */
  readonly refuses?: Problem;
}

/** Name to version to what is published. */
export type Stored = Readonly<Record<string, Readonly<Record<string, StoredVersion>>>>;

export interface MemoryRegistry extends Registry {
  /** To publish more, and to take away. */
  readonly shelf: Shelf;
  /** Specs (`a@1.0.0`), tarballs (`a@1.0.0.tgz`) and histories (`a (all)`) that were asked for, in order. */
  readonly asked: string[];
  /** Most requests that were open at one time. */
  readonly most: () => number;
}

export function packed(files: Readonly<Record<string, string>>): Uint8Array {
  return gzipSync(tar(Object.entries(files).map(([name, text]) => ({ name: `package/${name}`, text }))));
}

export function memoryRegistry(stored: Stored = {}): MemoryRegistry {
  const signing = makeKeys();
  const shelf = makeShelf(() => REGISTRY_URL, signing);
  for (const [name, versions] of Object.entries(stored)) {
    for (const [version, one] of Object.entries(versions)) publishStored(shelf, name, version, one);
  }
  const { asked, most, noted } = notes();
  return {
    shelf, asked, most,
    release: (spec) => noted(spec, () => releaseOf(shelf, spec, stored)),
    history: (name) => noted(`${name} (all)`, () => {
      const found = shelf.packages.get(name);
      if (!found) return failed({ code: 'not-found', message: `${name} is not in the registry` });
      const versions = [...found.versions].map(([version, { time, dist }]) => ({ version, time, integrity: String(dist['integrity']), attested: false }));
      const [created] = [...found.times.values()].toSorted();
      return { kind: 'found', value: { name, registry: REGISTRY_URL, versions, unpublished: [], tags: Object.fromEntries(found.tags), ...(created === undefined ? {} : { created }) } };
    }),
    tarball: ({ name, version, integrity }) => noted(`${name}@${version}.tgz`, async () => {
      const refused = stored[name]?.[version]?.refuses;
      const found = shelf.packages.get(name)?.versions.get(version);
      if (refused || !found) return failed(refused ?? notThere(name, version));
      const { hashes } = await readTarball(found.served);
      return { kind: 'found', value: { bytes: found.served, from: 'registry', lastModified: found.time, ...(integrity === undefined || integrity === hashes.integrity ? {} : { differs: { promised: integrity, got: hashes.integrity } }) } };
    }),
    keys: async () => ({ kind: 'found', value: signing.listed }),
    attestations: async () => failed({ code: 'not-found', message: 'there are none' }),
  };
}

function publishStored(shelf: Shelf, name: string, version: string, { files, time = '2025-09-15T10:00:00.000Z', bytes }: StoredVersion): void {
  const manifest = JSON.parse(files['package.json'] ?? '{}') as Record<string, unknown>;
  shelf.publish(name, version, { manifest, tarball: bytes ?? packed(files), time, signature: 'none' });
}

// A tick of time, so that requests at a time can be counted.
function notes() {
  const asked: string[] = [];
  let open = 0;
  let most = 0;
  const noted = async <T>(what: string, answer: () => T | Promise<T>): Promise<T> => {
    asked.push(what);
    open += 1;
    most = Math.max(most, open);
    await new Promise((done) => { setTimeout(done, 1); });
    open -= 1;
    return answer();
  };
  return { asked, most: () => most, noted };
}

/** What is neither tag nor version is a range, which the newest one fits. */
function releaseOf({ packages }: Shelf, spec: string, told: Stored): Fetched<Release> {
  const at = spec.indexOf('@', 1);
  const name = at === -1 ? spec : spec.slice(0, at);
  const wanted = at === -1 ? 'latest' : spec.slice(at + 1);
  const found = packages.get(name);
  if (!found) return failed({ code: 'not-found', message: `${name} is not in the registry` });
  const version = found.tags.get(wanted) ?? (/^[\^~<>*]/.test(wanted) ? [...found.versions.keys()].at(-1) ?? '' : wanted);
  const one = found.versions.get(version);
  if (!one) return failed(found.times.has(version) ? notThere(name, version) : { code: 'not-found', message: `${spec} is not published` });
  // A tag is looked up in the document of all versions, which has their times; that of one version has none.
  const published = found.tags.has(wanted) ? { published: { time: one.time, from: 'registry' } } as const : {};
  return { kind: 'found', value: { ...described(name, version, one), ...published, ...told[name]?.[version]?.release } };
}

function described(name: string, version: string, { document, dist }: Shelved): Release {
  const { integrity, shasum, tarball, signatures } = dist as { readonly integrity: string; readonly shasum: string; readonly tarball: string; readonly signatures: Release['signatures'] };
  const publisher = document['_npmUser'] as Release['publisher'];
  const deprecated = document['deprecated'] as string | undefined;
  return { name, version, registry: REGISTRY_URL, tarball, integrity, shasum, document: JSON.stringify(document), signatures, ...(publisher ? { publisher } : {}), ...(deprecated === undefined ? {} : { deprecated }) };
}

function notThere(name: string, version: string): Problem {
  return { code: 'unpublished', message: `${name}@${version} is not there` };
}

function failed<T>(problem: Problem): Fetched<T> {
  return { kind: 'failed', problem };
}
