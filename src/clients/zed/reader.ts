// `context_servers` of Zed's settings, and the switches that run tools without a question (https://zed.dev/docs/ai/agent-settings).
import type { ServerLaunch } from '../../model/server.ts';
import type { ClientReader } from '../contract.ts';
import type { Collector } from '../shared/collect.ts';
import { entriesAt, isBoolean, textAt, textOf, valueAt, type ConfigNode } from '../shared/node.ts';
import { jsonReader } from '../shared/json-reader.ts';

// Settings for a server that an extension of Zed starts by code of its own; which, the file does not tell.
function launch(entry: ConfigNode, name: string): ServerLaunch | undefined {
  const source = textAt(entry, ['source']);
  const stated = ['command', 'url'].some((key) => valueAt(entry, key) !== undefined);
  const isExtension = source === 'extension' || (source === undefined && !stated && valueAt(entry, 'settings') !== undefined);
  return isExtension ? { kind: 'builtin', name: `extension ${name}` } : undefined;
}

function extras(root: ConfigNode, collect: Collector): void {
  for (const { value, at } of entriesAt(root, ['agent', 'always_allow_tool_actions'])) {
    if (isBoolean(value, true)) collect.hook({ kind: 'trust-all', name: 'agent.always_allow_tool_actions', text: 'true' }, at);
  }
  for (const { value, at } of entriesAt(root, ['agent', 'tool_permissions', 'default'])) {
    if (textOf(value) === 'allow') collect.hook({ kind: 'trust-all', name: 'agent.tool_permissions.default', text: 'allow' }, at);
  }
}

export const reader: ClientReader = jsonReader({ client: 'zed', lists: [['context_servers']], switches: ['enabled'], launch, extras });
