// mcporter: https://github.com/steipete/mcporter/blob/main/docs/config.md
import type { ClientDescriptor } from './contract.ts';
import type { Dialect } from './shared/dialect.ts';
import { always } from './shared/place.ts';

const DIALECT: Dialect = { client: 'mcporter', lists: [['mcpServers']] };

export const mcporter: ClientDescriptor = {
  id: 'mcporter',
  title: 'mcporter',
  userPlaces: ({ home }) => always('user', `${home.path}/.mcporter/mcporter.json`, `${home.path}/.mcporter/mcporter.jsonc`),
  projectPlaces: always('project', 'config/mcporter.json', 'config/mcporter.jsonc'),
  load: async () => (await import('./shared/json-reader.ts')).jsonReader(DIALECT),
};
