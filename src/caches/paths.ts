// Paths of a tree as text, and the folders that systems give to programs below a home: XDG base directories
// (https://specifications.freedesktop.org/basedir-spec), Apple's Library folders, Windows known folders.
import type { Problem } from '../model/coverage.ts';
import { LIMITS } from '../model/limits.ts';
import type { Home } from '../model/machine.ts';
import { TreeError, type EntryKind, type FileTree, type TreeEntry } from '../model/ports.ts';
import { decode } from '../text/decode.ts';

/** Path of something below a folder; the root's own slash is not doubled. */
export function join(folder: string, below: string): string {
  return folder.endsWith('/') ? `${folder}${below}` : `${folder}/${below}`;
}

/** The folder above; the root is its own, and so is a drive. */
export function parentOf(path: string): string {
  const cut = path.lastIndexOf('/');
  return cut === -1 ? path : path.slice(0, cut) || '/';
}

/** Last part of a path. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/**
 * A path as a user's setting or variable writes it, as a path of the tree: `~` and `${HOME}` stand for the home, backslashes
 * separate on Windows, and a drive is kept only where the home has one (an image shows the drive as its root). Undefined for
 * relative paths and for those with any other variable: nothing else is expanded.
 */
export function settingPath(home: Home, value: string): string | undefined {
  const slashed = home.platform === 'windows' ? value.replaceAll('\\', '/') : value;
  const expanded = slashed.replace(/^(?:~|\$\{HOME\})(?=\/|$)/, () => (home.path === '/' ? '' : home.path));
  if (/\$\{|\0/.test(expanded)) return undefined;
  const drive = home.platform === 'windows' ? /^[A-Za-z]:(?=\/)/.exec(expanded) : null;
  const path = drive && !/^[A-Za-z]:/.test(home.path) ? expanded.slice(2) : expanded;
  if (!path.startsWith('/') && drive === null) return undefined;
  return path.length > 1 ? path.replace(/\/+$/, '') || '/' : path;
}

/** What a variable of the live environment says, as a path; names are compared as they stand, then without case (Windows, npm). */
export function environmentPath(home: Home, name: string): string | undefined {
  const wanted = name.toLowerCase();
  const key = Object.hasOwn(home.environment, name) ? name : Object.keys(home.environment).find((one) => one.toLowerCase() === wanted);
  const value = key === undefined ? undefined : home.environment[key];
  return value === undefined || value === '' ? undefined : settingPath(home, value);
}

/** Folders by convention of the system; on a live machine its variables move them. */
export interface SystemFolders {
  readonly cache: string;
  readonly data: string;
  readonly config: string;
  /** Windows `%LOCALAPPDATA%` and `%APPDATA%`; on other systems nothing is there. */
  readonly localAppData: string;
  readonly appData: string;
}

/** XDG folders on Linux and macOS, and the AppData folders, of one home. */
export function systemFolders(home: Home): SystemFolders {
  const of = (variable: string, below: string): string => environmentPath(home, variable) ?? join(home.path, below);
  return {
    cache: of('XDG_CACHE_HOME', '.cache'),
    data: of('XDG_DATA_HOME', '.local/share'),
    config: of('XDG_CONFIG_HOME', '.config'),
    localAppData: of('LOCALAPPDATA', 'AppData/Local'),
    appData: of('APPDATA', 'AppData/Roaming'),
  };
}

/** A failed call of the tree as a problem. Anything else is our fault and goes on. */
export function treeProblem(error: unknown, path: string): Problem {
  if (!(error instanceof TreeError)) throw error;
  return { code: error.code, message: error.message, path };
}

/** Entries of a folder; empty where nothing is, with a problem where the system refuses. */
export function listOr(tree: FileTree, folder: string, problems: Problem[]): readonly TreeEntry[] {
  try {
    return tree.list(folder);
  } catch (error) {
    const problem = treeProblem(error, folder);
    if (problem.code !== 'not-found') problems.push(problem);
    return [];
  }
}

/** What is at a path; undefined where nothing is, and with a problem where the system refuses to tell. */
export function kindOr(tree: FileTree, path: string, problems: Problem[]): EntryKind | undefined {
  try {
    return tree.kind(path);
  } catch (error) {
    problems.push(treeProblem(error, path));
    return undefined;
  }
}

/** Folders of `candidates` that are there, each place once, in the order given. */
export function foldersOf(tree: FileTree, candidates: readonly (string | undefined)[], problems: Problem[]): readonly string[] {
  const found = new Map<string, string>();
  for (const path of candidates) {
    if (path === undefined || kindOr(tree, path, problems) !== 'folder') continue;
    const real = resolvedOr(tree, path);
    if (!found.has(real)) found.set(real, path);
  }
  return [...found.values()];
}

/** The path without links, or as it is where that cannot be told. */
export function resolvedOr(tree: FileTree, path: string): string {
  try {
    return tree.resolve(path) ?? path;
  } catch (error) {
    if (error instanceof TreeError) return path;
    throw error;
  }
}

/** RFC 3339 of a time in milliseconds; undefined for what is no time. */
export function timeText(milliseconds: unknown): string | undefined {
  if (typeof milliseconds !== 'number' || !(milliseconds > 0) || milliseconds > 8.64e15) return undefined;
  return new Date(milliseconds).toISOString();
}

/** When a file or folder was last written and made; undefined where the tree does not know. */
export function timesOf(tree: FileTree, path: string): { readonly modified: number; readonly created?: number } | undefined {
  try {
    const times = tree.times?.(path);
    if (times === undefined) return undefined;
    return { modified: times.modified.getTime(), ...(times.created ? { created: times.created.getTime() } : {}) };
  } catch (error) {
    if (error instanceof TreeError) return undefined;
    throw error;
  }
}

/** Text of a small file; undefined where nothing is, and with a problem where it cannot be read as text. */
export function readTextOr(tree: FileTree, path: string, problems: Problem[]): string | undefined {
  try {
    const decoded = decode(tree.read(path, LIMITS.packageJsonBytes));
    if (decoded.ok) return decoded.text;
    problems.push({ code: decoded.code, message: decoded.message, path });
  } catch (error) {
    const problem = treeProblem(error, path);
    if (problem.code !== 'not-found') problems.push(problem);
  }
  return undefined;
}
