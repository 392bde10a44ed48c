// What caches, global prefixes and projects show of the packages that launch lines ask for: which version ran, since when.
import { runFoldersFor } from '../../caches/find-runs.ts';
import { packageAround, packageOfProgram } from '../../caches/bin-target.ts';
import { globalBins, resolveBin } from '../../caches/resolve-bin.ts';
import type { LaunchSubject } from '../../model/launch.ts';
import type { FetchedTarball, PackagePrefix, RunFolder } from '../../model/machine.ts';
import { LIMITS } from '../../model/limits.ts';
import { TreeError } from '../../model/ports.ts';
import type { RunFacts, SubjectFacts } from '../../rules/contract.ts';
import { decode } from '../../text/decode.ts';
import { isObject, type JsonObject, parseJson, property } from '../../text/json.ts';
import type { ScanState } from '../scan/context.ts';

/** Where to look. Empty without `--system`: then only the project itself is asked. */
export interface RunSources {
  readonly runFolders: readonly RunFolder[];
  readonly prefixes: readonly PackagePrefix[];
  /** Tarballs that content caches list, by package name. */
  readonly fetched: ReadonlyMap<string, readonly FetchedTarball[]>;
  readonly shown: (absolute: string) => string;
}

type NpmSubject = LaunchSubject & { readonly name: string };
type Manifest = NonNullable<SubjectFacts['manifest']>;
type Found = Omit<RunFacts, 'matches'> & { readonly manifest?: Manifest };

const ROUTES = { npx: 'npx-cache', 'pnpm dlx': 'dlx-cache', bunx: 'bunx-cache', 'yarn dlx': 'dlx-cache' } as const;
const LOCKED = ['package-lock.json', 'pnpm-lock.yaml', 'bun.lock', 'yarn.lock'];

/** Versions of one subject, newest first. `folder` is where its line runs, `home` whose configuration it is. */
export async function runsOf(state: ScanState, sources: RunSources, subject: NpmSubject, folder: string, home?: string): Promise<Pick<SubjectFacts, 'runs' | 'manifest'>> {
  const named = ofPath(state, sources, subject, folder, home);
  // A line that names the folder runs what lies there, whatever else the machine has.
  const found = named.length > 0 ? named : [
    ...ofProject(state, sources, subject, folder),
    ...runFoldersFor(subject.set ?? [], sources.runFolders, toolOf(subject)).flatMap((run) => ofRunFolder(state, sources, subject.name, run)),
    ...sources.prefixes.flatMap((prefix) => ofFolder(state, sources, 'global', nodeModules(prefix.folder), subject.name)),
    ...(sources.fetched.get(subject.name) ?? []).map((tarball) => ofTarball(sources, tarball)),
  ];
  const runs: RunFacts[] = [];
  for (const { manifest: _, ...run } of found) {
    const matches = await state.ports.bundles.matchPackages([{ id: subject.name, name: run.name, version: run.version, source: 'registry' }]);
    runs.push({ ...run, matches });
  }
  const manifest = found.find((run) => run.manifest !== undefined)?.manifest;
  return { runs: runs.toSorted((a, b) => compare(b.since ?? '', a.since ?? '')), ...(manifest ? { manifest } : {}) };
}

/** How clients and shells write the home, which is the folder's own place and no variable of the live environment. */
const HOME = /^(?:~|\$HOME|\$\{HOME\}|\$\{env:HOME\}|\$\{userHome\}|%USERPROFILE%)\//i;

// `node /opt/x/node_modules/pkg/index.js`. A repository's file may name its own folders only: the rest of the disk was not asked for.
function ofPath(state: ScanState, sources: RunSources, { path, name }: NpmSubject, folder: string, home: string | undefined): readonly Found[] {
  const absolute = path === undefined ? undefined : absolutePath(state, path, folder, home);
  const cut = absolute?.lastIndexOf('/node_modules/') ?? -1;
  return absolute === undefined || cut === -1 ? [] : ofFolder(state, sources, 'project', absolute.slice(0, cut + '/node_modules'.length), name);
}

function absolutePath(state: ScanState, written: string, folder: string, home: string | undefined): string | undefined {
  const slashed = written.replaceAll('\\', '/').replace(HOME, (text) => (home === undefined ? text : `${home}/`)).replace(/^[A-Za-z]:(?=\/)/, state.options.machine?.current ? '$&' : '').replace(/^\.\//, '');
  if (folder === '' || /^~|[$%\0]/.test(slashed) || slashed.split('/').includes('..')) return undefined;
  if (!/^(?:\/|[A-Za-z]:\/)/.test(slashed)) return `${folder}/${slashed}`;
  return state.options.machine === undefined ? undefined : slashed;
}

/**
 * The installed package behind a program or script: `/opt/t/node_modules/.bin/x`, `node index.js` in a package's folder, a global
 * program. Only what lies below a node_modules counts: a project's own code has no registry identity, whatever its name.
 */
export async function installedBehind(state: ScanState, sources: RunSources, subject: LaunchSubject, folder: string, home?: string): Promise<RunFacts | undefined> {
  const written = placeOnDisk(subject);
  if (written === undefined) return undefined;
  const { tree } = state.ports;
  const absolute = subject.kind === 'script' || /[/\\]/.test(written) ? absolutePath(state, written, folder, home) : undefined;
  const global = absolute === undefined && state.options.machine ? globalBins(tree, written, sources.prefixes)[0]?.package : undefined;
  const found = global ?? (absolute === undefined ? undefined : packageOfProgram(tree, absolute, []) ?? packageAround(tree, subject.kind === 'npm' ? `${absolute}/package.json` : absolute, []));
  if (found?.version === undefined || !`${found.folder}/`.includes('/node_modules/')) return undefined;
  const matches = await state.ports.bundles.matchPackages([{ id: found.name, name: found.name, version: found.version, source: 'registry' }]);
  return { route: global ? 'global' : 'project', path: sources.shown(found.folder), name: found.name, version: found.version, recorded: false, matches };
}

// A file that runs, or the folder that `npx /opt/t/node_modules/x` names.
function placeOnDisk({ kind, path, name, spec, versionClass }: LaunchSubject): string | undefined {
  if (kind === 'program' || kind === 'script') return path ?? name;
  return kind === 'npm' && versionClass === 'file' ? (path ?? spec).replace(/^file:(?:\/\/(?=\/))?/, '') : undefined;
}

function toolOf({ tool }: LaunchSubject): RunFolder['tool'] | undefined {
  if (tool === 'npx' || tool === 'npm exec') return 'npx';
  return tool === 'pnpm dlx' || tool === 'bunx' || tool === 'yarn dlx' ? tool : undefined;
}

function ofRunFolder(state: ScanState, sources: RunSources, name: string, run: RunFolder): readonly Found[] {
  const recorded = LOCKED.some((lockfile) => kindOf(state, `${run.folder}/${lockfile}`) === 'file');
  return ofFolder(state, sources, ROUTES[run.tool], `${run.folder}/node_modules`, name, run.created ?? run.modified).map((found) => ({ ...found, recorded }));
}

// npx asks the project and its parents first. A bare name is that of a program, whatever package brings it.
function ofProject(state: ScanState, sources: RunSources, subject: NpmSubject, folder: string): readonly Found[] {
  if (subject.lookup === 'none' || folder === '') return [];
  if (subject.lookup === 'binary-first') return ofProgram(state, sources, subject.name, folder);
  for (let at = folder; ; at = at.slice(0, at.lastIndexOf('/'))) {
    const found = ofFolder(state, sources, 'project', `${at}/node_modules`, subject.name);
    if (found.length > 0 || at === '') return found;
  }
}

function ofProgram(state: ScanState, sources: RunSources, name: string, folder: string): readonly Found[] {
  const found = resolveBin(state.ports.tree, name, { cwd: folder, prefixes: sources.prefixes });
  if (!found?.package?.version) return [];
  return [{ route: found.route === 'global' ? 'global' : 'project', path: sources.shown(found.package.folder), name: found.package.name, version: found.package.version, recorded: false }];
}

function ofFolder(state: ScanState, sources: RunSources, route: RunFacts['route'], modules: string, name: string, since?: string): readonly Found[] {
  // A name of an audited line is a path here: one that would climb out is no package's.
  if (!/^(?:@[^/@]+\/)?[^/@]+$/.test(name) || name.split('/').some((part) => part === '.' || part === '..')) return [];
  const folder = `${modules}/${name}`;
  const manifest = manifestAt(state, `${folder}/package.json`);
  const version = manifest && property(manifest, 'version');
  if (!manifest || typeof version !== 'string') return [];
  const times = since === undefined ? state.ports.tree.times?.(folder) : undefined;
  const first = since ?? (route === 'project' ? undefined : (times?.created ?? times?.modified)?.toISOString());
  return [{ route, path: sources.shown(folder), name: textOf(manifest, 'name') ?? name, version, ...(first === undefined ? {} : { since: first }), recorded: false, manifest: owned(manifest) }];
}

function ofTarball(sources: RunSources, { name, version, time, index }: FetchedTarball): Found {
  return { route: 'content-cache', path: sources.shown(index), name, version, ...(time === undefined ? {} : { since: time }), recorded: false };
}

function owned(manifest: JsonObject): Manifest {
  const repository = property(manifest, 'repository');
  const author = property(manifest, 'author');
  const parts: [keyof Manifest, string | undefined][] = [
    ['repository', typeof repository === 'string' ? repository : isObject(repository) ? textOf(repository, 'url') : undefined],
    ['author', typeof author === 'string' ? author : isObject(author) ? [textOf(author, 'name'), textOf(author, 'email')].filter((part) => part !== undefined).join(' ') : undefined],
    ['description', textOf(manifest, 'description')],
  ];
  return Object.fromEntries(parts.filter(([, value]) => value !== undefined)) as Manifest;
}

function textOf(value: JsonObject, key: string): string | undefined {
  const text = property(value, key);
  return typeof text === 'string' ? text : undefined;
}

function manifestAt(state: ScanState, path: string): JsonObject | undefined {
  try {
    if (state.ports.tree.kind(path) !== 'file') return undefined;
    const decoded = decode(state.ports.tree.read(path, LIMITS.packageJsonBytes));
    const parsed = decoded.ok ? parseJson(decoded.text) : undefined;
    return parsed?.ok === true && isObject(parsed.value) ? parsed.value : undefined;
  } catch (error) {
    // The tree it lies in is read by itself and says what was wrong.
    if (!(error instanceof TreeError)) throw error;
    return undefined;
  }
}

function kindOf(state: ScanState, path: string) {
  try {
    return state.ports.tree.kind(path);
  } catch (error) {
    if (!(error instanceof TreeError)) throw error;
    return undefined;
  }
}

function nodeModules(folder: string): string {
  return folder.endsWith('/node_modules') ? folder : `${folder}/node_modules`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
