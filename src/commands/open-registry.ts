// The registry as a command may use it: through the user's own npm configuration, or from caches alone. It is opened when something
// of it is asked for, so that a comparison of two folders loads no network code.
import type { Host } from '../io/host.ts';
import type { Registry } from '../model/ports.ts';
import type { RegistryFlags } from './registry-flags.ts';

/** Opens once, at the first call. */
export function registryOpener(_flags: RegistryFlags, _host: Host): () => Promise<Registry> {
  return async () => {
    throw new Error('not there yet');
  };
}
