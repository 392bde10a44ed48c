// JetBrains Junie: https://www.jetbrains.com/help/junie/, locations as https://github.com/dyoshikawa/rulesync has them.
import type { ClientDescriptor } from './contract.ts';
import type { Dialect } from './shared/dialect.ts';
import { always } from './shared/place.ts';

const DIALECT: Dialect = { client: 'junie', lists: [['mcpServers']], switches: ['enabled', 'disabled'] };

export const junie: ClientDescriptor = {
  id: 'junie',
  title: 'JetBrains Junie',
  userPlaces: ({ home }) => always('user', `${home.path}/.junie/mcp/mcp.json`),
  projectPlaces: always('project', '.junie/mcp/mcp.json'),
  load: async () => (await import('./shared/json-reader.ts')).jsonReader(DIALECT),
};
