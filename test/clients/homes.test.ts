import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ConfigPlace } from '../../src/clients/contract.ts';
import { expandPlace, foldersOf, isProjectFileName, matchProjectFile, passesGate } from '../../src/clients/places.ts';
import { CLIENTS } from '../../src/clients/registry.ts';
import { openFolderTree } from '../../src/io/file-tree.ts';
import { walk } from '../../src/io/walk.ts';
import type { Home } from '../../src/model/machine.ts';
import type { FileTree } from '../../src/model/ports.ts';
import { decode } from '../../src/text/decode.ts';
import { hookLines, problemLines, serverLine } from './describe.ts';

interface FileFacts {
  readonly client: string;
  readonly scope: string;
  readonly servers: readonly string[];
  readonly hooks?: readonly string[];
  readonly problems?: readonly string[];
}

const FOLDER = join(import.meta.dirname, '..', '..', 'fixtures', 'clients', 'homes');
const PATHS = { linux: '/home/dev', macos: '/Users/dev', windows: '/Users/dev' } as const;

async function factsOf(tree: FileTree, path: string, client: string, place: ConfigPlace): Promise<FileFacts | undefined> {
  const decoded = decode(tree.read(path, 1_000_000));
  if (!decoded.ok) throw new Error(`${path}: ${decoded.message}`);
  if (!passesGate(place, decoded.text)) return undefined;
  const descriptor = CLIENTS.find(({ id }) => id === client);
  const reader = await descriptor?.load();
  const read = reader?.read({ text: decoded.text, fileName: path.slice(path.lastIndexOf('/') + 1), place });
  if (read === undefined) throw new Error(`no reader for ${client}`);
  const hooks = hookLines(read);
  const problems = problemLines(read);
  expect([...read.servers, ...read.hooks].filter((item) => item.client !== client || item.position === undefined)).toEqual([]);
  return { client, scope: place.scope, servers: read.servers.map(serverLine), ...(hooks.length > 0 ? { hooks } : {}), ...(problems.length > 0 ? { problems } : {}) };
}

async function readHome(platform: keyof typeof PATHS): Promise<Record<string, FileFacts>> {
  const tree = openFolderTree({ root: join(FOLDER, platform) });
  const home: Home = { path: PATHS[platform], user: 'dev', platform, environment: {} };
  const found: Record<string, FileFacts> = {};
  const add = async (path: string, client: string, place: ConfigPlace) => {
    const facts = await factsOf(tree, path, client, place);
    if (facts !== undefined) found[path] = facts;
  };
  for (const { id, userPlaces } of CLIENTS) {
    for (const place of userPlaces(foldersOf(home))) for (const path of expandPlace(tree, place.path, platform === 'windows' ? { ignoreCase: true } : {})) await add(path, id, place);
  }
  for (const visit of walk(tree, `${home.path}/work`, { wanted: (name, kind) => (kind === 'file' && isProjectFileName(name) ? 'take' : 'pass') })) {
    if (visit.kind !== 'file') continue;
    const match = matchProjectFile(visit.path);
    if (match) await add(visit.path, match.descriptor.id, match.place);
  }
  return found;
}

const expectedOf = (platform: string) => JSON.parse(readFileSync(join(FOLDER, `${platform}.expected.json`), 'utf8')) as Record<string, FileFacts>;

describe.each(['linux', 'macos', 'windows'] as const)('a home on %s', (platform) => {
  test('every file of every client is found and read completely', async () => {
    expect(await readHome(platform)).toEqual(expectedOf(platform));
  });

  test('every client that exists there is configured', () => {
    const configured = new Set(Object.values(expectedOf(platform)).map(({ client }) => client));
    expect(CLIENTS.map(({ id }) => id).filter((id) => !configured.has(id))).toEqual([]);
  });
});

test('no value of a secret is in what was read', async () => {
  expect(JSON.stringify(await readHome('linux'))).not.toContain('example-token-0000');
});
