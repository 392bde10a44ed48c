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
  /** When the folder's own files were last written, RFC 3339; absent where the tree knows no times. */
  readonly modified?: string;
  readonly created?: string;
  readonly problems: readonly Problem[];
}

/** One tarball that npm's content cache says was fetched. */
export interface FetchedTarball {
  readonly name: string;
  readonly version: string;
  /** Address without credentials. */
  readonly url: string;
  readonly integrity?: string;
  /** When it was fetched, RFC 3339. */
  readonly time?: string;
  readonly size?: number;
  /** Index file, absolute inside the tree. */
  readonly index: string;
  /** Content file, absolute inside the tree; `held` is whether it is still there. */
  readonly content?: string;
  readonly held: boolean;
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
