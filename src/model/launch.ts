// What a command line runs. One line can run several things (a wrapper and what it wraps): each is a subject of its own.
import type { NamedValue } from './server.ts';

/** How firmly the line says which code runs. Only `exact` with a recorded tree, `git-commit`, `image-digest` and `project-lockfile` are pins. */
export const VERSION_CLASSES = [
  'exact', 'range', 'tag', 'none', 'git-commit', 'git-branch', 'url', 'file', 'image-digest', 'image-tag', 'image-none', 'project-lockfile', 'unresolvable',
] as const;
export type VersionClass = (typeof VERSION_CLASSES)[number];

/** Where the code comes from. `program`: a binary of the machine by name or path. `remote`: a server elsewhere. `shell`: a line that cannot be decided. */
export type SubjectKind = 'npm' | 'pypi' | 'oci' | 'jsr' | 'go' | 'cargo' | 'nuget' | 'script' | 'program' | 'remote' | 'shell';

/**
 * `server`: what the line is for. `wrapper`: starts the server and stands between it and the client (mcp-remote, supergateway).
 * `runner`: only runs a file (tsx, ts-node). `candidate`: one of several readings of an ambiguous line.
 */
export type SubjectRole = 'server' | 'wrapper' | 'runner' | 'candidate';

/** Programs that fetch a package and run or install it. */
export type PackageTool =
  | 'npx' | 'npm exec' | 'npm install' | 'pnpm dlx' | 'pnpm add' | 'yarn dlx' | 'yarn add' | 'bunx' | 'bun add' | 'deno' | 'uvx' | 'pipx' | 'pip' | 'python' | 'docker' | 'podman' | 'node' | 'other';

export interface LaunchSubject {
  readonly role: SubjectRole;
  readonly kind: SubjectKind;
  readonly tool: PackageTool;
  /** Package, image (without tag and digest), module or program; for `npm` the real package, not its alias. Absent where a variable hides it. */
  readonly name?: string;
  /** What is asked for, as written behind the name: `1.0.16`, `^1.0.0`, `latest`, a git address; '' where nothing stands there. */
  readonly spec: string;
  readonly versionClass: VersionClass;
  /** Local name, where the line declares an alias (`a@npm:b@1`). */
  readonly alias?: string;
  /** Raw specs of all packages that the same npx, dlx or bunx call asks for, as written: they name the cache folder. */
  readonly set?: readonly string[];
  /**
   * `binary-first`: a bare name, which npx looks up among the project's and the machine's programs before it asks the registry.
   * `project`: only what the project has installed can answer (`npm run`, `yarn exec`, `node_modules/.bin/x`).
   */
  readonly lookup: 'package' | 'binary-first' | 'project' | 'none';
  /** File that runs, as written, for `script` and `program`; folder for a package inside `node_modules`. */
  readonly path?: string;
  /** Address of a `remote`, a tarball or a repository, without user, password, query and fragment. */
  readonly url?: string;
  /** Registry given on the line or in its variables, without credentials. */
  readonly registry?: string;
}

export type LaunchDoubt =
  | 'dynamic-shell'      // variables, substitutions or conditions decide what runs
  | 'unknown-flag'       // npm versions differ in whether the next word is the flag's value
  | 'variable'           // the command or package holds a variable that only the client expands
  | 'whole-line'         // one string holds a whole command line
  | 'broken-spec'        // the spec cannot be resolved by any version of the tool
  | 'too-long';          // over a limit: the rest was not read

export interface Launch {
  /** The line with every secret replaced by its name; safe to print after escaping. */
  readonly display: string;
  readonly subjects: readonly LaunchSubject[];
  /** Variables set on the line (`env K=V`, `-e K=V`). */
  readonly environment: readonly NamedValue[];
  /** Flags of the line whose value reads like a secret. */
  readonly secrets: readonly NamedValue[];
  readonly doubts: readonly { readonly code: LaunchDoubt; readonly message: string }[];
  /** Folder in which it runs, where the line says so (`--prefix`, `-C`, `--directory`). */
  readonly cwd?: string;
}
