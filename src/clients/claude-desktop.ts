// Claude Desktop: https://modelcontextprotocol.io/docs/develop/connect-local-servers. The Linux builds are unofficial and differ in the case of
// the folder; extensions and remote connectors stand in no file that is documented.
import type { ClientDescriptor } from './contract.ts';
import type { Dialect } from './shared/dialect.ts';
import { always } from './shared/place.ts';

const DIALECT: Dialect = { client: 'claude-desktop', lists: [['mcpServers']] };

export const claudeDesktop: ClientDescriptor = {
  id: 'claude-desktop',
  title: 'Claude Desktop',
  userPlaces: ({ appSupport, config, home }) => always('user',
    `${appSupport}/Claude/claude_desktop_config.json`,
    ...(home.platform === 'linux' ? [`${config}/claude/claude_desktop_config.json`] : []),
  ),
  projectPlaces: [],
  blindSpots: ['Claude Desktop: extensions (.mcpb, .dxt) and connectors of the account stand in no configuration file'],
  load: async () => (await import('./shared/json-reader.ts')).jsonReader(DIALECT),
};
