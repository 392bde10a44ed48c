// What caches of this machine still hold of a version that its registry does not serve: unpublished, or asked for offline. The model
// case was removed within a week; npm's cache on a machine that ran it is where its bytes are.
import type { Release } from '../../model/release.ts';
import { property, type JsonObject } from '../../text/json.ts';
import { packageAddress, replacedHost, usualTarball, versionAddress } from './addresses.ts';
import { registryOf, type Context, type HeldTarball } from './context.ts';
import { ACCEPT } from './documents.ts';
import { differenceFrom } from './integrity.ts';
import { LIMITS } from '../../model/limits.ts';
import { readPackument } from './packument.ts';
import { tarballOf, toRelease } from './release-facts.ts';

/** A release whose bytes only a cache still has. */
export interface Leftover {
  readonly release: Release;
  readonly tarball: string;
  readonly held: HeldTarball;
}

/** The tarball of exactly this version with what is known of it; undefined where no cache has its bytes. */
export function findLeftover(context: Context, name: string, version: string): Leftover | undefined {
  const { settings } = context;
  const registry = registryOf(settings, name);
  const manifest = heldManifest(context, name, version);
  const written = manifest && tarballOf(manifest.value);
  const addresses = [
    ...(written === undefined ? [] : [replacedHost(written, registry, settings.replaceRegistryHost, settings.publicRegistry), written]),
    usualTarball(registry, name, version), usualTarball(settings.publicRegistry, name, version),
  ];
  for (const tarball of new Set(addresses)) {
    for (const held of heldTarballs(context, tarball)) {
      const place = { name, version, registry, tarball };
      // Without a document, what npm checked when it came is all that there is.
      const dist = { tarball, ...(held.integrity === undefined ? {} : { integrity: held.integrity }) };
      const document = manifest?.value ?? { name, version, dist };
      const release = toRelease(place, document, manifest?.text ?? JSON.stringify(document), {});
      if (differenceFrom(release, held.bytes) === undefined) return { release, tarball, held };
    }
  }
  return undefined;
}

/** Bytes that an address gave once, ours first. */
export function* heldTarballs({ kept, npmCache }: Context, address: string): Generator<HeldTarball & { readonly integrity?: string }> {
  const own = kept.tarball(address);
  if (own) yield { ...own, from: 'cache' };
  for (const cached of npmCache(address, LIMITS.tarballBytes)) yield { ...cached, from: 'npm-cache' };
}

function heldManifest({ documents, settings }: Context, name: string, version: string): { readonly value: JsonObject; readonly text: string } | undefined {
  for (const registry of new Set([registryOf(settings, name), settings.publicRegistry])) {
    for (const { value, text } of documents.held({ address: versionAddress(registry, name, version), accept: ACCEPT.full, what: name })) {
      if (property(value, 'name') === name && property(value, 'version') === version) return { value, text };
    }
    for (const accept of [ACCEPT.full, ACCEPT.abbreviated]) {
      for (const document of documents.held({ address: packageAddress(registry, name), accept, what: name })) {
        const value = readPackument(document.value).versions.get(version);
        if (value) return { value, text: JSON.stringify(value) };
      }
    }
  }
  return undefined;
}
