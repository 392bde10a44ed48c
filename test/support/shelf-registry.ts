// A registry as the pipelines see it, over the shelf of the fixture registry and without HTTP.
import { readTarball } from '../../src/io/tarball.ts';
import type { Fetched, Registry } from '../../src/model/ports.ts';
import type { Release } from '../../src/model/release.ts';
import { makeKeys } from './registry/keys.ts';
import { makeShelf, type Shelf } from './registry/shelf.ts';

export const SHELF_URL = 'https://registry.example/';

export interface ShelfRegistry extends Registry {
  readonly shelf: Shelf;
  /** Specs and tarballs that were asked for, in order. */
  readonly asked: string[];
  /** Most requests that were open at one time. */
  readonly most: () => number;
}

/** An empty one. A version without a tarball answers `unpublished`. */
export function shelfRegistry(): ShelfRegistry {
  const signing = makeKeys();
  const shelf = makeShelf(() => SHELF_URL, signing);
  const asked: string[] = [];
  let open = 0;
  let most = 0;
  const waiting = async <T>(what: string, answer: () => T | Promise<T>): Promise<T> => {
    asked.push(what);
    open += 1;
    most = Math.max(most, open);
    await new Promise((done) => { setTimeout(done, 1); });
    open -= 1;
    return answer();
  };
  const failed = (code: 'not-found' | 'unpublished', message: string): { readonly kind: 'failed'; readonly problem: { readonly code: 'not-found' | 'unpublished'; readonly message: string } } => ({ kind: 'failed', problem: { code, message } });
  const release = (spec: string): Fetched<Release> => {
    const at = spec.indexOf('@', 1);
    const name = at === -1 ? spec : spec.slice(0, at);
    const stored = shelf.packages.get(name);
    if (!stored) return failed('not-found', `${name} is not in the registry`);
    const wanted = at === -1 ? 'latest' : spec.slice(at + 1);
    const version = stored.tags.get(wanted) ?? wanted;
    const found = stored.versions.get(version);
    if (!found) return failed('unpublished', `${name}@${version} is not there`);
    const dist = found.dist as { readonly integrity: string; readonly shasum: string; readonly tarball: string; readonly signatures: Release['signatures'] };
    const publisher = found.document['_npmUser'] as Release['publisher'];
    const deprecated = found.document['deprecated'] as string | undefined;
    return { kind: 'found', value: { name, version, registry: SHELF_URL, tarball: dist.tarball, integrity: dist.integrity, shasum: dist.shasum, document: JSON.stringify(found.document), signatures: dist.signatures, published: { time: found.time, from: 'registry' }, ...(publisher ? { publisher } : {}), ...(deprecated === undefined ? {} : { deprecated }) } };
  };
  return {
    shelf,
    asked,
    most: () => most,
    release: (spec) => waiting(spec, () => release(spec)),
    history: (name) => waiting(`${name} (all)`, () => {
      const stored = shelf.packages.get(name);
      if (!stored) return failed('not-found', `${name} is not in the registry`);
      return { kind: 'found', value: { name, registry: SHELF_URL, versions: [...stored.versions].map(([version, { time, dist }]) => ({ version, time, integrity: String(dist['integrity']), attested: false })), unpublished: [], tags: Object.fromEntries(stored.tags) } };
    }),
    tarball: ({ name, version }) => waiting(`${name}@${version}.tgz`, async () => {
      const { served, dist } = shelf.packages.get(name)?.versions.get(version) ?? {};
      if (!served) return failed('unpublished', `${name}@${version} is not there`);
      const { hashes } = await readTarball(served);
      const promised = String(dist?.['integrity']);
      return { kind: 'found', value: { bytes: served, from: 'registry', ...(promised === hashes.integrity ? {} : { differs: { promised, got: hashes.integrity } }) } };
    }),
    keys: async () => ({ kind: 'found', value: signing.listed }),
    attestations: async () => failed('not-found', 'there are none'),
  };
}
