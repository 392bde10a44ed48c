// One folder of a target or of the machine: which of its names a scan reads, and as what.
import { basename, dirname } from 'node:path/posix';
import { buildReader } from '../../builds/registry.ts';
import { mayBeClientFile } from '../../clients/shared/names.ts';
import { INSTALLS } from '../../installs/registry.ts';
import { lockfileReaders } from '../../lockfiles/registry.ts';
import { TreeError } from '../../model/ports.ts';
import { addProblems, openPlace, type ScanState, type TargetPath } from './context.ts';
import { LOCKFILE_NAMES } from './lockfile.ts';
import { isTarball, UNREAD } from './unread.ts';

/** What a folder holds for a scan; names only. */
export interface ProjectFolder {
  readonly path: TargetPath;
  readonly lockfiles: readonly string[];
  /** package.json, pnpm-workspace.yaml, .yarnrc.yml. */
  readonly manifests: readonly string[];
  /** Marks of installed trees: node_modules, .pnp.cjs, … */
  readonly installs: readonly string[];
  /** Files of package managers that no reader was written for. */
  readonly unread: readonly string[];
  /** Packed packages. */
  readonly tarballs: readonly string[];
  /** Configurations of MCP clients, by file name. */
  readonly clients: readonly string[];
  /** Files that launch or install packages: Dockerfiles, workflows. */
  readonly builds: readonly string[];
  /** A configuration of our own that lies in the target. */
  readonly configs: readonly string[];
}

/** A folder while its names come in. */
export type FolderDraft = { readonly [K in Exclude<keyof ProjectFolder, 'path'>]: string[] };

export const MANIFEST_NAMES: ReadonlySet<string> = new Set(['package.json', 'pnpm-workspace.yaml', '.yarnrc.yml']);
export const CONFIG_NAME = 'mcp-audit.yaml';
/** Marks of installed trees that are files. */
export const INSTALL_FILES: ReadonlySet<string> = new Set(INSTALLS.flatMap((descriptor) => descriptor.marks).filter((mark) => mark !== 'node_modules'));

/** Nothing yet. */
export function emptyFolder(): FolderDraft {
  return { lockfiles: [], manifests: [], installs: [], unread: [], tarballs: [], clients: [], builds: [], configs: [] };
}

/** Puts a file's name where it is read. */
export function sortInto(list: FolderDraft, name: string): void {
  if (isLockfile(name)) list.lockfiles.push(name);
  else if (MANIFEST_NAMES.has(name)) list.manifests.push(name);
  else if (UNREAD.has(name)) list.unread.push(name);
  else if (isTarball(name)) list.tarballs.push(name);
  else if (name === CONFIG_NAME) list.configs.push(name);
  else if (INSTALL_FILES.has(name)) list.installs.push(name);
}

/**
 * A cache folder or global prefix: what lies in the folder itself. Below it is nothing but its node_modules, or, for `/usr/lib`, all
 * that the system has installed.
 */
export function discoverFolder(state: ScanState, target: TargetPath, kind: 'run-cache' | 'global-prefix'): readonly ProjectFolder[] {
  const place = openPlace(state, kind, target.shown);
  const found = emptyFolder();
  if (basename(target.absolute) === 'node_modules') {
    found.installs.push('node_modules');
    return [{ path: { absolute: dirname(target.absolute), shown: dirname(target.shown), stable: dirname(target.stable) }, ...found }];
  }
  try {
    for (const { name, kind: entry } of state.ports.tree.list(target.absolute)) {
      if (name === 'node_modules') found.installs.push(name);
      else if (entry !== 'folder') sortInto(found, name);
    }
  } catch (error) {
    if (!(error instanceof TreeError)) throw error;
    place.status = 'unreadable';
    addProblems(place, [{ code: error.code, message: error.message }]);
  }
  return [{ path: target, ...found }];
}

/** The same for names that only the whole path tells: one can be a lockfile here and a client's file elsewhere. */
export async function addProjectFile(list: FolderDraft, path: string, name: string): Promise<void> {
  if (await isClientFile(path, name)) list.clients.push(name);
  if (buildReader(path)) list.builds.push(name);
}

/** True for a client's project-level configuration and for a build file. */
export async function isProjectFile(path: string): Promise<boolean> {
  return buildReader(path) !== undefined || isClientFile(path, basename(path));
}

// No client keeps its configuration in a lockfile or a manifest, wherever that lies: the table of clients is not loaded for one.
async function isClientFile(path: string, name: string): Promise<boolean> {
  if (LOCKFILE_NAMES.has(name) || MANIFEST_NAMES.has(name) || !mayBeClientFile(path)) return false;
  return (await import('../../clients/places.ts')).matchProjectFile(path) !== undefined;
}

// Most names of a walk end otherwise, and asking the readers costs more than that.
/** True for the name of a lockfile. */
export function isLockfile(name: string): boolean {
  return LOCKFILE_NAMES.has(name) || (/(?:lock|lockb|\.json|\.yaml)$/i.test(name) && lockfileReaders(name).length > 0);
}
