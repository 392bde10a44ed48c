// Layers put on top of each other (https://github.com/opencontainers/image-spec/blob/v1.1.1/layer.md, "Applying Changesets"):
// `.wh.<name>` takes away a file of the layers below, `.wh..wh..opq` all that they have in a folder. What is taken away or
// replaced by something else is put aside as evidence, by the layer in which it stood.
import { LIMITS } from '../../model/limits.ts';
import type { Budget, LayerEntry, ProblemList } from './layer.ts';
import { type FileNode, type Folder, type Leaf, newFolder, type Node, nodeAt, pathOf } from './nodes.ts';

export interface Merge {
  readonly root: Folder;
  /** Files and links that are gone, by the layer in which they stood. */
  readonly hidden: ReadonlyMap<number, Hidden>;
  /** After the last layer: what came back unchanged is not gone. */
  readonly finish: () => void;
  /** Starts the layer above the last one: entries in the order of the archive, then `end`. */
  readonly layer: (number: number, problems: ProblemList) => { readonly add: (entry: LayerEntry) => void; readonly end: () => void };
}

export interface Hidden {
  readonly root: Folder;
  /** Files whose content was held. */
  files: number;
  readonly by: Set<number>;
}

const WHITEOUT = '.wh.';
/** Names of aufs, the file system that whiteouts come from; engines make no file of one. */
const AUFS = '.wh..wh.';
const OPAQUE = '.wh..wh..opq';

export function newMerge(budget: Budget): Merge {
  const root = newFolder(undefined, '', 0);
  const hidden = new Map<number, Hidden>();
  return { root, hidden, finish: () => { for (const gone of hidden.values()) forgive(root, gone, gone.root); }, layer: (number, problems) => addLayer({ root, hidden, budget, number, problems, shared: { kind: 'file', layer: number, content: 'not-wanted' }, folders: new Map() }) };
}

interface Layering {
  readonly root: Folder;
  readonly hidden: Map<number, Hidden>;
  readonly budget: Budget;
  readonly number: number;
  readonly problems: ProblemList;
  readonly shared: FileNode;
  /** The folder of the last entry: the next one mostly lies there too. */
  readonly folders: Map<string, Folder>;
}

// Whiteouts speak of lower layers alone, wherever they stand in the archive: so they come last, and spare what this layer brought.
function addLayer(layering: Layering) {
  const whiteouts = new Set<string>();
  return {
    add: (entry: LayerEntry): void => {
      const name = entry.path.slice(entry.path.lastIndexOf('/') + 1);
      if (name.startsWith(WHITEOUT) && entry.kind !== 'folder') whiteouts.add(entry.path);
      else place(layering, entry, name);
    },
    end: (): void => { for (const path of whiteouts) takeAway(layering, path); },
  };
}

function place(layering: Layering, entry: LayerEntry, name: string): void {
  if (name === '') return;
  const folder = folderOf(layering, entry.path);
  if (!folder) return;
  const there = folder.children.get(name);
  if (entry.kind === 'folder') {
    if (there?.kind === 'folder') { there.layer = layering.number; return; }
    if (there) putAside(layering, folder, name, there);
    folder.children.set(name, newFolder(folder, name, layering.number));
    return;
  }
  const leaf = leafOf(layering, entry);
  if (!leaf) return;
  if (there && !isSame(there, leaf)) putAside(layering, folder, name, there);
  // A link or file in the place of a folder: what was remembered leads elsewhere now.
  if (leaf.kind === 'link' || there?.kind === 'folder' || there?.kind === 'link') layering.folders.clear();
  folder.children.set(name, leaf);
}

function leafOf(layering: Layering, entry: LayerEntry): Leaf | undefined {
  const { number, problems } = layering;
  if (entry.kind === 'link') return { kind: 'link', layer: number, target: entry.target };
  if (entry.kind === 'other') return { kind: 'other', layer: number };
  if (entry.kind === 'file') return entry.content === 'not-wanted' ? layering.shared : { kind: 'file', layer: number, content: entry.content, modified: entry.modified };
  const folder = folderOf(layering, entry.target, 'find');
  const there = folder?.children.get(entry.target.slice(entry.target.lastIndexOf('/') + 1));
  if (there && there.kind !== 'folder') return { ...there, layer: number };
  problems.add('malformed', `a hard link to what is not there, and was passed over: ${JSON.stringify(entry.target.slice(0, 200))}`, entry.path);
  return undefined;
}

function isSame(there: Node, leaf: Leaf): boolean {
  if (there.kind === 'link') return leaf.kind === 'link' && there.target === leaf.target;
  if (there.kind !== 'file' || leaf.kind !== 'file') return false;
  if (!(there.content instanceof Uint8Array)) return true;
  return leaf.content instanceof Uint8Array && Buffer.compare(there.content, leaf.content) === 0;
}

function takeAway(layering: Layering, path: string): void {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const folder = folderOf(layering, path, 'find');
  if (!folder) return;
  if (name === OPAQUE) return clear(layering, folder);
  if (name.startsWith(AUFS)) return;
  const gone = name.slice(WHITEOUT.length);
  if (gone === '' || gone === '.' || gone === '..') return layering.problems.add('unknown-entry', 'a whiteout of no name was passed over', path);
  const there = folder.children.get(gone);
  if (there) take(layering, folder, gone, there);
}

// A node of this layer stays; of a folder, what lower layers put there goes.
function take(layering: Layering, folder: Folder, name: string, node: Node): void {
  if (node.kind !== 'folder') {
    if (node.layer === layering.number) return;
    putAside(layering, folder, name, node);
    folder.children.delete(name);
    return;
  }
  clear(layering, node);
  if (node.children.size === 0 && node.layer !== layering.number) folder.children.delete(name);
}

// Each folder is cleared once a layer: nested whiteouts cost no more than one. Depth is limited where entries are read.
function clear(layering: Layering, folder: Folder): void {
  if (folder.cleared === layering.number) return;
  folder.cleared = layering.number;
  for (const [name, node] of folder.children) take(layering, folder, name, node);
}

// Puts a node that goes away aside, with all that it holds.
function putAside(layering: Layering, folder: Folder, name: string, node: Node): void {
  if (node.kind === 'folder') {
    for (const [below, child] of node.children) putAside(layering, node, below, child);
    return;
  }
  const isHeld = node.kind === 'file' && node.content instanceof Uint8Array;
  if (!isHeld && node.kind !== 'link') return;
  let hidden = layering.hidden.get(node.layer);
  if (!hidden) layering.hidden.set(node.layer, hidden = { root: newFolder(undefined, '', node.layer), files: 0, by: new Set() });
  const at = plainFolder(hidden.root, pathOf(folder), node.layer);
  if (!at) return;
  const before = at.children.get(name);
  at.children.set(name, node);
  if (!isHeld) return;
  if (before?.kind !== 'file') hidden.files += 1;
  hidden.by.add(layering.number);
}

// Takes out of a tree of what is gone the files that the image has at the same place with the same content.
function forgive(root: Folder, hidden: Hidden, at: Folder): void {
  const same = nodeAt(root, pathOf(at));
  if (same?.kind !== 'folder') return;
  for (const [name, node] of at.children) {
    const there = same.children.get(name);
    if (node.kind === 'folder') forgive(root, hidden, node);
    else if (there && isSame(there, node)) {
      at.children.delete(name);
      if (node.kind === 'file') hidden.files -= 1;
    }
  }
}

// In a tree of what is gone, paths have no links. Undefined where a leaf stands in the way: one layer can have had a file and
// later in its archive a folder of one name.
function plainFolder(root: Folder, path: string, layer: number): Folder | undefined {
  let at = root;
  for (const part of path.split('/')) {
    if (part === '') continue;
    const there = at.children.get(part);
    if (there && there.kind !== 'folder') return undefined;
    const next: Folder = there ?? newFolder(at, part, layer);
    if (!there) at.children.set(part, next);
    at = next;
  }
  return at;
}

// The folder in which the last part of a path lies, links on the way followed inside the image as engines do, missing folders
// made; `find` makes none.
function folderOf(layering: Layering, path: string, mode: 'make' | 'find' = 'make'): Folder | undefined {
  const parent = path.slice(0, Math.max(0, path.lastIndexOf('/')));
  const known = layering.folders.get(parent);
  if (known) return known;
  const found = walkTo(layering, parent, mode);
  if (typeof found === 'string') {
    if (mode === 'make') layering.problems.add(layering.budget.entries <= 0 ? 'too-many' : 'malformed', `${found}: the entry was passed over`, path);
    return undefined;
  }
  layering.folders.clear();
  if (mode === 'make') layering.folders.set(parent, found);
  return found;
}

function walkTo({ root, budget, number }: Layering, path: string, mode: 'make' | 'find'): Folder | string {
  const pending = path.split('/').toReversed();
  let at = root;
  let links = 0;
  for (let part = pending.pop(); part !== undefined; part = pending.pop()) {
    if (part === '' || part === '.') continue;
    if (part === '..') { at = at.parent ?? root; continue; }
    const node = at.children.get(part);
    if (node?.kind === 'folder') { at = node; continue; }
    if (!node) {
      if (mode === 'find') return 'nothing is there';
      if (budget.entries <= 0) return 'too many folders';
      budget.entries -= 1;
      const made = newFolder(at, part, number);
      at.children.set(part, made);
      at = made;
      continue;
    }
    if (node.kind !== 'link') return 'it lies below a file';
    links += 1;
    if (links > LIMITS.links) return 'it lies behind too many links';
    if (node.target.startsWith('/')) at = root;
    pending.push(...node.target.split('/').toReversed());
  }
  return at;
}
