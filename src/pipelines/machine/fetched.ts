// Content caches: which packages were ever fetched, also after the registry took them down. Only names that somebody asks for, or
// that a bundle lists, are looked at: a cache has a hundred thousand entries.
import { readContentCache } from '../../caches/content-cache.ts';
import { listPackageCaches } from '../../caches/package-caches.ts';
import type { FetchedTarball } from '../../model/machine.ts';
import type { Package } from '../../model/package.ts';
import type { PlaceFacts } from '../../rules/contract.ts';
import { addProblems, openPlace, type PlaceDraft, type ScanState } from '../scan/context.ts';
import { isKnownBad, judgeFacts } from '../scan/judge.ts';
import { type Machine, machinePath, tell } from './find.ts';

/** Tarballs by package name, of all caches of the machine. `asked` are the names that launch lines ask for. */
export async function readFetched(state: ScanState, machine: Machine, asked: ReadonlySet<string>): Promise<ReadonlyMap<string, readonly FetchedTarball[]>> {
  const { tree, bundles } = state.ports;
  // Not remembered: the index answers as fast as a map does, and a map would keep the text of every entry alive.
  const wanted = (name: string): boolean => asked.has(name) || bundles.advisories(name).length > 0;
  const byName = new Map<string, FetchedTarball[]>();
  const keep = async (place: PlaceDraft, tarballs: readonly FetchedTarball[]): Promise<void> => {
    for (const tarball of tarballs) {
      const same = byName.get(tarball.name);
      if (same) same.push(tarball);
      else byName.set(tarball.name, [tarball]);
    }
    await judgeTarballs(state, machine, place, tarballs);
  };
  for (const cache of machine.npmCaches) {
    if (tree.kind(`${cache}/_cacache`) !== 'folder') continue;
    await state.ports.breathe();
    const place = openPlace(state, 'content-cache', machinePath(machine.options, `${cache}/_cacache`).shown);
    place.format = 'npm';
    const read = await readContentCache(tree, cache, { wanted });
    place.packages = read.entries;
    place.notes.push(`${read.files} index files`, ...read.notes);
    addProblems(place, read.problems.map((problem) => shownProblem(machine, problem)));
    await keep(place, read.tarballs);
  }
  for (const home of machine.homes) {
    await state.ports.breathe();
    const found = listPackageCaches(tree, home, wanted);
    tell(state, machine.options, found);
    for (const folder of found.folders) {
      const place = openPlace(state, 'content-cache', machinePath(machine.options, folder).shown);
      const tarballs = found.tarballs.filter(({ index }) => index.startsWith(`${folder}/`));
      place.format = tarballs[0]?.tool ?? 'packages by name';
      await keep(place, tarballs);
    }
  }
  return byName;
}

async function judgeTarballs(state: ScanState, machine: Machine, place: PlaceDraft, tarballs: readonly FetchedTarball[]): Promise<void> {
  const byId = new Map<string, FetchedTarball>();
  for (const tarball of tarballs) byId.set(`${tarball.index} ${tarball.name}@${tarball.version}`, tarball);
  const packages = [...byId].map(([id, { name, version, integrity, url }]): Package => ({ id, name, version, source: 'registry', ...(integrity === undefined ? {} : { integrity }), ...(url === undefined ? {} : { resolved: url }) }));
  const matches = await state.ports.bundles.matchPackages(packages);
  if (matches.length === 0) return;
  for (const match of matches) {
    const tarball = byId.get(match.packageId);
    if (tarball && match.version !== undefined && isKnownBad(match)) state.sightings.push({ match, version: match.version, tarball });
  }
  const entries = new Map(packages.map((entry) => [entry.id, entry]));
  const facts: PlaceFacts = {
    path: place.path,
    stablePath: place.path.slice(machine.options.shownRoot.length),
    kind: 'content-cache',
    format: place.format ?? '',
    package: (id) => entries.get(id),
    locate: (id) => {
      const tarball = byId.get(id);
      return { path: tarball ? machinePath(machine.options, tarball.index).shown : place.path, entry: tarball ? `${tarball.name}@${tarball.version}` : id };
    },
    pathTo: () => undefined,
    dependents: () => [],
    since: (id) => {
      const time = byId.get(id)?.time;
      return time === undefined ? undefined : { time, from: 'the cache says it was fetched' };
    },
  };
  await judgeFacts(state, place, { kind: 'matches', place: facts, matches, campaign: state.ports.bundles.campaign });
}

function shownProblem<P extends { readonly path?: string }>(machine: Machine, problem: P): P {
  return problem.path === undefined ? problem : { ...problem, path: machinePath(machine.options, problem.path).shown };
}
