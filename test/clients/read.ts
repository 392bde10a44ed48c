// Reads one text through a client of the registry.
import type { ConfigPlace, ConfigRead } from '../../src/clients/contract.ts';
import { CLIENTS } from '../../src/clients/registry.ts';

export interface ReadOptions {
  readonly presence?: ConfigPlace['presence'];
  readonly scope?: ConfigPlace['scope'];
  /** Path of the place, where it matters. */
  readonly path?: string;
}

export async function readAs(client: string, fileName: string, text: string, { presence = 'always', scope = 'user', path = fileName }: ReadOptions = {}): Promise<ConfigRead> {
  const descriptor = CLIENTS.find(({ id }) => id === client);
  if (descriptor === undefined) throw new Error(`no client ${client}`);
  return (await descriptor.load()).read({ text, fileName, place: { path, scope, presence } });
}
