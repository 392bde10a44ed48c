// BoltAI: location as https://github.com/smithery-ai/cli has it (src/config/clients.ts).
import type { ClientDescriptor } from './contract.ts';
import type { Dialect } from './shared/dialect.ts';
import { always } from './shared/place.ts';

const DIALECT: Dialect = { client: 'boltai', lists: [['mcpServers']] };

export const boltai: ClientDescriptor = {
  id: 'boltai',
  title: 'BoltAI',
  userPlaces: ({ home }) => always('user', `${home.path}/.boltai/mcp.json`),
  projectPlaces: [],
  load: async () => (await import('./shared/json-reader.ts')).jsonReader(DIALECT),
};
