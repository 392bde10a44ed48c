// Factory Droid: https://docs.factory.ai/cli/configuration/mcp
import type { ClientDescriptor } from './contract.ts';
import type { Dialect } from './shared/dialect.ts';
import { always } from './shared/place.ts';

const DIALECT: Dialect = { client: 'factory-droid', lists: [['mcpServers']], switches: ['disabled'] };

export const factoryDroid: ClientDescriptor = {
  id: 'factory-droid',
  title: 'Factory Droid',
  userPlaces: ({ home }) => always('user', `${home.path}/.factory/mcp.json`),
  projectPlaces: always('project', '.factory/mcp.json'),
  load: async () => (await import('./shared/json-reader.ts')).jsonReader(DIALECT),
};
