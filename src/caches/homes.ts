// Homes of a live machine, of a mounted image of any of the three systems, or of a folder that is itself a copy of one home.
// Places: FHS 3.0 (/home, /root) and passwd(5); /Users on macOS and Windows. What the tree holds decides, not the system we run on.
import type { Problem } from '../model/coverage.ts';
import { LIMITS } from '../model/limits.ts';
import type { Home } from '../model/machine.ts';
import type { FileTree } from '../model/ports.ts';
import type { Platform } from '../model/server.ts';
import { baseName, join, kindOr, listOr, parentOf, resolvedOr, treeProblem } from './paths.ts';

export interface HomesQuestion {
  /** System of the tree, where the caller knows it (a live machine). */
  readonly platform?: Platform;
  /** `current`: only the home of `current`, where there is one. `all`: every home of the tree. */
  readonly all: 'current' | 'all';
  /** The user who runs the command, on a live machine. */
  readonly current?: Home;
}

export interface FoundHomes {
  readonly homes: readonly Home[];
  readonly problems: readonly Problem[];
  readonly notes: readonly string[];
}

/** Names that only a home has at its top. */
const DOT_MARKS = ['.npm', '.npmrc', '.claude.json', '.claude', '.cursor', '.config', '.vscode', '.codeium', '.bashrc', '.zshrc', '.profile', '.ssh', '.gemini', '.codex'];
/** Homes and systems have these; a tree without folders of a system is then a home. */
const PLAIN_MARKS = ['AppData', 'NTUSER.DAT', 'Library', 'Documents'];
const SYSTEM_MARKS = ['etc', 'usr', 'bin', 'System', 'Windows', 'Applications', 'Users', 'home'];
const NOT_USERS = new Set(['public', 'default', 'default user', 'all users', 'shared', 'defaultapppool', '.localized', 'desktop.ini', 'lost+found']);
/** Shells of passwd(5) that let nobody in. */
const NO_SHELL = /(?:^|\/)(?:nologin|false|sync|shutdown|halt|true)$/;

/** Homes of a tree. A home that cannot be read is a problem, never silently absent. */
export function findHomes(tree: FileTree, question: HomesQuestion): FoundHomes {
  const { current } = question;
  if (question.all === 'current' && current) return { homes: [current], problems: [], notes: [] };
  const problems: Problem[] = [];
  const platform = question.platform ?? current?.platform ?? platformOf(tree, problems);
  const found = new Map<string, Home>();
  const add = (home: Home): void => {
    const real = resolvedOr(tree, home.path);
    if (!found.has(real)) found.set(real, home);
  };
  if (current) add(current);
  for (const path of homeFolders(tree, platform, current, problems)) add({ path, user: baseName(path), platform, environment: {} });
  const copy = copiedHome(tree, problems);
  if (copy) add(copy);
  const homes = [...found.values()].filter((home) => readable(tree, home.path, problems));
  return { homes, problems, notes: homes.length === 0 && problems.length === 0 ? ['no home folder was found'] : [] };
}

function platformOf(tree: FileTree, problems: Problem[]): Platform {
  const has = (path: string): boolean => kindOr(tree, path, problems) === 'folder';
  if (has('/Windows') || has('/ProgramData')) return 'windows';
  if (has('/System/Library') || has('/Applications') || has('/private/var')) return 'macos';
  if (!has('/Users')) return 'linux';
  return userFolders(tree, '/Users', 'macos', problems).some((path) => has(`${path}/AppData`)) ? 'windows' : 'macos';
}

function homeFolders(tree: FileTree, platform: Platform, current: Home | undefined, problems: Problem[]): readonly string[] {
  if (platform === 'linux') return [...userFolders(tree, '/home', platform, problems), ...present(tree, '/root', problems), ...passwdHomes(tree, problems)];
  const users = platform === 'windows' && current && /^[A-Za-z]:\//.test(current.path) ? parentOf(current.path) : '/Users';
  const root = platform === 'macos' ? present(tree, '/var/root', problems) : [];
  return [...userFolders(tree, users, platform, problems), ...root];
}

// Junctions such as `All Users` lead out of the profiles; on the other systems a linked home is an ordinary one on another disk.
function userFolders(tree: FileTree, folder: string, platform: Platform, problems: Problem[]): readonly string[] {
  return listOr(tree, folder, problems)
    .filter(({ name, kind }) => (kind === 'folder' || (kind === 'link' && platform !== 'windows')) && !NOT_USERS.has(name.toLowerCase()))
    .map(({ name }) => join(folder, name))
    .filter((path) => kindOr(tree, path, problems) === 'folder');
}

function present(tree: FileTree, path: string, problems: Problem[]): readonly string[] {
  return kindOr(tree, path, problems) === 'folder' ? [path] : [];
}

function passwdHomes(tree: FileTree, problems: Problem[]): readonly string[] {
  let text: string;
  try {
    // Only ASCII of it counts, and a name that is not UTF-8 hides no other line.
    text = new TextDecoder('utf-8').decode(tree.read('/etc/passwd', LIMITS.packageJsonBytes));
  } catch (error) {
    const problem = treeProblem(error, '/etc/passwd');
    if (problem.code !== 'not-found') problems.push(problem);
    return [];
  }
  const homes: string[] = [];
  for (const line of text.split('\n')) {
    const [, , , , , home, shell] = line.trim().split(':');
    if (home === undefined || shell === undefined || shell === '' || NO_SHELL.test(shell)) continue;
    if (home.startsWith('/') && home !== '/' && !/^\/(?:bin|sbin|dev|nonexistent|proc)(?:\/|$)/.test(home)) homes.push(...present(tree, home.replace(/(?<=.)\/$/, ''), problems));
  }
  return homes;
}

// A container that runs with HOME=/ has a system and a home in one folder: then only names that no system has count.
function copiedHome(tree: FileTree, problems: Problem[]): Home | undefined {
  const names = new Set(listOr(tree, '/', problems).map(({ name }) => name));
  const system = SYSTEM_MARKS.some((name) => names.has(name));
  if (!DOT_MARKS.some((name) => names.has(name)) && (system || !PLAIN_MARKS.some((name) => names.has(name)))) return undefined;
  return { path: '/', user: 'unknown', platform: platformOfHome(names), environment: {} };
}

/** Names that a home has and a repository hardly ever. */
const HOME_MARKS = ['.npm', '.claude.json', '.bashrc', '.zshrc', '.profile', '.ssh', 'NTUSER.DAT', 'AppData'];

/** The home that a folder is, or is a copy of; undefined where it looks like none. */
export function homeAt(tree: FileTree, path: string): Home | undefined {
  const unread: Problem[] = [];
  const names = new Set(listOr(tree, path, unread).map(({ name }) => name));
  if (!HOME_MARKS.some((name) => names.has(name))) return undefined;
  return { path, user: baseName(path), platform: platformOfHome(names), environment: {} };
}

function platformOfHome(names: ReadonlySet<string>): Platform {
  return names.has('AppData') || names.has('NTUSER.DAT') ? 'windows' : names.has('Library') ? 'macos' : 'linux';
}

function readable(tree: FileTree, path: string, problems: Problem[]): boolean {
  const before = problems.length;
  listOr(tree, path, problems);
  return problems.length === before;
}
