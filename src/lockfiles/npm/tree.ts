// Where Node's own look-up finds a package: the node_modules of a folder, then of each folder above
// (https://nodejs.org/api/modules.html#loading-from-node_modules-folders). Folders are lockfile keys; '' is the root.

import { LIMITS } from '../../model/limits.ts';

/** Folder -> local name -> id of what lies in that folder's node_modules. Maps, so that `__proto__` is a name like any other. */
export type Tree = Map<string, Map<string, string>>;

/** Files the entry `id` under its local name in the node_modules of `folder`. */
export function addToTree(tree: Tree, folder: string, name: string, id: string): void {
  const names = tree.get(folder);
  if (names === undefined) tree.set(folder, new Map([[name, id]]));
  else names.set(name, id);
}

/** True for a key of more levels than any real one: its reader says so, and nothing is looked up from it. */
export function isTooDeep(key: string): boolean {
  if (key.length <= LIMITS.nesting) return false;
  let levels = 0;
  for (let at = key.indexOf('/'); at !== -1; at = key.indexOf('/', at + 1)) levels += 1;
  return levels > LIMITS.nesting;
}

/**
 * The node_modules that code in `folder` sees, nearest first. A folder outside the root (`../x`) sees nothing of the root's
 * tree: npm links to it and leaves its dependencies alone.
 */
export function scopesOf(tree: Tree, folder: string): readonly Map<string, string>[] {
  const scopes: Map<string, string>[] = [];
  if (isTooDeep(folder)) return scopes;
  for (let at = folder; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/')))) {
    if (at === '..' || at.endsWith('/..')) return scopes;
    const names = tree.get(at);
    if (names !== undefined) scopes.push(names);
    if (at === '') return scopes;
  }
}

/** The id that `name` means in these scopes. */
export function findIn(scopes: readonly Map<string, string>[], name: string): string | undefined {
  // On the path of every edge of every scan: an index costs half of an iterator there.
  for (let at = 0; at < scopes.length; at += 1) {
    const id = scopes[at]?.get(name);
    if (id !== undefined) return id;
  }
  return undefined;
}
