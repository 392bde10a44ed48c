// What lies on the disk of a Plug'n'Play install: zips of the project's own cache and unplugged folders
// (https://yarnpkg.com/configuration/yarnrc#cacheFolder), each read once, by the path of the package in it.
import type { Problem } from '../model/coverage.ts';
import { TreeError, type FileTree } from '../model/ports.ts';
import { collect } from './collect.ts';
import { readInstalledManifest, type InstalledManifest } from './installed-manifest.ts';
import { join } from './paths.ts';
import { readZipManifests } from './zip-manifests.ts';

export interface PnpDisk {
  /** By absolute path: `/repo/.yarn/cache/a.zip/node_modules/a`. Undefined where a package.json could not be read. */
  readonly manifests: ReadonlyMap<string, InstalledManifest | undefined>;
  readonly problems: readonly Problem[];
  /** Archives and folders that the data names and the disk does not have. */
  readonly absent: ReadonlySet<string>;
  readonly filesRead: number;
}

interface Reading {
  readonly manifests: Map<string, InstalledManifest | undefined>;
  readonly problems: Problem[];
  readonly absent: Set<string>;
  filesRead: number;
}

/** The path of the archive that a package's path goes through; undefined for a plain folder. */
export function archiveOf(path: string): string | undefined {
  const at = path.search(/\.zip\//i);
  return at === -1 ? undefined : path.slice(0, at + '.zip'.length);
}

/** Reads what `paths` (absolute, of packages) lead to, and whatever else lies in the cache and the unplugged folders below `root`. */
export async function readPnpDisk(tree: FileTree, root: string, paths: readonly string[]): Promise<PnpDisk> {
  const reading: Reading = { manifests: new Map(), problems: [], absent: new Set(), filesRead: 0 };
  const unplugged = join(root, '.yarn/unplugged');
  for (const name of names(tree, reading, unplugged, 'folder')) readUnplugged(tree, reading, join(unplugged, name));
  const cache = join(root, '.yarn/cache');
  const archives = new Set(names(tree, reading, cache, 'file').filter((name) => /\.zip$/i.test(name)).map((name) => join(cache, name)));
  for (const path of paths) {
    const archive = archiveOf(path);
    if (archive === undefined) readFolder(tree, reading, path);
    else archives.add(archive);
  }
  for (const archive of archives) await readArchive(tree, reading, archive);
  return reading;
}

function readUnplugged(tree: FileTree, reading: Reading, folder: string): void {
  const collected = collect(tree, folder);
  reading.filesRead += collected.filesRead;
  // An unplugged folder that is being rebuilt has no node_modules yet: its package is then absent.
  reading.problems.push(...collected.problems.filter(({ code, path }) => !(code === 'not-found' && path === join(folder, 'node_modules'))));
  for (const { id, manifest } of collected.positions) reading.manifests.set(join(folder, id), manifest);
}

function readFolder(tree: FileTree, reading: Reading, path: string): void {
  if (reading.manifests.has(path)) return;
  const found = readInstalledManifest(tree, path);
  if (found.kind === 'absent') { reading.absent.add(path); return; }
  reading.filesRead += 1;
  if (found.problem) reading.problems.push(found.problem);
  reading.manifests.set(path, found.kind === 'read' ? found.manifest : undefined);
}

async function readArchive(tree: FileTree, reading: Reading, archive: string): Promise<void> {
  const found = await readZipManifests(tree, archive);
  if (found.absent) { reading.absent.add(archive); return; }
  reading.filesRead += 1;
  reading.problems.push(...found.problems);
  for (const [folder, manifest] of found.manifests) reading.manifests.set(join(archive, folder), manifest);
}

function names(tree: FileTree, reading: Reading, folder: string, kind: 'file' | 'folder'): readonly string[] {
  try {
    return tree.list(folder).filter((entry) => entry.kind === kind || entry.kind === 'link').map(({ name }) => name);
  } catch (error) {
    if (!(error instanceof TreeError)) throw error;
    if (error.code !== 'not-found') reading.problems.push({ code: error.code, message: error.message, path: folder });
    return [];
  }
}
