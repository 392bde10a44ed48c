// The registry as a command may use it: through the user's own npm configuration, or from caches alone. It is opened when something
// of it is asked for, so that a comparison of two folders loads no network code.
import { posix } from 'node:path';
import { cacheFolder } from '../io/blob-store.ts';
import { currentHome } from '../io/current-home.ts';
import type { Host } from '../io/host.ts';
import { type OwnFile, readOwnFile } from '../io/own-files.ts';
import type { Progress } from '../io/progress.ts';
import type { OpenedRegistry } from '../io/registry.ts';
import { UserError } from '../model/errors.ts';
import { LIMITS } from '../model/limits.ts';
import type { LazyRegistry } from '../pipelines/diff/words.ts';
import type { TrustRoot } from '../signatures/trust-root.ts';
import type { RegistryFlags } from './registry-flags.ts';

/** Below the user's cache folder. */
const FOLDER = 'registry';

export interface RegistryOpener extends LazyRegistry {
  /** Keeps what was fetched; to be called before `said` is asked for the last time. */
  readonly close: () => Promise<void>;
}

/** Opens once, at the first question. @throws UserError where the flags contradict each other. */
export function registryOpener(flags: RegistryFlags, host: Host, progress?: Progress): RegistryOpener {
  if (flags.offline === true && flags.cache === false) throw new UserError('usage', '--offline and --no-cache exclude each other', { hint: 'without the network, caches are all there is' });
  // Read before anything is asked: a wrong path is a wrong flag.
  const trusted = flags.trustedRoot === undefined ? undefined : readOwnFile(host.cwd, flags.trustedRoot);
  let opened: Promise<OpenedRegistry> | undefined;
  let said: OpenedRegistry | undefined;
  return {
    open: async () => {
      said = await (opened ??= openFor(flags, host, progress));
      return said.registry;
    },
    said: () => ({ notes: said?.notes ?? [], problems: said?.problems ?? [] }),
    close: async () => { await said?.close(); },
    ...(trusted ? { trustRoot: () => trustRootOf(trusted) } : {}),
  };
}

async function trustRootOf({ path, text }: OwnFile): Promise<TrustRoot> {
  const { parseTrustRoot } = await import('../signatures/trust-root.ts');
  try {
    return parseTrustRoot(text);
  } catch (error) {
    throw new UserError('config', `${path} is no sigstore trusted root`, { hint: 'give a trusted_root.json, as `cosign trusted-root create` writes it', cause: error });
  }
}

async function openFor({ registry, offline, cache }: RegistryFlags, { environment }: Host, progress: Progress | undefined): Promise<OpenedRegistry> {
  const { openRegistry } = await import('../io/registry.ts');
  const { path: home, platform } = currentHome(environment);
  return openRegistry({
    environment,
    home,
    mode: offline === true ? 'offline' : 'online',
    ...(registry === undefined ? {} : { registry }),
    ...(cache === false ? {} : { cacheFolder: posix.join(cacheFolder({ platform: platform === 'windows' ? 'win32' : platform === 'macos' ? 'darwin' : 'linux', home, env: environment }), FOLDER) }),
    // Where the time is made up, nothing is known to be recent.
    ...(environment['SOURCE_DATE_EPOCH'] === undefined ? { lately: LIMITS.registryLately } : {}),
    ...(progress ? { progress } : {}),
  });
}
