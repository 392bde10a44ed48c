// Mistral Vibe: https://docs.mistral.ai/mistral-vibe/introduction/configuration. TOML with an array of tables, each with a `name`.
import type { ClientDescriptor } from './contract.ts';
import type { Dialect } from './shared/dialect.ts';
import { gated, movedOr } from './shared/place.ts';

const DIALECT: Dialect = { client: 'mistral-vibe', lists: [['mcp_servers']], namedList: true };

export const mistralVibe: ClientDescriptor = {
  id: 'mistral-vibe',
  title: 'Mistral Vibe',
  userPlaces: ({ home }) => gated('user', ['mcp_servers'], ...movedOr(home, 'VIBE_HOME', `${home.path}/.vibe`).map((folder) => `${folder}/config.toml`)),
  projectPlaces: gated('project', ['mcp_servers'], '.vibe/config.toml'),
  load: async () => (await import('./shared/toml-reader.ts')).tomlReader(DIALECT),
};
