// A folder of the disk as a FileTree. With the root `/` the system itself resolves links; with any other root (a mounted
// image, an unpacked container) links are resolved inside it. Pipes, sockets and devices are never opened: opening one can
// wait for ever, or do something (a tape rewinds). Paths are `/` separated on every system.
import { TreeError, type EntryKind, type FileTimes, type FileTree, type FolderVisit, type TreeEntry } from '../model/ports.ts';
import { linkResolver, type Resolved } from './links.ts';
import { byCodePoint, needsRawName, rawPath, shownName } from './names.ts';
import { readEachOf } from './read-each.ts';
import { readBytes, textReader } from './read-file.ts';
import type { ReadAhead } from './read-folders.ts';
import { errorCode, isAbsence, kindOf, SYSTEM, treeError, type SystemCalls } from './system.ts';

export interface FolderTreeOptions {
  /** Folder of the disk that the tree shows as `/`; `/` is the live machine. */
  readonly root: string;
  /** Calls that replace the system's own, for tests. */
  readonly system?: Partial<SystemCalls>;
  /** Replaces the standard second thread for very many folders, for tests. Replaced calls have none unless it is given. */
  readonly ahead?: ReadAhead;
}

/** The tree below a folder. A root that does not exist gives a tree in which nothing is found. */
export function openFolderTree({ root, system, ahead }: FolderTreeOptions): FileTree {
  const calls: SystemCalls = { ...SYSTEM, ...system };
  const tree = root === '/' ? liveTree(calls, ahead ?? (system ? 'none' : 'standard')) : rootedTree(calls, root);
  // Replaced calls see what the disk does not have.
  return system ? tree : { ...tree, onDisk: root === '/' ? (path) => path : diskPath(realRoot(calls, root)) };
}

function diskPath(base: string): (path: string) => string {
  return (path) => (path === '/' ? base : `${base}${path}`);
}

function liveTree(calls: SystemCalls, ahead: ReadAhead | 'none' | 'standard'): FileTree {
  const readText = textReader(calls);
  return {
    list: (folder) => listFolder(calls, folder),
    kind: (path) => {
      try {
        const raw = rawPath(path);
        const found = calls.lstat(raw);
        return found && kindOf(found.isSymbolicLink() ? calls.stat(raw) : found);
      } catch (error) {
        if (isAbsence(error)) return undefined;
        throw treeError(error);
      }
    },
    look: (path) => {
      try {
        const found = calls.lstat(rawPath(path));
        return found && kindOf(found);
      } catch (error) {
        if (isAbsence(error)) return undefined;
        throw treeError(error);
      }
    },
    read: (path, limit) => readBytes(calls, path, limit),
    readText,
    resolve: (path) => {
      try {
        return realPath(calls, path);
      } catch (error) {
        if (isAbsence(error)) return undefined;
        throw treeError(error);
      }
    },
    readLink: (path) => linkTarget(calls, path),
    readEach: (folder, limit, visit) => readEachOf(calls, listFolder(calls, folder), folder, limit, visit),
    readFolders: (folders, limit, visit) => readFolders(calls, ahead, folders, limit, visit),
    times: (path) => fileTimes(calls, path),
    shape: (path) => fileShape(calls, path),
  };
}

function rootedTree(calls: SystemCalls, root: string): FileTree {
  const base = realRoot(calls, root);
  const readText = textReader(calls);
  const onDisk = diskPath(base);
  const resolve = linkResolver((path) => {
    const raw = rawPath(onDisk(path));
    const found = calls.lstat(raw);
    if (!found) return undefined;
    const kind = kindOf(found);
    return kind === 'link' ? { kind, target: calls.readLink(raw) } : { kind };
  });
  const resolved = (path: string): Resolved => {
    try {
      return resolve(path);
    } catch (error) {
      if (isAbsence(error)) return { missing: 'nothing' };
      throw treeError(error);
    }
  };
  const existing = (path: string): string => {
    const found = resolved(path);
    if (found.path !== undefined) return onDisk(found.path);
    throw found.missing === 'loop' ? new TreeError('unreadable', 'a circular link, or too many links') : new TreeError('not-found', 'nothing is there');
  };
  return {
    list: (folder) => listFolder(calls, existing(folder)),
    kind: (path) => {
      const found = resolved(path);
      return found.path === undefined ? undefined : found.kind;
    },
    read: (path, limit) => readBytes(calls, existing(path), limit),
    readText: (path, limit) => readText(existing(path), limit),
    resolve: (path) => resolved(path).path,
    readLink: (path) => {
      const cut = path.lastIndexOf('/');
      const parent = resolved(path.slice(0, Math.max(1, cut))).path;
      return parent === undefined ? undefined : linkTarget(calls, onDisk(`${parent === '/' ? '' : parent}${path.slice(cut)}`));
    },
    readEach: (folder, limit, visit) => {
      const real = existing(folder);
      readEachOf(calls, listFolder(calls, real), real, limit, visit);
    },
    times: (path) => {
      const found = resolved(path).path;
      return found === undefined ? undefined : fileTimes(calls, onDisk(found));
    },
    shape: (path) => {
      const found = resolved(path).path;
      return found === undefined ? undefined : fileShape(calls, onDisk(found));
    },
  };
}

async function readFolders(calls: SystemCalls, ahead: ReadAhead | 'none' | 'standard', folders: readonly string[], limit: number, visit: FolderVisit): Promise<void> {
  const { readFoldersOf, STANDARD_AHEAD } = await import('./read-folders.ts');
  const readOne = (at: number): void => {
    const folder = folders[at] ?? '';
    let entries: readonly TreeEntry[];
    try {
      entries = listFolder(calls, folder);
    } catch (error) {
      if (!(error instanceof TreeError)) throw error;
      visit(at, undefined, error);
      return;
    }
    readEachOf(calls, entries, folder, limit, (name, bytes) => visit(at, name, bytes));
  };
  await readFoldersOf(folders, limit, visit, readOne, ahead === 'none' ? undefined : ahead === 'standard' ? STANDARD_AHEAD : ahead);
}

function fileTimes(calls: SystemCalls, path: string): FileTimes | undefined {
  try {
    const { mtime, birthtime, birthtimeMs } = calls.stat(rawPath(path));
    // File systems without a time of birth give 0, or the time of change.
    return birthtimeMs > 0 ? { modified: mtime, created: birthtime } : { modified: mtime };
  } catch (error) {
    if (isAbsence(error)) return undefined;
    throw treeError(error);
  }
}

function fileShape(calls: SystemCalls, path: string): { readonly size: number; readonly mode: number } | undefined {
  try {
    const { size, mode } = calls.stat(rawPath(path));
    return { size, mode: mode & 0o7777 };
  } catch (error) {
    if (isAbsence(error)) return undefined;
    throw treeError(error);
  }
}

function linkTarget(calls: SystemCalls, path: string): string | undefined {
  try {
    return calls.readLink(rawPath(path));
  } catch (error) {
    // EINVAL: it is no link.
    if (isAbsence(error) || errorCode(error) === 'EINVAL') return undefined;
    throw treeError(error);
  }
}

function realRoot(calls: SystemCalls, root: string): string {
  try {
    return realPath(calls, root);
  } catch (error) {
    if (isAbsence(error)) return root.replace(/\/+$/, '');
    throw treeError(error);
  }
}

function realPath(calls: SystemCalls, path: string): string {
  const shown = shownName(calls.realPath(rawPath(path)));
  return process.platform === 'win32' ? shown.replaceAll('\\', '/') : shown;
}

function listFolder(calls: SystemCalls, folder: string): TreeEntry[] {
  const raw = rawPath(folder);
  try {
    const found = calls.list(raw);
    const entries: TreeEntry[] = found.some((entry) => needsRawName(entry.name))
      ? calls.listRaw(raw).map((entry) => ({ name: shownName(entry.name), kind: kindOf(entry) }))
      : found.map((entry) => ({ name: entry.name, kind: kindOf(entry) }));
    return entries.sort((left, right) => byCodePoint(left.name, right.name));
  } catch (error) {
    const kind = kindQuietly(calls, raw);
    if (kind !== undefined && kind !== 'folder') throw new TreeError('unreadable', 'a file, not a folder');
    throw treeError(error);
  }
}

function kindQuietly(calls: SystemCalls, raw: string | Buffer): EntryKind | undefined {
  try {
    return kindOf(calls.stat(raw));
  } catch {
    // The first error says more than this one.
    return undefined;
  }
}
