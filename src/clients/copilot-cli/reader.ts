// GitHub Copilot CLI: mcp-config.json, and the hooks of a repository below `.github/hooks`.
import type { ClientReader } from '../contract.ts';
import { hooksReader } from '../shared/hooks.ts';
import { jsonReader } from '../shared/json-reader.ts';

const servers = jsonReader({ client: 'copilot-cli', lists: [['mcpServers']], approvals: ['tools'] });
const hooks = hooksReader('copilot-cli');

export const reader: ClientReader = { read: (input) => (input.place.path.includes('/hooks/') ? hooks : servers).read(input) };
