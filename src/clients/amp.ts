// Amp: https://ampcode.com/manual#configuration. The key is dotted: `amp.mcpServers`.
import type { ClientDescriptor } from './contract.ts';
import { gated, managedFolder } from './shared/place.ts';

const GATE = ['mcpServers', 'dangerouslyAllowAll'];
const NAMES = ['settings.json', 'settings.jsonc'];

export const amp: ClientDescriptor = {
  id: 'amp',
  title: 'Amp',
  userPlaces: ({ home, appSupport, config }) => [
    ...gated('user', GATE, ...[...new Set([config, appSupport])].flatMap((folder) => NAMES.map((name) => `${folder}/amp/${name}`))),
    ...gated('managed', GATE, `${managedFolder(home, { linux: 'ampcode', macos: 'ampcode', windows: 'ampcode' })}/managed-settings.json`),
  ],
  projectPlaces: gated('project', GATE, ...NAMES.map((name) => `.amp/${name}`)),
  load: async () => (await import('./amp/reader.ts')).reader,
};
