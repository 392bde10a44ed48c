// What a publisher tells the MCP Registry in the `server.json` of a repository:
// https://github.com/modelcontextprotocol/registry/blob/main/docs/reference/server-json/generic-server-json.md. It states what a client would start.
import type { ClientDescriptor } from './contract.ts';
import { gated } from './shared/place.ts';

export const mcpRegistry: ClientDescriptor = {
  id: 'mcp-registry',
  title: 'MCP Registry',
  userPlaces: () => [],
  projectPlaces: gated('project', ['registryType', 'registry_type', 'registry_name', 'modelcontextprotocol'], 'server.json'),
  load: async () => (await import('./mcp-registry/reader.ts')).reader,
};
