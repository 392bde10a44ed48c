// One entry of a yarn berry lockfile as a package: `resolution` is what it is, the descriptors of the key only say who asks.
// The `checksum` is over yarn's own zip archive, not over the tarball, so it is no integrity that advisories could speak of.
import type { Identity, Package } from '../model/package.ts';
import { isUnverifiable } from '../model/package.ts';
import { aliasTarget, sameVersion, splitIdent } from './yarn-descriptor.ts';
import type { YarnEntry } from './yarn-lines.ts';
import type { Located } from './yarn-locator.ts';

const EXACT = /^\d+\.\d+\.\d+(?:-[\w.-]+)?$/;

/** The package of an entry whose resolution was read as `located`. */
export function berryPackage(entry: YarnEntry, id: string, located: Located): Package {
  const stated = entry.scalars.get('version');
  const local = isUnverifiable(located.source);
  // Members and links carry the placeholder 0.0.0-use.local.
  const version = located.version ?? (stated === '0.0.0-use.local' ? undefined : stated);
  const identities = local ? [] : identitiesOf(entry, located, version, stated);
  const alias = entry.patterns.map((pattern) => splitIdent(pattern).name).find((name) => name !== located.name);
  return {
    id, name: located.name, source: located.source,
    ...(version === undefined ? {} : { version }),
    ...(identities.length === 0 ? {} : { identities }),
    ...(alias === undefined ? {} : { alias }),
    ...(located.resolved === undefined ? {} : { resolved: located.resolved }),
  };
}

function identitiesOf(entry: YarnEntry, located: Located, version: string | undefined, stated: string | undefined): readonly Identity[] {
  const found: Identity[] = [...located.identities];
  const add = (identity: Identity) => {
    if (!found.some((other) => other.name === identity.name && other.version === identity.version)) found.push(identity);
  };
  if (stated !== undefined && version !== undefined && !sameVersion(stated, version)) add({ origin: 'key', name: located.name, version: stated });
  for (const pattern of entry.patterns) {
    const { name, range } = splitIdent(pattern);
    const target = aliasTarget(range);
    const asked = target?.name ?? name;
    const exact = (target?.range ?? range).replace(/^npm:/, '');
    const other = EXACT.test(exact) && version !== undefined && !sameVersion(exact, version) ? exact : undefined;
    if (asked !== located.name && !range.startsWith('http') && !range.startsWith('jsr:') && !isOwnName(entry, name)) add(withVersion(asked, other ?? version));
    else if (other !== undefined) add(withVersion(asked, other));
  }
  return found;
}

// A locator of a tarball or a patch keeps the local name in front.
function isOwnName(entry: YarnEntry, name: string): boolean {
  const resolution = entry.scalars.get('resolution') ?? '';
  return splitIdent(resolution).name === name && !splitIdent(resolution).range.startsWith('npm:');
}

function withVersion(name: string, version: string | undefined): Identity {
  return { origin: 'key', name, ...(version === undefined ? {} : { version }) };
}
