// Cursor's mcp.json and hooks.json.
import type { ClientReader } from '../contract.ts';
import { hooksReader } from '../shared/hooks.ts';
import { jsonReader } from '../shared/json-reader.ts';

const servers = jsonReader({ client: 'cursor', lists: [['mcpServers']], flat: true });
const hooks = hooksReader('cursor');

export const reader: ClientReader = { read: (input) => (input.fileName.toLowerCase() === 'hooks.json' ? hooks : servers).read(input) };
