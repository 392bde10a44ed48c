// Links of a copied home or a mounted disk that lead to what is not there: another disk, a store, a folder that nobody copied. On the
// live machine the client finds nothing there either; in a copy, what it names was not read.
import type { Problem } from '../../model/coverage.ts';
import { type FileTree, TreeError } from '../../model/ports.ts';

/** Finds the link that hides a path; each link is told once. */
export function brokenLinks(tree: FileTree): (path: string) => Problem | undefined {
  const told = new Set<string>();
  const linksIn = new Map<string, ReadonlySet<string>>();
  return (path) => {
    const link = orNothing(() => brokenLinkOn(tree, path, linksIn));
    if (link === undefined || told.has(link)) return undefined;
    told.add(link);
    const to = tree.readLink?.(link);
    return { code: 'unreadable', message: `a link to what is not there${to === undefined ? '' : ` (${to})`}: what it names was not read`, path: link, hint: 'copy or mount what it leads to as well' };
  };
}

// The first part of the path that is not there, where a link stands in its place. What a star stands for is found by listing.
function brokenLinkOn(tree: FileTree, path: string, linksIn: Map<string, ReadonlySet<string>>): string | undefined {
  const star = path.indexOf('*');
  const plain = star === -1 ? path : path.slice(0, path.lastIndexOf('/', star));
  let folder = '';
  for (const name of plain.split('/').slice(1)) {
    const at = `${folder}/${name}`;
    if (tree.kind(at) === undefined) return linksOf(tree, folder, linksIn).has(name) ? at : undefined;
    folder = at;
  }
  return undefined;
}

function linksOf(tree: FileTree, folder: string, linksIn: Map<string, ReadonlySet<string>>): ReadonlySet<string> {
  const known = linksIn.get(folder);
  if (known) return known;
  const links = new Set(tree.kind(folder === '' ? '/' : folder) === 'folder' ? tree.list(folder === '' ? '/' : folder).flatMap(({ name, kind }) => (kind === 'link' ? [name] : [])) : []);
  linksIn.set(folder, links);
  return links;
}

// What the system refuses to tell is a problem of the place itself.
function orNothing<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof TreeError)) throw error;
    return undefined;
  }
}
