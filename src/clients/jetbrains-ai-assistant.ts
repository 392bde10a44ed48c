// JetBrains AI Assistant: https://www.jetbrains.com/help/ai-assistant/mcp.html. Servers entered in the settings of one IDE stand in its own files.
import type { ClientDescriptor } from './contract.ts';
import type { Dialect } from './shared/dialect.ts';
import { always } from './shared/place.ts';

const DIALECT: Dialect = { client: 'jetbrains-ai-assistant', lists: [['mcpServers']], switches: ['enabled', 'disabled'] };

export const jetbrainsAiAssistant: ClientDescriptor = {
  id: 'jetbrains-ai-assistant',
  title: 'JetBrains AI Assistant',
  userPlaces: ({ home }) => always('user', `${home.path}/.ai/mcp/mcp.json`),
  projectPlaces: always('project', '.ai/mcp/mcp.json'),
  blindSpots: ['JetBrains AI Assistant: servers entered in the settings of an IDE are kept in that IDE'],
  load: async () => (await import('./shared/json-reader.ts')).jsonReader(DIALECT),
};
