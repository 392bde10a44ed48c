// What the collector of an installed tree finds: folders named node_modules, the positions in them, and links.
import type { Problem } from '../model/coverage.ts';
import type { TreeEntry } from '../model/ports.ts';
import type { InstalledManifest } from './installed-manifest.ts';

/** One folder in which Node looks packages up by name (https://nodejs.org/api/modules.html#loading-from-node_modules-folders). */
export interface ModulesFolder {
  /** Without links. */
  readonly path: string;
  /** Where Node looks next. */
  readonly up: ModulesFolder | undefined;
  readonly entries: Map<string, Position | Link>;
  readonly depth: number;
  /** Set in a virtual store: `.pnpm` and the name of the store's folder. */
  readonly store?: { readonly kind: string; readonly key: string };
  /** The package whose own folder this is. */
  readonly owner?: Position;
  /** A virtual store may have folders of other shapes, in which this one is absent. */
  readonly mayBeMissing?: true;
}

/** A package's real folder; each is one position, however many links lead to it. */
export interface Position {
  readonly kind: 'position';
  readonly id: string;
  /** Without links. */
  readonly path: string;
  /** Its name by its folder; undefined where the folder has no telling name. */
  readonly folderName: string | undefined;
  readonly inside: ModulesFolder | undefined;
  readonly manifest: InstalledManifest | undefined;
  /** Set for code of this repository or of this disk. */
  readonly local: 'workspace' | 'link' | undefined;
  own: ModulesFolder | undefined;
  /** Names of links to it that are not its folder's name. */
  linkNames: string[] | undefined;
}

export interface Link {
  readonly kind: 'link';
  readonly name: string;
  readonly path: string;
  target?: Position;
}

/** Everything below one root, before names are compared. */
export interface Collected {
  readonly root: string;
  readonly top: ModulesFolder;
  readonly positions: readonly Position[];
  /** Made at the first question: a clean scan asks none. */
  readonly byId: () => ReadonlyMap<string, Position>;
  readonly problems: readonly Problem[];
  readonly notes: readonly string[];
  /** Entries of the top folder that start with a dot: managers are known by them. */
  readonly dotEntries: readonly TreeEntry[];
  readonly filesRead: number;
}

/** The id of what a name means in a folder: node resolution inside the tree. */
export function lookUp(from: ModulesFolder | undefined, name: string): Position | undefined {
  for (let folder = from; folder; folder = folder.up) {
    const entry = folder.entries.get(name);
    if (entry) return entry.kind === 'link' ? entry.target : entry;
  }
  return undefined;
}

/** Where Node starts looking from inside a package. */
export function startOf(position: Position): ModulesFolder | undefined {
  return position.own ?? position.inside;
}
