// Packages that leave the registry between two lockfiles: for git or an address, where there is no version, no record and no published
// hash; or for another host under the same version with the hash taken out, which installers then do not miss.
// https://github.com/lirantal/lockfile-lint/blob/main/packages/lockfile-lint/README.md#motivation
import type { Package } from '../../model/package.ts';
import { isFetchable, labelOf } from './entries.ts';
import type { Entry, Move } from './words.ts';

/** What of `after` a registry served before. */
export function movesOf(name: string, before: readonly Entry[], after: readonly Entry[]): readonly Move[] {
  return after.flatMap((entry): readonly Move[] => {
    const one = entry.package;
    if (one.source === 'git' || one.source === 'url') {
      const known = before.some((other) => labelOf(other.package) === labelOf(one));
      const served = before.find((other) => isFetchable(other.package));
      return served && !known ? [{ name, before: served, after: entry, to: one.source }] : [];
    }
    if (!isFetchable(one) || one.integrity !== undefined) return [];
    const same = before.filter((other) => isFetchable(other.package) && labelOf(other.package) === labelOf(one));
    const served = same.find((other) => other.package.integrity !== undefined && isElsewhere(other.package, one));
    return served && !same.some((other) => !isElsewhere(other.package, one)) ? [{ name, before: served, after: entry, to: 'host' }] : [];
  });
}

function isElsewhere(before: Package, after: Package): boolean {
  const [was, is] = [before.resolved, after.resolved].map((text) => (text !== undefined && URL.canParse(text) ? new URL(text).host : undefined));
  // Without an address the entry came from the registry that npm is configured for.
  return is !== undefined && was !== is;
}
