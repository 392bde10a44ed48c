// Kiro and Amazon Q share one form: `mcpServers`, agents with `hooks`, and powers (`powers.mcpServers`).
import type { ClientReader } from '../contract.ts';
import { readHooks } from '../shared/hooks.ts';
import { dialectReader } from '../shared/reader.ts';

export function kiroReader(client: 'kiro' | 'amazon-q'): ClientReader {
  return dialectReader({ client, lists: [['mcpServers'], ['powers', 'mcpServers']], switches: ['disabled'], approvals: ['autoApprove'], extras: readHooks });
}
