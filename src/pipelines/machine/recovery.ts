// scan --recover: tarballs of known-bad versions copied out of content caches, unopened, with a list of what they are.
import { planRecovery, recoveryManifest, type RecoveryResult } from '../../caches/recover.ts';
import { copyNew, makeOwnFolder, writeNumbered } from '../../io/write-new.ts';
import type { Problem } from '../../model/coverage.ts';
import type { ScanPorts } from '../scan/context.ts';

/** Makes the folder now, so that one that cannot be written is known before the scan. `shown` is the folder as the user gave it. */
export function recovery(folder: string, shown: string): NonNullable<ScanPorts['recover']> {
  makeOwnFolder(folder);
  return async (tree, tarballs) => {
    const items = planRecovery(tarballs);
    if (items.length === 0) return { files: [], problems: [], notes: [`--recover: no content cache holds a tarball of a known-bad version; nothing was written to ${shown}`] };
    const results = items.map((item): RecoveryResult => ({ item, ...copyNew(tree, folder, { source: item.source, fileName: item.fileName, ...(item.expected ? { expected: item.expected } : {}) }) }));
    const list = writeNumbered(folder, 'recovered', '.json', recoveryManifest(results));
    return {
      files: results.flatMap(({ item, file }) => (file === undefined ? [] : [{ tarball: item.tarball, path: `${shown}/${file}` }])),
      problems: results.flatMap(problemOf),
      notes: [`--recover: ${results.filter(({ file }) => file !== undefined).length} of ${items.length} tarballs copied to ${shown}, unopened; ${list} lists them`],
    };
  };
}

function problemOf({ item, outcome, reason }: RecoveryResult): readonly Problem[] {
  if (outcome === 'failed') return [{ code: 'unreadable', message: `a tarball was not recovered: ${reason ?? ''}`, path: item.source }];
  if (outcome === 'mismatch') return [{ code: 'malformed', message: `the cached tarball of ${item.tarball.name} ${item.tarball.version} has not the hash that the cache states; it was kept as evidence`, path: item.source }];
  return [];
}
