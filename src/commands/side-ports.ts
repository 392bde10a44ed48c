// The outside for commands that read packages by themselves: the disk, archives, commits, a registry.
import { resolve } from 'node:path';
import { openAuditedSource } from '../io/byte-source.ts';
import { openFolderTree } from '../io/file-tree.ts';
import type { Host } from '../io/host.ts';
import type { Progress } from '../io/progress.ts';
import type { SidePorts } from '../pipelines/diff/words.ts';
import { registryOpener } from './open-registry.ts';
import type { RegistryFlags } from './registry-flags.ts';

export interface OpenedPorts {
  readonly ports: SidePorts;
  /** Keeps what was fetched. */
  readonly close: () => Promise<void>;
}

/** Nothing is opened before it is asked for. */
export function sidePorts(flags: RegistryFlags, host: Host, progress: Progress): OpenedPorts {
  const tree = openFolderTree({ root: '/' });
  const registry = registryOpener(flags, host, progress);
  return {
    ports: {
      tree,
      openFile: (_, path) => openAuditedSource(resolve('/', path)),
      registry,
      progress: progress.show,
      gitTree: async (folder, ref, wants) => (await import('../io/git-tree.ts')).openGitTree({ disk: tree, folder, ref, ...(wants ? { wants } : {}), environment: host.environment, never: [host.cwd.replaceAll('\\', '/')] }),
    },
    close: registry.close,
  };
}
