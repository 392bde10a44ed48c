// One entry of a yarn classic lockfile as a package with all its identities: patterns, alias targets, `name` field, resolved URL.
// The bytes come from `resolved`; the patterns only say who asks (https://classic.yarnpkg.com/lang/en/docs/yarn-lock/).
import type { Identity, Package, Source } from '../../model/package.ts';
import { identityOfTarballUrl, type TarballIdentity } from '../../text/registry-url.ts';
import { classicAlias, sameVersion, sourceOfRange, splitIdent } from './descriptor.ts';
import { fieldOf, type YarnEntry } from './lines.ts';
import type { PlainPackage } from './usual.ts';

type Draft = { -readonly [Key in keyof Package]: Package[Key] };

interface Asked {
  readonly local: string;
  readonly range: string;
  readonly target: string | undefined;
  /** What a registry would serve under the range, where that is a URL. */
  readonly tarball: TarballIdentity | undefined;
  readonly source: Source;
}

/** The package of an entry. `id` is given by the index. */
export function classicPackage(entry: YarnEntry, id: string): Package {
  if (entry.plain) return plainPackage(entry.plain, id);
  const asked = entry.patterns.map(askedBy);
  const first = asked[0] ?? { local: '', range: '', target: undefined, source: 'registry' as const, tarball: undefined };
  const version = fieldOf(entry, 'version');
  const resolved = fieldOf(entry, 'resolved');
  const wanted = asked.find((one) => one.source === 'registry')?.source ?? first.source;
  const stated = (resolved === undefined ? undefined : identityOfTarballUrl(resolved)) ?? first.tarball;
  const source = stated && wanted !== 'workspace' && wanted !== 'link' ? 'registry' : wanted;
  const aliased = asked.find((one) => one.target !== undefined);
  // A tarball URL is its own statement of what is installed; the key is then only the name that dependents use.
  const name = aliased?.target ?? (wanted === 'url' && stated ? stated.name : first.local);
  const alias = aliased?.local ?? (name === first.local ? undefined : first.local);
  const identities = identitiesOf(entry, asked, { name, version, alias, stated });
  const integrity = fieldOf(entry, 'integrity') ?? sha1Of(resolved);
  const found: Draft = { id, name, source };
  if (version !== undefined) found.version = version;
  if (identities.length > 0) found.identities = identities;
  if (alias !== undefined && alias !== name) found.alias = alias;
  if (resolved !== undefined) found.resolved = resolved;
  if (integrity !== undefined) found.integrity = integrity;
  return found;
}

function plainPackage({ name, version, resolved, integrity }: PlainPackage, id: string): Package {
  const found: Draft = { id, name, source: 'registry', version };
  if (resolved !== undefined) found.resolved = resolved;
  if (integrity !== undefined) found.integrity = integrity;
  return found;
}

function askedBy(pattern: string): Asked {
  const { name, range } = splitIdent(pattern);
  const source = sourceOfRange(range);
  return { local: name, range, target: classicAlias(range)?.name, source, tarball: source === 'url' ? identityOfTarballUrl(range) : undefined };
}

const NONE: readonly Identity[] = [];

interface Primary {
  readonly name: string;
  readonly version: string | undefined;
  readonly alias: string | undefined;
  readonly stated: { readonly name: string; readonly version: string } | undefined;
  /** What the URL of the first pattern says. */
}

function identitiesOf(entry: YarnEntry, asked: readonly Asked[], primary: Primary): readonly Identity[] {
  const { name, version, alias, stated } = primary;
  const field = fieldOf(entry, 'name');
  const isSame = (url: Primary['stated']) => !url || (url.name === name && (version === undefined || sameVersion(url.version, version)));
  const agrees = isSame(stated);
  // Nearly every entry.
  if (agrees && asked.length === 1 && asked[0]?.tarball === undefined && (field === undefined || field === name)) return NONE;
  const found: Identity[] = [];
  const add = (identity: Identity) => {
    if (!found.some((other) => other.name === identity.name && other.version === identity.version)) found.push(identity);
  };
  const withVersion = (origin: Identity['origin'], other: string): Identity => ({ origin, name: other, ...(version === undefined ? {} : { version }) });
  for (const one of asked) {
    // The URL that was asked for and the one that was fetched can name two packages.
    if (one.tarball && !isSame(one.tarball)) add({ origin: 'key', ...one.tarball });
    if (one.target !== undefined && one.target !== name) add(withVersion('alias-target', one.target));
    // `resolutions` join the plain pattern to the alias that answers it: one local name, no disagreement.
    if (one.target === undefined && one.local !== name && one.local !== alias) add(withVersion('key', one.local));
  }
  if (field !== undefined && field !== name) add(withVersion('name-field', field));
  if (stated && !isSame(stated)) add({ origin: 'resolved-url', name: stated.name, version: stated.version });
  return found;
}

/** Before 1.10 the only hash is the fragment of the URL. */
function sha1Of(resolved: string | undefined): string | undefined {
  return resolved === undefined ? undefined : /#([0-9a-f]{40})$/i.exec(resolved)?.[1];
}
