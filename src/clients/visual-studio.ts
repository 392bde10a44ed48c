// Visual Studio: https://learn.microsoft.com/visualstudio/ide/mcp-servers. A `.mcp.json` inside a solution has the name that Claude Code reads too, and
// is read there.
import type { ClientDescriptor } from './contract.ts';
import type { Dialect } from './shared/dialect.ts';
import { always } from './shared/place.ts';

const DIALECT: Dialect = { client: 'visual-studio', lists: [['servers'], ['mcpServers']] };

export const visualStudio: ClientDescriptor = {
  id: 'visual-studio',
  title: 'Visual Studio',
  userPlaces: ({ home }) => (home.platform === 'windows' ? always('user', `${home.path}/.mcp.json`) : []),
  projectPlaces: always('project', '.vs/mcp.json'),
  load: async () => (await import('./shared/json-reader.ts')).jsonReader(DIALECT),
};
