// scan: walk, read, match, judge, report. The steps stand in the folder beside this file.
import { basename, dirname } from 'node:path/posix';
import { homeAt } from '../caches/homes.ts';
import type { Report } from '../model/report.ts';
import { addProblems, newState, type ScanOptions, type ScanPorts, type ScanState, type TargetPath } from './scan/context.ts';
import { below, discover } from './scan/discover.ts';
import { CONFIG_NAME, discoverFolder, type ProjectFolder } from './scan/folders.ts';
import { join } from './scan/facts.ts';
import { enterTarget } from './scan/images.ts';
import type { ReadTree } from './scan/installed.ts';
import { effectiveLockfiles, type ReadLockfile, readLockfile } from './scan/lockfile.ts';
import { checkTrees, tellLoneManifests } from './scan/lone-manifests.ts';
import { judgeManifest, type ReadManifest, readManifest } from './scan/manifest.ts';
import { assembleReport } from './scan/report.ts';
import { tellTarballs, tellUnread } from './scan/unread.ts';
import { checkRoots, folderIn, governs, leaveScopes, openScope, type Scope, scopeOf } from './scan/scopes.ts';
import { distinctTargets } from './scan/targets.ts';

export type { ScanOptions, ScanPorts, TargetPath } from './scan/context.ts';
export type { MachineOptions } from './machine/words.ts';

/** Scans every target and gives the report. Never throws for what lies in a target. */
export async function scan(options: ScanOptions, ports: ScanPorts): Promise<Report> {
  const state = newState(options, ports);
  const onDisk: TargetPath[] = [];
  for (const named of distinctTargets(state)) {
    for (const entered of await enterTarget(state, named)) {
      await scanTarget(entered.state, await discover(entered.state, entered.target));
      noteHome(entered.state, entered.target);
      // An image has a tree of its own, and a machine in it.
      if (entered.state === state) onDisk.push(entered.target);
      else await judgeImage(entered.state, entered.target);
      entered.leave();
    }
  }
  await judgeLaunchesOf(state);
  await readCodeOf(state, onDisk);
  if (!ports.online) return assembleReport(state);
  const { checkOnline } = await import('./online.ts');
  return assembleReport(state, { command: 'scan', differences: await checkOnline(state, ports.online) });
}

async function judgeImage(state: ScanState, target: TargetPath): Promise<void> {
  await judgeLaunchesOf(state);
  if (state.ports.deep) await (await import('./deep.ts')).readCodeOfImage(state, target);
}

// When it is known which servers run what: their code comes first, and findings name them.
async function readCodeOf(state: ScanState, targets: readonly TargetPath[]): Promise<void> {
  if (state.ports.deep) await (await import('./deep.ts')).readCodeOf(state, targets);
}

// Who scans a home wants its clients and caches read too, not only the files that lie in every repository.
function noteHome(state: ScanState, target: TargetPath): void {
  if (state.options.machine?.homes === 'all') return;
  const home = homeAt(state.ports.tree, target.absolute);
  if (home) state.homes.push(home);
}

// Loaded for machines, and for repositories with MCP servers.
async function judgeLaunchesOf(state: ScanState): Promise<void> {
  if (!state.options.machine && state.configurations.length === 0 && state.homes.length === 0) return;
  const { judgeLaunches } = await import('./machine/judge-launches.ts');
  await judgeLaunches(state, (target, kind) => scanTarget(state, discoverFolder(state, target, kind)));
}

async function scanTarget(state: ScanState, folders: readonly ProjectFolder[]): Promise<void> {
  const scopes: Scope[] = [];
  const lone: ReadManifest[] = [];
  const trees: ReadTree[] = [];
  let answered = false;
  for (const folder of folders) {
    await state.ports.breathe();
    for (const scope of leaveScopes(scopes, folder.path)) checkRoots(scope);
    answered = (await readFolder(state, folder, scopes, lone, trees)) || answered;
  }
  for (const scope of leaveScopes(scopes, undefined)) checkRoots(scope);
  tellLoneManifests(lone, answered);
  checkTrees(lone, trees);
}

/** Reads what one folder holds; true where a lockfile or a tree told of packages. */
async function readFolder(state: ScanState, folder: ProjectFolder, scopes: Scope[], lone: ReadManifest[], allTrees: ReadTree[]): Promise<boolean> {
  const manifests = (await Promise.all(folder.manifests.map((name) => readManifest(state, below(folder.path, join(folder.path.absolute, name)), name)))).filter((read) => read !== undefined);
  const lockfiles: ReadLockfile[] = [];
  for (const name of effectiveLockfiles(state, folder)) lockfiles.push(await readLockfile(state, below(folder.path, join(folder.path.absolute, name)), 'lockfile'));
  for (const name of renamedLockfiles(state, folder, manifests)) lockfiles.push(await readLockfile(state, below(folder.path, join(folder.path.absolute, name)), 'lockfile', 'yarn.lock'));
  tellUnread(state, folder.path, folder.unread, lockfiles.length);
  tellTarballs(state, folder.path, folder.tarballs);
  if (folder.clients.length > 0 || folder.builds.length > 0) await (await import('./scan/project-files.ts')).readProjectFiles(state, folder);
  if (lockfiles.length > 0) scopes.push(openScope(folder.path, lockfiles, manifests.flatMap(({ manifest }) => manifest.workspaces)));
  for (const read of manifests) {
    const scope = scopeOf(scopes, folder.path, governs);
    await judgeManifest(state, read, scope);
    if (scope && basename(read.path.absolute) === 'package.json') scope.members.push({ manifest: read.manifest, path: read.path, folder: folderIn(scope, folder.path) ?? '' });
    if (!scope && read.manifest.requests.some((request) => request.kind !== 'peerDependencies')) lone.push(read);
  }
  const trees = await readTrees(state, folder, scopes, manifests);
  allTrees.push(...trees);
  forgiveBinaryLockfile(lockfiles, trees);
  for (const name of folder.configs.filter((config) => join(folder.path.shown, config) !== state.options.config?.path)) state.notes.push(`${join(folder.path.shown, name)} lies in the target and was not used: it is evidence, not settings (--trust-target-config uses ${CONFIG_NAME} of the target)`);
  if (trees.length > 0) for (const { path, place } of lone) if (dirname(path.absolute) === folder.path.absolute) place.notes.push('no lockfile; the installed tree beside it was read instead');
  return lockfiles.length > 0 || trees.some(({ place }) => place.packages !== undefined);
}

// The readers of installed trees are loaded only where there is one.
async function readTrees(state: ScanState, folder: ProjectFolder, scopes: readonly Scope[], manifests: readonly ReadManifest[]): Promise<readonly ReadTree[]> {
  if (folder.installs.length === 0) return [];
  const { readInstalled } = await import('./scan/installed.ts');
  return readInstalled(state, folder.path, folder.installs, scopeOf(scopes, folder.path, governs), manifests.map(({ manifest }) => manifest));
}

// `lockfileFilename` of .yarnrc.yml. The settings of a target decide nothing; this one only adds a file to what is read.
function renamedLockfiles(state: ScanState, folder: ProjectFolder, manifests: readonly ReadManifest[]): readonly string[] {
  const names: string[] = [];
  for (const { manifest: { lockfileName: name }, place } of manifests) {
    if (name === undefined || folder.lockfiles.includes(name)) continue;
    if (/[/\\]/.test(name)) addProblems(place, [{ code: 'unread-format', message: `lockfileFilename leads to another folder: ${JSON.stringify(name)}`, hint: 'scan that lockfile by itself' }]);
    else if (hasFile(state, join(folder.path.absolute, name))) names.push(name);
    else place.notes.push(`lockfileFilename names ${JSON.stringify(name)}, which is not there`);
  }
  return names;
}

function hasFile(state: ScanState, path: string): boolean {
  try {
    return state.ports.tree.kind(path) !== undefined;
  } catch {
    // Reading it meets the same error and reports it.
    return true;
  }
}

function forgiveBinaryLockfile(lockfiles: readonly ReadLockfile[], trees: readonly ReadTree[]): void {
  if (!trees.some((tree) => tree.whole)) return;
  for (const { place, format } of lockfiles) {
    if (format !== 'bun-binary') continue;
    place.problems.length = 0;
    place.status = 'skipped';
    place.reason = 'binary; the whole installed tree beside it was read instead';
  }
}
