// Amazon Q Developer: https://docs.aws.amazon.com/amazonq/latest/qdeveloper-ug/mcp-ide.html. Agents hold servers beside the older single file.
import type { ClientDescriptor } from './contract.ts';
import { always, gated } from './shared/place.ts';

export const amazonQ: ClientDescriptor = {
  id: 'amazon-q',
  title: 'Amazon Q Developer',
  userPlaces: ({ home }) => [
    ...always('user', `${home.path}/.aws/amazonq/mcp.json`),
    ...gated('user', ['mcpServers', 'hooks'], `${home.path}/.aws/amazonq/agents/*.json`, `${home.path}/.aws/amazonq/cli-agents/*.json`),
  ],
  projectPlaces: [...always('project', '.amazonq/mcp.json'), ...gated('project', ['mcpServers', 'hooks'], '.amazonq/agents/*.json', '.amazonq/cli-agents/*.json')],
  load: async () => (await import('./kiro/reader.ts')).kiroReader('amazon-q'),
};
