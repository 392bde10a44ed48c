// GitHub Copilot in Eclipse, Xcode and JetBrains IDEs: https://docs.github.com/en/copilot/how-tos/provide-context/use-mcp/extend-copilot-chat-with-mcp
import type { ClientDescriptor } from './contract.ts';
import type { Dialect } from './shared/dialect.ts';
import { always } from './shared/place.ts';

const DIALECT: Dialect = { client: 'copilot-ide', lists: [['servers'], ['mcpServers']] };

export const copilotIde: ClientDescriptor = {
  id: 'copilot-ide',
  title: 'GitHub Copilot in Eclipse, Xcode and JetBrains IDEs',
  userPlaces: ({ home, config, localAppData }) => {
    const folders = home.platform === 'windows' ? [config, localAppData] : [config];
    return always('user', ...folders.flatMap((folder) => ['eclipse', 'xcode', 'intellij'].map((ide) => `${folder}/github-copilot/${ide}/mcp.json`)));
  },
  projectPlaces: always('project', '.github/copilot/mcp.json'),
  load: async () => (await import('./shared/json-reader.ts')).jsonReader(DIALECT),
};
