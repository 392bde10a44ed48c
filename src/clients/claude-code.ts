// Claude Code: https://code.claude.com/docs/en/mcp, …/settings, …/hooks, …/plugins-reference. One large state file with the user's servers and
// those of each project, `.mcp.json` in projects, plugins, managed files; settings files hold hooks and switches.
import type { ClientDescriptor } from './contract.ts';
import { always, gated, managedFolder, moved, movedOr } from './shared/place.ts';

/** What in a settings file concerns servers or runs by itself. */
const SETTINGS = ['hooks', 'mcp', 'env', 'helper', 'statusLine', 'awsAuthRefresh', 'awsCredentialExport', 'bypassPermissions'];

export const claudeCode: ClientDescriptor = {
  id: 'claude-code',
  title: 'Claude Code',
  userPlaces: ({ home }) => {
    const folders = movedOr(home, 'CLAUDE_CONFIG_DIR', `${home.path}/.claude`);
    const managed = managedFolder(home, { linux: 'claude-code', macos: 'ClaudeCode', windows: 'ClaudeCode', windowsIn: 'programFiles' });
    const plugins = [...folders.flatMap((folder) => [`${folder}/plugins/cache`, `${folder}/plugins/repos`]), ...['CLAUDE_CODE_PLUGIN_CACHE_DIR', 'CLAUDE_CODE_PLUGIN_SEED_DIR'].flatMap((variable) => moved(home, variable) ?? [])];
    return [
      ...always('user', `${home.path}/.claude.json`, ...folders.flatMap((folder) => [`${folder}/.claude.json`, `${folder}/.mcp.json`])),
      ...gated('user', SETTINGS, ...folders.flatMap((folder) => [`${folder}/settings.json`, `${folder}/settings.local.json`])),
      ...always('managed', `${managed}/managed-mcp.json`),
      ...gated('managed', SETTINGS, `${managed}/managed-settings.json`),
      ...plugins.flatMap((plugin) => [
        ...always('plugin', `${plugin}/**/.mcp.json`, `${plugin}/**/hooks/hooks.json`),
        ...gated('plugin', ['mcpServers', 'hooks'], `${plugin}/**/.claude-plugin/plugin.json`),
      ]),
    ];
  },
  projectPlaces: [
    ...always('project', '.mcp.json'),
    ...gated('project', SETTINGS, '.claude/settings.json', '.claude/settings.local.json'),
    ...gated('project', ['mcpServers', 'hooks'], '.claude-plugin/plugin.json'),
  ],
  blindSpots: ['Claude Code: connectors of the account stand in no file'],
  load: async () => (await import('./claude-code/reader.ts')).reader,
};
