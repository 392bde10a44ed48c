// What was found out about two copies, as the report tells it.
import type { FileComparison } from '../../artifacts/contract.ts';
import type { BehaviorChange, Difference, DifferenceSide } from '../../model/difference.ts';
import type { BothCode } from './both.ts';
import type { SideCode } from './code.ts';
import type { Manifests } from './manifests.ts';
import type { Side } from './words.ts';

export interface Compared {
  readonly before: Side;
  readonly after: Side;
  readonly files: FileComparison;
  readonly manifests: Manifests;
  readonly code: BothCode;
  readonly behaviors: readonly BehaviorChange[];
}

export function differenceOf({ before, after, files, manifests, code, behaviors }: Compared): Difference {
  return {
    before: sideOf(before, code.before),
    after: sideOf(after, code.after),
    behaviors,
    manifest: manifests.changes,
    files: files.files,
    totals: files.totals,
    notes: files.notes,
  };
}

function sideOf({ label, source, root, tarball, release, commit }: Side, { name, version, files, bytes }: SideCode): DifferenceSide {
  return {
    label,
    source,
    path: root.shown,
    ...(name === undefined ? {} : { name }),
    ...(version === undefined ? {} : { version }),
    files: tarball?.files ?? files,
    bytes: tarball?.bytes ?? bytes,
    ...(tarball ? { hashes: tarball.hashes } : {}),
    ...(release ? { release } : {}),
    ...(commit === undefined ? {} : { commit }),
  };
}
