// LibreChat: https://www.librechat.ai/docs/configuration/librechat_yaml/object_structure/mcp_servers
import type { ClientDescriptor } from './contract.ts';
import type { Dialect } from './shared/dialect.ts';
import { gated, movedOr } from './shared/place.ts';

const DIALECT: Dialect = { client: 'librechat', lists: [['mcpServers']] };

export const librechat: ClientDescriptor = {
  id: 'librechat',
  title: 'LibreChat',
  userPlaces: ({ home }) => gated('user', ['mcpServers'], ...movedOr(home, 'LIBRECHAT_CONFIG_DIR', home.path).map((folder) => `${folder}/LibreChat/librechat.yaml`)),
  projectPlaces: gated('project', ['mcpServers'], 'librechat.yaml'),
  load: async () => (await import('./shared/yaml-reader.ts')).yamlReader(DIALECT),
};
