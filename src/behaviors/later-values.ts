// What goes into an open thing after the call that opened it: `request.write(x)`, `socket.end(x)`, `form.append('f', x)`,
// `source.pipe(request)`. Kept by the call that opened it, over aliases and chains.
import { apiCalls, chainOf } from './apis.ts';
import type { Code, Node, Value } from './contract.ts';

const MAX_VALUES = 200;

/**
 * Arguments of the calls of `methods` on what each call gave, by the node of that call; what is piped into it too. Only for calls
 * of APIs that `opens` knows: to read all arguments of all calls would cost more than all else.
 */
export function laterValues(code: Code, methods: ReadonlySet<string>, opens: (api: string) => boolean): ReadonlyMap<Node, readonly Value[]> {
  const found = new Map<Node, Value[]>();
  const openers = new Set(apiCalls(code).filter(({ api }) => opens(api)).map(({ site }) => site.node));
  if (openers.size === 0) return found;
  const opened = (value: Value | undefined) => chainOf(value).filter((node) => openers.has(node));
  for (const site of code.calls()) {
    if (site.name === undefined || (site.name !== 'pipe' && !methods.has(site.name)) || site.on === undefined) continue;
    if (site.name === 'pipe') { add(found, opened(site.args[0]), [site.on]); continue; }
    const nodes = opened(site.on);
    if (nodes.length > 0) add(found, nodes, site.args.filter(({ kind }) => kind !== 'function'));
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
