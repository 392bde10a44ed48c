// How bun finds the entry that answers a dependency: below the entry's own key, then below each key above, then at the top
// (`PkgMap::find_resolution` in bun's src/install/lockfile/bun.lock.rs). Workspaces look below their name, then at the top.
import type { Importer } from '../../model/inventory.ts';
import { isObject, type JsonObject, property } from '../../text/json.ts';
import { type BunEntry, bunPlaceOf } from './packages.ts';
import { findIn, isTooDeep, type Tree } from '../npm/tree.ts';
import { type ProblemList, quoted } from '../problem-list.ts';

/** All that look-ups need: entries by key, workspaces by folder, local names by parent key. */
export interface BunLock {
  readonly entries: ReadonlyMap<string, BunEntry>;
  readonly workspaces: JsonObject;
  readonly tree: Tree;
}

type Scopes = readonly Map<string, string>[];

function scopesBelow(tree: Tree, key: string): Scopes {
  const scopes: Map<string, string>[] = [];
  if (isTooDeep(key)) return scopes;
  for (let at = key; ; at = bunPlaceOf(at).parent) {
    const names = tree.get(at);
    if (names !== undefined) scopes.push(names);
    if (at === '') return scopes;
  }
}

function scopesOfWorkspace(tree: Tree, workspace: JsonObject, folder: string): Scopes {
  const own = folder !== '' && typeof workspace.name === 'string' && workspace.name !== '' ? tree.get(workspace.name) : undefined;
  const top = tree.get('');
  return [own, top].filter((names) => names !== undefined);
}

/** Adds a problem for each dependency that no entry answers. Peers may be absent, and bun leaves out optional ones that no registry has. */
export function checkBunEdges({ entries, workspaces, tree }: BunLock, problems: ProblemList): void {
  const check = (owner: string, id: string | undefined, names: JsonObject, holder: JsonObject, scopes: Scopes) => {
    for (const name in names) {
      if (findIn(scopes, name) !== undefined || (isObject(holder.optionalDependencies) && Object.hasOwn(holder.optionalDependencies, name))) continue;
      problems.add('dangling-reference', `${owner} depends on ${quoted(name)}, which the file does not have`, id);
    }
  };
  const members = new Set<string>();
  for (const folder in workspaces) {
    const workspace = workspaces[folder];
    if (!isObject(workspace)) {
      problems.add('unknown-entry', `the workspace ${quoted(folder)} is not an object`);
      continue;
    }
    if (typeof workspace.name === 'string') members.add(workspace.name);
    const scopes = scopesOfWorkspace(tree, workspace, folder);
    for (const kind of [workspace.dependencies, workspace.devDependencies]) {
      if (isObject(kind)) check(folder === '' ? 'the root' : `the workspace ${quoted(folder)}`, undefined, kind, workspace, scopes);
    }
  }
  const top = tree.get('');
  const onlyTop = top === undefined ? [] : [top];
  for (const [key, { info, folder }] of entries) {
    if (folder === undefined && isObject(info.dependencies)) check(quoted(key), key, info.dependencies, info, key.includes('/') || tree.has(key) ? scopesBelow(tree, key) : onlyTop);
    else if (folder !== undefined && folder !== '' && !Object.hasOwn(workspaces, folder)) problems.add('dangling-reference', `${quoted(key)} is the workspace ${quoted(folder)}, which the file does not have`, key);
  }
  for (const parent of tree.keys()) {
    if (parent !== '' && !entries.has(parent) && !members.has(parent)) problems.add('dangling-reference', `packages stand below ${quoted(parent)}, which the file does not have`);
  }
}

const KINDS = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'] as const;

function found(holder: JsonObject, scopes: Scopes): readonly string[] {
  const ids = new Set<string>();
  for (const kind of KINDS) {
    const names = holder[kind];
    if (!isObject(names)) continue;
    for (const name in names) {
      const id = findIn(scopes, name);
      if (id !== undefined) ids.add(id);
    }
  }
  return [...ids];
}

/** Ids that the entry `id` depends on. */
export function bunDependenciesOf({ entries, workspaces, tree }: BunLock, id: string): readonly string[] {
  const entry = entries.get(id);
  if (entry === undefined) return [];
  if (entry.folder === undefined) return found(entry.info, scopesBelow(tree, id));
  const workspace = property(workspaces, entry.folder);
  return isObject(workspace) ? found(workspace, scopesOfWorkspace(tree, workspace, entry.folder)) : [];
}

/** Every workspace, the root first, with its direct dependencies. */
export function bunImporters({ workspaces, tree }: BunLock): readonly Importer[] {
  const importers: Importer[] = [];
  for (const folder in workspaces) {
    const workspace = workspaces[folder];
    if (isObject(workspace)) importers.push({ folder, dependencies: found(workspace, scopesOfWorkspace(tree, workspace, folder)) });
  }
  return importers;
}

/** The id that answers `name` in the workspace at `folder`. */
export function bunAnswer({ workspaces, tree }: BunLock, folder: string, name: string): string | undefined {
  const workspace = property(workspaces, folder);
  return findIn(scopesOfWorkspace(tree, isObject(workspace) ? workspace : {}, folder), name);
}
