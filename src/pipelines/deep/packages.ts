// Gives the files of a swept tree to their packages. A package is a folder directly in node_modules, or one whose package.json has
// a name; `dist/esm/package.json` with nothing but a type belongs to the package around it, as Node sees it too
// (https://nodejs.org/api/packages.html#determining-package-scope decides the type, never the name).
import type { FileTree } from '../../model/ports.ts';
import type { SweptFile } from '../../sweep/contract.ts';
import { below } from '../scan/discover.ts';
import type { TargetPath } from '../scan/context.ts';
import { manifestIn, stringOf } from './manifests.ts';
import type { CodePackage } from './words.ts';

export interface PackageIndex {
  /** By folder; the root is always among them. */
  readonly packages: ReadonlyMap<string, CodePackage>;
  /** True for a folder that is a package of its own. */
  readonly isPackage: (folder: string) => boolean;
}

/** Where a folder lies directly in node_modules, with a scope or without. */
export function isInstalled(folder: string): boolean {
  return /\/node_modules\/(?:@[^/]+\/)?[^/@][^/]*$/.test(folder);
}

export function indexPackages(tree: FileTree, root: TargetPath, folders: readonly string[], swept: readonly SweptFile[]): PackageIndex {
  const packages = new Map<string, CodePackage>();
  const add = (folder: string): CodePackage => {
    const made = packageIn(tree, root, folder);
    packages.set(folder, made);
    return made;
  };
  add(root.absolute);
  for (const folder of folders) if (folder !== root.absolute && (isInstalled(folder) || hasName(tree, folder))) add(folder);
  const owners = new Map<string, CodePackage>();
  const ownerOf = (folder: string): CodePackage => {
    const known = owners.get(folder) ?? packages.get(folder) ?? (isInstalled(folder) && folder.length > root.absolute.length ? add(folder) : undefined);
    // A file target lies beside its root.
    const found = known ?? ownerOf(folder.length <= root.absolute.length ? root.absolute : parentOf(folder));
    owners.set(folder, found);
    return found;
  };
  for (const file of swept) ownerOf(parentOf(file.path)).swept.push(file);
  return { packages, isPackage: (folder) => packages.has(folder) };
}

function hasName(tree: FileTree, folder: string): boolean {
  return stringOf(manifestIn(tree, folder)?.value, 'name') !== undefined;
}

// The manifest is read when it is asked for: most installed packages are never looked at again.
function packageIn(tree: FileTree, root: TargetPath, folder: string): CodePackage {
  let read: ReturnType<typeof manifestIn> | 'not yet' = 'not yet';
  const manifest = () => (read === 'not yet' ? (read = manifestIn(tree, folder)) : read);
  return {
    path: below(root, folder),
    where: isBelowModules(root.absolute, folder) ? 'installed' : 'own',
    swept: [],
    get name() { return stringOf(manifest()?.value, 'name'); },
    get version() { return stringOf(manifest()?.value, 'version'); },
    get manifest() { return manifest()?.value; },
    get manifestText() { return manifest()?.text; },
  } as CodePackage;
}

// Where the root itself lies in one does not matter: it was named.
function isBelowModules(root: string, folder: string): boolean {
  return folder !== root && `${root.endsWith('/node_modules') ? '/node_modules' : ''}/${inside(root, folder)}`.includes('/node_modules/');
}

/** The folder above, `/` for the first ones. */
export function parentOf(path: string): string {
  return path.slice(0, Math.max(1, path.lastIndexOf('/')));
}

/** A path below a folder, without a `/` in front. */
export function inside(folder: string, path: string): string {
  return path.slice(folder === '/' ? 1 : folder.length + 1);
}
