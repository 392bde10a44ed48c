// opencode: https://opencode.ai/docs/mcp-servers. `command` is a list with the program first; an entry may be a bare switch.
import type { ClientDescriptor } from './contract.ts';
import type { Dialect } from './shared/dialect.ts';
import { always, moved, managedFolder } from './shared/place.ts';

const DIALECT: Dialect = { client: 'opencode', lists: [['mcp']], switches: ['enabled'] };
const NAMES = ['opencode.json', 'opencode.jsonc'];

export const opencode: ClientDescriptor = {
  id: 'opencode',
  title: 'opencode',
  userPlaces: ({ home, config }) => {
    const single = moved(home, 'OPENCODE_CONFIG');
    const folders = [`${config}/opencode`, `${home.path}/.opencode`, ...[moved(home, 'OPENCODE_CONFIG_DIR')].flatMap((folder) => folder ?? [])];
    return [
      ...always('user', ...folders.flatMap((folder) => NAMES.map((name) => `${folder}/${name}`)), ...(single === undefined ? [] : [single])),
      ...always('managed', ...NAMES.map((name) => `${managedFolder(home, { linux: 'opencode', macos: 'opencode', windows: 'opencode' })}/${name}`)),
    ];
  },
  projectPlaces: always('project', ...NAMES, ...NAMES.map((name) => `.opencode/${name}`)),
  load: async () => (await import('./shared/json-reader.ts')).jsonReader(DIALECT),
};
