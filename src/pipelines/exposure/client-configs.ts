// Project-level configurations of MCP clients in a history: which packages their servers started, and which requests a listed
// version could have answered. What a client keeps outside the repository has no history here.
import { basename } from 'node:path/posix';
import { matchProjectFile, passesGate } from '../../clients/places.ts';
import { CLIENTS } from '../../clients/registry.ts';
import type { Problem } from '../../model/coverage.ts';
import type { Package } from '../../model/package.ts';
import { type Asked, isOpen, npmSubjects } from '../scan/asked.ts';
import { launched, undecidedIn } from '../machine/configuration.ts';
import type { HistoryFormat, HistoryRead } from './formats.ts';

// By the last part of each path: a hundred long patterns, each tried on every file that a commit changed, cost more than what they pass over.
const NAMES = [...new Set(CLIENTS.flatMap(({ projectPlaces }) => projectPlaces.map(({ path }) => basename(path).toLowerCase())))];

/** Configurations of every client that is known. */
export const CLIENT_HISTORY: HistoryFormat = {
  kind: 'client-config',
  globs: NAMES,
  matches: (path) => !/(?:^|\/)node_modules\//.test(path) && matchProjectFile(path) !== undefined,
  unreadable: () => undefined,
  readerOf: async (path) => {
    const found = matchProjectFile(path);
    if (!found) return undefined;
    const { descriptor, place } = found;
    const reader = await descriptor.load();
    return {
      id: descriptor.title,
      parse: (text, shown) => {
        if (!passesGate(place, text)) return readOf([], [], []);
        const { servers, problems, notes } = reader.read({ text, place, fileName: basename(path) });
        const target = { absolute: path, shown, stable: path };
        const undecided: Problem[] = [];
        const asked = servers.flatMap((server): readonly Asked[] => {
          const configured = launched(target, server, { folder: '' });
          const { launch, location, credentials } = configured;
          const message = undecidedIn(configured);
          if (message !== undefined) undecided.push({ code: 'undecided-launch', message });
          return npmSubjects(launch?.subjects ?? []).map((subject) => ({ subject, by: server.name, location, credentials, launch: launch?.display ?? '' }));
        });
        return readOf(asked, [...problems, ...undecided], notes);
      },
    };
  },
};

function readOf(asked: readonly Asked[], problems: HistoryRead['problems'], notes: readonly string[]): HistoryRead {
  const byId = new Map<string, Asked>();
  for (const one of asked) if (one.subject.versionClass === 'exact') byId.set(`${one.by}: ${one.subject.name}@${one.subject.spec}`, one);
  const packages = [...byId].map(([id, { subject }]): Package => ({ id, name: subject.name, version: subject.spec.replace(/^[v=]+/, ''), source: 'registry', ...(subject.alias === undefined ? {} : { alias: subject.alias }) }));
  return {
    formatVersion: '',
    packages,
    importers: [],
    problems,
    notes,
    dependenciesOf: () => [],
    locate: (id) => {
      const { line, column } = byId.get(id)?.location ?? {};
      return line === undefined || column === undefined ? undefined : { line, column };
    },
    answer: () => undefined,
    asked: asked.filter(isOpen),
    credentials: (id) => byId.get(id)?.credentials ?? [],
  };
}
