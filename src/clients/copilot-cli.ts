// GitHub Copilot CLI: https://docs.github.com/en/copilot/how-tos/copilot-cli/customize-copilot/add-mcp-servers and its hooks reference.
// `tools` names the tools that may be used; it is given among the approvals under that key, for a rule to judge.
import type { ClientDescriptor } from './contract.ts';
import { always, moved } from './shared/place.ts';

export const copilotCli: ClientDescriptor = {
  id: 'copilot-cli',
  title: 'GitHub Copilot CLI',
  userPlaces: ({ home }) => {
    const moveable = moved(home, 'XDG_CONFIG_HOME');
    return always('user', `${home.path}/.copilot/mcp-config.json`, ...(moveable === undefined ? [] : [`${moveable}/mcp-config.json`]), ...(moveable === undefined ? [] : [`${moveable}/copilot/mcp-config.json`]));
  },
  projectPlaces: always('project', '.copilot/mcp-config.json', '.github/hooks/*.json'),
  load: async () => (await import('./copilot-cli/reader.ts')).reader,
};
