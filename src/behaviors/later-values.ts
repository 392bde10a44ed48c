// What goes into an open thing after the call that opened it: `request.write(x)`, `socket.end(x)`, `form.append('f', x)`,
// `source.pipe(request)`. Kept by the call that opened it, over aliases and chains.
import { chainOf } from './apis.ts';
import type { Code, Node, Value } from './contract.ts';

const MAX_VALUES = 200;

/** Arguments of the calls of `methods` on what each call gave, by the node of that call; what is piped into it too. */
export function laterValues(code: Code, methods: ReadonlySet<string>): ReadonlyMap<Node, readonly Value[]> {
  const found = new Map<Node, Value[]>();
  for (const site of code.calls()) {
    if (site.on === undefined || site.name === undefined) continue;
    const opened = methods.has(site.name) ? chainOf(site.on) : [];
    if (opened.length > 0) add(found, opened, site.args.filter(({ kind }) => kind !== 'function'));
    if (site.name === 'pipe') add(found, chainOf(site.args[0]), [site.on]);
  }
  return found;
}

function add(found: Map<Node, Value[]>, nodes: readonly Node[], values: readonly Value[]): void {
  for (const node of nodes) {
    const list = found.get(node) ?? [];
    if (list.length < MAX_VALUES) list.push(...values);
    found.set(node, list);
  }
}
