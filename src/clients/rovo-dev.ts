// Rovo Dev CLI: location as https://github.com/dyoshikawa/rulesync has it.
import type { ClientDescriptor } from './contract.ts';
import type { Dialect } from './shared/dialect.ts';
import { always } from './shared/place.ts';

const DIALECT: Dialect = { client: 'rovo-dev', lists: [['mcpServers']] };

export const rovoDev: ClientDescriptor = {
  id: 'rovo-dev',
  title: 'Rovo Dev',
  userPlaces: ({ home }) => always('user', `${home.path}/.rovodev/mcp.json`),
  projectPlaces: always('project', '.rovodev/mcp.json'),
  load: async () => (await import('./shared/json-reader.ts')).jsonReader(DIALECT),
};
