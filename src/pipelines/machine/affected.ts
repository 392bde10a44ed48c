// The known-bad versions of a machine, each with all that is known of it: for the first page of a responder.
import type { AffectedPackage } from '../../model/report.ts';
import type { ScanState } from '../scan/context.ts';
import type { Recovery, Sighting } from './words.ts';

const DAY = 86_400_000;

/** Worst known first sign first. `recovery` is what `--recover` wrote; `shown` names a path of the tree as the user knows it. */
export function affectedPackages(state: ScanState, recovery: Recovery | undefined, shown: (absolute: string) => string): readonly AffectedPackage[] {
  const groups = new Map<string, Sighting[]>();
  for (const sighting of state.sightings) {
    const key = JSON.stringify([sighting.match.name, sighting.version]);
    const group = groups.get(key);
    if (group) group.push(sighting);
    else groups.set(key, [sighting]);
  }
  return [...groups.values()].map((group) => affectedBy(state, group, recovery, shown)).toSorted((a, b) => compare(a.since ?? '~', b.since ?? '~') || compare(a.name, b.name) || compare(a.version, b.version));
}

function affectedBy(state: ScanState, group: readonly Sighting[], recovery: Recovery | undefined, shown: (absolute: string) => string): AffectedPackage {
  const { match, version } = group[0] as Sighting;
  const { name } = match;
  const servers = state.servers.filter((server) => server.subjects.some((subject) => subject.name === name && (subject.spec === version || subject.ran.some((run) => run.version === version))));
  const ran = group.flatMap((sighting) => sighting.ran ?? []);
  const tarballs = group.flatMap(({ tarball }) => (tarball === undefined ? [] : [{
    path: shown(tarball.content ?? tarball.index),
    held: tarball.held,
    ...(tarball.time === undefined ? {} : { fetched: tarball.time }),
    ...(tarball.integrity === undefined ? {} : { integrity: tarball.integrity }),
    ...recovered(recovery, tarball),
  }]));
  const since = [...ran.map((run) => run.since), ...tarballs.map((tarball) => tarball.fetched)].filter((time) => time !== undefined).sort()[0];
  const safe = [...new Set(group.flatMap((sighting) => sighting.match.advisory.safe))];
  return {
    name,
    version,
    campaign: match.advisory.campaign,
    ...(since === undefined ? {} : { since }),
    ran: uniqueBy(ran, (run) => run.path),
    servers: servers.map(({ client, name: server, path, line, state: entryState }) => ({ client, name: server, path, ...(line === undefined ? {} : { line }), state: entryState })),
    tarballs: uniqueBy(tarballs, (tarball) => tarball.path),
    credentials: [...new Set(servers.flatMap((server) => server.credentials))].sort(),
    records: (state.ports.bundles.campaign(match.advisory.campaign)?.records ?? []).map(({ holder, days, source }) => ({ holder, days, ...(since === undefined ? {} : { until: dayAfter(since, days) }), source })),
    pins: safe.slice(-3).toReversed().map((one) => `${name}@${one}`),
  };
}

function recovered(recovery: Recovery | undefined, tarball: NonNullable<Sighting['tarball']>): { readonly recovered?: string } {
  const file = recovery?.files.find((one) => one.tarball === tarball);
  return file ? { recovered: file.path } : {};
}

function dayAfter(time: string, days: number): string {
  return new Date(Date.parse(time) + days * DAY).toISOString().slice(0, 10);
}

function uniqueBy<T>(items: readonly T[], keyOf: (item: T) => string): readonly T[] {
  return [...new Map(items.map((item) => [keyOf(item), item])).values()];
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
