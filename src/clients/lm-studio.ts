// LM Studio: https://lmstudio.ai/docs/app/mcp
import type { ClientDescriptor } from './contract.ts';
import type { Dialect } from './shared/dialect.ts';
import { always } from './shared/place.ts';

const DIALECT: Dialect = { client: 'lm-studio', lists: [['mcpServers']] };

export const lmStudio: ClientDescriptor = {
  id: 'lm-studio',
  title: 'LM Studio',
  userPlaces: ({ home }) => always('user', `${home.path}/.lmstudio/mcp.json`, `${home.path}/.cache/lm-studio/mcp.json`),
  projectPlaces: [],
  load: async () => (await import('./shared/json-reader.ts')).jsonReader(DIALECT),
};
