// A folder of the disk as a FileTree. With the root `/` the system itself resolves links; with any other root (a mounted
// image, an unpacked container) links are resolved inside it. Pipes, sockets and devices are never opened: opening one can
// wait for ever, or do something (a tape rewinds). Paths are `/` separated on every system.
import { TreeError, type EntryKind, type FileTimes, type FileTree, type TreeEntry } from '../model/ports.ts';
import { linkResolver, type Resolved } from './links.ts';
import { byCodePoint, needsRawName, rawPath, shownName } from './names.ts';
import { readEachOf } from './read-each.ts';
import { errorCode, isAbsence, kindOf, SYSTEM, treeError, type SystemCalls } from './system.ts';

export interface FolderTreeOptions {
  /** Folder of the disk that the tree shows as `/`; `/` is the live machine. */
  readonly root: string;
  /** Calls that replace the system's own, for tests. */
  readonly system?: Partial<SystemCalls>;
}

/** The tree below a folder. A root that does not exist gives a tree in which nothing is found. */
export function openFolderTree({ root, system }: FolderTreeOptions): FileTree {
  const calls: SystemCalls = { ...SYSTEM, ...system };
  return root === '/' ? liveTree(calls) : rootedTree(calls, root);
}

function liveTree(calls: SystemCalls): FileTree {
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
    times: (path) => fileTimes(calls, path),
  };
}

function rootedTree(calls: SystemCalls, root: string): FileTree {
  const base = realRoot(calls, root);
  const readText = textReader(calls);
  const onDisk = (path: string) => (path === '/' ? base : `${base}${path}`);
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
  };
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

interface Content {
  readonly buffer: Buffer;
  readonly length: number;
}

const SCRATCH = 64 * 1024;

// Small files share one buffer: nothing of it is given away but the text.
function textReader(calls: SystemCalls): (path: string, limit: number) => string | undefined {
  let scratch: Buffer | undefined;
  return (path, limit) => {
    const { buffer, length } = readFile(calls, path, limit, scratch ??= Buffer.allocUnsafeSlow(SCRATCH));
    const text = buffer.toString('utf8', 0, length);
    return text.includes('\ufffd') || text.startsWith('\ufeff') ? undefined : text;
  };
}

function readBytes(calls: SystemCalls, path: string, limit: number): Uint8Array {
  const { buffer, length } = readFile(calls, path, limit);
  return buffer.subarray(0, length);
}

// One function, as thousands of files are read in a run. `scratch` is taken for what is smaller.
function readFile(calls: SystemCalls, path: string, limit: number, scratch?: Buffer): Content {
  let descriptor: number | undefined;
  try {
    const raw = rawPath(path);
    const before = calls.stat(raw);
    if (!before.isFile()) throw new TreeError('not-a-file', before.isDirectory() ? 'a folder, not a file' : 'a pipe, socket or device, not a file');
    const { size } = before;
    if (size > limit) throw tooLarge(size, limit);
    // One byte more than the size, so that a file that grew shows itself without a second call.
    let buffer = scratch !== undefined && size < scratch.length ? scratch : Buffer.allocUnsafe(size + 1);
    // What is swapped in since then is not waited for (O_NONBLOCK), and is read to the limit at most: a second stat would add nothing.
    descriptor = calls.open(raw);
    for (let length = 0; ;) {
      const got = calls.read(descriptor, buffer, length);
      length += got;
      if (length > limit) throw tooLarge(length, limit);
      if (got === 0 || (length === size && size > 0)) return { buffer, length };
      if (length === buffer.length) buffer = wider(buffer, limit);
    }
  } catch (error) {
    throw treeError(error);
  } finally {
    if (descriptor !== undefined) calls.close(descriptor);
  }
}

function wider(full: Buffer, limit: number): Buffer {
  const buffer = Buffer.allocUnsafe(Math.min(Math.max(full.length * 2, SCRATCH), limit + 1));
  full.copy(buffer);
  return buffer;
}

function tooLarge(size: number, limit: number): TreeError {
  return new TreeError('too-large', `${size} bytes or more, over the limit of ${limit}`);
}
