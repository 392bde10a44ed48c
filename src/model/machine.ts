// What a machine shows beside its repositories: homes, caches of package runners, tarballs that were fetched.
import type { Problem } from './coverage.ts';
import type { Platform } from './server.ts';

/** One user's home. */
export interface Home {
  /** Absolute inside the tree, `/` separated, also for Windows (`/Users/dev`, `C:/Users/dev` on a live Windows machine). */
  readonly path: string;
  readonly user: string;
  readonly platform: Platform;
  /**
   * Variables that move files (`XDG_CONFIG_HOME`, `CLAUDE_CONFIG_DIR`, `npm_config_cache`, …). Only of the live machine and only for
   * the current user; empty for an image. Values are paths; none is ever expanded into an audited file.
   */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** A folder in which a package runner keeps what it ran. */
export interface RunFolder {
  readonly tool: 'npx' | 'pnpm dlx' | 'bunx' | 'yarn dlx';
  /** Absolute inside the tree: the folder that holds package.json, lockfile and node_modules. */
  readonly folder: string;
  /** Raw specs as they were asked for; absent where the folder does not tell. */
  readonly specs?: readonly string[];
  /** Names that the folder's package.json depends on, sorted: what was asked for, where the specs themselves are not kept. */
  readonly dependencies?: readonly string[];
  /** When the folder's own files were last written, RFC 3339; absent where the tree knows no times. */
  readonly modified?: string;
  readonly created?: string;
  readonly problems: readonly Problem[];
}

/** One package that a content cache says was fetched. */
export interface FetchedTarball {
  /** Whose cache it is. */
  readonly tool: 'npm' | 'pnpm' | 'yarn' | 'bun' | 'deno';
  readonly name: string;
  readonly version: string;
  /** Address without credentials; absent where the cache does not keep it. */
  readonly url?: string;
  readonly integrity?: string;
  /** When it was fetched, RFC 3339. */
  readonly time?: string;
  readonly size?: number;
  /** Index file, absolute inside the tree; the content itself where the cache has no index. */
  readonly index: string;
  /** Content file or folder, absolute inside the tree; `held` is whether it is still there. */
  readonly content?: string;
  /** What `content` is: the tarball as it was fetched, a zip that yarn made of it, or its files unpacked. Absent where there is none. */
  readonly form?: 'tarball' | 'zip' | 'folder';
  readonly held: boolean;
  /** The cache's own index says that the entry was removed later; it stays evidence of the fetch. */
  readonly deleted?: true;
}

/** A question to a registry about a package: which versions there are. It comes before nearly every resolution of a tag or range. */
export interface FetchedMetadata {
  readonly name: string;
  readonly url: string;
  /** When it was asked last, RFC 3339. */
  readonly time?: string;
  /** Index file, absolute inside the tree. */
  readonly index: string;
}

/** A place where global or cached packages are installed. */
export interface PackagePrefix {
  /** Program that installs there, as `npm (nvm v20.1.0)`. */
  readonly owner: string;
  /** Absolute inside the tree: a folder that holds node_modules, or is one. */
  readonly folder: string;
  /** Folder with the programs that are on the path, where known. */
  readonly bin?: string;
}
