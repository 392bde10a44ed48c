// Cursor: https://cursor.com/docs/context/mcp and https://cursor.com/docs/agent/hooks. A remote server needs no type; `envFile` names a file of variables.
// Plugins bring servers of their own.
import type { ClientDescriptor } from './contract.ts';
import { always } from './shared/place.ts';

export const cursor: ClientDescriptor = {
  id: 'cursor',
  title: 'Cursor',
  userPlaces: ({ home }) => [
    ...always('user', `${home.path}/.cursor/mcp.json`, `${home.path}/.cursor/hooks.json`),
    ...always('plugin', ...['cache', 'local'].flatMap((kind) => ['mcp.json', '.mcp.json'].map((name) => `${home.path}/.cursor/plugins/${kind}/**/${name}`))),
  ],
  projectPlaces: always('project', '.cursor/mcp.json', '.cursor/hooks.json'),
  blindSpots: ['Cursor: an extension of the editor can register servers in code'],
  load: async () => (await import('./cursor/reader.ts')).reader,
};
