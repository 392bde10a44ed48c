// --against-known-good: which earlier version a suspect one is compared with. First what a bundle names as a good release, then what no
// bundle lists, then what is listed without known harm (earlier releases of an impostor).
import { compareVersions } from '../../indicators/ranges.ts';
import type { Problem } from '../../model/coverage.ts';
import type { Package } from '../../model/package.ts';
import { readPackageSpec } from '../../text/package-spec.ts';
import { addProblems, openPlace, type PlaceDraft, type ScanState } from '../scan/context.ts';
import type { DiffPorts, SideWord } from './words.ts';

/** The newest versions that are asked about. */
const LOOKED_AT = 500;

/** Undefined where there is none, or it cannot be known; a place tells why. */
export async function pickKnownGood(state: ScanState, ports: DiffPorts, word: SideWord): Promise<SideWord | undefined> {
  const asked = word.kind === 'spec' ? readPackageSpec(word.spec) : undefined;
  if (asked?.source !== 'registry') return undefined;
  const { name } = asked;
  const place = openPlace(state, 'registry', `${name}, earlier versions`);
  const version = await versionOf(ports, place, asked.name, asked.spec, asked.class);
  if (version === undefined) return undefined;
  const earlier = await earlierThan(state, ports, place, name, version);
  const picked = await firstGood(state, name, earlier);
  if (!picked) {
    addProblems(place, [{ code: 'not-found', message: `no earlier version of ${name} than ${version} is known to be good`, hint: 'name the version to compare with' }]);
    return undefined;
  }
  state.notes.push(`compared with ${name} ${picked.version}: ${picked.why}`);
  return { kind: 'spec', spec: `${name}@${picked.version}`, stable: '' };
}

/** The earlier version to compare one with. `none`: there is none that is known to be good. `unknown`: nobody could tell. */
export type EarlierGood =
  | { readonly kind: 'found'; readonly version: string; readonly why: string }
  | { readonly kind: 'none' }
  | { readonly kind: 'unknown'; readonly problem: Problem };

/** The same choice for a version that was met and not named. */
export async function earlierGood(state: ScanState, ports: DiffPorts, name: string, version: string): Promise<EarlierGood> {
  const history = await (await ports.registry.open()).history(name);
  const picked = await firstGood(state, name, earlierOf(history.kind === 'found' ? history.value.versions.map((one) => one.version) : safeOf(state, name), version));
  if (picked) return { kind: 'found', ...picked };
  return history.kind === 'failed' ? { kind: 'unknown', problem: history.problem } : { kind: 'none' };
}

async function versionOf(ports: DiffPorts, place: PlaceDraft, name: string, spec: string, kind: string): Promise<string | undefined> {
  if (kind === 'exact') return spec.replace(/^[v=\s]+/, '');
  const found = await (await ports.registry.open()).release(spec === '' ? name : `${name}@${spec}`);
  if (found.kind === 'found') return found.value.version;
  addProblems(place, [found.problem]);
  return undefined;
}

// Newest first. Where the list of all versions cannot be had, the good releases that bundles name are what is left.
async function earlierThan(state: ScanState, ports: DiffPorts, place: PlaceDraft, name: string, version: string): Promise<readonly string[]> {
  const history = await (await ports.registry.open()).history(name);
  if (history.kind === 'failed') place.notes.push(`its versions are not known: ${history.problem.message}`);
  return earlierOf(history.kind === 'found' ? history.value.versions.map((one) => one.version) : safeOf(state, name), version);
}

function earlierOf(all: readonly string[], version: string): readonly string[] {
  return [...new Set(all)].filter((one) => compareVersions(one, version) < 0 && (isPrerelease(version) || !isPrerelease(one))).toSorted((a, b) => compareVersions(b, a)).slice(0, LOOKED_AT);
}

function isPrerelease(version: string): boolean {
  return version.includes('-');
}

function safeOf(state: ScanState, name: string): readonly string[] {
  return state.ports.bundles.advisories(name).flatMap(({ safe }) => safe);
}

async function firstGood(state: ScanState, name: string, versions: readonly string[]): Promise<{ readonly version: string; readonly why: string } | undefined> {
  const safe = new Set(safeOf(state, name));
  const named = versions.find((version) => safe.has(version));
  if (named !== undefined) return { version: named, why: 'the newest earlier release that a bundle names as good' };
  const matches = await state.ports.bundles.matchPackages(versions.map((version): Package => ({ id: version, name, version, source: 'registry' })));
  const listed = new Set(matches.map(({ packageId }) => packageId));
  const unlisted = versions.find((version) => !listed.has(version));
  if (unlisted !== undefined) return { version: unlisted, why: 'the newest earlier version that no bundle lists' };
  const harmful = new Set(matches.filter(({ advisory }) => advisory.class !== 'impostor' && advisory.class !== 'vulnerability').map(({ packageId }) => packageId));
  const harmless = versions.find((version) => !harmful.has(version));
  return harmless === undefined ? undefined : { version: harmless, why: 'every earlier version is listed; in this one, the newest of those, no harm is known' };
}
