// Grok CLI; location and key as https://github.com/dyoshikawa/rulesync has them.
import type { ClientDescriptor } from './contract.ts';
import type { Dialect } from './shared/dialect.ts';
import { gated } from './shared/place.ts';

const DIALECT: Dialect = { client: 'grok-cli', lists: [['mcp_servers']], switches: ['enabled'] };

export const grokCli: ClientDescriptor = {
  id: 'grok-cli',
  title: 'Grok CLI',
  userPlaces: ({ home }) => gated('user', ['mcp_servers'], `${home.path}/.grok/config.toml`),
  projectPlaces: gated('project', ['mcp_servers'], '.grok/config.toml'),
  load: async () => (await import('./shared/toml-reader.ts')).tomlReader(DIALECT),
};
