// Zed: https://zed.dev/docs/ai/mcp, paths in https://github.com/zed-industries/zed crates/paths. One settings file for everything. An older form holds
// `command: { path, args, env }`; an entry with `settings` alone is code that a Zed extension brings.
import type { ClientDescriptor } from './contract.ts';
import { gated, moved } from './shared/place.ts';

const GATE = ['context_servers', 'always_allow_tool_actions', 'tool_permissions'];

export const zed: ClientDescriptor = {
  id: 'zed',
  title: 'Zed',
  userPlaces: ({ home, appSupport, config }) => gated('user', GATE,
    home.platform === 'windows' ? `${appSupport}/Zed/settings.json` : `${config}/zed/settings.json`,
    ...(home.platform === 'linux' ? [`${home.path}/.var/app/dev.zed.Zed/config/zed/settings.json`] : []),
    ...[moved(home, 'FLATPAK_XDG_CONFIG_HOME')].flatMap((folder) => (folder === undefined ? [] : [`${folder}/zed/settings.json`])),
  ),
  projectPlaces: gated('project', GATE, '.zed/settings.json'),
  load: async () => (await import('./zed/reader.ts')).reader,
};
