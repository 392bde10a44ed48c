// `--cross-check`: npm's own reader over the same place; where it sees something else, the rules hear of it.
import { dirname } from 'node:path/posix';
import type { Inventory } from '../../model/inventory.ts';
import type { NpmGraph } from '../../model/ports.ts';
import { addProblems, type PlaceDraft, type ScanState } from './context.ts';
import { placeFacts, type PlaceSource } from './facts.ts';
import { judgeFacts } from './judge.ts';

const READER = 'npm (@npmcli/arborist)';

export async function crossCheck(state: ScanState, place: PlaceDraft, source: PlaceSource): Promise<void> {
  if (state.options.crossCheck === 'off' || !state.ports.npm) return;
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

function compare(inventory: Inventory, graph: NpmGraph) {
  const theirs = new Map(graph.nodes.filter((node) => node.kind === 'package').map((node) => [node.location, `${node.name}@${node.version}`]));
  const ours = new Map(inventory.packages.filter((entry) => entry.source !== 'link' && entry.source !== 'workspace').map((entry) => [entry.id, `${entry.name}@${entry.version ?? ''}`]));
  const linked = new Set(inventory.packages.filter((entry) => entry.source === 'link' || entry.source === 'workspace').map((entry) => entry.id));
  const missed: string[] = [];
  const differing: string[] = [];
  for (const [id, label] of theirs) {
    const own = ours.get(id);
    if (own === undefined && !linked.has(id)) missed.push(`${id} (${label})`);
    else if (own !== undefined && own !== label) differing.push(`${id}: ${label} for npm, ${own} for mcp-audit`);
  }
  const added = [...ours].filter(([id]) => !theirs.has(id)).map(([id, label]) => `${id} (${label})`);
  return { missed, added, differing };
}
