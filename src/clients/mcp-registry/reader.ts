// `server.json` of the MCP Registry: packages and remotes that a client can start. Two schemas: words with underscores up to 2025-07,
// camel case since. The line is put together as the registry's document says a client does; nothing in the file starts anything.
import type { NamedValue, ServerLaunch } from '../../model/server.ts';
import type { ClientReader } from '../contract.ts';
import { readAddress } from '../shared/address.ts';
import { quoted, type Collector } from '../shared/collect.ts';
import { parseJsonText } from '../shared/json.ts';
import { firstAt, itemsOf, textAt, valueAt, type ConfigNode } from '../shared/node.ts';
import { readWith } from '../shared/reader.ts';
import { readEnvironment } from '../shared/values.ts';

export const reader: ClientReader = {
  read: (input) => readWith('mcp-registry', input, { json: parseJsonText }, (root, collect) => {
    // The registry's own answer wraps the file: `{ server: {...} }`.
    const inner = valueAt(root, 'server');
    const server = inner?.kind === 'map' ? inner : root;
    const name = textAt(server, ['name']) ?? '(unnamed)';
    for (const item of itemsOf(valueAt(server, 'packages'))) readPackage(item, name, collect);
    for (const item of itemsOf(valueAt(server, 'remotes'))) readRemote(item, name, collect);
    collect.note('what a publisher states for the MCP Registry; no client of this folder starts it by itself');
  }),
};

function readPackage(item: ConfigNode, name: string, collect: Collector): void {
  if (!collect.spend(1)) return;
  const launch = launchOf(item, collect);
  if (launch.kind === 'unknown') collect.problem('unknown-entry', `a package of ${quoted(name)} has no identifier`, item.at);
  collect.server({ name, state: 'enabled', launch, environment: environmentOf(item, name, collect), headers: [], urlSecrets: [], approvals: [] }, item.at);
}

function launchOf(item: ConfigNode, collect: Collector): ServerLaunch {
  const identifier = textAt(item, ['identifier', 'name']);
  if (identifier === undefined) return { kind: 'unknown' };
  const version = textAt(item, ['version']) ?? '';
  const runtime = argumentsOf(item, ['runtimeArguments', 'runtime_arguments'], collect);
  const rest = argumentsOf(item, ['packageArguments', 'package_arguments'], collect);
  const hint = textAt(item, ['runtimeHint', 'runtime_hint']);
  const started = (program: string, spec: string, first: readonly string[] = []): ServerLaunch => ({ kind: 'command', command: hint ?? program, args: [...first, ...runtime, spec, ...rest] });
  switch (textAt(item, ['registryType', 'registry_type', 'registry_name'])) {
    case 'npm': return started('npx', version === '' ? identifier : `${identifier}@${version}`, ['-y']);
    case 'pypi': return started('uvx', version === '' ? identifier : `${identifier}==${version}`);
    case 'nuget': return started('dnx', version === '' ? identifier : `${identifier}@${version}`, ['--yes']);
    case 'oci':
    case 'docker': return started('docker', version === '' || /[:@][^/]*$/.test(identifier) ? identifier : `${identifier}:${version}`, ['run', '-i', '--rm']);
    case undefined:
    default: return { kind: 'builtin', name: `package ${readAddress(identifier, collect).url}` };
  }
}

function argumentsOf(item: ConfigNode, keys: readonly string[], collect: Collector): readonly string[] {
  const items = itemsOf(firstAt(item, keys));
  if (!collect.spend(items.length)) return [];
  return items.flatMap((argument) => {
    const value = textAt(argument, ['value', 'default']) ?? `<${textAt(argument, ['valueHint', 'value_hint', 'name']) ?? 'value'}>`;
    const flag = textAt(argument, ['type']) === 'named' ? textAt(argument, ['name']) : undefined;
    return flag === undefined ? [value] : [flag, value];
  });
}

function environmentOf(item: ConfigNode, name: string, collect: Collector): readonly NamedValue[] {
  const list = firstAt(item, ['environmentVariables', 'environment_variables']);
  return list === undefined ? [] : readEnvironment({ kind: 'map', at: list.at, entries: () => [{ key: 'env', value: list, at: list.at }] }, name, collect);
}

function readRemote(item: ConfigNode, name: string, collect: Collector): void {
  const url = textAt(item, ['url']);
  if (url === undefined || !collect.spend(1)) return;
  const address = readAddress(url, collect);
  const type = textAt(item, ['type', 'transport_type', 'transport'])?.toLowerCase();
  const headers = itemsOf(valueAt(item, 'headers')).flatMap((header) => {
    const key = textAt(header, ['name']);
    return key === undefined ? [] : [collect.named('header', key, textAt(header, ['value']) ?? '${input}')];
  });
  collect.server({ name, state: 'enabled', launch: { kind: 'remote', url: address.url, transport: type === 'sse' ? 'sse' : 'http' }, environment: [], headers, urlSecrets: address.secrets, approvals: [] }, item.at);
}
