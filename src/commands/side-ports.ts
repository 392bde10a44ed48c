// The outside for commands that read packages by themselves: the disk, archives, commits, a registry.
import { resolve } from 'node:path';
import { openAuditedSource } from '../io/byte-source.ts';
import { openFolderTree } from '../io/file-tree.ts';
import type { Host } from '../io/host.ts';
import type { SidePorts } from '../pipelines/diff/words.ts';
import { registryOpener } from './open-registry.ts';
import type { RegistryFlags } from './registry-flags.ts';

/** Nothing is opened before it is asked for. */
export function sidePorts(flags: RegistryFlags, host: Host): Omit<SidePorts, 'progress'> {
  const tree = openFolderTree({ root: '/' });
  return {
    tree,
    openFile: (_, path) => openAuditedSource(resolve('/', path)),
    registry: registryOpener(flags, host),
    gitTree: async (folder, ref, wants) => (await import('../io/git-tree.ts')).openGitTree({ disk: tree, folder, ref, ...(wants ? { wants } : {}), environment: host.environment, never: [host.cwd.replaceAll('\\', '/')] }),
  };
}
