// Witsy: https://github.com/nbonamy/witsy, location as https://github.com/smithery-ai/cli has it (src/config/clients.ts).
import type { ClientDescriptor } from './contract.ts';
import type { Dialect } from './shared/dialect.ts';
import { gated } from './shared/place.ts';

const DIALECT: Dialect = { client: 'witsy', lists: [['mcpServers']] };

export const witsy: ClientDescriptor = {
  id: 'witsy',
  title: 'Witsy',
  userPlaces: ({ appSupport }) => gated('user', ['mcp'], `${appSupport}/Witsy/settings.json`),
  projectPlaces: [],
  load: async () => (await import('./shared/json-reader.ts')).jsonReader(DIALECT),
};
