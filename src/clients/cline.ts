// Cline, an extension of VS Code and its forks, and its command line: https://docs.cline.bot/mcp/configuring-mcp-servers and
// https://github.com/cline/cline. An address without a type is spoken to as SSE.
import type { ClientDescriptor } from './contract.ts';
import type { Dialect } from './shared/dialect.ts';
import { extensionFiles } from './shared/editors.ts';
import { always, movedOr } from './shared/place.ts';

const DIALECT: Dialect = { client: 'cline', lists: [['mcpServers']], switches: ['disabled'], approvals: ['autoApprove'], urlTransport: 'sse' };

export const cline: ClientDescriptor = {
  id: 'cline',
  title: 'Cline',
  userPlaces: (folders) => always('user',
    ...extensionFiles(folders, 'saoudrizwan.claude-dev/settings/cline_mcp_settings.json'),
    `${folders.home.path}/Documents/Cline/MCP/cline_mcp_settings.json`,
    ...movedOr(folders.home, 'CLINE_DIR', `${folders.home.path}/.cline`).map((folder) => `${folder}/data/settings/cline_mcp_settings.json`),
  ),
  projectPlaces: [],
  load: async () => (await import('./shared/json-reader.ts')).jsonReader(DIALECT),
};
