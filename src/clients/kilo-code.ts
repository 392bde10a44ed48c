// Kilo Code: https://github.com/Kilo-Org/kilocode and https://github.com/dyoshikawa/rulesync (kilo-mcp.ts). Today `mcp` in kilo.jsonc, of the form of opencode, with entries that are bare
// switches; earlier `mcpServers` in the storage of the editor and in `.kilocode`.
import type { ClientDescriptor } from './contract.ts';
import type { Dialect } from './shared/dialect.ts';
import { extensionFiles } from './shared/editors.ts';
import { always } from './shared/place.ts';

const DIALECT: Dialect = { client: 'kilo-code', lists: [['mcp'], ['mcpServers']], switches: ['enabled', 'disabled'], approvals: ['alwaysAllow'] };

export const kiloCode: ClientDescriptor = {
  id: 'kilo-code',
  title: 'Kilo Code',
  userPlaces: (folders) => always('user',
    `${folders.config}/kilo/kilo.jsonc`,
    `${folders.config}/kilo/kilo.json`,
    ...extensionFiles(folders, 'kilocode.kilo-code/settings/mcp_settings.json'),
  ),
  projectPlaces: always('project', 'kilo.jsonc', 'kilo.json', '.kilocode/mcp.json'),
  load: async () => (await import('./shared/json-reader.ts')).jsonReader(DIALECT),
};
