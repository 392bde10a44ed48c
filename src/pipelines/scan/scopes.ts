// Which lockfile governs which manifest and which tree. A lockfile's scope is its folder and what lies below, until another
// lockfile takes over; a manifest there is governed when it is the root or a workspace of that lockfile.
import { basename } from 'node:path/posix';
import { isBranchLockfile } from '../../lockfiles/registry.ts';
import type { Request, Manifest } from '../../manifests/contract.ts';
import { matchesWorkspace } from '../../manifests/workspaces.ts';
import { addProblems, type TargetPath } from './context.ts';
import type { ReadLockfile } from './lockfile.ts';

export interface Member {
  readonly manifest: Manifest;
  readonly path: TargetPath;
  /** Folder below the lockfile's, `''` for the root. */
  readonly folder: string;
}

export interface Scope {
  readonly folder: TargetPath;
  readonly lockfiles: readonly ReadLockfile[];
  /** Workspace globs of the root manifest and of pnpm-workspace.yaml. */
  readonly workspaces: readonly string[];
  /** `name@version` of every entry, and versions by name. */
  readonly locked: ReadonlyMap<string, ReadonlySet<string>>;
  readonly members: Member[];
}

export function openScope(folder: TargetPath, lockfiles: readonly ReadLockfile[], workspaces: readonly string[]): Scope {
  let locked: ReadonlyMap<string, ReadonlySet<string>> | undefined;
  return { folder, lockfiles, workspaces, get locked() { return (locked ??= lockedVersions(lockfiles)); }, members: [] };
}

function lockedVersions(lockfiles: readonly ReadLockfile[]): ReadonlyMap<string, ReadonlySet<string>> {
  const locked = new Map<string, Set<string>>();
  for (const inventory of lockfiles.flatMap((lockfile) => lockfile.inventories)) {
    for (const entry of inventory.packages) {
      const versions = locked.get(entry.name);
      if (versions) versions.add(entry.version ?? '');
      else locked.set(entry.name, new Set([entry.version ?? '']));
    }
  }
  return locked;
}

/** True where some lockfile of the scope has an entry of that name. For a few names: `locked` costs more than the rest of a small scan. */
export function holds(scope: Scope, name: string): boolean {
  for (const { inventories } of scope.lockfiles) {
    for (const { packages } of inventories) for (const entry of packages) if (entry.name === name) return true;
  }
  return false;
}

/** Folder of `path` below the scope's, or undefined where it lies elsewhere. */
export function folderIn(scope: Scope, path: TargetPath): string | undefined {
  const root = scope.folder.absolute;
  if (path.absolute === root) return '';
  const prefix = root === '/' ? '/' : `${root}/`;
  return path.absolute.startsWith(prefix) ? path.absolute.slice(prefix.length) : undefined;
}

/** True where a lockfile of the scope answers for the manifest in this folder. */
export function governs(scope: Scope, folder: string): boolean {
  if (folder === '') return true;
  if (scope.lockfiles.some(({ inventories }) => inventories.some((inventory) => inventory.importers.some((importer) => importer.folder === folder)))) return true;
  return matchesWorkspace(scope.workspaces, folder);
}

/**
 * Everything that a governed manifest asks for must have an answer in the lockfile: a lockfile cut between two entries is
 * still valid, and only the manifest knows what it lost. Called when all members have been seen.
 */
export function checkRoots(scope: Scope): void {
  const members = new Set(scope.members.flatMap(({ manifest }) => (manifest.name === undefined ? [] : [manifest.name])));
  const provided = new Set([...members, ...scope.members.flatMap(({ manifest }) => manifest.requests.flatMap((request) => request.replaces ?? []))]);
  for (const { place, format, inventories, path, pending } of scope.lockfiles) {
    addProblems(place, pending.filter((problem) => !provided.has(problem.unlessProvided ?? '')));
    // A binary lockfile holds nothing that could answer; it is incomplete, or a whole installed tree stands in for it.
    if (inventories.length === 0 || format === 'bun-binary') continue;
    if (format === 'yarn-classic' && !scope.members.some((member) => member.folder === '')) {
      addProblems(place, [{ code: 'missing-dependency', message: 'there is no package.json beside it: nobody can tell whether the lockfile is whole', hint: 'scan the folder that holds both' }]);
    }
    // The lockfile of another branch answers to the manifests of that branch.
    if (isBranchLockfile(basename(path.absolute)) && scope.lockfiles.length > 1) continue;
    const optionalAreListed = format !== 'npm';
    for (const { manifest, folder, path: manifestPath } of scope.members) {
      const requests = manifest.requests.filter((request) => isChecked(request, optionalAreListed) && !members.has(request.key) && !members.has(request.name));
      const missing = inventories.map((inventory) => requests.filter((request) => inventory.answer(folder, request.key, request.raw) === undefined))
        .toSorted((a, b) => b.length - a.length)[0] ?? [];
      if (missing.length === 0) continue;
      const names = missing.slice(0, 5).map((request) => `${request.key}@${request.raw}`).join(', ');
      addProblems(place, [{
        code: 'missing-dependency',
        message: `${manifestPath.shown} asks for ${names}${missing.length > 5 ? ` and ${missing.length - 5} more` : ''}, which ${missing.length === 1 ? 'is' : 'are'} not in the lockfile`,
        path: path.shown,
        hint: 'the lockfile is cut, edited or out of date; if it is no longer used, delete it or --exclude it',
      }]);
    }
  }
}

function isChecked(request: Request, optionalAreListed: boolean): boolean {
  if (request.source === 'other' && !request.raw.startsWith('catalog:')) return false;
  if (request.kind === 'optionalDependencies') return optionalAreListed;
  return request.kind === 'dependencies' || request.kind === 'devDependencies';
}

/** The scope nearest above `path` that `test` takes. */
export function scopeOf(scopes: readonly Scope[], path: TargetPath, test: (scope: Scope, folder: string) => boolean): Scope | undefined {
  for (const scope of scopes.toReversed()) {
    const folder = folderIn(scope, path);
    if (folder !== undefined && test(scope, folder)) return scope;
  }
  return undefined;
}

/** Takes the scopes off the stack that do not hold `path` (all, where there is none), innermost first. */
export function leaveScopes(scopes: Scope[], path: TargetPath | undefined): readonly Scope[] {
  const stays = path === undefined ? -1 : scopes.findLastIndex((scope) => folderIn(scope, path) !== undefined);
  return scopes.splice(stays + 1).toReversed();
}
