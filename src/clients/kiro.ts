// Kiro and its command line: https://kiro.dev/docs/mcp/configuration. Agents and powers bring servers of their own; agents also run commands at their
// events.
import type { ClientDescriptor } from './contract.ts';
import { always, gated } from './shared/place.ts';

export const kiro: ClientDescriptor = {
  id: 'kiro',
  title: 'Kiro',
  userPlaces: ({ home }) => [
    ...always('user', `${home.path}/.kiro/settings/mcp.json`),
    ...gated('user', ['mcpServers', 'hooks'], `${home.path}/.kiro/agents/*.json`),
    ...always('plugin', `${home.path}/.kiro/powers/installed/*/mcp.json`),
  ],
  projectPlaces: [...always('project', '.kiro/settings/mcp.json'), ...gated('project', ['mcpServers', 'hooks'], '.kiro/agents/*.json')],
  load: async () => (await import('./kiro/reader.ts')).kiroReader('kiro'),
};
