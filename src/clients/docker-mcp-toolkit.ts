// Docker MCP Toolkit, behind `docker mcp gateway run`: https://docs.docker.com/ai/mcp-catalog-and-toolkit/mcp-gateway/. What is switched on stands in
// registry.yaml, what could be in the catalogs; profiles are kept in a database.
import type { ClientDescriptor } from './contract.ts';
import { always } from './shared/place.ts';

export const dockerMcpToolkit: ClientDescriptor = {
  id: 'docker-mcp-toolkit',
  title: 'Docker MCP Toolkit',
  userPlaces: ({ home }) => always('user', ...['registry.yaml', 'config.yaml', 'catalogs/*.yaml'].map((name) => `${home.path}/.docker/mcp/${name}`)),
  projectPlaces: [],
  blindSpots: ['Docker MCP Toolkit: profiles are kept in a database that is not read'],
  load: async () => (await import('./docker-mcp-toolkit/reader.ts')).reader,
};
