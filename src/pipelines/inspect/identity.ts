// What the bundles say of the name, the version and the hashes of one package, through the rules that judge installed ones.
import type { Location } from '../../model/finding.ts';
import type { Package } from '../../model/package.ts';
import type { PlaceFacts } from '../../rules/contract.ts';
import type { CodePackage } from '../deep/words.ts';
import { addProblems, type PlaceDraft, type ScanState, type TargetPath } from '../scan/context.ts';
import { judgeFacts } from '../scan/judge.ts';
import type { Side } from '../diff/words.ts';

/** Matches name, version and hashes. A folder without a name has no identity to match. */
export async function judgeIdentity(state: ScanState, place: PlaceDraft, target: TargetPath, root: Pick<CodePackage, 'name' | 'version'>, { tarball, release }: Pick<Side, 'tarball' | 'release'>): Promise<void> {
  // A registry hands it out under this name, whatever its own manifest says.
  const { name, version } = release?.release ?? root;
  const others = name !== undefined && root.name !== undefined && (root.name !== name || root.version !== version) ? [{ origin: 'disk' as const, name: root.name, ...(root.version === undefined ? {} : { version: root.version }) }] : [];
  if (name === undefined && !tarball) {
    place.notes.push('no package.json with a name: nothing to compare with listed packages');
    return;
  }
  const one: Package = {
    id: '',
    name: name ?? '',
    ...(version === undefined ? {} : { version }),
    source: 'registry',
    ...(others.length > 0 ? { identities: others } : {}),
    ...(release ? { resolved: release.release.tarball } : {}),
    ...(tarball ? { integrity: `${tarball.hashes.integrity} ${tarball.hashes.sha256} ${tarball.hashes.sha1}` } : {}),
  };
  state.distinct.add([one]);
  place.packages = 1;
  if (state.options.inventory === 'keep' && name !== undefined) state.inventory.push({ path: target.shown, format: formatOf(tarball, release), package: one });
  const matches = await state.ports.bundles.matchPackages([one]);
  if (version === undefined && name !== undefined && state.ports.bundles.advisories(name).length > 0) {
    addProblems(place, [{ code: 'unknown-package-version', message: `its package.json tells no version, and some versions of ${JSON.stringify(name)} are listed` }]);
  }
  if (matches.length === 0) return;
  const location: Location = { path: tarball ? target.shown : `${target.shown === '.' ? '' : `${target.shown}/`}package.json` };
  const facts: PlaceFacts = {
    path: target.shown,
    stablePath: target.stable,
    kind: 'installed-tree',
    format: formatOf(tarball, release),
    package: () => one,
    locate: () => location,
    pathTo: () => undefined,
    dependents: () => [],
  };
  await judgeFacts(state, place, { kind: 'matches', place: facts, matches, campaign: state.ports.bundles.campaign });
}

function formatOf(tarball: Side['tarball'], release: Side['release']): string {
  return release ? 'registry' : tarball ? 'tarball' : 'folder';
}
