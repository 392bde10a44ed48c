// Files of a repository that launch or install packages outside any lockfile: Dockerfiles, compose files, workflows, devcontainers.
import type { Problem } from '../model/coverage.ts';
import type { Position } from '../model/inventory.ts';

/** One command that such a file runs, as written; `launches/` says what it starts or installs. */
export interface BuildCommand {
  /** `shell`: a line for a shell. `words`: an argument list (exec form, `args`). */
  readonly form: 'shell' | 'words';
  readonly words: readonly string[];
  readonly text: string;
  /** What runs it, as `RUN`, `CMD`, `step "Publish"`, `postCreateCommand`. */
  readonly where: string;
  readonly position: Position;
  /** Names of the variables set for it; values are not kept. */
  readonly environment: readonly string[];
}

export interface BuildRead {
  readonly commands: readonly BuildCommand[];
  readonly problems: readonly Problem[];
  readonly notes: readonly string[];
}

export interface BuildDescriptor {
  readonly id: string;
  readonly title: string;
  /** True for a file of this kind, by its path below the repository. */
  readonly recognises: (path: string) => boolean;
  readonly load: () => Promise<{ readonly read: (text: string, path: string) => BuildRead }>;
}
