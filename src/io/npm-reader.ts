// npm's own reader (@npmcli/arborist) behind the port NpmReader. It reads the disk by itself, so it works on the live
// machine only. Loaded on need: it costs 18 times a bare start of node.
import type { NpmGraph, NpmNode, NpmReader } from '../model/ports.ts';

// The parts of Arborist's Node that are used; @types/npmcli__arborist describes version 6.
interface ArboristNode {
  readonly location: string;
  readonly packageName: string | null;
  readonly name: string;
  readonly version: string;
  readonly resolved: string | null | undefined;
  readonly isLink: boolean;
  readonly isWorkspace: boolean;
  readonly isProjectRoot: boolean;
  readonly inventory: { values(): Iterable<ArboristNode> };
  readonly edgesIn: Iterable<{ readonly from: ArboristNode | null }>;
  readonly edgesOut: ReadonlyMap<string, { readonly to: ArboristNode | null }>;
  readonly target: ArboristNode;
}
interface ArboristClass {
  new (options: { path: string; forceActual?: boolean; ignoreScripts?: boolean; offline?: boolean; audit?: boolean }): { loadVirtual(): Promise<ArboristNode>; loadActual(options: { forceActual: boolean }): Promise<ArboristNode> };
}

const DEPENDENTS = 10;

async function arborist(): Promise<ArboristClass> {
  const loaded = await import('@npmcli/arborist') as unknown as { default: ArboristClass };
  return loaded.default;
}

export function npmReader(): NpmReader {
  return {
    lockfile: async (folder) => {
      const Arborist = await arborist();
      return graphOf(await new Arborist({ path: folder, offline: true, ignoreScripts: true, audit: false }).loadVirtual());
    },
    installed: async (folder) => {
      const Arborist = await arborist();
      // The hidden lockfile can lie: an edited package.json is not seen without forceActual.
      return graphOf(await new Arborist({ path: folder, offline: true, ignoreScripts: true, audit: false }).loadActual({ forceActual: true }));
    },
  };
}

function graphOf(root: ArboristNode): NpmGraph {
  const nodes = new Map<string, ArboristNode>();
  const pathTo = pathsFrom(root);
  for (const node of root.inventory.values()) nodes.set(node.location, node);
  return {
    nodes: [...nodes.values()].filter((node) => !node.isProjectRoot).map(toNode),
    pathTo: (location) => pathTo(nodes.get(location)),
    dependents: (location) => {
      const node = nodes.get(location);
      if (!node) return [];
      return [...node.edgesIn].flatMap((edge) => (edge.from ? [labelOf(edge.from)] : [])).slice(0, DEPENDENTS);
    },
  };
}

function toNode(node: ArboristNode): NpmNode {
  return { location: node.location, name: node.packageName ?? node.name, version: node.version ?? '', kind: kindOf(node) };
}

function kindOf(node: ArboristNode): NpmNode['kind'] {
  if (node.isLink) return 'link';
  if (node.isWorkspace) return 'workspace';
  // A lockfile may leave addresses out; a folder outside node_modules is the target of a link.
  const local = node.resolved === null || node.resolved === undefined ? !node.location.includes('node_modules/') : !/^https?:/i.test(node.resolved);
  return local ? 'local' : 'package';
}

function labelOf(node: ArboristNode): string {
  const name = node.packageName ?? node.name;
  if (node.isProjectRoot) return `${name} (root)`;
  return node.version ? `${name} ${node.version}` : name;
}

// One walk for all questions: shortest paths from the root, each node with the one it was first reached from.
function pathsFrom(root: ArboristNode): (target: ArboristNode | undefined) => readonly string[] | undefined {
  let cameFrom: Map<ArboristNode, ArboristNode | undefined> | undefined;
  return (target) => {
    cameFrom ??= reached(root);
    if (!target || !cameFrom.has(target)) return undefined;
    const path: string[] = [];
    for (let node: ArboristNode | undefined = target; node && node !== root; node = cameFrom.get(node)) path.push(labelOf(node));
    return path.toReversed();
  };
}

function reached(root: ArboristNode): Map<ArboristNode, ArboristNode | undefined> {
  const cameFrom = new Map<ArboristNode, ArboristNode | undefined>([[root, undefined]]);
  // A map gives its keys in the order they were set, also those that are set during the loop.
  for (const node of cameFrom.keys()) {
    for (const edge of node.edgesOut.values()) {
      const to = edge.to?.isLink ? edge.to.target : edge.to;
      if (to && !cameFrom.has(to)) cameFrom.set(to, node);
    }
  }
  return cameFrom;
}
