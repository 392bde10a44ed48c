// Walks over the edges of an inventory. One shortest path, never all: cyclic lockfiles have endless ones.
import type { Inventory } from './inventory.ts';

/** Ids from a direct dependency of an importer to `target`, both included; undefined where nothing reaches it. */
export function shortestPath(inventory: Inventory, target: string): readonly string[] | undefined {
  const cameFrom = new Map<string, string | undefined>();
  let frontier: string[] = [];
  for (const importer of inventory.importers) {
    for (const id of importer.dependencies) {
      if (cameFrom.has(id)) continue;
      cameFrom.set(id, undefined);
      frontier.push(id);
    }
  }
  while (frontier.length > 0 && !cameFrom.has(target)) {
    const next: string[] = [];
    for (const id of frontier) {
      for (const dependency of inventory.dependenciesOf(id)) {
        if (cameFrom.has(dependency)) continue;
        cameFrom.set(dependency, id);
        next.push(dependency);
      }
    }
    frontier = next;
  }
  if (!cameFrom.has(target)) return undefined;
  const path: string[] = [];
  for (let id: string | undefined = target; id !== undefined; id = cameFrom.get(id)) path.unshift(id);
  return path;
}
