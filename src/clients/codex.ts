// Codex CLI and IDE extension: https://developers.openai.com/codex/mcp, …/codex/config-reference, …/codex/hooks. TOML with one table a server; dotted keys
// occur. `notify` runs a program after each turn. Settings that a device management writes on macOS are in no file.
import type { ClientDescriptor } from './contract.ts';
import { always, gated, machineFolders, movedOr } from './shared/place.ts';

const GATE = ['mcp_servers', 'notify', 'hooks'];

export const codex: ClientDescriptor = {
  id: 'codex',
  title: 'Codex',
  userPlaces: ({ home }) => {
    const managed = home.platform === 'windows' ? `${machineFolders(home).programData}/OpenAI/Codex` : '/etc/codex';
    return [
      ...movedOr(home, 'CODEX_HOME', `${home.path}/.codex`).flatMap((folder) => [
        ...gated('user', GATE, `${folder}/config.toml`, `${folder}/*.config.toml`),
        ...always('user', `${folder}/hooks.json`),
        ...always('plugin', `${folder}/plugins/**/.mcp.json`),
        ...gated('plugin', ['mcpServers'], `${folder}/plugins/**/.codex-plugin/plugin.json`),
      ]),
      ...gated('managed', GATE, `${managed}/config.toml`, `${managed}/managed_config.toml`),
    ];
  },
  projectPlaces: [...gated('project', GATE, '.codex/config.toml'), ...always('project', '.codex/hooks.json')],
  blindSpots: ['Codex: settings that device management sets on macOS (com.openai.codex) stand in no file'],
  load: async () => (await import('./codex/reader.ts')).reader,
};
