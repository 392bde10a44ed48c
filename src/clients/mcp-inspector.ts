// MCP Inspector: https://modelcontextprotocol.io/docs/tools/inspector. A file given with `--config` may stand anywhere.
import type { ClientDescriptor } from './contract.ts';
import type { Dialect } from './shared/dialect.ts';
import { always } from './shared/place.ts';

const DIALECT: Dialect = { client: 'mcp-inspector', lists: [['mcpServers']] };

export const mcpInspector: ClientDescriptor = {
  id: 'mcp-inspector',
  title: 'MCP Inspector',
  userPlaces: ({ home }) => always('user', `${home.path}/.mcp-inspector/mcp.json`),
  projectPlaces: [],
  blindSpots: ['MCP Inspector: a file given with --config may stand anywhere'],
  load: async () => (await import('./shared/json-reader.ts')).jsonReader(DIALECT),
};
