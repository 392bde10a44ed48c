// Which position answers which request, by the rules of Node (https://nodejs.org/api/modules.html#loading-from-node_modules-folders):
// the importers of a tree, its edges, and whether it is whole.
import { TreeError, type FileTree } from '../model/ports.ts';
import type { Importer } from '../model/inventory.ts';
import type { JsonObject } from '../text/json.ts';
import { dependencyNames, readJsonObject } from './installed-manifest.ts';
import { join, parentOf } from './paths.ts';
import { lookUp, startOf, type Collected, type Position } from './positions.ts';

const ALL = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'];
const INSTALLED = ['dependencies', 'optionalDependencies', 'peerDependencies'];

/** The root's manifest and the workspace members that links lead to, with what answers their requests. */
export function importersOf(tree: FileTree, collected: Collected, manifest: JsonObject | undefined): readonly Importer[] {
  const importers: Importer[] = [];
  if (manifest) importers.push({ folder: '', dependencies: answers(collected, undefined, dependencyNames(manifest, ALL)) });
  for (const position of collected.positions) {
    if (position.local !== 'workspace' || position.path === collected.root) continue;
    const member = readJsonObject(tree, position.path);
    if (member) importers.push({ folder: position.id, dependencies: answers(collected, position, dependencyNames(member, ALL)) });
  }
  return importers;
}

/** Edges of one package, read again from its package.json: a clean scan needs none of them. */
export function dependenciesOf(tree: FileTree, collected: Collected, id: string): readonly string[] {
  const position = collected.byId().get(id);
  if (!position) return [];
  const manifest = readJsonObject(tree, position.path);
  return manifest ? answers(collected, position, dependencyNames(manifest, position.local === 'workspace' ? ALL : INSTALLED)) : [];
}

/** Answers a request from a folder below the root: that of a member, or one that Node would climb up from. */
export function answer(collected: Collected, importer: string, name: string): string | undefined {
  for (let folder = importer; folder !== ''; folder = folder.includes('/') ? parentOf(folder) : '') {
    const member = collected.byId().get(folder);
    const found = member?.own?.entries.get(name);
    if (found) return (found.kind === 'link' ? found.target : found)?.id;
  }
  return lookUp(collected.top, name)?.id;
}

function answers(collected: Collected, from: Position | undefined, names: readonly string[]): readonly string[] {
  const start = from ? startOf(from) : collected.top;
  const ids = new Set<string>();
  for (const name of names) {
    const id = lookUp(start, name)?.id;
    if (id !== undefined) ids.add(id);
  }
  return [...ids];
}

/** True where each non-optional, non-peer dependency of each package found, and of the root, is there. */
export function isWhole(tree: FileTree, collected: Collected, manifest: JsonObject | undefined): boolean {
  const seen = new Map<string, boolean>();
  const present = (from: Position | undefined, name: string): boolean => {
    if (lookUp(from ? startOf(from) : collected.top, name)) return true;
    return isAbove(tree, from?.path ?? collected.root, name, seen);
  };
  // A manifest that cannot be read may ask for anything.
  if (!manifest && exists(tree, join(collected.root, 'package.json'))) return false;
  if (manifest) {
    const optional = new Set(dependencyNames(manifest, ['optionalDependencies']));
    for (const name of dependencyNames(manifest, ['dependencies', 'devDependencies'])) {
      if (!optional.has(name) && !present(undefined, name)) return false;
    }
  }
  for (const position of collected.positions) {
    // What lies outside the root has its own tree.
    if (position.local === 'link') continue;
    for (const name of position.manifest?.requires ?? []) if (!present(position, name)) return false;
  }
  return true;
}

// A package may find what it needs above the root: in the folder of a monorepo, or in another store.
function isAbove(tree: FileTree, path: string, name: string, seen: Map<string, boolean>): boolean {
  for (let folder = path; ; folder = parentOf(folder)) {
    if (!folder.endsWith('/node_modules')) {
      const candidate = join(folder, `node_modules/${name}`);
      const known = seen.get(candidate) ?? isFolder(tree, candidate);
      seen.set(candidate, known);
      if (known) return true;
    }
    if (folder === '/') return false;
  }
}

function isFolder(tree: FileTree, path: string): boolean {
  try {
    return tree.kind(path) === 'folder';
  } catch (error) {
    if (error instanceof TreeError) return false;
    throw error;
  }
}

function exists(tree: FileTree, path: string): boolean {
  try {
    return tree.kind(path) !== undefined;
  } catch (error) {
    if (error instanceof TreeError) return true;
    throw error;
  }
}
