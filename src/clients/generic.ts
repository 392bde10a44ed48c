// Files whose name says that they hold MCP servers, and whose place names no client. Low confidence: any key of any client is read.
import type { ClientDescriptor } from './contract.ts';
import type { Dialect } from './shared/dialect.ts';
import { always } from './shared/place.ts';

const DIALECT: Dialect = { client: 'generic', lists: [['mcpServers']], anyKey: true, flat: true, switches: ['enabled', 'disabled'] };

export const generic: ClientDescriptor = {
  id: 'generic',
  title: 'MCP configuration of an unnamed client',
  userPlaces: () => [],
  projectPlaces: always('project', 'mcp.json', 'mcp_config.json', 'mcp_settings.json', 'mcp-config.json'),
  load: async () => (await import('./shared/json-reader.ts')).jsonReader(DIALECT),
};
