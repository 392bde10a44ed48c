// Where requests go that are made elsewhere: clients whose base address is set after they were made, requests whose settings are changed
// on their way (`interceptors.request.use((config) => { config.baseURL = x; })`), and proxies in the settings of a client. Sources:
// https://axios-http.com/docs/interceptors, https://axios-http.com/docs/req_config, the hooks of got and ky. Only constant hosts count.
import type { NetworkBehavior, Origin } from '../model/behavior.ts';
import { addressTexts, hostOf, shownAddress } from './addresses.ts';
import type { Code, Module, Node, Value } from './contract.ts';
import { tellingTexts } from './folded-text.ts';
import { mergedOrigins } from './merged-origins.ts';
import { CLIENT_BASE_FIELDS } from './network-apis.ts';
import { child, children, nameOf, textOf, visit } from './nodes.ts';

const SETS = new RegExp(`\\.(?:${CLIENT_BASE_FIELDS.join('|')})\\s{0,10}=(?!=)`);
const PROXY = /\bproxy\b/;
const WHOLE = /^(?:https?|socks\w{0,2}):\/\/[^/]/i;

/** Facts of what redirects requests. */
export function redirectedClients(code: Code): readonly NetworkBehavior[] {
  return [...code.modules.filter(({ text }) => SETS.test(text)).flatMap((module) => assignmentsIn(code, module)), ...proxies(code)];
}

function assignmentsIn(code: Code, module: Module): readonly NetworkBehavior[] {
  const found: NetworkBehavior[] = [];
  visit(module.program, (node) => {
    if (node.type === 'AssignmentExpression') found.push(...assigned(code, node, module));
    return true;
  });
  return found;
}

function assigned(code: Code, node: Node, module: Module): readonly NetworkBehavior[] {
  const [left, right] = [child(node, 'left'), child(node, 'right')];
  const name = nameOf(left?.type === 'MemberExpression' && left['computed'] !== true ? child(left, 'property') : undefined);
  const on = left === undefined ? undefined : child(left, 'object');
  if (textOf(node, 'operator') !== '=' || name === undefined || !CLIENT_BASE_FIELDS.includes(name) || on === undefined || right === undefined || on.type === 'ThisExpression') return [];
  const value = code.value(right, module);
  return factsOf(code, { api: `.${name} =`, method: 'request', value, addresses: tellingTexts(value), sends: sentWith(code, on, node, module), node, module });
}

// Of a request that somebody else makes, all is that caller's.
function sentWith(code: Code, on: Node, node: Node, module: Module): readonly Origin[] {
  const name = nameOf(on);
  const around = code.functionAround(node, module);
  const handed = name !== undefined && around !== undefined && children(around, 'params').some((param) => nameOf(param) === name);
  return handed ? [{ kind: 'argument', name }] : mergedOrigins(code, [code.value(on, module)]);
}

function proxies(code: Code): readonly NetworkBehavior[] {
  if (!code.modules.some(({ text }) => PROXY.test(text))) return [];
  return code.records().flatMap(({ entries }) => entries.filter(({ key }) => key === 'proxy').flatMap(({ value, node, module }) => {
    // A table of paths, as the servers of build tools have it, has no host of its own.
    const addresses = value.kind === 'record' && !value.entries.some(({ key }) => key === 'host' || key === 'hostname') ? [] : addressTexts(value);
    return factsOf(code, { api: 'proxy', method: 'socket', value, addresses, sends: [], node, module });
  }));
}

interface Redirection extends Pick<NetworkBehavior, 'api' | 'method' | 'sends'> {
  readonly value: Value;
  readonly addresses: readonly string[];
  readonly node: Node;
  readonly module: Module;
}

function factsOf(code: Code, { api, method, value, addresses, sends, node, module }: Redirection): readonly NetworkBehavior[] {
  return addresses.flatMap((address) => {
    const [host, url] = [WHOLE.test(address) ? hostOf(address) : undefined, shownAddress(address)];
    return host === undefined || url === undefined ? [] : [{ kind: 'network' as const, api, method, host, url, origins: mergedOrigins(code, [value]), sends, ...code.context(node, module) }];
  });
}
