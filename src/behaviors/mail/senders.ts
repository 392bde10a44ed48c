// Which function sends: the tool handler, exported function or method around a message, with the callbacks inside it and the helpers that
// it alone calls.
import type { Code, Module, Node } from '../contract.ts';
import { isNode, nameOf as plainName } from '../nodes.ts';
import { memberName } from './values.ts';

/** Calls that run what they are given as a part of what happens now, so that their callbacks belong to the function around. */
const RUNS_IT = /^(?:then|catch|finally|map|foreach|flatmap|filter|reduce|every|some|settimeout|setinterval|setimmediate|queuemicrotask|nexttick|all|allsettled|race|promise|call|apply|each|series|parallel|waterfall|run|withretry|retry|trycatch|wrap|bind|step)$/i;
const LEVELS = 20;

/** Names senders: the same for messages of one function. */
export type SenderOf = (node: Node, module: Module) => string;

/** Prepares the lookup; calls are indexed once. */
export function sendersOf(code: Code): SenderOf {
  const callers = callersOf(code);
  const climb = (node: Node, module: Module, level: number): string => {
    const fn = code.functionAround(node, module);
    if (fn === undefined || level > LEVELS) return `${module.path}:0`;
    const taker = takerOf(code, fn, module);
    if (taker !== undefined && RUNS_IT.test(taker)) return climb(fn, module, level + 1);
    const outer = code.functionAround(fn, module);
    // A helper is a part of what calls it, of the first where several do; one inside a function that nothing calls, likewise.
    const caller = [...callers.get(fn) ?? []].find((one) => one.fn !== fn);
    if (caller) return caller.fn === undefined ? `${module.path}:${fn.start}` : inside(caller.fn, caller.module, level);
    if (taker === undefined && outer !== undefined && caller === undefined && isAnonymous(code, fn, module)) return climb(fn, module, level + 1);
    return `${module.path}:${fn.start}`;
  };
  const inside = (fn: Node, module: Module, level: number): string => {
    const body = fn['body'];
    return isNode(body) ? climb(body, module, level + 1) : `${module.path}:${fn.start}`;
  };
  return (node, module) => climb(node, module, 0);
}

/** Functions by what calls them, each caller once. */
function callersOf(code: Code): ReadonlyMap<Node, ReadonlySet<{ readonly fn: Node | undefined; readonly module: Module }>> {
  const callers = new Map<Node, Map<Node | undefined, { readonly fn: Node | undefined; readonly module: Module }>>();
  for (const call of code.calls()) {
    if (call.plain) continue;
    const { callee } = call;
    if (callee.kind !== 'function') continue;
    const fn = code.functionAround(call.node, call.module);
    const known = callers.get(callee.node) ?? new Map();
    known.set(fn, { fn, module: call.module });
    callers.set(callee.node, known);
  }
  return new Map([...callers].map(([fn, known]) => [fn, new Set(known.values())]));
}

/** Name of the call that the function is handed to where it is written. */
function takerOf(code: Code, fn: Node, module: Module): string | undefined {
  const parent = code.ancestors(fn, module)[0];
  const callee = parent?.type === 'CallExpression' || parent?.type === 'NewExpression' ? (parent['callee'] as Node) : undefined;
  if (callee === undefined || callee === fn) return undefined;
  return memberName(code, callee, module) ?? plainName(callee) ?? '';
}

function isAnonymous(code: Code, fn: Node, module: Module): boolean {
  const parent = code.ancestors(fn, module)[0];
  return fn['id'] === null || fn['id'] === undefined ? parent?.type === 'ReturnStatement' || parent?.type === 'CallExpression' || parent?.type === 'AwaitExpression' : false;
}
