// One entry of a yarn berry lockfile as a package: `resolution` is what it is, the descriptors of the key only say who asks.
// The `checksum` is over yarn's own zip archive, not over the tarball, so it is no integrity that advisories could speak of.
import type { Identity, Package } from '../../model/package.ts';
import { isUnverifiable } from '../../model/package.ts';
import { identityOfTarballUrl } from '../../text/registry-url.ts';
import { berryAlias, sameVersion, splitIdent } from './descriptor.ts';
import { fieldOf, type YarnEntry } from './lines.ts';
import { askedName, type Located } from './locator.ts';

type Draft = { -readonly [Key in keyof Package]: Package[Key] };

const EXACT = /^\d+\.\d+\.\d+(?:-[\w.-]+)?$/;

/** The package of an entry whose resolution was read as `located`. */
export function berryPackage(entry: YarnEntry, id: string, located: Located): Package {
  const stated = fieldOf(entry, 'version');
  const local = isUnverifiable(located.source);
  // Members and links carry the placeholder 0.0.0-use.local.
  const version = located.version ?? (stated === '0.0.0-use.local' ? undefined : stated);
  const identities = local ? [] : identitiesOf(entry, located, version, stated);
  // Only a descriptor that itself names the other package declares an alias; otherwise key and resolution disagree.
  const alias = entry.patterns.find((pattern) => !pattern.startsWith(`${located.name}@`) && splitIdent(pattern).name !== located.name && (askedName(pattern) ?? located.name) === located.name);
  const found: Draft = { id, name: located.name, source: located.source };
  if (version !== undefined) found.version = version;
  if (identities.length > 0) found.identities = identities;
  if (alias !== undefined) found.alias = splitIdent(alias).name;
  if (located.resolved !== undefined) found.resolved = located.resolved;
  return found;
}

function identitiesOf(entry: YarnEntry, located: Located, version: string | undefined, stated: string | undefined): readonly Identity[] {
  const found: Identity[] = [...located.identities];
  const add = (identity: Identity) => {
    if (!found.some((other) => other.name === identity.name && other.version === identity.version)) found.push(identity);
  };
  if (stated !== undefined && version !== undefined && !sameVersion(stated, version)) add({ origin: 'key', name: located.name, version: stated });
  for (const pattern of entry.patterns) {
    const { range } = splitIdent(pattern);
    const tarball = range.startsWith('http') ? identityOfTarballUrl(range) : undefined;
    if (tarball && (tarball.name !== located.name || tarball.version !== version)) add({ origin: 'key', ...tarball });
    const asked = askedName(pattern) ?? located.name;
    const exact = (berryAlias(range)?.range ?? range).replace(/^npm:/, '');
    const other = EXACT.test(exact) && version !== undefined && !sameVersion(exact, version) ? exact : undefined;
    if (asked !== located.name || other !== undefined) add(withVersion(asked, other ?? version));
  }
  return found;
}

function withVersion(name: string, version: string | undefined): Identity {
  return { origin: 'key', name, ...(version === undefined ? {} : { version }) };
}
