// One side by itself: its code, its name and hashes against the bundles, its archive, what its registry says of it.
import type { ManifestSummary } from '../../model/difference.ts';
import type { Finding } from '../../model/finding.ts';
import { readManifest } from '../../artifacts/manifest.ts';
import { judgeIdentity } from '../inspect/identity.ts';
import type { ScanState } from '../scan/context.ts';
import { judgeFacts } from '../scan/judge.ts';
import { packageOf, type SideCode } from './code.ts';
import type { Side } from './words.ts';

/** What the rules for a single version find. Paths of both sides give the same fingerprints. */
export async function judgeOne(state: ScanState, side: Side, code: Pick<SideCode, 'name' | 'version' | 'read' | 'findings'>, manifest: ManifestSummary | undefined): Promise<readonly Finding[]> {
  const own: ScanState = { ...state, findings: [] };
  const { root, place, tarball, release, fetched, locked } = side;
  const path = root.shown === '.' ? '' : root.shown;
  await judgeIdentity(own, code.read.place, { ...root, shown: side.label }, code, side);
  // What stands behind the cut of a damaged archive is not known.
  const oddities = tarball?.oddities.filter(({ kind }) => kind !== 'no-manifest' || tarball.problems.length === 0) ?? [];
  if (oddities.length > 0) await judgeFacts(own, place, { kind: 'archive', path, stablePath: root.stable, ...packageOf(code), oddities });
  if (release) {
    await judgeFacts(own, place, {
      kind: 'release',
      path,
      stablePath: root.stable,
      release,
      described: readManifest(release.release.document).summary,
      ...(tarball ? { tarball: { hashes: tarball.hashes, ...(manifest ? { manifest } : {}), ...(fetched?.differs ? { differs: fetched.differs } : {}) } } : {}),
      locked: locked ?? [],
    });
  }
  return [...code.findings, ...own.findings];
}
