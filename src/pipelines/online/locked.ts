// Integrities that the lockfiles of a scan hold for one version: what the registry serves must be those bytes.
import type { Locked } from '../diff/work.ts';
import type { ScanState } from '../scan/context.ts';

/** Different integrities that are kept; a healthy repository has one. */
const KEPT = 20;

export function lockedIn({ inventories }: ScanState, name: string, version: string): Locked {
  const found = new Map<string, Locked[number]>();
  for (const { path, inventory } of inventories) {
    for (const { id, name: of, version: is, source, integrity } of inventory.packages) {
      if (of !== name || is !== version || source !== 'registry' || integrity === undefined || found.has(integrity) || found.size >= KEPT) continue;
      found.set(integrity, { text: integrity, location: { path: path.shown, ...inventory.locate(id), entry: id } });
    }
  }
  return [...found.values()];
}
