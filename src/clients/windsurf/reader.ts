// Windsurf's mcp_config.json and hooks.json.
import type { ClientReader } from '../contract.ts';
import { hooksReader } from '../shared/hooks.ts';
import { dialectReader } from '../shared/reader.ts';

const servers = dialectReader({ client: 'windsurf', lists: [['mcpServers']], switches: ['disabled'], approvals: ['alwaysAllow'] });
const hooks = hooksReader('windsurf');

export const reader: ClientReader = { read: (input) => (input.fileName.toLowerCase() === 'hooks.json' ? hooks : servers).read(input) };
