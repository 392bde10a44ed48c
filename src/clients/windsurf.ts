// Windsurf, and the JetBrains plugin of the same maker: https://docs.windsurf.com/windsurf/cascade/mcp and …/cascade/hooks.
// The address of a remote server is `serverUrl`.
import type { ClientDescriptor } from './contract.ts';
import { always, managedFolder } from './shared/place.ts';

export const windsurf: ClientDescriptor = {
  id: 'windsurf',
  title: 'Windsurf',
  userPlaces: ({ home }) => {
    const windsurf = `${home.path}/.codeium/windsurf`;
    const managed = managedFolder(home, { linux: 'windsurf', macos: 'Windsurf', windows: 'Windsurf' });
    return [
      ...always('user', `${windsurf}/mcp_config.json`, `${home.path}/.codeium/mcp_config.json`, `${windsurf}/hooks.json`),
      ...always('managed', `${managed}/hooks.json`),
    ];
  },
  projectPlaces: always('project', '.windsurf/mcp.json', '.windsurf/mcp_config.json', '.windsurf/hooks.json'),
  load: async () => (await import('./windsurf/reader.ts')).reader,
};
