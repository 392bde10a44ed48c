// What can be said where there is nothing to compare: the later copy by itself, or a version that is known by its name alone.
import type { Package } from '../../model/package.ts';
import { readPackageSpec } from '../../text/package-spec.ts';
import { addFindings, openPlace, type ScanState } from '../scan/context.ts';
import { judgeFacts } from '../scan/judge.ts';
import { codeOf, type SideCode } from './code.ts';
import { judgeOne } from './judge-one.ts';
import { manifestOf } from './manifests.ts';
import type { DiffPorts, Side, SideWord } from './words.ts';

/** Judges one side as `inspect` does. */
export async function judgeAlone(state: ScanState, ports: DiffPorts, side: Side): Promise<SideCode> {
  const code = await codeOf(state, ports.deep, side);
  addFindings(state, await judgeOne(state, side, code, manifestOf(side)?.summary));
  return code;
}

/** What bundles say of a version that could not be fetched: a registry removes what is known to be malware, and the bundles know its name. */
export async function judgeNamed(state: ScanState, word: SideWord): Promise<void> {
  const asked = word.kind === 'spec' ? readPackageSpec(word.spec) : undefined;
  if (asked?.source !== 'registry') return;
  const { name, spec } = asked;
  const version = asked.class === 'exact' ? spec.replace(/^[v=\s]+/, '') : undefined;
  const one: Package = { id: '', name, ...(version === undefined ? {} : { version }), source: 'registry' };
  const matches = await state.ports.bundles.matchPackages([one]);
  const listed = state.ports.bundles.advisories(name).length;
  if (matches.length === 0 && listed === 0) return;
  const shown = version === undefined ? name : `${name}@${version}`;
  const place = openPlace(state, 'registry', `${shown}, by its name`);
  place.status = 'skipped';
  place.reason = 'its bytes could not be had; the bundles were asked for its name';
  if (matches.length === 0) {
    place.notes.push(version === undefined ? `the bundles list versions of ${name}, and which one was meant is not known` : `the bundles list other versions of ${name}, and not this one`);
    return;
  }
  await judgeFacts(state, place, {
    kind: 'matches',
    place: { path: shown, stablePath: name, kind: 'installed-tree', format: 'registry', package: () => one, locate: () => ({ path: shown }), pathTo: () => undefined, dependents: () => [] },
    matches,
    campaign: state.ports.bundles.campaign,
  });
}
