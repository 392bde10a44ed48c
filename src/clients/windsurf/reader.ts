// Windsurf's mcp_config.json and hooks.json.
import type { ClientReader } from '../contract.ts';
import { hooksReader } from '../shared/hooks.ts';
import { jsonReader } from '../shared/json-reader.ts';

const servers = jsonReader({ client: 'windsurf', lists: [['mcpServers']], switches: ['disabled'] });
const hooks = hooksReader('windsurf');

export const reader: ClientReader = { read: (input) => (input.fileName.toLowerCase() === 'hooks.json' ? hooks : servers).read(input) };
