// Qoder: locations as https://github.com/stacklok/toolhive has them (pkg/client/config.go). On Windows and macOS the client keeps its own copy.
import type { ClientDescriptor } from './contract.ts';
import type { Dialect } from './shared/dialect.ts';
import { always } from './shared/place.ts';

const DIALECT: Dialect = { client: 'qoder', lists: [['mcpServers']], switches: ['disabled'] };

export const qoder: ClientDescriptor = {
  id: 'qoder',
  title: 'Qoder',
  userPlaces: ({ home, appSupport }) => always('user', `${home.path}/.qoder/mcp.json`, ...(home.platform === 'linux' ? [] : [`${appSupport}/Qoder/SharedClientCache/mcp.json`])),
  projectPlaces: [],
  load: async () => (await import('./shared/json-reader.ts')).jsonReader(DIALECT),
};
