// VS Code and its forks with the same settings: https://code.visualstudio.com/docs/copilot/customization/mcp-servers and
// https://code.visualstudio.com/docs/editor/tasks (tasks that start when a folder is opened). Servers stand under `servers` of mcp.json, in older
// versions under `mcp` of the settings; workspace files and dev containers hold such settings too.
import type { ClientDescriptor, ClientFolders } from './contract.ts';
import { always, gated, moved } from './shared/place.ts';

const SETTINGS = ['mcp', 'chat.tools'];

// Settings folders of every flavour, remote parts and a portable installation.
function userFolders({ appSupport, home }: ClientFolders): readonly string[] {
  const portable = moved(home, 'VSCODE_PORTABLE');
  return [
    ...['Code', 'Code - Insiders', 'VSCodium'].map((editor) => `${appSupport}/${editor}/User`),
    ...['.vscode-server', '.vscode-server-insiders', '.vscodium-server'].map((server) => `${home.path}/${server}/data/User`),
    ...(portable === undefined ? [] : [`${portable}/user-data/User`]),
  ];
}

export const vscode: ClientDescriptor = {
  id: 'vscode',
  title: 'VS Code',
  userPlaces: (folders) => {
    const profiles = userFolders(folders).flatMap((folder) => [folder, `${folder}/profiles/*`]);
    return [
      ...always('user', ...profiles.map((folder) => `${folder}/mcp.json`), `${folders.home.path}/.vscode/mcp.json`),
      ...gated('user', SETTINGS, ...profiles.map((folder) => `${folder}/settings.json`)),
      ...gated('user', ['folderOpen'], ...profiles.map((folder) => `${folder}/tasks.json`)),
    ];
  },
  projectPlaces: [
    ...always('project', '.vscode/mcp.json', '.vscode/mcpservers.json', '.vscode/mcp_config.json'),
    ...gated('project', SETTINGS, '.vscode/settings.json'),
    ...gated('project', ['folderOpen'], '.vscode/tasks.json'),
    ...gated('project', [...SETTINGS, 'folderOpen'], '*.code-workspace'),
    ...gated('project', ['mcp'], '.devcontainer/devcontainer.json', '.devcontainer/*/devcontainer.json', '.devcontainer.json'),
  ],
  blindSpots: ['VS Code: an extension can register servers in code; servers switched off in the interface are kept in a database'],
  load: async () => (await import('./vscode/reader.ts')).reader,
};
