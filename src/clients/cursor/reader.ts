// Cursor's mcp.json and hooks.json.
import type { ClientReader } from '../contract.ts';
import { hooksReader } from '../shared/hooks.ts';
import { dialectReader } from '../shared/reader.ts';

const servers = dialectReader({ client: 'cursor', lists: [['mcpServers']], flat: true });
const hooks = hooksReader('cursor');

export const reader: ClientReader = { read: (input) => (input.fileName.toLowerCase() === 'hooks.json' ? hooks : servers).read(input) };
