// A FileTree out of an object, for the self-test and for tests. Links behave as on a disk whose root is `/`.
import type { ProblemCode } from '../model/coverage.ts';
import { LIMITS } from '../model/limits.ts';
import { TreeError, type EntryKind, type FileTree, type TreeEntry } from '../model/ports.ts';
import { byCodePoint } from './names.ts';

/**
 * A file's content; a link; a file or folder that the system refuses to read (`error`); a pipe or device (`other`);
 * `folder` for an empty one (others come from the paths below them).
 */
export type MemoryEntry =
  | string
  | Uint8Array
  | { readonly link: string }
  | { readonly error: ProblemCode }
  | { readonly other: true }
  | { readonly folder: true };

interface Folder { readonly children: Map<string, Node>; readonly parent: Folder | undefined; readonly name: string; error?: ProblemCode }
type Leaf = Exclude<MemoryEntry, { readonly folder: true }>;
type Node = Folder | { readonly leaf: Leaf };
type Place = { readonly folder: Folder; readonly name?: never; readonly leaf?: never } | { readonly folder: Folder; readonly name: string; readonly leaf: Leaf };

/** A tree over `files`: paths from the root, with or without the first `/`. `{ error }` at a path that has others below it makes that folder unreadable. */
export function memoryTree(files: Readonly<Record<string, MemoryEntry>>): FileTree {
  const root: Folder = { children: new Map(), parent: undefined, name: '' };
  for (const path of Object.keys(files)) plant(root, path, files[path] as MemoryEntry);
  const find = (path: string): Place | 'nothing' | 'loop' => locate(root, path);
  const existing = (path: string): Place => {
    const place = find(path);
    if (place === 'loop') throw new TreeError('unreadable', 'a circular link, or too many links');
    if (place === 'nothing') throw new TreeError('not-found', 'nothing is there');
    return place;
  };
  return {
    list: (path) => {
      const place = existing(path);
      if (place.leaf !== undefined) {
        if (isMarked(place.leaf, 'error')) throw new TreeError(place.leaf.error, 'marked as unreadable');
        throw new TreeError('unreadable', 'a file, not a folder');
      }
      if (place.folder.error) throw new TreeError(place.folder.error, 'marked as unreadable');
      return [...place.folder.children].map(([name, node]): TreeEntry => ({ name, kind: kindOfNode(node) })).sort((a, b) => byCodePoint(a.name, b.name));
    },
    kind: (path) => {
      const place = find(path);
      if (typeof place === 'string') return undefined;
      return place.leaf === undefined ? 'folder' : kindOfNode({ leaf: place.leaf });
    },
    read: (path, limit) => {
      const { leaf } = existing(path);
      if (leaf === undefined) throw new TreeError('not-a-file', 'a folder, not a file');
      if (isMarked(leaf, 'other')) throw new TreeError('not-a-file', 'a pipe, socket or device, not a file');
      if (isMarked(leaf, 'error')) throw new TreeError(leaf.error, 'marked as unreadable');
      if (isMarked(leaf, 'link')) throw new TreeError('not-found', 'nothing is there');
      const bytes = typeof leaf === 'string' ? new TextEncoder().encode(leaf) : leaf;
      if (bytes.length > limit) throw new TreeError('too-large', `${bytes.length} bytes or more, over the limit of ${limit}`);
      return bytes;
    },
    resolve: (path) => {
      const place = find(path);
      if (typeof place === 'string') return undefined;
      const folder = pathOf(place.folder);
      return place.leaf === undefined ? folder || '/' : `${folder}/${place.name}`;
    },
    readLink: (path) => {
      const cut = path.lastIndexOf('/');
      const place = find(path.slice(0, cut));
      if (typeof place === 'string' || place.leaf !== undefined) return undefined;
      const node = place.folder.children.get(path.slice(cut + 1));
      return node && 'leaf' in node && isMarked(node.leaf, 'link') ? node.leaf.link : undefined;
    },
  };
}

function plant(root: Folder, path: string, entry: MemoryEntry): void {
  const parts = path.split('/').filter((part) => part !== '');
  const name = parts.pop();
  let at = root;
  for (const part of parts) at = subfolder(at, part);
  if (name === undefined) { if (isMarked(entry, 'error')) root.error = entry.error; return; }
  if (isMarked(entry, 'folder')) { subfolder(at, name); return; }
  const there = at.children.get(name);
  if (there && 'children' in there && isMarked(entry, 'error')) { there.error = entry.error; return; }
  at.children.set(name, { leaf: entry });
}

function subfolder(at: Folder, name: string): Folder {
  const there = at.children.get(name);
  if (there && 'children' in there) return there;
  const folder: Folder = { children: new Map(), parent: at, name };
  if (there && isMarked(there.leaf, 'error')) folder.error = there.leaf.error;
  else if (there) throw new Error(`${name} is both a file and a folder`);
  at.children.set(name, folder);
  return folder;
}

function locate(root: Folder, path: string): Place | 'nothing' | 'loop' {
  const pending = path.split('/').toReversed();
  let at: Place = { folder: root };
  let links = 0;
  for (let part = pending.pop(); part !== undefined; part = pending.pop()) {
    if (part === '' || part === '.') continue;
    if (at.leaf !== undefined) return 'nothing';
    if (part === '..') { at = { folder: at.folder.parent ?? root }; continue; }
    const node: Node | undefined = at.folder.children.get(part);
    if (!node) return 'nothing';
    if ('children' in node) { at = { folder: node }; continue; }
    if (!isMarked(node.leaf, 'link')) { at = { folder: at.folder, name: part, leaf: node.leaf }; continue; }
    links += 1;
    if (links > LIMITS.links) return 'loop';
    if (node.leaf.link.startsWith('/')) at = { folder: root };
    pending.push(...node.leaf.link.split('/').toReversed());
  }
  return at;
}

function kindOfNode(node: Node): EntryKind {
  if ('children' in node) return 'folder';
  if (isMarked(node.leaf, 'link')) return 'link';
  return isMarked(node.leaf, 'other') ? 'other' : 'file';
}

function pathOf(folder: Folder): string {
  const parts: string[] = [];
  for (let at: Folder | undefined = folder; at?.parent; at = at.parent) parts.push(at.name);
  return parts.toReversed().map((part) => `/${part}`).join('');
}

function isMarked<Mark extends string>(entry: MemoryEntry, mark: Mark): entry is Extract<Exclude<MemoryEntry, string | Uint8Array>, { readonly [key in Mark]: unknown }> {
  return typeof entry === 'object' && !(entry instanceof Uint8Array) && mark in entry;
}
