// Where clients' files lie: the conventional folders of a home, patterns resolved on a tree, and the quick look-up by file name for
// a walk over a repository. Loads no reader.
import type { Problem } from '../model/coverage.ts';
import { LIMITS } from '../model/limits.ts';
import type { Home } from '../model/machine.ts';
import { TreeError, type FileTree, type TreeEntry } from '../model/ports.ts';
import type { ClientDescriptor, ClientFolders, ConfigPlace } from './contract.ts';
import { CLIENTS } from './registry.ts';
import { moved } from './shared/place.ts';

/** The folders of a home that clients name by convention, moved where the live user's variables say so. */
export function foldersOf(home: Home): ClientFolders {
  const config = moved(home, 'XDG_CONFIG_HOME') ?? `${home.path}/.config`;
  if (home.platform === 'linux') return { home, appSupport: config, config, localAppData: config };
  if (home.platform === 'macos') {
    const appSupport = `${home.path}/Library/Application Support`;
    return { home, appSupport, config, localAppData: appSupport };
  }
  return { home, appSupport: moved(home, 'APPDATA') ?? `${home.path}/AppData/Roaming`, config, localAppData: moved(home, 'LOCALAPPDATA') ?? `${home.path}/AppData/Local` };
}

/** How `expandPlace` compares, and whom it tells. */
export interface ExpandOptions {
  /** Compare names without case, as Windows does: for its homes inside an image. */
  readonly ignoreCase?: true;
  /** Told of each folder that could not be listed, and of a limit that was hit. */
  readonly onProblem?: (problem: Problem) => void;
}

/** `**` stands for this many folders at most. */
const DEEPEST = 8;
/** Folders that `**` does not enter: what a plugin depends on is no plugin, and there can be thousands of them. */
const NEVER_BELOW = new Set(['node_modules', '.git']);

/**
 * Paths of the tree that a place's pattern means, sorted by code point, each once; empty where nothing is there. What is found may be
 * a folder or a pipe: reading it says so. Links are followed, but no folder is entered twice below one `**`.
 */
export function expandPlace(tree: FileTree, pattern: string, options: ExpandOptions = {}): readonly string[] {
  if (!pattern.includes('*') && options.ignoreCase === undefined) return exists(tree, pattern) ? [pattern] : [];
  const [first, ...parts] = pattern.split('/');
  const search: Search = { tree, options, left: LIMITS.placeFolders };
  let found: readonly string[] = [first ?? ''];
  for (const [at, part] of parts.entries()) {
    const last = at === parts.length - 1;
    found = found.flatMap((folder) => (part === '**' ? foldersBelow(search, folder) : step(search, folder, part, last)));
    if (found.length === 0) return [];
  }
  return [...new Set(found)].sort();
}

interface Search {
  readonly tree: FileTree;
  readonly options: ExpandOptions;
  left: number;
}

function step(search: Search, folder: string, part: string, last: boolean): readonly string[] {
  if (!part.includes('*')) {
    const exact = `${folder}/${part}`;
    if (exists(search.tree, exact)) return [exact];
    if (search.options.ignoreCase === undefined) return [];
  }
  const matches = matcher(part, search.options.ignoreCase === true);
  // A folder that a pattern leads through may be a link.
  return list(search, folder).filter(({ name, kind }) => matches(name) && (last || kind === 'folder' || kind === 'link')).map(({ name }) => `${folder}/${name}`);
}

// The folder itself and those below it.
function foldersBelow(search: Search, start: string): readonly string[] {
  const found = [start];
  const entered = new Set([search.tree.resolve(start) ?? start]);
  let level = [start];
  for (let depth = 0; depth < DEEPEST && level.length > 0; depth += 1) {
    const next: string[] = [];
    for (const folder of level) {
      // Real folders first, so that one found twice bears its own name.
      const entries = list(search, folder);
      for (const { name, kind } of [...entries.filter((entry) => entry.kind === 'folder'), ...entries.filter((entry) => entry.kind === 'link')]) {
        if (NEVER_BELOW.has(name)) continue;
        const path = `${folder}/${name}`;
        if (kind === 'link' && !isFolder(search.tree, path)) continue;
        const real = kind === 'link' ? search.tree.resolve(path) ?? path : path;
        if (entered.has(real)) continue;
        entered.add(real);
        next.push(path);
      }
    }
    found.push(...next);
    level = next;
  }
  return found;
}

function list(search: Search, folder: string): readonly TreeEntry[] {
  search.left -= 1;
  if (search.left < 0) {
    if (search.left === -1) search.options.onProblem?.({ code: 'too-many', message: `more than ${LIMITS.placeFolders} folders to look through: the rest was not searched`, path: folder });
    return [];
  }
  // The root, or that of a drive.
  const path = folder === '' || /^[A-Za-z]:$/.test(folder) ? `${folder}/` : folder;
  try {
    return search.tree.kind(path) === 'folder' ? search.tree.list(path) : [];
  } catch (error) {
    if (!(error instanceof TreeError)) throw error;
    if (error.code !== 'not-found') search.options.onProblem?.({ code: error.code, message: error.message, path });
    return [];
  }
}

// What the system refuses to tell is taken as there: reading it gives the reason.
function exists(tree: FileTree, path: string): boolean {
  try {
    return tree.kind(path) !== undefined;
  } catch (error) {
    if (!(error instanceof TreeError)) throw error;
    return error.code !== 'not-found';
  }
}

function isFolder(tree: FileTree, path: string): boolean {
  try {
    return tree.kind(path) === 'folder';
  } catch (error) {
    if (!(error instanceof TreeError)) throw error;
    return false;
  }
}

/** True for names that `part` stands for. Our own patterns have at most one star in a part, so the expression is linear. */
function matcher(part: string, ignoreCase: boolean): (name: string) => boolean {
  if (!part.includes('*')) {
    const folded = part.toLowerCase();
    return ignoreCase ? (name) => name.length === part.length && name.toLowerCase() === folded : (name) => name === part;
  }
  const expression = new RegExp(`^${part.split('*').map((text) => text.replace(/[.+?^${}()|[\]\\]/g, '\\$&')).join('[^/]*')}$`, ignoreCase ? 'i' : '');
  return (name) => expression.test(name);
}

/** A file of a repository and the client it belongs to. */
export interface ProjectFile {
  readonly descriptor: ClientDescriptor;
  readonly place: ConfigPlace;
}

interface Candidate extends ProjectFile {
  readonly parts: readonly ((name: string) => boolean)[];
}

interface NameTable {
  readonly exact: ReadonlyMap<string, readonly Candidate[]>;
  /** Names with a star, by what follows the star. */
  readonly endings: readonly { readonly ending: string; readonly candidate: Candidate }[];
}

let table: NameTable | undefined;

function nameTable(): NameTable {
  if (table !== undefined) return table;
  const exact = new Map<string, Candidate[]>();
  const endings: { ending: string; candidate: Candidate }[] = [];
  for (const descriptor of CLIENTS) {
    for (const place of descriptor.projectPlaces) {
      const parts = place.path.split('/');
      const candidate: Candidate = { descriptor, place, parts: parts.map((part) => matcher(part, true)) };
      const name = (parts.at(-1) as string).toLowerCase();
      const star = name.lastIndexOf('*');
      if (star !== -1) endings.push({ ending: name.slice(star + 1), candidate });
      else exact.set(name, [...(exact.get(name) ?? []), candidate]);
    }
  }
  table = { exact, endings };
  return table;
}

function candidatesFor(name: string): readonly Candidate[] {
  const folded = name.toLowerCase();
  const { exact, endings } = nameTable();
  const found = exact.get(folded);
  const patterned = endings.filter(({ ending }) => folded.endsWith(ending)).map(({ candidate }) => candidate);
  return found === undefined ? patterned : [...found, ...patterned];
}

/**
 * The quick question for every file of a walk: false where no client keeps a file of this name inside a project. Some clients read every
 * `*.json` or `*.yaml` of a folder, so true means only that `matchProjectFile` is to be asked.
 */
export function isProjectFileName(name: string): boolean {
  return candidatesFor(name).length > 0;
}

/**
 * The client whose project-level file this is, by the end of the path (`/` separated), without case; undefined where it is none.
 * Where several clients read one file (`.mcp.json`), the first of the registry stands for all.
 */
export function matchProjectFile(path: string): ProjectFile | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const candidates = candidatesFor(name);
  if (candidates.length === 0) return undefined;
  const parts = path.split('/');
  const found = candidates.find((candidate) => candidate.parts.length <= parts.length && candidate.parts.every((matches, at) => matches(parts[parts.length - candidate.parts.length + at] as string)));
  return found === undefined ? undefined : { descriptor: found.descriptor, place: found.place };
}

/** Whether a file of this place is read as configuration. An escape may hide the word in a key, so a text with one passes too. */
export function passesGate(place: ConfigPlace, text: string): boolean {
  if (place.presence === 'always') return true;
  if (/\\[uUx][0-9a-fA-F]/.test(text)) return true;
  const folded = text.toLowerCase();
  return (place.gate ?? []).some((word) => folded.includes(word.toLowerCase()));
}
