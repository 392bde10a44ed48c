// The file system of an image while it is put together: folders of names. Files whose content is not held share one node a layer.
import { LIMITS } from '../../model/limits.ts';
import type { EntryKind, FileTree, TreeEntry } from '../../model/ports.ts';
import { TreeError } from '../../model/ports.ts';
import { linkResolver, type Resolved } from '../links.ts';
import { byCodePoint } from '../names.ts';
import type { NotHeld } from './layer.ts';

export interface Folder {
  readonly kind: 'folder';
  readonly children: Map<string, Node>;
  readonly parent: Folder | undefined;
  readonly name: string;
  /** The last layer that names it, or made it for what lies in it. */
  layer: number;
  /** The layer that has taken away what lower ones put here. */
  cleared?: number;
}
export interface FileNode { readonly kind: 'file'; readonly layer: number; readonly content: Uint8Array | NotHeld; readonly modified?: number | undefined }
export interface LinkNode { readonly kind: 'link'; readonly layer: number; readonly target: string }
export interface OtherNode { readonly kind: 'other'; readonly layer: number }
export type Leaf = FileNode | LinkNode | OtherNode;
export type Node = Folder | Leaf;

export function newFolder(parent: Folder | undefined, name: string, layer: number): Folder {
  return { kind: 'folder', children: new Map(), parent, name, layer };
}

/** Absolute path of a folder; the root is ''. */
export function pathOf(folder: Folder): string {
  const parts: string[] = [];
  for (let at: Folder | undefined = folder; at?.parent; at = at.parent) parts.push(at.name);
  return parts.toReversed().map((part) => `/${part}`).join('');
}

/** The node at a path that has no links on its way. */
export function nodeAt(root: Folder, path: string): Node | undefined {
  let at: Node | undefined = root;
  for (const part of path.split('/')) {
    if (part === '') continue;
    if (at?.kind !== 'folder') return undefined;
    at = at.children.get(part);
  }
  return at;
}

/** A finished file system as a tree. */
export function treeOf(root: Folder): FileTree {
  const resolve = linkResolver((path) => {
    const node = nodeAt(root, path);
    return node && (node.kind === 'link' ? { kind: 'link', target: node.target } : { kind: node.kind });
  });
  const existing = (path: string): Node => {
    const found: Resolved = resolve(path);
    if (found.path === undefined && found.missing === 'loop') throw new TreeError('unreadable', 'a circular link, or too many links');
    const node = found.path === undefined ? undefined : nodeAt(root, found.path);
    if (node) return node;
    throw new TreeError('not-found', 'nothing is there');
  };
  return {
    list: (path) => {
      const folder = existing(path);
      if (folder.kind !== 'folder') throw new TreeError('unreadable', 'a file, not a folder');
      return [...folder.children].map(([name, node]): TreeEntry => ({ name, kind: node.kind })).sort((a, b) => byCodePoint(a.name, b.name));
    },
    kind: (path): EntryKind | undefined => {
      const found = resolve(path);
      return found.path === undefined ? undefined : found.kind;
    },
    read: (path, limit) => contentOf(existing(path), limit),
    resolve: (path) => resolve(path).path,
    readLink: (path) => {
      const cut = path.lastIndexOf('/');
      const parent = resolve(path.slice(0, Math.max(1, cut))).path;
      const node = parent === undefined ? undefined : nodeAt(root, `${parent}/${path.slice(cut + 1)}`);
      return node?.kind === 'link' ? node.target : undefined;
    },
    times: (path) => {
      const found = resolve(path);
      const node = found.path === undefined ? undefined : nodeAt(root, found.path);
      return node?.kind === 'file' && node.modified !== undefined ? { modified: new Date(node.modified) } : undefined;
    },
  };
}

function contentOf(node: Node, limit: number): Uint8Array {
  if (node.kind !== 'file') throw new TreeError('not-a-file', node.kind === 'folder' ? 'a folder, not a file' : 'a pipe, socket or device, not a file');
  const { content } = node;
  if (content instanceof Uint8Array) {
    if (content.length > limit) throw new TreeError('too-large', `${content.length} bytes, over the limit of ${limit}`);
    return content;
  }
  switch (content) {
    case 'not-wanted': throw new TreeError('unreadable', 'its content was not kept');
    case 'over-limit': throw new TreeError('too-large', `its content was not kept: over the limit of ${LIMITS.imageKeptBytes} bytes for one image archive`);
    case 'sparse': throw new TreeError('unreadable', 'its content was not kept: a sparse file');
  }
}
