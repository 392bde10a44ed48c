// Walks over the edges of an inventory. One shortest path each, never all: cyclic lockfiles have endless ones.
import type { Inventory } from './inventory.ts';

/**
 * One breadth-first walk over the whole inventory, then for each id the ids from a direct dependency of an importer to it,
 * both included; undefined where nothing reaches it. One walk for all, since a hostile lockfile has thousands of findings.
 */
export function shortestPaths(inventory: Inventory): (target: string) => readonly string[] | undefined {
  const cameFrom = new Map<string, string | undefined>();
  for (const importer of inventory.importers) for (const id of importer.dependencies) if (!cameFrom.has(id)) cameFrom.set(id, undefined);
  // A map gives its keys in the order they were set, also those that are set during the loop.
  for (const id of cameFrom.keys()) {
    for (const dependency of inventory.dependenciesOf(id)) if (!cameFrom.has(dependency)) cameFrom.set(dependency, id);
  }
  return (target) => {
    if (!cameFrom.has(target)) return undefined;
    const path: string[] = [];
    for (let id: string | undefined = target; id !== undefined; id = cameFrom.get(id)) path.push(id);
    return path.toReversed();
  };
}
