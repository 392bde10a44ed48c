// Kiro and Amazon Q share one form: `mcpServers`, agents with `hooks`, and powers (`powers.mcpServers`).
import type { ClientReader } from '../contract.ts';
import { readHooks } from '../shared/hooks.ts';
import { jsonReader } from '../shared/json-reader.ts';

/** The reader of Kiro or of Amazon Q. */
export function kiroReader(client: 'kiro' | 'amazon-q'): ClientReader {
  return jsonReader({ client, lists: [['mcpServers'], ['powers', 'mcpServers']], switches: ['disabled'], approvals: ['autoApprove'], extras: readHooks });
}
