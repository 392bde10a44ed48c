// `--cross-check`: npm's own reader over the same place; where it sees something else, the rules hear of it.
import { basename, dirname } from 'node:path/posix';
import type { Inventory } from '../../model/inventory.ts';
import { isUnverifiable } from '../../model/package.ts';
import type { NpmGraph } from '../../model/ports.ts';
import { addProblems, type PlaceDraft, type ScanState } from './context.ts';
import { placeFacts, type PlaceSource } from './facts.ts';
import { judgeFacts } from './judge.ts';

const READER = 'npm (@npmcli/arborist)';

export async function crossCheck(state: ScanState, place: PlaceDraft, source: PlaceSource): Promise<void> {
  if (state.options.crossCheck === 'off' || !state.ports.npm) return;
  // npm reads no hidden lockfile that lies elsewhere than in node_modules.
  if (basename(source.path.absolute) === '.package-lock.json') return;
  const folder = source.kind === 'installed-tree' ? source.path.absolute : dirname(source.path.absolute);
  let graph: NpmGraph;
  try {
    graph = source.kind === 'installed-tree' ? await state.ports.npm.installed(folder) : await state.ports.npm.lockfile(folder);
  } catch (error) {
    addProblems(place, [{ code: 'unreadable', message: `the second reader, ${READER}, failed: ${error instanceof Error ? error.message : String(error)}` }]);
    return;
  }
  place.notes.push(`cross-checked with ${READER}`);
  await judgeFacts(state, place, { kind: 'second-reader', place: placeFacts(source), reader: READER, ...compare(source.inventory, graph) });
}

// Only what has a registry identity: the rest is not judged by name. npm moves what lies below a linked folder to the folder's
// own place, so what is left over on both sides under one name and version is the same package.
function compare(inventory: Inventory, graph: NpmGraph) {
  const theirs = new Map(graph.nodes.filter((node) => node.kind === 'package').map((node) => [node.location, `${node.name}@${node.version}`]));
  const ours = new Map(inventory.packages.filter((entry) => !isUnverifiable(entry.source)).map((entry) => [entry.id, `${entry.name}@${entry.version ?? ''}`]));
  const unverifiable = new Set(inventory.packages.filter((entry) => isUnverifiable(entry.source)).map((entry) => entry.id));
  const differing = [...theirs].flatMap(([id, label]) => (ours.has(id) && ours.get(id) !== label ? [`${id}: ${label} for npm, ${ours.get(id) ?? ''} for mcp-audit`] : []));
  const onlyTheirs = [...theirs].filter(([id]) => !ours.has(id) && !unverifiable.has(id));
  const onlyOurs = [...ours].filter(([id]) => !theirs.has(id));
  return { missed: without(onlyTheirs, onlyOurs), added: without(onlyOurs, onlyTheirs), differing };
}

function without(entries: readonly (readonly [string, string])[], others: readonly (readonly [string, string])[]): readonly string[] {
  const left = new Map<string, number>();
  for (const [, label] of others) left.set(label, (left.get(label) ?? 0) + 1);
  return entries.flatMap(([id, label]) => {
    const count = left.get(label) ?? 0;
    left.set(label, count - 1);
    return count > 0 ? [] : [`${id} (${label})`];
  });
}
