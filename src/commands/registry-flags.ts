// The flags that say where versions of packages come from.
import type { Command } from 'commander';

/** As the command line names them. */
export interface RegistryFlags {
  readonly registry?: string;
  readonly offline?: true;
  /** Path of a sigstore trusted root. */
  readonly trustedRoot?: string;
  /** Paths of lockfiles. */
  readonly lockedBy?: readonly string[];
  /** False after --no-cache. */
  readonly cache?: boolean;
}

/** Of the commands that fetch a version by its name. */
export const LOCKED_BY_HELP = 'hold what is fetched against the integrity that this lockfile has of it (must exist); may be repeated';

export function addRegistryFlags(command: Command): Command {
  return command
    .option('--registry <url>', 'ask this registry in place of the one that npm is configured for (a mirror may still have what was unpublished)')
    .option('--trusted-root <file>', 'check provenance against this sigstore trusted root (JSON; must exist) in place of the public one')
    .option('--offline', 'no network: the caches of mcp-audit and npm alone')
    .option('--no-cache', 'fetch and read everything anew, and keep nothing');
}
