// A version fetched from its registry: its facts, its tarball read into memory, what of it could be proved. A version is fetched only
// because the user named it.
import { readManifest } from '../../artifacts/manifest.ts';
import { readTarball, type TarballRead } from '../../io/tarball.ts';
import type { Problem } from '../../model/coverage.ts';
import type { Fetched, FetchedTarballBytes, Registry } from '../../model/ports.ts';
import type { ProvenRelease, Release } from '../../model/release.ts';
import { oddNotes } from '../inspect/target.ts';
import { proveRelease } from '../registry/prove.ts';
import { addProblems, openPlace, type PlaceDraft, type ScanState } from '../scan/context.ts';
import { judgeFacts } from '../scan/judge.ts';
import type { LazyRegistry, Side, SidePorts, SideWord } from './words.ts';

const FROM: Readonly<Record<FetchedTarballBytes['from'], string>> = { registry: 'fetched', cache: 'from the cache of mcp-audit', 'npm-cache': 'from the content cache of npm' };

/** Undefined where it could not be had; a place tells why. */
export async function openFetched(state: ScanState, ports: Pick<SidePorts, 'registry' | 'progress'>, { spec, stable }: Extract<SideWord, { kind: 'spec' }>, history: 'ask' | 'leave'): Promise<Side | undefined> {
  ports.progress(`asking for ${spec}`);
  const registry = await ports.registry.open();
  const asked = await registry.release(spec);
  if (asked.kind === 'failed') return refused(openPlace(state, 'registry', spec), asked);
  const place = openPlace(state, 'registry', `${asked.value.name}@${asked.value.version}`);
  ports.progress(`fetching ${place.path}`);
  const fetched = await registry.tarball(asked.value);
  if (fetched.kind === 'failed') return refused(place, fetched);
  const release = await completed(registry, place, dated(asked.value, fetched.value), history);
  const tarball = await readTarball(fetched.value.bytes);
  place.bytes = tarball.packed;
  place.packages = 1;
  place.notes.push(`${FROM[fetched.value.from]}: ${release.tarball}`, ...oddNotes(tarball));
  addProblems(place, tarball.problems.map((problem) => ({ ...problem, path: problem.path === undefined ? place.path : `${place.path}/${problem.path}` })));
  if (tarball.files === 0) {
    if (tarball.problems.length === 0) addProblems(place, [{ code: 'empty-file', message: 'there is no file in the package' }]);
    place.status = 'unreadable';
    await judgeBytes(state, place, { release, fetched: fetched.value, tarball, stable });
    return undefined;
  }
  return {
    label: place.path,
    source: 'registry',
    tree: tarball.tree,
    root: { absolute: '/', shown: place.path, stable },
    place,
    tarball,
    fetched: fetched.value,
    release: await proven(ports.registry, registry, place, release),
    modeOf: (path) => tarball.modes.get(path),
    passOver: () => false,
  };
}

// Nothing in it can be read, and that its bytes are not those that the registry promises is known all the same.
async function judgeBytes(state: ScanState, place: PlaceDraft, { release, fetched, tarball, stable }: { readonly release: Release; readonly fetched: FetchedTarballBytes; readonly tarball: TarballRead; readonly stable: string }): Promise<void> {
  if (!fetched.differs) return;
  await judgeFacts(state, place, {
    kind: 'release', path: place.path, stablePath: stable, described: readManifest(release.document).summary, locked: [],
    release: { release, signatures: [], provenance: { kind: 'none' } },
    tarball: { hashes: tarball.hashes, differs: fetched.differs },
  });
}

function refused(place: PlaceDraft, { problem }: Extract<Fetched<unknown>, { kind: 'failed' }>): undefined {
  addProblems(place, [problem]);
  place.status = problem.code === 'not-found' || problem.code === 'unpublished' ? 'absent' : 'unreadable';
  return undefined;
}

// The small document of one version has no time; the store of the tarball tells when it was put there.
function dated(release: Release, { lastModified }: FetchedTarballBytes): Release {
  return release.published !== undefined || lastModified === undefined ? release : { ...release, published: { time: lastModified, from: 'last-modified' } };
}

async function proven({ trustRoot }: LazyRegistry, registry: Registry, place: PlaceDraft, release: Release): Promise<ProvenRelease> {
  const root = await trustRoot?.();
  const { proven: proof, problems } = await proveRelease(registry, release, root ? { trustRoot: root } : {});
  tellUnanswered(place, 'not verified', problems);
  return proof;
}

// Without the network nothing can be told or verified that no cache has: a limit of --offline, and no gap in what was read.
function tellUnanswered(place: PlaceDraft, what: string, problems: readonly Problem[]): void {
  addProblems(place, problems.filter(({ code }) => code !== 'offline'));
  place.notes.push(...problems.filter(({ code }) => code === 'offline').map(({ message }) => `${what}: ${message}`));
}

async function completed(registry: Registry, place: PlaceDraft, release: Release, history: 'ask' | 'leave'): Promise<Release> {
  if (history === 'leave') return release;
  const all = await registry.history(release.name);
  if (all.kind === 'failed') {
    tellUnanswered(place, 'its history was not read', [all.problem]);
    return release;
  }
  const listed = all.value.versions.find(({ version }) => version === release.version);
  const tags = Object.keys(all.value.tags).filter((tag) => all.value.tags[tag] === release.version).toSorted();
  place.notes.push(`${all.value.versions.length} ${all.value.versions.length === 1 ? 'version is' : 'versions are'} published${all.value.created === undefined ? '' : `, the first on ${all.value.created.slice(0, 10)}`}${all.value.unpublished.length === 0 ? '' : `; ${all.value.unpublished.length} were unpublished`}`);
  return {
    ...release,
    tags,
    ...(listed?.time === undefined ? {} : { published: { time: listed.time, from: 'registry' } }),
    ...(release.publisher === undefined && listed?.publisher !== undefined ? { publisher: listed.publisher } : {}),
  };
}
