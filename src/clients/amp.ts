// Amp: https://ampcode.com/manual#configuration. The key is dotted: `amp.mcpServers`.
import type { ClientDescriptor } from './contract.ts';
import type { Dialect } from './shared/dialect.ts';
import { gated, managedFolder } from './shared/place.ts';

const DIALECT: Dialect = { client: 'amp', lists: [['amp', 'mcpServers'], ['mcpServers']] };
const NAMES = ['settings.json', 'settings.jsonc'];

export const amp: ClientDescriptor = {
  id: 'amp',
  title: 'Amp',
  userPlaces: ({ home, appSupport, config }) => [
    ...gated('user', ['mcpServers'], ...[...new Set([config, appSupport])].flatMap((folder) => NAMES.map((name) => `${folder}/amp/${name}`))),
    ...gated('managed', ['mcpServers'], `${managedFolder(home, { linux: 'ampcode', macos: 'ampcode', windows: 'ampcode' })}/managed-settings.json`),
  ],
  projectPlaces: gated('project', ['mcpServers'], ...NAMES.map((name) => `.amp/${name}`)),
  load: async () => (await import('./shared/reader.ts')).dialectReader(DIALECT),
};
