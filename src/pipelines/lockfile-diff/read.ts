// Reads the lockfiles of one side as a scan reads them: with the manifests that they answer to.
import { basename } from 'node:path/posix';
import type { Problem } from '../../model/coverage.ts';
import { join } from '../scan/facts.ts';
import type { ScanState } from '../scan/context.ts';
import { below } from '../scan/discover.ts';
import type { ProjectFolder } from '../scan/folders.ts';
import { effectiveLockfiles, readLockfile } from '../scan/lockfile.ts';
import { readManifest } from '../scan/manifest.ts';
import { checkRoots, folderIn, governs, leaveScopes, openScope, type Scope, scopeOf } from '../scan/scopes.ts';
import type { OpenedSide } from './open.ts';
import type { LockSide, SideLockfile } from './words.ts';

/** Findings and problems go to the state. */
export async function readLockSide(state: ScanState, { label, tree, folders, readAs, root }: OpenedSide): Promise<LockSide> {
  const own: ScanState = { ...state, ports: { ...state.ports, tree } };
  const scopes: Scope[] = [];
  const found: { readonly scope: Scope; readonly lockfile: Omit<SideLockfile, 'direct'> }[] = [];
  for (const folder of folders) {
    await state.ports.breathe();
    for (const scope of leaveScopes(scopes, folder.path)) checkRoots(scope);
    const scope = await readFolder(own, folder, scopes, readAs);
    for (const read of scope?.lockfiles ?? []) if (scope) found.push({ scope, lockfile: { path: below({ absolute: root, shown: '', stable: '' }, read.path.absolute).stable, read } });
  }
  for (const scope of leaveScopes(scopes, undefined)) checkRoots(scope);
  return { label, lockfiles: found.map(({ scope, lockfile }) => ({ ...lockfile, direct: directNames(scope) })) };
}

/** The scope that a folder with lockfiles opens. */
async function readFolder(state: ScanState, folder: ProjectFolder, scopes: Scope[], readAs: string | undefined): Promise<Scope | undefined> {
  const manifests = (await Promise.all(folder.manifests.map((name) => readManifest(state, below(folder.path, join(folder.path.absolute, name)), name)))).filter((read) => read !== undefined);
  const lockfiles = [];
  for (const name of effectiveLockfiles(state, folder)) lockfiles.push(await readLockfile(state, below(folder.path, join(folder.path.absolute, name)), 'lockfile', readAs));
  const opened = lockfiles.length === 0 ? undefined : openScope(folder.path, lockfiles, manifests.flatMap(({ manifest }) => manifest.workspaces));
  if (opened) scopes.push(opened);
  const scope = scopeOf(scopes, folder.path, governs);
  for (const { manifest, path } of manifests) if (basename(path.absolute) === 'package.json') scope?.members.push({ manifest, path, folder: folderIn(scope, folder.path) ?? '' });
  return opened;
}

// Formats that list no importers (yarn classic, npm 1) leave it to the manifests.
function directNames({ members }: Scope): ReadonlySet<string> {
  return new Set(members.flatMap(({ manifest }) => manifest.requests.flatMap(({ kind, key, name }) => (kind === 'override' || kind === 'catalog' || kind === 'peerDependencies' ? [] : [key, name]))));
}

/** What a side without lockfiles means. */
export function emptyProblem(before: LockSide, after: LockSide, shown: string): Problem | undefined {
  if (before.lockfiles.length > 0 || after.lockfiles.length > 0) return undefined;
  return { code: 'nothing-found', message: 'neither side has a lockfile', path: shown, hint: 'check the refs or paths, or say --allow-empty where that is expected' };
}
