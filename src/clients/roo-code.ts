// Roo Code, an extension of VS Code and its forks (discontinued in May 2026): https://docs.roocode.com/features/mcp/using-mcp-in-roo
import type { ClientDescriptor } from './contract.ts';
import type { Dialect } from './shared/dialect.ts';
import { extensionFiles } from './shared/editors.ts';
import { always } from './shared/place.ts';

const DIALECT: Dialect = { client: 'roo-code', lists: [['mcpServers']], switches: ['disabled'], approvals: ['alwaysAllow'] };

export const rooCode: ClientDescriptor = {
  id: 'roo-code',
  title: 'Roo Code',
  userPlaces: (folders) => always('user', ...extensionFiles(folders, 'rooveterinaryinc.roo-cline/settings/mcp_settings.json')),
  projectPlaces: always('project', '.roo/mcp.json'),
  load: async () => (await import('./shared/json-reader.ts')).jsonReader(DIALECT),
};
