// Gemini CLI: https://geminicli.com/docs/tools/mcp-server and https://geminicli.com/docs/hooks/reference. `url` is SSE, `httpUrl` streamable HTTP;
// `trust: true` runs every tool without a question. Extensions bring servers in their manifest.
import type { Home } from '../model/machine.ts';
import type { ClientDescriptor } from './contract.ts';
import { always, gated, machineFolders } from './shared/place.ts';

// https://geminicli.com/docs/cli/enterprise: on macOS the folder's name has no blank.
function managedFiles(home: Home): readonly string[] {
  const folders = machineFolders(home);
  const folder = { linux: '/etc/gemini-cli', macos: `${folders.library}/GeminiCli`, windows: `${folders.programData}/gemini-cli` }[home.platform];
  return ['settings.json', 'system-defaults.json'].map((name) => `${folder}/${name}`);
}

export const geminiCli: ClientDescriptor = {
  id: 'gemini-cli',
  title: 'Gemini CLI',
  userPlaces: ({ home }) => [
    ...gated('user', ['mcp', 'hooks'], `${home.path}/.gemini/settings.json`),
    ...always('plugin', `${home.path}/.gemini/extensions/*/gemini-extension.json`),
    ...gated('managed', ['mcp', 'hooks'], ...managedFiles(home)),
  ],
  projectPlaces: [...gated('project', ['mcp', 'hooks'], '.gemini/settings.json'), ...always('project', 'gemini-extension.json')],
  load: async () => (await import('./gemini-cli/reader.ts')).geminiReader('gemini-cli'),
};
