// Where in a repository a package lies: `repository.directory` of its manifest, else the one folder whose manifest bears its name.
// https://docs.npmjs.com/cli/configuring-npm/package-json#repository
import type { WantsPath } from '../../io/git-tree.ts';
import { walk } from '../../io/walk.ts';
import type { FileTree } from '../../model/ports.ts';
import { isObject, type JsonObject, property } from '../../text/json.ts';
import { manifestIn, stringOf } from '../deep/manifests.ts';

export interface PackageFolder {
  /** Absolute in the tree. */
  readonly path: string;
  /** What of it is worth saying. */
  readonly note?: string;
}

/** `top`: the folder of the tree that the user named. */
export function packageFolder(tree: FileTree, top: string, manifest: JsonObject | undefined): PackageFolder {
  const name = stringOf(manifest, 'name');
  const named = directoryOf(manifest);
  const inside = top === '/' ? '' : top;
  if (named !== undefined) {
    const path = `${inside}/${named}`;
    if (nameAt(tree, path) === name) return { path };
  }
  if (name === undefined || nameAt(tree, top) === name) return { path: top };
  const found = foldersNamed(tree, top, name);
  const [only, second] = found;
  const claimed = named === undefined ? '' : `; its manifest says ${named}`;
  if (only !== undefined && second === undefined) return { path: only, note: `its folder in the repository is ${only.slice(1)}${claimed}` };
  return { path: top, note: `${second === undefined ? 'no folder' : `${found.length} folders`} of the repository ${second === undefined ? 'has' : 'have'} a package of this name: compared with its top${claimed}` };
}

/**
 * Which files of a large monorepo are worth reading: those of the folder that the manifest names, and what lies directly in the folders
 * above it (licence, ignore files, manifests). Undefined where it names none.
 */
export function wantsFor(below: string, manifest: JsonObject | undefined): WantsPath | undefined {
  const named = directoryOf(manifest);
  if (named === undefined) return undefined;
  const folder = `${below === '' ? '' : `/${below}`}/${named}`;
  return (path, kind) => {
    if (path.startsWith(`${folder}/`) || path === folder) return true;
    if (kind === 'folder') return folder.startsWith(`${path}/`);
    return folder.startsWith(path.slice(0, path.lastIndexOf('/') + 1));
  };
}

/** True where the folder that the manifest names holds a package of its name. */
export function isWhereNamed(tree: FileTree, top: string, manifest: JsonObject | undefined): boolean {
  return nameAt(tree, `${top === '/' ? '' : top}/${directoryOf(manifest) ?? ''}`) === stringOf(manifest, 'name');
}

// The package's own word: it may not lead out of the repository.
function directoryOf(manifest: JsonObject | undefined): string | undefined {
  const repository = manifest ? property(manifest, 'repository') : undefined;
  const directory = isObject(repository) ? stringOf(repository, 'directory') : undefined;
  const parts = directory?.split('/').filter((part) => part !== '' && part !== '.') ?? [];
  return parts.length === 0 || parts.includes('..') ? undefined : parts.join('/');
}

function nameAt(tree: FileTree, folder: string): string | undefined {
  return stringOf(manifestIn(tree, folder)?.value, 'name');
}

function foldersNamed(tree: FileTree, top: string, name: string): readonly string[] {
  const found: string[] = [];
  for (const visit of walk(tree, top, { wanted: (entry, kind) => (kind === 'folder' ? (entry === 'node_modules' ? 'skip' : 'pass') : entry === 'package.json' ? 'take' : 'pass') })) {
    if (visit.kind !== 'file' || visit.entry !== 'file') continue;
    const folder = visit.path.slice(0, -'/package.json'.length) || '/';
    if (nameAt(tree, folder) === name) found.push(folder);
  }
  return found;
}
