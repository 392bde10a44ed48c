// Which installed packages another tree of this run has shown already. The root's tree of a monorepo reaches the members
// through its links, and each member has a tree of its own that reaches back: one folder is one package, whoever comes by first.
import { normalize } from 'node:path/posix';
import { isUnverifiable, type Package } from '../../model/package.ts';

/** Remembers the packages of a tree, whose folder is `root` without links, and gives those that no tree before had. */
export type NotReadBefore = (root: string, packages: readonly Package[]) => readonly Package[];

/** Nothing was read yet. Most runs have one tree, whose packages are all new: their places are written out when a second one comes. */
export function nothingReadBefore(): NotReadBefore {
  const seen = new Set<string>();
  let waiting: { readonly root: string; readonly packages: readonly Package[] } | undefined;
  let trees = 0;
  return (root, packages) => {
    trees += 1;
    if (trees === 1) {
      waiting = { root, packages };
      return packages;
    }
    if (waiting) for (const entry of waiting.packages) seen.add(placeOf(waiting.root, entry));
    waiting = undefined;
    return packages.filter((entry) => {
      const place = placeOf(root, entry);
      if (seen.has(place)) return false;
      seen.add(place);
      return true;
    });
  };
}

// What one tree takes for code of this repository another may know as installed, under another name: then both count.
function placeOf(root: string, entry: Package): string {
  const path = entry.id.startsWith('../') ? normalize(`${root}/${entry.id}`) : `${root}/${entry.id}`;
  return `${path}\n${isUnverifiable(entry.source) ? 'local' : 'installed'} ${entry.name}@${entry.version ?? ''}${entry.identities ? JSON.stringify(entry.identities) : ''}`;
}
