// Kimi CLI: https://github.com/MoonshotAI/kimi-cli, location as https://github.com/stacklok/toolhive has it (pkg/client/config.go).
import type { ClientDescriptor } from './contract.ts';
import type { Dialect } from './shared/dialect.ts';
import { always } from './shared/place.ts';

const DIALECT: Dialect = { client: 'kimi-cli', lists: [['mcpServers']] };

export const kimiCli: ClientDescriptor = {
  id: 'kimi-cli',
  title: 'Kimi CLI',
  userPlaces: ({ home }) => always('user', `${home.path}/.kimi/mcp.json`),
  projectPlaces: [],
  load: async () => (await import('./shared/json-reader.ts')).jsonReader(DIALECT),
};
