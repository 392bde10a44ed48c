// Walks an installed tree: only install positions count (`node_modules/a`, `node_modules/@s/a`), so fixtures inside packages
// are never packages. Iterative; each real folder is read once, whatever links and loops lead to it. Links are not entered:
// what they lead to is a position of a virtual store, or code of this repository or this disk.
import type { Problem } from '../model/coverage.ts';
import { LIMITS } from '../model/limits.ts';
import { TreeError, type EntryKind, type FileTree, type TreeEntry } from '../model/ports.ts';
import { readInstalledManifest, type InstalledManifest } from './installed-manifest.ts';
import { installPosition, isWithin, join, linkedPath, parentOf, relativeTo } from './paths.ts';
import type { Collected, Link, ModulesFolder, Position } from './positions.ts';

/** Folders in the top node_modules that hold real packages behind links: of pnpm, npm and yarn, bun, Deno, Bazel's rules. */
export const STORES: readonly string[] = ['.pnpm', '.store', '.bun', '.deno', '.aspect_rules_js'];
/** Names of folders by which a store is known where it lies elsewhere; pnpm's store for all projects has `links`. */
const SHARED_STORES = [...STORES, 'links'];

interface Findings {
  readonly positions: Position[];
  readonly byPath: Map<string, Position>;
  readonly folders: Map<string, ModulesFolder>;
  /** In the order found; each is read once. */
  readonly queue: ModulesFolder[];
  links: Link[];
  readonly broken: string[];
  readonly problems: Problem[];
  readonly dotEntries: TreeEntry[];
  filesRead: number;
  entries: number;
}

interface Places {
  readonly tree: FileTree;
  /** Without links. */
  readonly root: string;
  readonly top: ModulesFolder;
}

/** Reads all below `<root>/node_modules`. Never throws for what lies there. */
export function collect(tree: FileTree, root: string): Collected {
  const found: Findings = {
    positions: [], byPath: new Map(), folders: new Map(), queue: [], links: [], broken: [],
    problems: [], dotEntries: [], filesRead: 0, entries: 0,
  };
  const named = join(root, 'node_modules');
  const top = addFolder(found, { path: resolved(tree, named, found) ?? named, up: undefined, depth: 0 });
  const places: Places = { tree, root: resolved(tree, root, found) ?? root, top };
  for (let next = 0; next < found.queue.length || found.links.length > 0;) {
    for (let folder = found.queue[next]; folder; folder = found.queue[next += 1]) readFolder(places, found, folder);
    const links = found.links;
    found.links = [];
    for (const link of links) follow(places, found, link);
  }
  const notes = found.broken.length > 0 ? [`links that lead nowhere: ${listed(found.broken)}`] : [];
  let byId: ReadonlyMap<string, Position> | undefined;
  return { ...found, notes, root: places.root, top, byId: () => (byId ??= new Map(found.positions.map((position) => [position.id, position]))) };
}

function addFolder(found: Findings, folder: Omit<ModulesFolder, 'entries'>): ModulesFolder {
  const known = found.folders.get(folder.path);
  if (known) return known;
  const added: ModulesFolder = { ...folder, entries: new Map() };
  found.folders.set(folder.path, added);
  if (folder.depth > LIMITS.folderDepth) found.problems.push({ code: 'too-deep', message: `packages nested deeper than ${LIMITS.folderDepth} levels were not read`, path: folder.path });
  else found.queue.push(added);
  return added;
}

function readFolder(places: Places, found: Findings, folder: ModulesFolder): void {
  for (const entry of list(places.tree, found, folder.path, folder.mayBeMissing)) {
    const path = join(folder.path, entry.name);
    if (entry.name.startsWith('.')) {
      if (folder === places.top) readDot(places, found, entry, path);
      else if (entry.kind === 'folder') readLeftOver(places, found, folder, path);
    } else if (entry.name.startsWith('@') && entry.kind !== 'file') {
      readScope(places, found, folder, entry, path);
    } else {
      addEntry(places, found, folder, entry, path);
    }
  }
}

function readScope(places: Places, found: Findings, folder: ModulesFolder, scope: TreeEntry, path: string): void {
  for (const { name, kind } of list(places.tree, found, path)) {
    if (name === 'package.json' && kind !== 'folder') {
      // `require('@scope')` loads a package that lies in the folder of a scope itself.
      addPosition(places, found, { path, folderName: scope.name, inside: folder });
      continue;
    }
    if (name.startsWith('.')) {
      if (kind === 'folder') readLeftOver(places, found, folder, join(path, name));
      continue;
    }
    // Behind a linked scope nothing is at its real path.
    const entry: TreeEntry = { name: `${scope.name}/${name}`, kind: scope.kind === 'link' && kind === 'folder' ? 'link' : kind };
    addEntry(places, found, folder, entry, join(path, name));
  }
}

function addEntry(places: Places, found: Findings, folder: ModulesFolder, entry: TreeEntry, path: string): void {
  if (entry.kind === 'folder') {
    const position = addPosition(places, found, { path, folderName: entry.name, inside: folder });
    if (position) folder.entries.set(entry.name, position);
  } else if (entry.kind === 'link') {
    addLink(found, folder, entry.name, path);
  }
}

function addLink(found: Findings, folder: ModulesFolder, name: string, path: string): void {
  const link: Link = { kind: 'link', name, path };
  folder.entries.set(name, link);
  found.links.push(link);
}

function readDot(places: Places, found: Findings, entry: TreeEntry, path: string): void {
  if (!STORES.includes(entry.name) && entry.kind === 'folder' && readLeftOver(places, found, places.top, path)) return;
  found.dotEntries.push(entry);
  if (!STORES.includes(entry.name) || entry.kind === 'file') return;
  const entries = list(places.tree, found, path);
  const hoisted = entries.some(({ name }) => name === 'node_modules') ? addFolder(found, { path: join(path, 'node_modules'), up: places.top, depth: 1 }) : places.top;
  for (const { name, kind } of entries) {
    if (name === 'node_modules' || kind === 'file') continue;
    for (const key of keysOf(places, found, path, name)) readStored(places, found, { kind: entry.name, key }, join(path, key), hoisted);
  }
}

// npm and pnpm move a package to a hidden folder before they replace it (`.name-AbCd1234`, `.ignored_name`), and leave it there
// when they fail; code can also load a hidden folder by its name. A folder that states no name and version is a tool's.
function readLeftOver(places: Places, found: Findings, inside: ModulesFolder, path: string): boolean {
  if (path.endsWith('/.bin')) return false;
  const reading = readInstalledManifest(places.tree, path);
  if (reading.kind !== 'read' || reading.manifest.name === undefined || reading.manifest.version === undefined) return false;
  return addPosition(places, found, { path, inside }) !== undefined;
}

// npm keeps a scope as a folder of its own; yarn's names may look like one.
function keysOf(places: Places, found: Findings, path: string, name: string): readonly string[] {
  if (!name.startsWith('@') || name.includes('@', 1)) return [name];
  const inner = list(places.tree, found, join(path, name)).map((entry) => entry.name);
  return inner.includes('package') || inner.includes('node_modules') ? [name] : inner.map((key) => `${name}/${key}`);
}

function readStored(places: Places, found: Findings, store: { readonly kind: string; readonly key: string }, path: string, up: ModulesFolder): void {
  const folder = addFolder(found, { path: join(path, 'node_modules'), up, depth: 2, store, mayBeMissing: true });
  // Yarn puts the package beside the folder of its links.
  const beside = join(path, 'package');
  if (store.kind === '.store' && kindOf(places.tree, found, beside) === 'folder') addPosition(places, found, { path: beside, inside: folder });
}

/** `id` where it is not the place's own. */
type NewPosition = Partial<Pick<Position, 'folderName' | 'local' | 'id'>> & Pick<Position, 'path' | 'inside'>;

function addPosition(places: Places, found: Findings, at: NewPosition): Position | undefined {
  const known = found.byPath.get(at.path);
  if (known) return known;
  found.entries += 1;
  if (found.entries > LIMITS.entries) {
    if (found.entries === LIMITS.entries + 1) found.problems.push({ code: 'too-many', message: `more than ${LIMITS.entries} packages: the rest was not read`, path: at.path });
    return undefined;
  }
  const manifest = manifestAt(places.tree, found, at.path);
  // Outside the root lies another project: its packages are no part of this tree.
  const nested = at.local === 'link' ? undefined : nestedFolder(places.tree, found, at.path);
  const position: Position = {
    kind: 'position', id: at.id ?? idOf(places, at.path), path: at.path, folderName: at.folderName, inside: at.inside,
    manifest: manifest === 'empty' ? undefined : manifest, local: at.local, own: undefined, linkNames: undefined,
  };
  if (nested !== undefined) position.own = addFolder(found, { path: nested, up: at.inside, depth: (at.inside?.depth ?? 0) + 1, owner: position });
  // A folder that only holds other packages is none itself.
  if (manifest === 'empty') return undefined;
  found.byPath.set(at.path, position);
  found.positions.push(position);
  return position;
}

// The folder of its own packages without links. A position's path has none, so one look at the name tells all but for a link.
function nestedFolder(tree: FileTree, found: Findings, path: string): string | undefined {
  const nested = join(path, 'node_modules');
  try {
    const seen = tree.look ? tree.look(nested) : 'link';
    if (seen === 'folder') return nested;
    return seen === 'link' && tree.kind(nested) === 'folder' ? resolved(tree, nested, found) ?? nested : undefined;
  } catch (error) {
    return refused(found, error, nested);
  }
}

function manifestAt(tree: FileTree, found: Findings, folder: string): InstalledManifest | 'empty' | undefined {
  const reading = readInstalledManifest(tree, folder);
  if (reading.kind !== 'absent') found.filesRead += 1;
  if (reading.kind === 'read') {
    if (reading.problem) found.problems.push(reading.problem);
    return reading.manifest;
  }
  if (reading.kind === 'failed') {
    found.problems.push(reading.problem);
    return undefined;
  }
  const names = list(tree, found, folder).map(({ name }) => name);
  return names.some((name) => name !== 'node_modules') ? undefined : 'empty';
}

function follow(places: Places, found: Findings, link: Link): void {
  const said = places.tree.readLink?.(link.path);
  const quick = said === undefined ? undefined : linkedPath(parentOf(link.path), said);
  const position = (quick === undefined ? undefined : found.byPath.get(quick)) ?? slowTarget(places, found, link);
  if (!position) return;
  link.target = position;
  if (position.folderName !== link.name) (position.linkNames ??= []).push(link.name);
}

function slowTarget(places: Places, found: Findings, link: Link): Position | undefined {
  const path = resolved(places.tree, link.path, found);
  if (path === undefined) {
    found.broken.push(relativeTo(places.root, link.path));
    return undefined;
  }
  const known = found.byPath.get(path);
  if (known) return known;
  if (found.folders.has(path) || kindOf(places.tree, found, path) !== 'folder') return undefined;
  const install = installPosition(path);
  if (install) return positionElsewhere(places, found, link, path, install);
  // Below some node_modules lies installed code, however it got there: calling it code of this repository would hide it.
  const within = isWithin(places.root, path);
  if (`/${within ? relativeTo(places.root, path) : path}/`.includes('/node_modules/')) return addPosition(places, found, { path, inside: undefined });
  if (!within) return addPosition(places, found, { path, inside: undefined, local: 'link', id: linkId(places, link) });
  return addPosition(places, found, { path, inside: places.top, local: 'workspace', ...(path === places.root && { id: linkId(places, link) }) });
}

// An install position that lies elsewhere: in another folder of a monorepo, or in a store shared by all projects.
function positionElsewhere(places: Places, found: Findings, link: Link, path: string, install: { readonly folder: string; readonly name: string }): Position | undefined {
  const store = SHARED_STORES.find((name) => install.folder.includes(`/${name}/`));
  if (store === undefined) return addPosition(places, found, { path, inside: undefined, folderName: install.name });
  if (found.folders.has(install.folder)) return undefined;
  // In a store the neighbours are links to what the package depends on: its folder is read, then the link once more.
  const key = parentOf(install.folder);
  addFolder(found, {
    path: install.folder, up: undefined, depth: 1, mayBeMissing: true,
    ...(STORES.includes(store) && { store: { kind: store, key: key.slice(key.lastIndexOf(`/${store}/`) + store.length + 2) } }),
  });
  found.links.push(link);
  return undefined;
}

function linkId(places: Places, link: Link): string {
  return idOf(places, link.path);
}

function idOf(places: Places, path: string): string {
  if (path.startsWith(`${places.top.path}/`)) return `node_modules${path.slice(places.top.path.length)}`;
  return relativeTo(places.root, path);
}

function list(tree: FileTree, found: Findings, path: string, mayBeMissing?: true): readonly TreeEntry[] {
  try {
    return tree.list(path);
  } catch (error) {
    if (!(mayBeMissing && error instanceof TreeError && error.code === 'not-found')) refused(found, error, path);
    return [];
  }
}

function kindOf(tree: FileTree, found: Findings, path: string): EntryKind | undefined {
  try {
    return tree.kind(path);
  } catch (error) {
    return refused(found, error, path);
  }
}

function resolved(tree: FileTree, path: string, found: Findings): string | undefined {
  try {
    return tree.resolve(path);
  } catch (error) {
    return refused(found, error, path);
  }
}

function refused(found: Findings, error: unknown, path: string): undefined {
  if (!(error instanceof TreeError)) throw error;
  found.problems.push({ code: error.code, message: error.message, path });
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 5).join(', ');
  return names.length > 5 ? `${shown} and ${names.length - 5} more` : shown;
}
