// What the later copy depends on and the earlier one did not: what bundles say of it and, where the registry is asked anyway, what it
// is answered with today.
import { readManifest } from '../../artifacts/manifest.ts';
import { readSpec } from '../../manifests/spec.ts';
import type { RequestMatch } from '../../model/advisory.ts';
import type { ManifestSummary } from '../../model/difference.ts';
import type { Registry } from '../../model/ports.ts';
import type { DependencyFacts } from '../../rules/contract.ts';
import { addProblems, openPlace, type PlaceDraft, type ScanState } from '../scan/context.ts';
import type { Manifests } from './manifests.ts';
import type { DiffPorts, Side } from './words.ts';

/** Looked up in the registry for one comparison; the rest is counted. */
const LOOKED_UP = 20;
const KINDS = ['dependencies', 'optionalDependencies', 'peerDependencies'] as const;
/** What installing runs: https://docs.npmjs.com/cli/using-npm/scripts#npm-install */
const INSTALL_SCRIPTS = ['preinstall', 'install', 'postinstall'];

type Added = Omit<DependencyFacts, 'matches' | 'answer'>;

/** Facts of what was added, or now comes from another source. The registry is asked only where a side came from one. */
export async function dependenciesAdded(state: ScanState, ports: DiffPorts, sides: { readonly before: Side; readonly after: Side }, { before, after }: Manifests): Promise<readonly DependencyFacts[]> {
  if (!before || !after) return [];
  const changed = changedIn(before, after);
  const matches = await state.ports.bundles.matchRequests(changed.map(({ name, spec }) => readSpec(name, spec)).filter(({ source }) => source === 'registry'));
  const known = changed.map((one): DependencyFacts => ({ ...one, matches: matchesOf(matches, one) })).filter((one) => one.was === undefined || one.matches.length > 0 || isOtherSource(one.name, one.was, one.spec));
  if (known.length === 0) return known;
  if (!sides.before.release && !sides.after.release) {
    sides.after.place.notes.push(`no registry was asked about ${known.length === 1 ? 'the added dependency' : `the ${known.length} added dependencies`}: neither side came from one`);
    return known;
  }
  return answered(state, await ports.registry.open(), sides.after.place, known);
}

function changedIn(before: ManifestSummary, after: ManifestSummary): readonly Added[] {
  const had = new Map(KINDS.flatMap((kind) => Object.entries(before[kind])));
  const tables = KINDS.flatMap((kind) => Object.entries(after[kind]).flatMap(([name, spec]): readonly Added[] => {
    const was = had.get(name);
    return was === spec ? [] : [{ name, spec, kind, ...(was === undefined ? {} : { was }) }];
  }));
  const told = new Set(tables.map(({ name }) => name));
  const bundled = after.bundled.filter((name) => !before.bundled.includes(name) && !told.has(name));
  return [...tables, ...bundled.map((name): Added => ({ name, spec: '*', kind: 'bundled' }))];
}

function matchesOf(matches: readonly RequestMatch[], { name, spec }: Added): readonly RequestMatch[] {
  const asked = readSpec(name, spec);
  return matches.filter((match) => match.name === asked.name && match.spec === asked.spec);
}

function isOtherSource(name: string, was: string, spec: string): boolean {
  const [old, now] = [readSpec(name, was), readSpec(name, spec)];
  return old.source !== now.source || old.name !== now.name || (now.source === 'other' && was !== spec);
}

async function answered(state: ScanState, registry: Registry, place: PlaceDraft, known: readonly DependencyFacts[]): Promise<readonly DependencyFacts[]> {
  const asked = known.filter(({ name, spec }) => readSpec(name, spec).source === 'registry');
  const first = new Set(asked.slice(0, LOOKED_UP));
  if (asked.length > first.size) place.notes.push(`${asked.length - first.size} more added dependencies were not looked up in the registry`);
  return Promise.all(known.map(async (one) => (first.has(one) ? withAnswer(state, registry, one) : one)));
}

async function withAnswer(state: ScanState, registry: Registry, one: DependencyFacts): Promise<DependencyFacts> {
  const { name, spec } = readSpec(one.name, one.spec);
  const place = openPlace(state, 'registry', `${name}@${spec}`);
  const found = await registry.release(`${name}@${spec}`);
  if (found.kind === 'failed') {
    // Nobody asked for it by name: what no cache holds is said, and is no gap of the comparison itself.
    if (found.problem.code === 'offline') place.notes.push(`not looked up: ${found.problem.message}`);
    else addProblems(place, [found.problem]);
    place.status = found.problem.code === 'offline' ? 'skipped' : 'absent';
    return one;
  }
  place.notes.push(`an added dependency; answered with ${found.value.version}, its code was not fetched`);
  const history = await registry.history(name);
  if (history.kind === 'failed') place.notes.push(`its history was not read: ${history.problem.message}`);
  const { scripts, fields } = readManifest(found.value.document).summary;
  const installScripts = [...INSTALL_SCRIPTS.filter((script) => scripts[script] !== undefined), ...(fields['gypfile'] === 'true' && scripts['install'] === undefined ? ['install'] : [])];
  return {
    ...one,
    answer: {
      release: found.value,
      installScripts,
      ...(history.kind === 'found' ? { versions: history.value.versions.length, ...(history.value.created === undefined ? {} : { created: history.value.created }) } : {}),
    },
  };
}
