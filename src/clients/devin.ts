// Devin, local agent; location and key as https://github.com/dyoshikawa/rulesync has them.
import type { ClientDescriptor } from './contract.ts';
import type { Dialect } from './shared/dialect.ts';
import { gated } from './shared/place.ts';

const DIALECT: Dialect = { client: 'devin', lists: [['mcpServers']], switches: ['disabled'] };

export const devin: ClientDescriptor = {
  id: 'devin',
  title: 'Devin',
  userPlaces: ({ home, config }) => gated('user', ['mcpServers'], `${home.path}/.devin/config.json`, `${config}/devin/config.json`),
  projectPlaces: gated('project', ['mcpServers'], '.devin/config.json'),
  load: async () => (await import('./shared/json-reader.ts')).jsonReader(DIALECT),
};
