// Continue: https://docs.continue.dev/customize/deep-dives/mcp. Servers stand in a list and bear a name; files of a workspace may also have the map
// of other clients. The older JSON file holds the launch one level deeper, under `transport`.
import type { ClientDescriptor } from './contract.ts';
import { always, gated } from './shared/place.ts';

export const continueDev: ClientDescriptor = {
  id: 'continue',
  title: 'Continue',
  userPlaces: ({ home }) => [
    ...gated('user', ['mcpServers'], `${home.path}/.continue/config.yaml`),
    ...gated('user', ['modelContextProtocolServers', 'mcpServers'], `${home.path}/.continue/config.json`),
    ...always('user', ...['yaml', 'yml', 'json'].map((ending) => `${home.path}/.continue/mcpServers/*.${ending}`)),
  ],
  projectPlaces: always('project', '.continue/mcpServers/*.yaml', '.continue/mcpServers/*.yml', '.continue/mcpServers/*.json'),
  load: async () => (await import('./continue/reader.ts')).reader,
};
