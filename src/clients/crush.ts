// Crush: https://github.com/charmbracelet/crush#mcps. `crush.json` and `.crush.json` of a project are merged. A `crushrc` is a Bash script and can add
// servers: nobody can tell which without running it.
import type { ClientDescriptor } from './contract.ts';
import type { Dialect } from './shared/dialect.ts';
import { always } from './shared/place.ts';

const DIALECT: Dialect = { client: 'crush', lists: [['mcp']], switches: ['disabled'] };

export const crush: ClientDescriptor = {
  id: 'crush',
  title: 'Crush',
  userPlaces: ({ home, config, localAppData }) => always('user', ...[...new Set([home.platform === 'windows' ? localAppData : config, config])].map((folder) => `${folder}/crush/crush.json`)),
  projectPlaces: always('project', 'crush.json', '.crush.json'),
  blindSpots: ['Crush: a crushrc script can add servers; it is not run'],
  load: async () => (await import('./shared/json-reader.ts')).jsonReader(DIALECT),
};
