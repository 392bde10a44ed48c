// Amp's settings: servers, and the switch that runs every tool without a question.
import type { ClientReader } from '../contract.ts';
import type { Collector } from '../shared/collect.ts';
import { entriesAt, isBoolean, type ConfigNode } from '../shared/node.ts';
import { jsonReader } from '../shared/json-reader.ts';

function extras(root: ConfigNode, collect: Collector): void {
  for (const { value, at } of entriesAt(root, ['amp', 'dangerouslyAllowAll'])) {
    if (isBoolean(value, true)) collect.hook({ kind: 'trust-all', name: 'amp.dangerouslyAllowAll', text: 'true' }, at);
  }
}

export const reader: ClientReader = jsonReader({ client: 'amp', lists: [['amp', 'mcpServers'], ['mcpServers']], extras });
