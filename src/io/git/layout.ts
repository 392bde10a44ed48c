// Where a repository keeps its things: https://git-scm.com/docs/gitrepository-layout . Read as files, bounded, without git: so
// that git never sees the repository's own configuration, which can name programs to run in many ways.
import { dirname, resolve } from 'node:path/posix';
import { LIMITS } from '../../model/limits.ts';
import { type FileTree, TreeError } from '../../model/ports.ts';

export interface GitLayout {
  /** Top of the working tree, absolute; the repository itself where it is bare. */
  readonly top: string;
  /** Folder with HEAD: `.git`, or that of a worktree or submodule. */
  readonly gitFolder: string;
  /** Folder with objects and refs; the same, but for worktrees. */
  readonly commonFolder: string;
  /** What was asked for, below `top`; '' is all of it. */
  readonly below: string;
}

const SMALL = 64 * 1024;

/** The repository that a folder or file lies in, or undefined. Throws TreeError where the system refuses to tell. */
export function findRepository(tree: FileTree, target: string): GitLayout | undefined {
  const real = tree.resolve(target);
  if (real === undefined) throw new TreeError('not-found', 'nothing is there');
  for (let at = real; ; at = dirname(at)) {
    const found = repositoryAt(tree, at);
    if (found) return { ...found, below: real === at ? '' : real.slice(at === '/' ? 1 : at.length + 1) };
    if (dirname(at) === at) return undefined;
  }
}

function repositoryAt(tree: FileTree, folder: string): Omit<GitLayout, 'below'> | undefined {
  const marker = folder === '/' ? '/.git' : `${folder}/.git`;
  switch (quietKind(tree, marker)) {
    case 'folder': return isGitFolder(tree, marker) ? { top: folder, ...foldersOf(tree, marker) } : undefined;
    case 'file': {
      // A worktree or submodule: https://git-scm.com/docs/gitrepository-layout , "gitfile".
      const target = /^gitdir: ([^\0]+?)\r?\n?$/.exec(text(tree, marker) ?? '')?.[1];
      const gitFolder = target === undefined ? undefined : resolve(folder, target.replaceAll('\\', '/'));
      return gitFolder !== undefined && quietKind(tree, `${gitFolder}/HEAD`) !== undefined ? { top: folder, ...foldersOf(tree, gitFolder) } : undefined;
    }
    default: return isGitFolder(tree, folder) ? { top: folder, ...foldersOf(tree, folder) } : undefined;
  }
}

function isGitFolder(tree: FileTree, folder: string): boolean {
  return quietKind(tree, `${folder}/HEAD`) === 'file' && (quietKind(tree, `${folder}/objects`) === 'folder' || quietKind(tree, `${folder}/commondir`) === 'file');
}

function foldersOf(tree: FileTree, gitFolder: string): Pick<GitLayout, 'gitFolder' | 'commonFolder'> {
  const common = text(tree, `${gitFolder}/commondir`)?.trim();
  return { gitFolder, commonFolder: common === undefined || common === '' ? gitFolder : resolve(gitFolder, common.replaceAll('\\', '/')) };
}

function quietKind(tree: FileTree, path: string) {
  try {
    return tree.kind(path);
  } catch {
    // A folder on the way up that may not be looked into holds no repository that could be read.
    return undefined;
  }
}

function text(tree: FileTree, path: string, limit = SMALL): string | undefined {
  try {
    return Buffer.from(tree.read(path, limit)).toString('utf8');
  } catch (error) {
    if (error instanceof TreeError && error.code === 'not-found') return undefined;
    throw error;
  }
}

/** A name and the object that it leads to. */
export interface GitRef {
  readonly name: string;
  readonly id: string;
}

export interface GitState {
  /** Every ref that leads to an object, HEAD and the heads of worktrees too, sorted by name. */
  readonly refs: readonly GitRef[];
  /** Name that HEAD stands for; undefined where it is detached or leads nowhere. */
  readonly headName: string | undefined;
  /** Commits whose parents a shallow clone cut off. */
  readonly shallow: readonly string[];
  /** A clone that left objects out by a filter. */
  readonly partial: boolean;
  /** Folders that objects are borrowed from, as written. */
  readonly alternates: readonly string[];
  /** Files in which git would have found another history: replaced objects and grafts. They are not followed. */
  readonly rewrites: readonly string[];
  /** What could not be read of all this. */
  readonly faults: readonly { readonly path: string; readonly message: string }[];
}

const ID = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
const SYMBOLIC = /^ref: ([^\0\r\n]+)/;

/** Reads refs and marks of a repository. */
export function readState(tree: FileTree, layout: GitLayout): GitState {
  const faults: { path: string; message: string }[] = [];
  const guarded = <T>(path: string, otherwise: T, read: () => T): T => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof TreeError)) throw error;
      if (error.code !== 'not-found') faults.push({ path, message: error.message });
      return otherwise;
    }
  };
  const { gitFolder, commonFolder } = layout;
  const lines = (path: string) => guarded(path, [], () => (text(tree, path, LIMITS.gitListBytes) ?? '').split('\n'));
  const raw = new Map<string, string>();
  for (const line of lines(`${commonFolder}/packed-refs`)) {
    const packed = /^([0-9a-f]{40,64}) (.+?)\r?$/.exec(line);
    if (packed) raw.set(packed[2] as string, packed[1] as string);
  }
  const loose = (folder: string, name: string, depth: number) => {
    for (const entry of guarded(folder, [], () => tree.list(folder))) {
      const path = `${folder}/${entry.name}`;
      if (raw.size > LIMITS.gitRefs || depth > LIMITS.folderDepth) return;
      if (entry.kind === 'folder') loose(path, `${name}/${entry.name}`, depth + 1);
      else if (!entry.name.endsWith('.lock')) guarded(path, undefined, () => raw.set(`${name}/${entry.name}`, (text(tree, path) ?? '').trim()));
    }
  };
  loose(`${commonFolder}/refs`, 'refs', 0);
  const head = guarded(`${gitFolder}/HEAD`, '', () => (text(tree, `${gitFolder}/HEAD`) ?? '').trim());
  raw.set('HEAD', head);
  for (const { name } of guarded(`${commonFolder}/worktrees`, [], () => tree.list(`${commonFolder}/worktrees`))) {
    const path = `${commonFolder}/worktrees/${name}/HEAD`;
    const worktree = guarded(path, undefined, () => text(tree, path)?.trim());
    if (worktree !== undefined && ID.test(worktree)) raw.set(`worktrees/${name}/HEAD`, worktree);
  }
  // All stashes but the newest are only in the log of the ref: https://git-scm.com/docs/git-stash#_discussion
  const stash = lines(`${commonFolder}/logs/refs/stash`).map((line) => line.split(' ')[1] ?? '').filter((id) => ID.test(id)).toReversed();
  for (const [at, id] of stash.entries()) if (at > 0) raw.set(`stash@{${at}}`, id);
  const resolved = (value: string, hops = 0): string | undefined => {
    const target = SYMBOLIC.exec(value)?.[1];
    if (target === undefined) return ID.test(value) ? value : undefined;
    const next = raw.get(target);
    return next === undefined || hops > 5 ? undefined : resolved(next, hops + 1);
  };
  const refs: GitRef[] = [];
  for (const [name, value] of raw) {
    const id = resolved(value);
    if (id !== undefined) refs.push({ name, id });
    else if (!SYMBOLIC.test(value)) faults.push({ path: `${commonFolder}/${name}`, message: 'the ref holds no object id' });
  }
  if (raw.size > LIMITS.gitRefs) faults.push({ path: `${commonFolder}/refs`, message: `more than ${LIMITS.gitRefs} refs` });
  if (quietKind(tree, `${commonFolder}/reftable`) !== undefined) faults.push({ path: `${commonFolder}/reftable`, message: 'its refs are kept as a reftable, which is not read' });
  const pack = guarded(`${commonFolder}/objects/pack`, [], () => tree.list(`${commonFolder}/objects/pack`));
  const config = guarded(`${commonFolder}/config`, '', () => text(tree, `${commonFolder}/config`, LIMITS.gitListBytes) ?? '');
  return {
    refs: refs.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    headName: SYMBOLIC.exec(head)?.[1],
    shallow: lines(`${commonFolder}/shallow`).map((line) => line.trim()).filter((line) => ID.test(line)),
    partial: pack.some((entry) => entry.name.endsWith('.promisor')) || /^[ \t]*(?:promisor|partialclone(?:filter)?)[ \t]*(?:=|$)/im.test(config),
    alternates: lines(`${commonFolder}/objects/info/alternates`).map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#')),
    rewrites: [
      ...[...raw.keys()].filter((name) => name.startsWith('refs/replace/')).slice(0, 1),
      ...(lines(`${commonFolder}/info/grafts`).some((line) => line.trim() !== '' && !line.startsWith('#')) ? ['info/grafts'] : []),
    ],
    faults,
  };
}
