// Mistral Vibe: https://github.com/mistralai/mistral-vibe. TOML with an array of tables, each with a `name`.
import type { ClientDescriptor } from './contract.ts';
import type { Dialect } from './shared/dialect.ts';
import { gated, moved } from './shared/place.ts';

const DIALECT: Dialect = { client: 'mistral-vibe', lists: [['mcp_servers']], namedList: true };

export const mistralVibe: ClientDescriptor = {
  id: 'mistral-vibe',
  title: 'Mistral Vibe',
  userPlaces: ({ home }) => gated('user', ['mcp_servers'], `${moved(home, 'VIBE_HOME') ?? `${home.path}/.vibe`}/config.toml`),
  projectPlaces: gated('project', ['mcp_servers'], '.vibe/config.toml'),
  load: async () => (await import('./shared/reader.ts')).dialectReader(DIALECT),
};
