// What one entry of an npm lockfile says of itself, as a Package with every identity it carries. Shared by both forms of the
// format (https://docs.npmjs.com/cli/configuring-npm/package-lock-json): an entry is attacker-controlled in each of its fields.
import type { Identity, Package, Source } from '../../model/package.ts';
import type { JsonObject } from '../../text/json.ts';
import { identityOfTarballUrl, isTarballOf, isWebUrl } from '../../text/registry-url.ts';

/** The fields of a Package while it is put together. */
export type Draft = { -readonly [Field in keyof Package]: Package[Field] };

const VERSION = /^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?$/;
const GIT = /^(?:git[+:@]|(?:github|gitlab|bitbucket|gist):|ssh:)/i;

/** True for an exact version as npm's registry holds them. */
export function isExactVersion(version: string): boolean {
  return version.length <= 256 && VERSION.test(version);
}

/** Where a locator points; undefined where it has no form that npm writes. A tarball URL that has a registry's form counts as `registry`. */
export function sourceOfLocator(locator: string): Source | undefined {
  if (isWebUrl(locator)) return identityOfTarballUrl(locator) === undefined ? 'url' : 'registry';
  if (locator.startsWith('file:')) return 'file';
  return GIT.test(locator) ? 'git' : undefined;
}

/** Adds an identity unless it says what the package or an earlier identity says. */
export function addIdentity(draft: Draft, identity: Identity): void {
  if (identity.name === draft.name && (identity.version === undefined || identity.version === draft.version)) return;
  const known = draft.identities ?? [];
  if (known.some((other) => other.name === identity.name && other.version === identity.version)) return;
  draft.identities = [...known, identity];
}

/** Reads `resolved`: the source it makes of the entry, and the identity in a registry's URL where that is another one. */
export function applyResolved(draft: Draft, resolved: string): Source | undefined {
  draft.resolved = resolved;
  if (draft.version !== undefined && isTarballOf(resolved, draft.name, draft.version)) return 'registry';
  const fromUrl = identityOfTarballUrl(resolved);
  if (fromUrl === undefined) return sourceOfLocator(resolved);
  addIdentity(draft, { origin: 'resolved-url', name: fromUrl.name, version: fromUrl.version });
  // An alias whose tarball is that of its local name is no alias: all three names then count.
  if (draft.alias === fromUrl.name && draft.name !== fromUrl.name) {
    addIdentity(draft, { origin: 'key', name: fromUrl.name, ...(draft.version === undefined ? undefined : { version: draft.version }) });
  }
  return 'registry';
}

/** Copies integrity and the marks that both forms share. */
export function applyMarks(draft: Draft, entry: JsonObject): void {
  if (typeof entry.integrity === 'string') draft.integrity = entry.integrity;
  if (entry.dev === true || entry.devOptional === true) draft.dev = true;
  if (entry.optional === true || entry.devOptional === true) draft.optional = true;
  if (entry.peer === true) draft.peer = true;
  if (entry.inBundle === true || entry.bundled === true) draft.bundled = true;
}
