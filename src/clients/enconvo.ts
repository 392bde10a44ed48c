// Enconvo: location as https://github.com/smithery-ai/cli has it (src/config/clients.ts).
import type { ClientDescriptor } from './contract.ts';
import type { Dialect } from './shared/dialect.ts';
import { always } from './shared/place.ts';

const DIALECT: Dialect = { client: 'enconvo', lists: [['mcpServers']] };

export const enconvo: ClientDescriptor = {
  id: 'enconvo',
  title: 'Enconvo',
  userPlaces: ({ config }) => always('user', `${config}/enconvo/mcp_config.json`),
  projectPlaces: [],
  load: async () => (await import('./shared/json-reader.ts')).jsonReader(DIALECT),
};
