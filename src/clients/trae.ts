// Trae: locations as https://github.com/smithery-ai/cli and https://github.com/stacklok/toolhive have them. `fromGalleryId` marks an entry taken from its gallery.
import type { ClientDescriptor } from './contract.ts';
import type { Dialect } from './shared/dialect.ts';
import { always } from './shared/place.ts';

const DIALECT: Dialect = { client: 'trae', lists: [['mcpServers']], switches: ['disabled'] };

export const trae: ClientDescriptor = {
  id: 'trae',
  title: 'Trae',
  userPlaces: ({ appSupport }) => always('user', `${appSupport}/Trae/User/mcp.json`),
  projectPlaces: always('project', '.trae/mcp.json'),
  load: async () => (await import('./shared/json-reader.ts')).jsonReader(DIALECT),
};
