// Tome: https://github.com/runebookai/tome, location as https://github.com/smithery-ai/cli has it (src/config/clients.ts).
import type { ClientDescriptor } from './contract.ts';
import type { Dialect } from './shared/dialect.ts';
import { always } from './shared/place.ts';

const DIALECT: Dialect = { client: 'tome', lists: [['mcpServers']] };

export const tome: ClientDescriptor = {
  id: 'tome',
  title: 'Tome',
  userPlaces: ({ home }) => always('user', `${home.path}/.tome/mcp_config.json`),
  projectPlaces: [],
  load: async () => (await import('./shared/json-reader.ts')).jsonReader(DIALECT),
};
