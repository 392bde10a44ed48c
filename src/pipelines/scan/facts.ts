// An inventory as the rules see it: where an entry stands, why it is here. All on demand, since a clean place needs none of it.
import { basename, normalize } from 'node:path/posix';
import type { Location } from '../../model/finding.ts';
import { shortestPaths } from '../../model/graph.ts';
import type { Inventory } from '../../model/inventory.ts';
import type { Package } from '../../model/package.ts';
import type { NpmGraph } from '../../model/ports.ts';
import type { PlaceFacts } from '../../rules/contract.ts';
import { excerptsIn } from '../../text/lines.ts';
import { withoutUrlSecrets } from '../../text/printable.ts';
import type { TargetPath } from './context.ts';

const DEPENDENTS = 10;
/** Steps of a path that are shown. Real ones have under 20; a chain of thousands, once a finding, would flood the report. */
const STEPS = 40;

export interface PlaceSource {
  readonly path: TargetPath;
  readonly kind: PlaceFacts['kind'];
  readonly format: string;
  readonly inventory: Inventory;
  /** Where `inventory` was left with a part: all packages, for the names on a path. */
  readonly known?: readonly Package[];
  /** Text of a lockfile, for excerpts. */
  readonly text?: string;
  /** npm's graph of the same place, asked first where it is there. */
  readonly graph?: NpmGraph;
}

export function placeFacts(source: PlaceSource): PlaceFacts {
  const { inventory, graph } = source;
  const byId = lazily(() => new Map((source.known ?? inventory.packages).map((entry) => [entry.id, entry])));
  const dependents = lazily(() => reverseEdges(inventory, source.known ?? inventory.packages));
  const label = (id: string) => labelOf(byId().get(id), id);
  const paths = lazily(() => shortestPaths(inventory));
  const excerptOf = excerptsIn(source.text ?? '');
  return {
    path: source.path.shown,
    stablePath: source.path.stable,
    kind: source.kind,
    format: source.format,
    package: (id) => byId().get(id),
    locate: (id) => locate(source, id, excerptOf),
    pathTo: (id) => folded(graph?.pathTo(id) ?? paths()(id)?.map(label)),
    dependents: (id) => {
      const known = graph?.dependents(id) ?? [];
      return known.length > 0 ? known : (dependents().get(id) ?? []).slice(0, DEPENDENTS).map(label);
    },
  };
}

// The start and the end of a long path, and how much lies between.
function folded(path: readonly string[] | undefined): readonly string[] | undefined {
  if (path === undefined || path.length <= STEPS) return path;
  return [...path.slice(0, STEPS / 2), `… ${path.length - STEPS} more …`, ...path.slice(-STEPS / 2)];
}

function locate({ path, inventory, kind }: PlaceSource, id: string, excerptOf: (line: number) => string): Location {
  if (kind === 'installed-tree') return { path: join(path.shown, id), entry: id };
  const position = inventory.locate(id);
  if (!position) return { path: path.shown, entry: id };
  const excerpt = excerptOf(position.line);
  return { path: path.shown, ...position, entry: id, ...(excerpt === '' ? {} : { excerpt: withoutUrlSecrets(excerpt) }) };
}

/** A path below `folder`, or beside it where `below` climbs (`../`: what a member of a monorepo is linked to). */
export function join(folder: string, below: string): string {
  if (below.startsWith('../')) return normalize(`${folder === '' ? '.' : folder}/${below}`);
  return folder === '' || folder === '.' ? below : `${folder.replace(/\/$/, '')}/${below}`;
}

function reverseEdges(inventory: Inventory, packages: readonly Package[]): Map<string, string[]> {
  const reverse = new Map<string, string[]>();
  for (const entry of packages) {
    for (const id of inventory.dependenciesOf(entry.id)) {
      const list = reverse.get(id);
      if (!list) reverse.set(id, [entry.id]);
      else if (list.length < DEPENDENTS && !list.includes(entry.id)) list.push(entry.id);
    }
  }
  return reverse;
}

function labelOf(entry: Package | undefined, id: string): string {
  if (!entry) return basename(id);
  return entry.version === undefined ? entry.name : `${entry.name} ${entry.version}`;
}

function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
