// GitLab Duo: https://docs.gitlab.com/user/gitlab_duo/model_context_protocol/mcp_clients/. `approvedTools` is `true` or a list.
import type { ClientDescriptor } from './contract.ts';
import type { Dialect } from './shared/dialect.ts';
import { always } from './shared/place.ts';

const DIALECT: Dialect = { client: 'gitlab-duo', lists: [['mcpServers']], approvals: ['approvedTools'] };

export const gitlabDuo: ClientDescriptor = {
  id: 'gitlab-duo',
  title: 'GitLab Duo',
  userPlaces: ({ home, appSupport }) => always('user', home.platform === 'windows' ? `${appSupport}/GitLab/duo/mcp.json` : `${home.path}/.gitlab/duo/mcp.json`),
  projectPlaces: always('project', '.gitlab/duo/mcp.json'),
  load: async () => (await import('./shared/json-reader.ts')).jsonReader(DIALECT),
};
