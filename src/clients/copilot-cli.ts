// GitHub Copilot CLI: https://docs.github.com/en/copilot/how-tos/copilot-cli/customize-copilot/add-mcp-servers and its hooks reference;
// `COPILOT_HOME` in https://code.visualstudio.com/docs/agents/reference/mcp-configuration.
// `tools` names the tools that may be used; it is given among the approvals under that key, for a rule to judge.
import type { ClientDescriptor } from './contract.ts';
import { always, moved, movedOr } from './shared/place.ts';

export const copilotCli: ClientDescriptor = {
  id: 'copilot-cli',
  title: 'GitHub Copilot CLI',
  userPlaces: ({ home }) => {
    const config = moved(home, 'XDG_CONFIG_HOME');
    const folders = [...movedOr(home, 'COPILOT_HOME', `${home.path}/.copilot`), ...(config === undefined ? [] : [config, `${config}/copilot`])];
    return always('user', ...folders.map((folder) => `${folder}/mcp-config.json`));
  },
  projectPlaces: always('project', '.copilot/mcp-config.json', '.github/hooks/*.json'),
  load: async () => (await import('./copilot-cli/reader.ts')).reader,
};
