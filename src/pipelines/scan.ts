// scan: walk, read, match, judge, report. The steps stand in the folder beside this file.
import { basename, dirname } from 'node:path/posix';
import type { Report } from '../model/report.ts';
import type { FileTree } from '../model/ports.ts';
import { addProblems, newState, type ScanOptions, type ScanPorts, type ScanState, type TargetPath } from './scan/context.ts';
import { below, CONFIG_NAME, discover, type ProjectFolder } from './scan/discover.ts';
import { join } from './scan/facts.ts';
import { readInstalled, type ReadTree } from './scan/installed.ts';
import { type ReadLockfile, readLockfile } from './scan/lockfile.ts';
import { judgeManifest, type ReadManifest, readManifest } from './scan/manifest.ts';
import { assembleReport } from './scan/report.ts';
import { tellTarballs, tellUnread } from './scan/unread.ts';
import { checkRoots, folderIn, governs, leaveScopes, openScope, type Scope, scopeOf } from './scan/scopes.ts';

export type { ScanOptions, ScanPorts, TargetPath } from './scan/context.ts';

/** Scans every target and gives the report. Never throws for what lies in a target. */
export async function scan(options: ScanOptions, ports: ScanPorts): Promise<Report> {
  const state = newState(options, ports);
  for (const target of distinctTargets(state)) {
    const scopes: Scope[] = [];
    const lone: ReadManifest[] = [];
    let answered = false;
    for (const folder of discover(state, target)) {
      await ports.breathe();
      for (const scope of leaveScopes(scopes, folder.path)) checkRoots(scope);
      answered = (await readFolder(state, folder, scopes, lone)) || answered;
    }
    for (const scope of leaveScopes(scopes, undefined)) checkRoots(scope);
    tellLoneManifests(lone, answered);
  }
  return assembleReport(state);
}

// `scan . packages/a` means one repository: read twice, every finding would stand twice. An outer folder comes first, so that its
// lockfile governs what lies below. Inside node_modules, .git or what --exclude hides the outer one does not look.
function distinctTargets(state: ScanState): readonly TargetPath[] {
  const { tree } = state.ports;
  const real = new Map(state.options.targets.map((target) => [target, realPath(tree, target.absolute)]));
  const taken = new Map<string, TargetPath>();
  const isNew = (target: TargetPath): boolean => {
    const path = real.get(target);
    if (path === undefined) return true;
    const cover = taken.get(path) ?? (state.options.exclude.length > 0 ? undefined : [...taken].find(([outer]) => isInside(path, outer))?.[1]);
    if (!cover) {
      taken.set(path, target);
      return true;
    }
    state.places.push({ path: target.shown, kind: 'target', status: 'read', problems: [], notes: [`read with ${cover.shown === '' ? 'another target' : cover.shown}`] });
    return false;
  };
  return state.options.targets.toSorted((a, b) => (real.get(a) ?? a.absolute).length - (real.get(b) ?? b.absolute).length).filter(isNew);
}

// Undefined for what is no folder: a file is cheap to read again, and what is missing must be said.
function realPath(tree: FileTree, path: string): string | undefined {
  try {
    return tree.kind(path) === 'folder' ? tree.resolve(path) : undefined;
  } catch {
    // The walk meets the same error and reports it.
    return undefined;
  }
}

function isInside(path: string, outer: string): boolean {
  const prefix = outer === '/' ? '/' : `${outer}/`;
  return path.startsWith(prefix) && !path.slice(prefix.length).split('/').some((part) => part === 'node_modules' || part === '.git');
}

/** Reads what one folder holds; true where a lockfile or a tree told of packages. */
async function readFolder(state: ScanState, folder: ProjectFolder, scopes: Scope[], lone: ReadManifest[]): Promise<boolean> {
  const manifests = (await Promise.all(folder.manifests.map((name) => readManifest(state, below(folder.path, join(folder.path.absolute, name)), name)))).filter((read) => read !== undefined);
  const lockfiles: ReadLockfile[] = [];
  for (const name of effectiveLockfiles(state, folder)) lockfiles.push(await readLockfile(state, below(folder.path, join(folder.path.absolute, name)), 'lockfile'));
  for (const name of renamedLockfiles(state, folder, manifests)) lockfiles.push(await readLockfile(state, below(folder.path, join(folder.path.absolute, name)), 'lockfile', 'yarn.lock'));
  tellUnread(state, folder.path, folder.unread, lockfiles.length);
  tellTarballs(state, folder.path, folder.tarballs);
  if (lockfiles.length > 0) scopes.push(openScope(folder.path, lockfiles, manifests.flatMap(({ manifest }) => manifest.workspaces)));
  for (const read of manifests) {
    const scope = scopeOf(scopes, folder.path, governs);
    await judgeManifest(state, read, scope);
    if (scope && basename(read.path.absolute) === 'package.json') scope.members.push({ manifest: read.manifest, path: read.path, folder: folderIn(scope, folder.path) ?? '' });
    if (!scope && read.manifest.requests.some((request) => request.kind !== 'peerDependencies')) lone.push(read);
  }
  const trees = await readInstalled(state, folder.path, folder.installs, scopeOf(scopes, folder.path, governs), manifests.map(({ manifest }) => manifest));
  forgiveBinaryLockfile(lockfiles, trees);
  for (const name of folder.configs.filter((config) => join(folder.path.shown, config) !== state.options.config?.path)) state.notes.push(`${join(folder.path.shown, name)} lies in the target and was not used: it is evidence, not settings (--trust-target-config uses ${CONFIG_NAME} of the target)`);
  const treesHere = new Set(trees.map(({ place }) => dirname(place.path)));
  if (treesHere.size > 0) for (const read of lone) if (dirname(read.path.shown) === dirname(trees[0]?.place.path ?? '')) read.place.notes.push('no lockfile; the installed tree beside it was read instead');
  return lockfiles.length > 0 || trees.some(({ place }) => place.packages !== undefined);
}

// https://docs.npmjs.com/cli/configuring-npm/npm-shrinkwrap-json: if both are there, the shrinkwrap wins.
function effectiveLockfiles(state: ScanState, folder: ProjectFolder): readonly string[] {
  if (!folder.lockfiles.includes('npm-shrinkwrap.json') || !folder.lockfiles.includes('package-lock.json')) return folder.lockfiles;
  state.places.push({ path: join(folder.path.shown, 'package-lock.json'), kind: 'lockfile', status: 'skipped', reason: 'npm-shrinkwrap.json beside it wins', problems: [], notes: [] });
  return folder.lockfiles.filter((name) => name !== 'package-lock.json');
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

// Manifests alone do not tell what was installed: their transitive tree is unknown. Beside lockfiles, one more is a note.
function tellLoneManifests(lone: readonly ReadManifest[], answered: boolean): void {
  for (const { place } of lone) {
    if (answered) {
      if (place.notes.length === 0) place.notes.push('no lockfile governs it; its requests were matched');
    } else addProblems(place, [{ code: 'no-lockfile', message: 'no lockfile and no installed tree tell what its requests were answered with', hint: 'commit a lockfile, or scan where it is installed' }]);
  }
}
