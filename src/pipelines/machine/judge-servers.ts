// Judges what configurations start, once it is known what the machine holds, and keeps what the report tells of each server.
import type { Location } from '../../model/finding.ts';
import type { LaunchSubject } from '../../model/launch.ts';
import type { ServerEntry } from '../../model/report.ts';
import type { ServerFacts, SubjectFacts } from '../../rules/contract.ts';
import { type Asked, judgeAsked, npmSubjects } from '../scan/asked.ts';
import { type Configuration, type ConfiguredServer, undecidedIn } from './configuration.ts';
import { addProblems, type PlaceDraft, type ScanState } from '../scan/context.ts';
import { judgeFacts } from '../scan/judge.ts';
import { installedBehind, type RunSources, runsOf } from './runs.ts';

/** Kinds of places in words. */
export const ROUTE_WORDS = {
  'npx-cache': 'npx cache',
  'dlx-cache': 'dlx cache',
  'bunx-cache': 'bunx cache',
  'content-cache': 'content cache',
  global: 'global package',
  project: 'project',
  'workspace-bin': 'workspace program',
} as const;

/** Hands every configuration that was read to the rules. */
export async function judgeServers(state: ScanState, sources: RunSources): Promise<void> {
  const sameFile = locationsByFile(state.configurations);
  for (const file of state.configurations) {
    await state.ports.breathe();
    const { path: { shown: path, stable: stablePath }, place, home, hooks } = file;
    const servers: ServerFacts[] = [];
    for (const server of file.servers) servers.push(await factsOf(state, sources, file, server, sameFile));
    if (servers.length > 0) await judgeFacts(state, place, { kind: 'servers', path, stablePath, servers });
    if (hooks.length > 0) await judgeFacts(state, place, { kind: 'hooks', path, stablePath, scope: home ? 'user' : 'project', ...(home ? { home: home.path } : {}), hooks: hooks.map((hook) => ({ ...hook, display: hook.launch.display })) });
    await judgeAsked(state, place, file.path, 'client-config', [...servers.flatMap(askedBy), ...hooks.flatMap(({ hook, location, launch }) => npmSubjects(launch.subjects).map((subject): Asked => ({ subject, by: hook.name, location, credentials: [], launch: launch.display })))]);
    for (const server of servers) {
      tellUndecided(place, server);
      tellUnknownVersions(state, place, server);
      state.servers.push(entryOf(path, server));
    }
  }
}

// A line that hides what it starts is no verdict on it.
function tellUndecided(place: PlaceDraft, facts: ServerFacts): void {
  const message = undecidedIn(facts);
  if (message === undefined) return;
  const { line, column } = facts.location;
  addProblems(place, [{
    code: 'undecided-launch',
    message,
    ...(line === undefined ? {} : { line }),
    ...(column === undefined ? {} : { column }),
    hint: 'write the command and the package out, or look at what the client makes of it',
  }]);
}

// `node node_modules/x/index.js` runs what the project has installed. Where neither a tree nor a lockfile told that, nobody knows it.
function tellUnknownVersions(state: ScanState, place: PlaceDraft, { server, subjects, location }: ServerFacts): void {
  if (server.state === 'disabled' || state.places.some(({ kind, packages }) => kind === 'lockfile' && (packages ?? 0) > 0)) return;
  for (const { subject: { name, versionClass }, runs } of subjects) {
    if (name === undefined || versionClass !== 'project-lockfile' || runs.length > 0 || state.ports.bundles.advisories(name).length === 0) continue;
    addProblems(place, [{
      code: 'unknown-package-version',
      message: `the version of ${JSON.stringify(name)} that the server ${JSON.stringify(server.name)} starts is not known, and some versions of it are listed`,
      ...(location.line === undefined ? {} : { line: location.line }),
      hint: 'scan it where it is installed, or with its lockfile',
    }]);
  }
}

async function factsOf(state: ScanState, sources: RunSources, file: Configuration, configured: ConfiguredServer, sameFile: ReadonlyMap<string, readonly Location[]>): Promise<ServerFacts> {
  const subjects: SubjectFacts[] = [];
  for (const subject of configured.launch?.subjects ?? []) subjects.push(await subjectFacts(state, sources, subject, configured.folder, file.home?.path));
  const { server, launch, location, credentials } = configured;
  const alsoIn = scriptsOf(configured).flatMap((path) => sameFile.get(path) ?? []).filter((other) => other.path !== location.path);
  return { server, ...(launch ? { launch } : {}), location, subjects, credentials, ...(file.home ? { home: file.home.path } : {}), ...(alsoIn.length > 0 ? { alsoIn } : {}) };
}

// A worm writes one script into the files of every client it finds.
function locationsByFile(files: readonly Configuration[]): ReadonlyMap<string, readonly Location[]> {
  const found = new Map<string, Location[]>();
  for (const server of files.flatMap((file) => file.servers)) {
    for (const path of scriptsOf(server)) found.set(path, [...found.get(path) ?? [], server.location]);
  }
  return found;
}

function scriptsOf({ launch }: ConfiguredServer): readonly string[] {
  return (launch?.subjects ?? []).flatMap(({ kind, path }) => ((kind === 'script' || kind === 'program') && path !== undefined && /[/\\]/.test(path) ? [path] : []));
}

async function subjectFacts(state: ScanState, sources: RunSources, subject: LaunchSubject, folder: string, home: string | undefined): Promise<SubjectFacts> {
  const [npm] = npmSubjects([subject]);
  if (!npm) {
    const behind = await installedBehind(state, sources, subject, folder, home);
    return { subject, runs: behind ? [behind] : [], safe: [] };
  }
  const safe = state.ports.bundles.advisories(npm.name).flatMap((advisory) => advisory.safe);
  return { subject, ...await runsOf(state, sources, npm, folder, home), safe: [...new Set(safe)] };
}

// A disabled entry starts nothing today; what it started before is the caches' to tell.
function askedBy({ server, launch, location, subjects, credentials }: ServerFacts): readonly Asked[] {
  return subjects.flatMap(({ subject, runs }) => [...npmSubjects([subject]), ...installedSubjects(subject, runs)].map((npm): Asked => ({ subject: npm, by: server.name, location, credentials, launch: launch?.display ?? '', runs })));
}

// What a program or a script belongs to is one version, as it lies there.
function installedSubjects(subject: LaunchSubject, runs: SubjectFacts['runs']): readonly Asked['subject'][] {
  return subject.kind === 'npm' && subject.name !== undefined ? [] : runs.map(({ name, version }) => ({ ...subject, kind: 'npm', name, spec: version, versionClass: 'exact' }));
}

function entryOf(path: string, { server, launch, location, subjects, credentials }: ServerFacts): ServerEntry {
  const way = server.launch;
  const shown = launch?.display ?? (way.kind === 'remote' ? way.url : way.kind === 'builtin' ? way.name : undefined);
  return {
    path,
    ...(location.line === undefined ? {} : { line: location.line }),
    client: server.client,
    name: server.name,
    scope: server.scope,
    ...(server.project === undefined ? {} : { project: server.project }),
    state: server.state,
    kind: way.kind,
    ...(shown === undefined ? {} : { launch: shown }),
    subjects: subjects.map(({ subject: { role, kind, tool, name, spec, versionClass, registry }, runs }) => ({
      role, kind, tool, ...(name === undefined ? {} : { name }), spec, versionClass, ...(registry === undefined ? {} : { registry }),
      ran: runs.map((run) => ({ version: run.version, route: ROUTE_WORDS[run.route], path: run.path, ...(run.since === undefined ? {} : { since: run.since }) })),
    })),
    doubts: launch?.doubts.map(({ message }) => message) ?? [],
    credentials,
  };
}
