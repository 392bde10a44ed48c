// The one walk over a target, sorted into folders: what to read, and what was passed over.
import { basename, dirname } from 'node:path/posix';
import { INSTALLS } from '../../installs/registry.ts';
import { buildReader } from '../../builds/registry.ts';
import { mayBeClientFile } from '../../clients/shared/names.ts';
import { walk } from '../../io/walk.ts';
import { matchesGlob } from '../../text/glob.ts';
import { addProblems, openPlace, type ScanState, type TargetPath } from './context.ts';
import { lockfileReaders } from '../../lockfiles/registry.ts';
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

type Draft = { readonly [K in Exclude<keyof ProjectFolder, 'path'>]: string[] };

export const MANIFEST_NAMES: ReadonlySet<string> = new Set(['package.json', 'pnpm-workspace.yaml', '.yarnrc.yml']);
export const CONFIG_NAME = 'mcp-audit.yaml';
const INSTALL_FILES: ReadonlySet<string> = new Set(INSTALLS.flatMap((descriptor) => descriptor.marks).filter((mark) => mark !== 'node_modules'));

/** Folders of one target in an order in which a folder comes before what lies below it. */
export async function discover(state: ScanState, target: TargetPath, kind: 'target' | 'run-cache' | 'global-prefix' = 'target'): Promise<readonly ProjectFolder[]> {
  const { tree } = state.ports;
  const place = openPlace(state, kind, target.shown);
  const folders = new Map<string, Draft>();
  const at = (path: string) => {
    const folder = dirname(path);
    let found = folders.get(folder);
    if (!found) folders.set(folder, found = { lockfiles: [], manifests: [], installs: [], unread: [], tarballs: [], clients: [], builds: [], configs: [] });
    return found;
  };
  // A target that is itself an installed tree: its folder holds the project.
  if (basename(target.absolute) === 'node_modules' && tree.kind(target.absolute) === 'folder') {
    at(target.absolute).installs.push('node_modules');
    return toFolders(target, folders, true);
  }
  const isFile = readKind(state, target) === 'file';
  if (isFile && !isLockfile(basename(target.absolute)) && !MANIFEST_NAMES.has(basename(target.absolute)) && !INSTALL_FILES.has(basename(target.absolute))) {
    place.status = 'unreadable';
    addProblems(place, [{ code: 'unknown-entry', message: 'scan reads no file of this name', hint: `give a folder, or one of ${[...LOCKFILE_NAMES, 'package.json'].join(', ')}` }]);
    return [];
  }
  for (const visit of walk(tree, target.absolute, { wanted, excluded: (path) => isExcluded(state, target, path), onFolder: (path) => state.ports.progress(path) })) {
    switch (visit.kind) {
      case 'file': {
        const list = at(visit.path);
        if (isLockfile(visit.name)) list.lockfiles.push(visit.name);
        else if (MANIFEST_NAMES.has(visit.name)) list.manifests.push(visit.name);
        else if (UNREAD.has(visit.name)) list.unread.push(visit.name);
        else if (isTarball(visit.name)) list.tarballs.push(visit.name);
        else if (visit.name === CONFIG_NAME) list.configs.push(visit.name);
        else if (INSTALL_FILES.has(visit.name)) list.installs.push(visit.name);
        // One name can be a lockfile here and a client's file elsewhere; a folder of such a name holds neither.
        if (visit.entry !== 'folder') await addProjectFile(list, visit.path, visit.name);
        break;
      }
      case 'folder':
        at(visit.path).installs.push(visit.name);
        break;
      case 'link':
        if (!visit.walked) state.places.push({ path: below(target, visit.path).shown, kind: 'folder', status: 'skipped', reason: 'a link to a folder that this walk does not enter', problems: [], notes: [] });
        break;
      case 'pause':
        await state.ports.breathe();
        break;
      case 'problem':
        addProblems(place, [{ ...visit.problem, path: below(target, visit.path).shown }]);
        if (visit.path === target.absolute) place.status = visit.problem.code === 'not-found' ? 'absent' : 'unreadable';
        break;
      case 'end':
        if (!isFile) place.notes.push(`${visit.folders} ${visit.folders === 1 ? 'folder' : 'folders'} walked`);
        break;
      case 'skipped':
      case 'excluded':
        break;
    }
  }
  if (isFile) addNeighbours(state, at(target.absolute), target);
  return toFolders(target, folders, isFile);
}

async function addProjectFile(list: Draft, path: string, name: string): Promise<void> {
  // No client keeps its configuration in a lockfile or a manifest, wherever that lies: the table of clients is not loaded for one.
  const isPackageFile = LOCKFILE_NAMES.has(name) || MANIFEST_NAMES.has(name);
  if (!isPackageFile && mayBeClientFile(path) && (await import('../../clients/places.ts')).matchProjectFile(path)) list.clients.push(name);
  if (buildReader(path)) list.builds.push(name);
}

// A lockfile is judged with the manifest beside it, and a manifest with the lockfiles beside it: one without the other tells half.
function addNeighbours(state: ScanState, found: Draft, target: TargetPath): void {
  const isThere = (name: string) => state.ports.tree.kind(`${dirname(target.absolute)}/${name}`) === 'file';
  if (found.lockfiles.length > 0) found.manifests.push(...[...MANIFEST_NAMES].filter(isThere));
  else if (found.manifests.length > 0) found.lockfiles.push(...[...LOCKFILE_NAMES].filter((name) => !name.startsWith('.') && isThere(name)));
}

function readKind(state: ScanState, target: TargetPath) {
  try {
    return state.ports.tree.kind(target.absolute);
  } catch {
    // The walk meets the same error and reports it.
    return undefined;
  }
}

function wanted(name: string, kind: 'file' | 'folder') {
  if (kind === 'folder') return name === 'node_modules' ? 'take' : name === '.git' ? 'skip' : 'pass';
  // The hidden lockfile only counts inside node_modules, where the install reader finds it.
  return (isLockfile(name) || MANIFEST_NAMES.has(name) || INSTALL_FILES.has(name) || UNREAD.has(name) || isTarball(name) || name === CONFIG_NAME || isSettings(name)) ? 'take' : 'pass';
}

// Formats of client configurations and build files; which of them one is, its path tells.
function isSettings(name: string): boolean {
  return /(?:\.json|\.jsonc|\.toml|\.yaml|\.yml|\.code-workspace|crushrc)$|(?:docker|container|proc)file/i.test(name);
}

// Most names of a walk end otherwise, and asking the readers costs more than that.
function isLockfile(name: string): boolean {
  return LOCKFILE_NAMES.has(name) || (/(?:lock|lockb|\.json|\.yaml)$/i.test(name) && lockfileReaders(name).length > 0);
}

function isExcluded(state: ScanState, target: TargetPath, path: string): boolean {
  const stable = below(target, path).stable;
  for (const glob of state.options.exclude) {
    if (!matchesGlob(glob, stable)) continue;
    state.excluded.set(glob, (state.excluded.get(glob) ?? 0) + 1);
    return true;
  }
  return false;
}

/** A path below a target in its three forms. */
export function below(target: TargetPath, absolute: string): TargetPath {
  const rest = absolute === target.absolute ? '' : absolute.slice(target.absolute === '/' ? 1 : target.absolute.length + 1);
  return { absolute, shown: append(target.shown, rest), stable: append(target.stable, rest) };
}

function append(start: string, rest: string): string {
  if (rest === '') return start;
  return start === '' || start === '.' ? rest : start.endsWith('/') ? `${start}${rest}` : `${start}/${rest}`;
}

function toFolders(target: TargetPath, folders: ReadonlyMap<string, Draft>, isFile: boolean): readonly ProjectFolder[] {
  return [...folders].toSorted(([a], [b]) => byPath(a, b)).map(([absolute, found]) => ({ path: isFile ? parent(target) : below(target, absolute), ...found }));
}

// The folder of a target that is a file: shown as the user would name it.
function parent(target: TargetPath): TargetPath {
  return { absolute: dirname(target.absolute), shown: folderOf(target.shown), stable: folderOf(target.stable) };
}

function folderOf(path: string): string {
  return path.includes('/') ? dirname(path) : '';
}

// A folder before what lies below it: `/` sorts first.
function byPath(a: string, b: string): number {
  const left = a.replaceAll('/', '\u0000');
  const right = b.replaceAll('/', '\u0000');
  return left < right ? -1 : left > right ? 1 : 0;
}
