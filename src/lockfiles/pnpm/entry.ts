// One entry of `packages` as facts: which package, from where, under which further names.
// https://github.com/pnpm/pnpm/tree/main/lockfile/types - what an entry's key says counts before what its fields say.
import type { Identity, Source } from '../../model/package.ts';
import type { KeyParts } from './key.ts';
import { isMap, valueOf, type YamlMap, type YamlValue } from './yaml-tree.ts';
import { identityOfTarballUrl } from '../../text/registry-url.ts';

export interface EntryFacts {
  readonly name: string;
  readonly version: string | undefined;
  readonly source: Source;
  readonly identities: readonly Identity[];
  readonly resolved: string | undefined;
  readonly integrity: string | undefined;
}

interface Resolution {
  readonly type: string | undefined;
  readonly integrity: string | undefined;
  readonly locator: string | undefined;
  readonly tarball: string | undefined;
  readonly git: boolean;
}

const NO_RESOLUTION: Resolution = { type: undefined, integrity: undefined, locator: undefined, tarball: undefined, git: false };

function textOf(map: YamlMap, key: string): string | undefined {
  const value = valueOf(map, key);
  return typeof value === 'string' ? value : undefined;
}

// Archives that git hosts build from a commit: no registry serves them.
const GIT_HOST = /^(?:https?:\/\/)?@?(?:codeload\.github\.com|github\.com|gitlab\.com|bitbucket\.org|gist\.github\.com)\//;

function readResolution(value: YamlValue | undefined): Resolution {
  // The oldest lockfiles have the checksum alone.
  if (typeof value === 'string') return { ...NO_RESOLUTION, integrity: value };
  if (!isMap(value)) return NO_RESOLUTION;
  const integrity = textOf(value, 'integrity');
  if (value.size === 1 && integrity !== undefined) return { type: undefined, integrity, locator: undefined, tarball: undefined, git: false };
  const tarball = textOf(value, 'tarball');
  const repo = textOf(value, 'repo');
  const commit = textOf(value, 'commit');
  const type = textOf(value, 'type');
  const locator = tarball ?? (repo === undefined ? textOf(value, 'directory') ?? textOf(value, 'url') : commit === undefined ? repo : `${repo}#${commit}`);
  const git = type === 'git' || repo !== undefined || textOf(value, 'gitHosted') === 'true' || (tarball !== undefined && GIT_HOST.test(tarball));
  return { type, integrity, locator, tarball, git };
}

function sourceOf(locator: string, resolution: Resolution): Source {
  if (resolution.git || /^git[+@:]/.test(locator) || GIT_HOST.test(locator)) return 'git';
  if (locator.startsWith('link:')) return 'link';
  if (resolution.type === 'directory' || locator.startsWith('file:') || resolution.tarball?.startsWith('file:')) return 'file';
  // Runtimes (`node@runtime:24.0.0`) are no npm packages: downloads of their own project that share a name with one.
  if (resolution.type !== undefined || locator.startsWith('runtime:')) return 'file';
  if (resolution.tarball !== undefined && identityOfTarballUrl(resolution.tarball)) return 'registry';
  return 'url';
}

const NO_IDENTITIES: readonly Identity[] = [];

/** What a key of a registry and a hash tell. */
export function registryFacts(name: string, version: string, integrity: string | undefined): EntryFacts {
  return { name, version, source: 'registry', identities: NO_IDENTITIES, resolved: undefined, integrity };
}

/** A key of a registry stays one whatever its fields say: an entry cannot hide behind a `type`. */
export function readEntry(key: string, parts: KeyParts, entry: YamlMap): EntryFacts {
  const resolution = readResolution(valueOf(entry, 'resolution'));
  const nameField = textOf(entry, 'name');
  const versionField = textOf(entry, 'version');
  if (resolution.locator === undefined && nameField === undefined && versionField === undefined && parts.name !== undefined && parts.version !== undefined) {
    return registryFacts(parts.name, parts.version, resolution.integrity);
  }
  const byUrl = resolution.tarball === undefined ? undefined : identityOfTarballUrl(resolution.tarball);
  const ofRegistry = parts.name !== undefined && parts.version !== undefined;
  const name = ofRegistry ? parts.name : nameField ?? parts.name ?? byUrl?.name ?? key;
  const version = ofRegistry ? parts.version : versionField ?? byUrl?.version ?? runtimeVersion(parts.locator);
  const identities: Identity[] = [];
  const differs = (other: string, otherVersion: string | undefined) => other !== name || (otherVersion !== undefined && otherVersion !== version);
  if (!ofRegistry && parts.name !== undefined && parts.name !== name) identities.push({ origin: 'key', name: parts.name });
  if ((nameField !== undefined || versionField !== undefined) && differs(nameField ?? name, versionField)) {
    identities.push({ origin: 'name-field', name: nameField ?? name, ...(versionField === undefined ? {} : { version: versionField }) });
  }
  if (byUrl && differs(byUrl.name, byUrl.version)) identities.push({ origin: 'resolved-url', name: byUrl.name, version: byUrl.version });
  const source = ofRegistry ? 'registry' : sourceOf(parts.locator ?? key, resolution);
  return { name, version, source, identities, resolved: resolution.locator ?? parts.locator, integrity: resolution.integrity };
}

function runtimeVersion(locator: string | undefined): string | undefined {
  return locator?.startsWith('runtime:') ? locator.slice('runtime:'.length) : undefined;
}
