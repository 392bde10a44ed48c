// Sema4.ai Studio; location as https://github.com/docker/mcp-gateway has it (pkg/client/config.yml).
import type { ClientDescriptor } from './contract.ts';
import type { Dialect } from './shared/dialect.ts';
import { always } from './shared/place.ts';

const DIALECT: Dialect = { client: 'sema4ai', lists: [['mcpServers']] };

export const sema4ai: ClientDescriptor = {
  id: 'sema4ai',
  title: 'Sema4.ai Studio',
  userPlaces: ({ home, localAppData }) => always('user', `${home.platform === 'windows' ? `${localAppData}/sema4ai` : `${home.path}/.sema4ai`}/sema4ai-studio/mcp_servers.json`),
  projectPlaces: [],
  load: async () => (await import('./shared/json-reader.ts')).jsonReader(DIALECT),
};
