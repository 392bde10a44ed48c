// Where lockfiles name a version, and with which integrity: what is fetched must be those bytes.
import type { Location } from '../../model/finding.ts';
import type { Locked, Work } from '../diff/work.ts';
import { entriesOf, isFetchable } from './entries.ts';
import { type Entry, type LockSide, versionKey } from './words.ts';

/** Different integrities of one version that are kept; a healthy repository has one. */
const KEPT = 20;

export interface LockedVersions {
  readonly of: (work: Work) => Locked;
  /** The later side's entry that asks for it. */
  readonly where: (work: Work) => Location | undefined;
}

/** What both sides hold for the versions that are fetched. */
export function lockedVersions(sides: readonly LockSide[], works: readonly Work[]): LockedVersions {
  const wanted = new Set(works.map(({ name, to }) => versionKey(name, to)));
  const byKey = new Map<string, Map<string, Entry>>();
  const first = new Map<string, Entry>();
  // The later side comes first: its places are where to look.
  for (const { lockfiles } of sides.toReversed()) {
    for (const entry of [...entriesOf(lockfiles).values()].flat()) {
      if (!isFetchable(entry.package)) continue;
      const key = versionKey(entry.package.name, entry.package.version);
      if (!wanted.has(key)) continue;
      if (!first.has(key)) first.set(key, entry);
      const { integrity } = entry.package;
      const texts = byKey.get(key) ?? new Map<string, Entry>();
      byKey.set(key, texts);
      if (integrity !== undefined && !texts.has(integrity) && texts.size < KEPT) texts.set(integrity, entry);
    }
  }
  return {
    of: ({ name, to }) => [...byKey.get(versionKey(name, to)) ?? []].map(([text, entry]) => ({ text, location: locationOf(entry) })),
    where: ({ name, to }) => {
      const entry = first.get(versionKey(name, to));
      return entry && locationOf(entry);
    },
  };
}

/** Where an entry stands. */
export function locationOf({ of, inventory, package: { id } }: Entry): Location {
  return { path: of.read.place.path, ...inventory.locate(id), entry: id };
}
