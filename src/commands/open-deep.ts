// The machinery that reads code, opened for one run and closed after it.
import type { BundleStack } from '../indicators/stack.ts';
import type { Host } from '../io/host.ts';
import { UserError } from '../model/errors.ts';
import type { DeepPorts } from '../pipelines/deep/words.ts';

export interface OpenedDeep {
  readonly ports: DeepPorts;
  readonly close: () => Promise<void>;
}

/** `no-cache`: nothing of an earlier run is believed, and nothing is kept. */
export function openDeep(_bundles: BundleStack, _host: Host, _cache: 'cache' | 'no-cache'): OpenedDeep {
  throw new UserError('usage', 'this build has no code search yet');
}
