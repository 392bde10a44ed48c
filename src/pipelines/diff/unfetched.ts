// A version that could not be had: what bundles say of its name and version is known all the same. Malware is removed from registries
// within days, so that the versions asked for most urgently are those that nobody can fetch.
import { canonicalVersion } from '../../indicators/versions.ts';
import { readSpec } from '../../manifests/spec.ts';
import type { Location } from '../../model/finding.ts';
import type { Package } from '../../model/package.ts';
import { readPackageSpec } from '../../text/package-spec.ts';
import { strongest } from '../scan/asked.ts';
import { openPlace, type ScanState } from '../scan/context.ts';
import { judgeFacts } from '../scan/judge.ts';
import type { SideWord } from './words.ts';

/** Judges the words by which a side was named. Only packages of a registry have an identity without their bytes. */
export async function judgeUnfetched(state: ScanState, word: SideWord): Promise<void> {
  const asked = word.kind === 'spec' ? readPackageSpec(word.spec) : undefined;
  if (word.kind !== 'spec' || asked?.source !== 'registry') return;
  const { bundles } = state.ports;
  const place = state.places.findLast(({ path }) => path === word.spec) ?? openPlace(state, 'registry', word.spec);
  const location: Location = { path: word.spec };
  if (asked.class === 'exact') {
    const one: Package = { id: '', name: asked.name, version: canonicalVersion(asked.spec), source: 'registry' };
    const matches = await bundles.matchPackages([one]);
    if (matches.length === 0) return;
    place.notes.push('judged by its name and version alone: its bytes could not be had');
    const facts = { path: word.spec, stablePath: word.stable, kind: 'lockfile', format: 'registry', package: () => one, locate: () => location, pathTo: () => undefined, dependents: () => [] } as const;
    await judgeFacts(state, place, { kind: 'matches', place: facts, matches, campaign: bundles.campaign });
    return;
  }
  const requests = await bundles.matchRequests([readSpec(asked.name, asked.spec)]);
  if (requests.length === 0) return;
  await judgeFacts(state, place, { kind: 'requests', path: word.spec, stablePath: word.stable, governed: 'alone', requests: strongest(requests.map((request) => ({ ...request, key: asked.name, location }))), campaign: bundles.campaign });
}
