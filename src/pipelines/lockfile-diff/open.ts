// Opens one side: a lockfile, a folder, or a commit of a repository; and finds what lockfiles and manifests it has.
import { basename, dirname } from 'node:path/posix';
import type { FileTree } from '../../model/ports.ts';
import type { DiffPorts } from '../diff/words.ts';
import { addProblems, openPlace, type ScanState } from '../scan/context.ts';
import { discover } from '../scan/discover.ts';
import { emptyFolder, isLockfile, MANIFEST_NAMES, type ProjectFolder } from '../scan/folders.ts';
import { readerName } from './recognise.ts';
import type { LockWord } from './words.ts';

/** A side whose files can be read. */
export interface OpenedSide {
  readonly label: string;
  readonly tree: FileTree;
  readonly folders: readonly ProjectFolder[];
  /** Of a single file: the name by which its reader is found. */
  readonly readAs?: string;
  /** Folder of the tree below which everything lies. */
  readonly root: string;
}

/** Undefined where it could not be opened; a place tells why. `side` decides how paths are shown: those of the later side are the user's own. */
export async function openLockSide(state: ScanState, ports: DiffPorts, word: LockWord, side: 'before' | 'after'): Promise<OpenedSide | undefined> {
  switch (word.kind) {
    case 'file': return openFile(state, word);
    case 'folder': return { label: word.path.shown, tree: state.ports.tree, folders: await discover(state, word.path), root: word.path.absolute };
    case 'ref': return openRef(state, ports, word, side);
  }
}

function openFile(state: ScanState, { path }: Extract<LockWord, { kind: 'file' }>): OpenedSide | undefined {
  const { tree } = state.ports;
  const name = basename(path.absolute);
  const readAs = readerName(state, path);
  if (readAs === undefined) return undefined;
  const folder = dirname(path.absolute);
  // A manifest beside a file of another name belongs to another lockfile.
  const manifests = isLockfile(name) ? [...MANIFEST_NAMES].filter((manifest) => tree.kind(`${folder}/${manifest}`) === 'file') : [];
  const at = { absolute: folder, shown: path.shown.includes('/') ? dirname(path.shown) : '', stable: '' };
  return { label: path.shown, tree, folders: [{ ...emptyFolder(), path: at, lockfiles: [name], manifests }], readAs, root: folder };
}

function isWanted(path: string, kind: 'file' | 'folder'): boolean {
  const name = basename(path);
  return kind === 'folder' ? name !== 'node_modules' : isLockfile(name) || MANIFEST_NAMES.has(name);
}

async function openRef(state: ScanState, ports: DiffPorts, { repository, ref }: Extract<LockWord, { kind: 'ref' }>, side: 'before' | 'after'): Promise<OpenedSide | undefined> {
  const opened = await ports.gitTree(repository.absolute, ref, isWanted);
  if (opened.kind === 'failed') {
    const place = openPlace(state, 'target', ref);
    addProblems(place, [{ ...opened.problem, path: ref }]);
    place.status = 'unreadable';
    return undefined;
  }
  const { tree, commit, below, problems, notes } = opened.value;
  const label = `${ref} (${commit.slice(0, 12)})`;
  const shown = side === 'after' ? repository.shown : `${ref}:`;
  const own: ScanState = { ...state, ports: { ...state.ports, tree } };
  const root = below === '' ? '/' : `/${below}`;
  const at = own.places.length;
  const folders = await discover(own, { absolute: root, shown, stable: '' });
  const place = own.places[at];
  if (place) {
    addProblems(place, problems.map((problem) => ({ ...problem, path: `${ref}:${problem.path ?? ''}` })));
    place.notes.push(`commit ${commit}`, ...notes);
  }
  return { label, tree, folders, root };
}
