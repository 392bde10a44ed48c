// The one walk of a scan: every folder below the start, hidden ones too, and no ignore file is obeyed. It reads folders only:
// no call for each file. Links to folders are not followed, so no loop is possible; links to wanted files are.
import type { Problem } from '../model/coverage.ts';
import { LIMITS } from '../model/limits.ts';
import { TreeError, type EntryKind, type FileTree, type TreeEntry } from '../model/ports.ts';

/** `take`: yield it (a folder is then not entered). `skip`: say that it was passed over. `pass`: enter a folder, ignore a file. */
export type Wanted = 'take' | 'skip' | 'pass';

export interface WalkOptions {
  /**
   * What to do with a name. A name taken as a file is yielded whatever stands there (a folder or a pipe named as a lockfile
   * is the reader's to report); such a folder is entered too.
   */
  readonly wanted: (name: string, kind: 'file' | 'folder') => Wanted;
  /** Asked for every folder and every wanted file. */
  readonly excluded?: (path: string) => boolean;
  /** Told of each folder before it is read, for progress. */
  readonly onFolder?: (path: string) => void;
  /** In place of the table's limits, for tests. */
  readonly limits?: { readonly folderDepth: number; readonly entries: number };
}

export type Visit =
  | { readonly kind: 'file'; readonly path: string; readonly name: string; readonly entry: EntryKind }
  | { readonly kind: 'folder'; readonly path: string; readonly name: string }
  | { readonly kind: 'excluded'; readonly path: string; readonly entry: 'file' | 'folder' }
  /** A folder that `wanted` skips. */
  | { readonly kind: 'skipped'; readonly path: string; readonly name: string }
  /** A link to a folder. `walked`: its target is below the start and is visited by itself; otherwise nobody looks there. */
  | { readonly kind: 'link'; readonly path: string; readonly target: string; readonly walked: boolean }
  | { readonly kind: 'problem'; readonly path: string; readonly problem: Problem }
  /** Comes now and then, in place of nothing: whoever walks can let signals in. */
  | { readonly kind: 'pause' }
  /** Always the last. `complete` is false where a limit ended the walk. */
  | { readonly kind: 'end'; readonly folders: number; readonly entries: number; readonly complete: boolean };

// Folders between two pauses: some tens of milliseconds.
const PAUSE_EVERY = 500;

interface Frame {
  readonly path: string;
  readonly entries: readonly TreeEntry[];
  next: number;
}

/**
 * Visits `start` (an absolute path of the tree, followed where it is a link) depth-first in code-point order. A start that is
 * a file is yielded alone. Never throws for what lies in the tree.
 */
export function* walk(tree: FileTree, start: string, options: WalkOptions): Generator<Visit, void, undefined> {
  const limits = options.limits ?? LIMITS;
  const stack: Frame[] = [];
  let folders = 0;
  let entries = 0;
  const enter = (path: string): Problem | undefined => {
    options.onFolder?.(path);
    folders += 1;
    try {
      stack.push({ path, entries: tree.list(path), next: 0 });
      return undefined;
    } catch (error) {
      return problemOf(error, path);
    }
  };

  const first = kindOf(tree, start);
  if (first === 'file' || first === 'other') yield { kind: 'file', path: start, name: baseName(start), entry: first };
  else {
    const problem = typeof first === 'object' ? first : enter(start);
    if (problem) yield { kind: 'problem', path: start, problem };
  }

  let complete = true;
  for (let frame = stack.at(-1); frame && complete; frame = stack.at(-1)) {
    const entry = frame.entries[frame.next];
    if (!entry) { stack.pop(); continue; }
    frame.next += 1;
    entries += 1;
    if (entries > limits.entries) {
      complete = false;
      yield { kind: 'problem', path: start, problem: { code: 'too-many', message: `more than ${limits.entries} files and folders: the walk ended here`, path: frame.path } };
      continue;
    }
    let folder: string | undefined;
    for (const visit of visitsOf(tree, start, frame.path, entry, options)) {
      if (visit.kind === 'enter') folder = visit.path;
      else yield visit;
    }
    if (folder === undefined) continue;
    if (folders % PAUSE_EVERY === 0) yield { kind: 'pause' };
    const problem = stack.length >= limits.folderDepth
      ? { code: 'too-deep' as const, message: `more than ${limits.folderDepth} folder levels: what lies deeper was not read`, path: folder }
      : enter(folder);
    if (problem) yield { kind: 'problem', path: folder, problem };
  }
  yield { kind: 'end', folders, entries, complete };
}

const NONE: readonly Visit[] = [];
type Step = Visit | { readonly kind: 'enter'; readonly path: string };

function visitsOf(tree: FileTree, start: string, folder: string, entry: TreeEntry, options: WalkOptions): readonly Step[] {
  if (options.wanted(entry.name, 'file') === 'take') {
    const path = join(folder, entry.name);
    if (options.excluded?.(path)) return [{ kind: 'excluded', path, entry: entry.kind === 'folder' ? 'folder' : 'file' }];
    const visit: Step = { kind: 'file', path, name: entry.name, entry: entry.kind };
    return entry.kind === 'folder' ? [visit, { kind: 'enter', path }] : [visit];
  }
  if (entry.kind === 'folder') return [folderVisit(folder, entry.name, options)];
  return entry.kind === 'link' ? linkVisits(tree, start, join(folder, entry.name), entry.name, options) : NONE;
}

function folderVisit(folder: string, name: string, options: WalkOptions): Step {
  const path = join(folder, name);
  if (options.excluded?.(path)) return { kind: 'excluded', path, entry: 'folder' };
  const wanted = options.wanted(name, 'folder');
  if (wanted === 'pass') return { kind: 'enter', path };
  return { kind: wanted === 'take' ? 'folder' : 'skipped', path, name };
}

function linkVisits(tree: FileTree, start: string, path: string, name: string, options: WalkOptions): readonly Step[] {
  const kind = kindOf(tree, path);
  // A broken or circular link leads to no folder: nothing is hidden behind it.
  if (typeof kind === 'object') return kind.code === 'not-found' ? NONE : [{ kind: 'problem', path, problem: kind }];
  if (kind !== 'folder') return NONE;
  if (options.excluded?.(path)) return [{ kind: 'excluded', path, entry: 'folder' }];
  if (options.wanted(name, 'folder') === 'take') return [{ kind: 'folder', path, name }];
  const target = tree.resolve(path) ?? path;
  return [{ kind: 'link', path, target, walked: isWalked(tree.resolve(start) ?? start, target, options) }];
}

// True where the walk comes by the target on its own way, or the target holds the start.
function isWalked(start: string, target: string, options: WalkOptions): boolean {
  if (target === start) return true;
  const prefix = start === '/' ? '/' : `${start}/`;
  if (!target.startsWith(prefix)) return false;
  let at = start;
  for (const part of target.slice(prefix.length).split('/')) {
    at = join(at, part);
    if (options.wanted(part, 'folder') === 'skip' || options.excluded?.(at)) return false;
  }
  return true;
}

function kindOf(tree: FileTree, path: string): Exclude<EntryKind, 'link'> | Problem {
  try {
    const kind = tree.kind(path);
    if (kind === undefined || kind === 'link') return { code: 'not-found', message: 'it does not exist, or is a broken link', path };
    return kind;
  } catch (error) {
    return problemOf(error, path);
  }
}

function problemOf(error: unknown, path: string): Problem {
  if (!(error instanceof TreeError)) throw error;
  return { code: error.code, message: error.message, path };
}

function join(folder: string, name: string): string {
  return folder === '/' ? `/${name}` : `${folder}/${name}`;
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
