// The one walk over a target, sorted into folders: what to read, and what was passed over.
import { basename, dirname } from 'node:path/posix';
import { walk } from '../../io/walk.ts';
import { matchesGlob } from '../../text/glob.ts';
import { addProblems, openPlace, type ScanState, type TargetPath } from './context.ts';
import { addProjectFile, CONFIG_NAME, emptyFolder, type FolderDraft, INSTALL_FILES, isLockfile, isProjectFile, MANIFEST_NAMES, type ProjectFolder, sortInto } from './folders.ts';
import { LOCKFILE_NAMES } from './lockfile.ts';
import { isTarball, UNREAD } from './unread.ts';

/** Folders of one target in an order in which a folder comes before what lies below it. */
export async function discover(state: ScanState, target: TargetPath): Promise<readonly ProjectFolder[]> {
  const { tree } = state.ports;
  const place = openPlace(state, 'target', target.shown);
  const folders = new Map<string, FolderDraft>();
  const at = (path: string) => {
    const folder = dirname(path);
    let found = folders.get(folder);
    if (!found) folders.set(folder, found = emptyFolder());
    return found;
  };
  // A target that is itself an installed tree: its folder holds the project.
  if (basename(target.absolute) === 'node_modules' && tree.kind(target.absolute) === 'folder') {
    at(target.absolute).installs.push('node_modules');
    return toFolders(target, folders, true);
  }
  const isFile = readKind(state, target) === 'file';
  if (isFile && !isLockfile(basename(target.absolute)) && !MANIFEST_NAMES.has(basename(target.absolute)) && !INSTALL_FILES.has(basename(target.absolute)) && !(await isProjectFile(target.absolute))) {
    place.status = 'unreadable';
    addProblems(place, [{ code: 'unknown-entry', message: 'scan reads no file of this name, and it is no container image', hint: `give a folder, an image archive (docker save, OCI layout), a client's configuration, a Dockerfile, or one of ${[...LOCKFILE_NAMES, 'package.json'].join(', ')}` }]);
    return [];
  }
  for (const visit of walk(tree, target.absolute, { wanted, excluded: (path) => isExcluded(state, target, path), onFolder: (path) => state.ports.progress(path) })) {
    switch (visit.kind) {
      case 'file': {
        const list = at(visit.path);
        sortInto(list, visit.name);
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

// A lockfile is judged with the manifest beside it, and a manifest with the lockfiles beside it: one without the other tells half.
function addNeighbours(state: ScanState, found: FolderDraft, target: TargetPath): void {
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

function toFolders(target: TargetPath, folders: ReadonlyMap<string, FolderDraft>, isFile: boolean): readonly ProjectFolder[] {
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
