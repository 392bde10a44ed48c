// Packages that a line asks for outside any lockfile: a client's launch line, a step of a build. Exact versions are matched as
// packages; tags, ranges and bare names as requests that a listed version could answer.
import type { Inventory } from '../../model/inventory.ts';
import type { Location } from '../../model/finding.ts';
import type { LaunchSubject } from '../../model/launch.ts';
import type { RequestMatch } from '../../model/advisory.ts';
import type { Package } from '../../model/package.ts';
import { identityOfTarballUrl } from '../../text/registry-url.ts';
import type { PlaceFacts, RequestFacts, RunFacts } from '../../rules/contract.ts';
import { countPackages, type PlaceDraft, type ScanState, type TargetPath } from './context.ts';
import { isKnownBad, judgeFacts } from './judge.ts';
import { keepInventory } from './lockfile.ts';

/** One package that a line asks for. */
export interface Asked {
  readonly subject: LaunchSubject & { readonly name: string };
  /** Server's name, or what runs the line. */
  readonly by: string;
  readonly location: Location;
  readonly credentials: readonly string[];
  /** The line, with secrets taken out. */
  readonly launch: string;
  /** Absent where nobody looked. */
  readonly runs?: readonly RunFacts[];
}

/** The npm packages among the subjects of a line, each with its name known. */
export function npmSubjects(subjects: readonly LaunchSubject[]): readonly Asked['subject'][] {
  return subjects.flatMap((subject) => (subject.kind === 'npm' && subject.name !== undefined ? [{ ...subject, name: subject.name }] : []));
}

/** What the bundles say of the packages that one file asks for. */
export async function judgeAsked(state: ScanState, place: PlaceDraft, path: TargetPath, kind: 'client-config' | 'build-file', asked: readonly Asked[]): Promise<void> {
  await judgeExact(state, place, path, kind, asked.flatMap(exactOf));
  await judgeOpen(state, place, path, asked.filter(isOpen));
}

/** Classes that a listed version can answer. What a variable hides (`name@$V`) can be any version. */
const OPEN: ReadonlySet<string> = new Set(['none', 'tag', 'range', 'unresolvable']);

/** True for what a listed version could answer. */
export function isOpen({ subject }: Asked): boolean {
  return OPEN.has(subject.versionClass);
}

/** What the bundles say of one package that is asked for without an exact version. */
export async function matchOpen(bundles: ScanState['ports']['bundles'], { subject }: Asked): Promise<readonly RequestMatch[]> {
  const isHidden = subject.versionClass === 'unresolvable';
  const matches = await bundles.matchRequests([{ name: subject.name, spec: isHidden ? '*' : subject.spec }]);
  return isHidden ? matches.map((match) => ({ ...match, spec: subject.spec })) : matches;
}

// A tarball of a registry is one version by its address: name and version stand in the path. So is a folder in node_modules, by what
// lies in it.
function exactOf(asked: Asked): readonly Asked[] {
  const { subject } = asked;
  if (subject.versionClass === 'exact') return [asked];
  const [run] = subject.path !== undefined && (subject.versionClass === 'project-lockfile' || subject.versionClass === 'file') ? (asked.runs ?? []).filter(({ route }) => route === 'project') : [];
  const identity = subject.versionClass === 'url' && subject.url !== undefined ? identityOfTarballUrl(subject.url) : run;
  return identity === undefined ? [] : [{ ...asked, subject: { ...subject, name: identity.name, spec: identity.version } }];
}

async function judgeExact(state: ScanState, place: PlaceDraft, path: TargetPath, kind: 'client-config' | 'build-file', asked: readonly Asked[]): Promise<void> {
  if (asked.length === 0) return;
  const byId = new Map<string, { readonly entry: Package; readonly asked: Asked }>();
  for (const one of asked) {
    const { subject, by } = one;
    const id = `${by}: ${subject.name}@${subject.spec}`;
    if (!byId.has(id)) byId.set(id, { entry: { id, name: subject.name, version: subject.spec.replace(/^[v=]+/, ''), source: 'registry', ...(subject.alias === undefined ? {} : { alias: subject.alias }) }, asked: one });
  }
  const packages = [...byId.values()].map(({ entry }) => entry);
  countPackages(state, place, packages);
  keepInventory(state, path, kind, inventoryOf(byId, packages));
  const matches = await state.ports.bundles.matchPackages(packages);
  if (matches.length === 0) return;
  for (const match of matches) if (match.version !== undefined && isKnownBad(match)) state.sightings.push({ match, version: match.version });
  const credentials = (id: string) => byId.get(id)?.asked.credentials ?? [];
  const facts: PlaceFacts = {
    path: path.shown,
    stablePath: path.stable,
    kind,
    format: place.format ?? kind,
    package: (id) => byId.get(id)?.entry,
    locate: (id) => byId.get(id)?.asked.location ?? { path: path.shown, entry: id },
    pathTo: () => undefined,
    dependents: () => [],
    credentials,
  };
  await judgeFacts(state, place, { kind: 'matches', place: facts, matches, campaign: state.ports.bundles.campaign });
}

async function judgeOpen(state: ScanState, place: PlaceDraft, path: TargetPath, asked: readonly Asked[]): Promise<void> {
  const requests: RequestFacts[] = [];
  for (const one of asked) {
    const { by, location, credentials, launch, runs } = one;
    for (const match of await matchOpen(state.ports.bundles, one)) {
      requests.push({ ...match, key: by, location, credentials, launch, ...(runs === undefined ? {} : { runs }) });
    }
  }
  if (requests.length > 0) await judgeFacts(state, place, { kind: 'requests', path: path.shown, stablePath: path.stable, governed: 'alone', requests: strongest(requests), campaign: state.ports.bundles.campaign });
}

function inventoryOf(byId: ReadonlyMap<string, { readonly asked: Asked }>, packages: readonly Package[]): Inventory {
  return {
    formatVersion: '',
    packages,
    importers: [],
    problems: [],
    notes: [],
    dependenciesOf: () => [],
    locate: (id) => {
      const { line, column } = byId.get(id)?.asked.location ?? {};
      return line === undefined || column === undefined ? undefined : { line, column };
    },
    answer: () => undefined,
  };
}

const ORDER = ['exact', 'every-version', 'could-resolve'] as const;

/** Several lists repeat each other: one request gives one finding of harm, by the strongest statement. */
export function strongest(facts: readonly RequestFacts[]): readonly RequestFacts[] {
  const best = new Map<string, RequestFacts>();
  for (const fact of facts) {
    const key = JSON.stringify([fact.key, fact.name, fact.spec, fact.location.line ?? 0, fact.advisory.class === 'vulnerability']);
    const other = best.get(key);
    if (!other || rank(fact) < rank(other)) best.set(key, fact);
  }
  return [...best.values()];
}

function rank({ kind, advisory }: RequestFacts): number {
  return ORDER.indexOf(kind) * 10 + (advisory.class === 'impostor' ? 5 : 0) + (advisory.sources.length === 0 ? 0 : 1);
}
