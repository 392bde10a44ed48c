// Antigravity: locations as https://github.com/stacklok/toolhive (pkg/client/config.go) and https://github.com/snyk/agent-scan have them. The address of a remote server is `serverUrl`.
import type { ClientDescriptor } from './contract.ts';
import type { Dialect } from './shared/dialect.ts';
import { always } from './shared/place.ts';

const DIALECT: Dialect = { client: 'antigravity', lists: [['mcpServers']], switches: ['disabled'] };

export const antigravity: ClientDescriptor = {
  id: 'antigravity',
  title: 'Antigravity',
  userPlaces: ({ home }) => always('user', `${home.path}/.gemini/antigravity/mcp_config.json`, `${home.path}/.gemini/config/mcp_config.json`),
  projectPlaces: [],
  load: async () => (await import('./shared/json-reader.ts')).jsonReader(DIALECT),
};
