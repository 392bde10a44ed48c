// A manifest reader: text of a package.json or a workspace file in, what is asked for out. Pure.
import type { Problem } from '../model/coverage.ts';

export type RequestKind = 'dependencies' | 'devDependencies' | 'optionalDependencies' | 'peerDependencies' | 'override' | 'catalog';

/** One thing asked for: `name` at `spec`, as written. */
export interface Request {
  readonly kind: RequestKind;
  /** The package really asked for: of an alias (`npm:real@^1`) its target. Undefined registry identity: see `source`. */
  readonly name: string;
  /** Range, tag or exact version with the alias prefix taken off; other protocols stay as written. */
  readonly spec: string;
  /** The key it stands under, as written (an override may be nested: `a > b`). */
  readonly key: string;
  /** Spec as written. */
  readonly raw: string;
  /** `registry` where a registry would answer (range, tag, version, alias, `catalog:` resolved); `other` for git, file, link, workspace, url. */
  readonly source: 'registry' | 'other';
  /** Of an override: the package whose versions it replaces (`name` is what it is replaced with). */
  readonly replaces?: string;
  /** True where `peerDependenciesMeta` or the like says that it may be absent. */
  readonly optional?: true;
  /** Keys from the root of the JSON, or of the YAML, for `locate`. */
  readonly path: readonly string[];
}

export interface Manifest {
  readonly name?: string;
  readonly version?: string;
  readonly requests: readonly Request[];
  /** Globs of workspace folders, negations with `!` kept; empty where none. */
  readonly workspaces: readonly string[];
  /** Name of the lockfile, where the settings give it another one (`lockfileFilename` of yarn). */
  readonly lockfileName?: string;
  readonly problems: readonly Problem[];
  readonly locate: (request: Request) => { readonly line: number; readonly column: number } | undefined;
}
