// `context_servers` of Zed's settings.
import type { ServerLaunch } from '../../model/server.ts';
import type { ClientReader } from '../contract.ts';
import { textAt, valueAt, type ConfigNode } from '../shared/node.ts';
import { dialectReader } from '../shared/reader.ts';

// Settings for a server that an extension of Zed starts by code of its own; which, the file does not tell.
function launch(entry: ConfigNode, name: string): ServerLaunch | undefined {
  const source = textAt(entry, ['source']);
  const stated = ['command', 'url'].some((key) => valueAt(entry, key) !== undefined);
  const isExtension = source === 'extension' || (source === undefined && !stated && valueAt(entry, 'settings') !== undefined);
  return isExtension ? { kind: 'builtin', name: `extension ${name}` } : undefined;
}

export const reader: ClientReader = dialectReader({ client: 'zed', lists: [['context_servers']], switches: ['enabled'], launch });
