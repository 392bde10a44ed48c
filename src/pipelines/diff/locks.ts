// Lockfiles that the user names beside a version of a registry: what is fetched must be the bytes that they hold.
import { LIMITS } from '../../model/limits.ts';
import { readerName } from '../lockfile-diff/recognise.ts';
import { lockedIn } from '../online/locked.ts';
import type { ScanState, TargetPath } from '../scan/context.ts';
import { readLockfile } from '../scan/lockfile.ts';
import type { Side } from './words.ts';

/** The side with what the lockfiles hold for its version; as it is where it came from no registry. Only their integrities are asked for: other packages in them are not judged. */
export async function heldBy(state: ScanState, lockfiles: readonly TargetPath[], side: Side): Promise<Side> {
  const released = side.release?.release;
  if (!released || lockfiles.length === 0) return side;
  const own: ScanState = { ...state, options: { ...state.options, fileBytes: LIMITS.fileBytes, inventory: 'drop' }, findings: [], inventories: [] };
  for (const path of lockfiles) {
    const readAs = readerName(own, path);
    if (readAs === undefined) continue;
    const { format, inventories } = await readLockfile(own, path, 'lockfile', readAs);
    for (const inventory of inventories) own.inventories.push({ path, kind: 'lockfile', format, inventory });
  }
  const locked = lockedIn(own, released.name, released.version);
  side.place.notes.push(locked.length === 0 ? `none of the lockfiles named has an integrity of ${released.name} ${released.version}` : `held against the integrity in ${locked.map(({ location }) => location.path).join(', ')}`);
  return { ...side, locked };
}
