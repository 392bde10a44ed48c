// Docker MCP Toolkit: registry.yaml says which servers of the catalogs are switched on, the catalogs say what each one runs, config.yaml
// holds their settings. An entry of a catalog runs only where the registry names it, so it counts as disabled by itself. The gateway
// starts an image as `docker run --rm -i <image> <command>` (https://github.com/docker/mcp-gateway, pkg/gateway).
import type { NamedValue } from '../../model/server.ts';
import type { ClientReader } from '../contract.ts';
import { readAddress } from '../shared/address.ts';
import { quoted, type Collector } from '../shared/collect.ts';
import { entriesAt, entriesOf, itemsOf, textAt, textOf, valueAt, type At, type ConfigNode } from '../shared/node.ts';
import { readWith } from '../shared/reader.ts';
import { parseYamlText } from '../shared/yaml.ts';

export const reader: ClientReader = {
  read: (input) => readWith('docker-mcp-toolkit', input, { yaml: parseYamlText }, (root, collect) => {
    if (input.fileName.toLowerCase() === 'config.yaml') {
      collect.note('settings of servers; what they are stands in the catalogs');
      return;
    }
    const isRegistry = input.fileName.toLowerCase() === 'registry.yaml';
    for (const { value } of entriesAt(root, ['registry'])) {
      for (const { key, value: entry, at } of entriesOf(value)) {
        if (isRegistry) switchedOn(key, at, collect);
        else catalogued(entry, key, at, collect);
      }
    }
  }),
};

function switchedOn(name: string, at: At, collect: Collector): void {
  if (collect.spend(1)) collect.server({ name, state: 'enabled', launch: { kind: 'toggle' }, environment: [], headers: [], urlSecrets: [], approvals: [] }, at);
}

function catalogued(entry: ConfigNode, name: string, at: At, collect: Collector): void {
  if (!collect.spend(1)) return;
  const shared = { name, state: 'disabled', environment: environmentOf(entry, collect), headers: headersOf(entry, collect), approvals: [] } as const;
  const image = textAt(entry, ['image']);
  const remote = valueAt(entry, 'remote');
  const url = textAt(remote, ['url']);
  if (image !== undefined) {
    const command = itemsOf(valueAt(entry, 'command')).flatMap((item) => textOf(item) ?? []);
    collect.server({ ...shared, launch: { kind: 'command', command: 'docker', args: ['run', '--rm', '-i', image, ...command] }, urlSecrets: [] }, at);
  } else if (url !== undefined) {
    const address = readAddress(url, collect);
    const transport = textAt(remote, ['transport_type']) === 'sse' ? 'sse' : 'http';
    collect.server({ ...shared, launch: { kind: 'remote', url: address.url, transport }, urlSecrets: address.secrets }, at);
  } else if (textAt(entry, ['type']) === 'poci') {
    collect.server({ ...shared, launch: { kind: 'builtin', name: `container tools ${name}` }, urlSecrets: [] }, at);
  } else {
    collect.problem('unknown-entry', `${quoted(name)} of the catalog has neither an image nor an address`, at);
    collect.server({ ...shared, launch: { kind: 'unknown' }, urlSecrets: [] }, at);
  }
}

// Secrets come from Docker's own store, so the catalog names them only.
function environmentOf(entry: ConfigNode, collect: Collector): readonly NamedValue[] {
  const secrets = itemsOf(valueAt(entry, 'secrets')).flatMap((secret) => textAt(secret, ['env']) ?? []);
  const settings = itemsOf(valueAt(entry, 'env')).flatMap((item) => {
    const name = textAt(item, ['name']);
    const value = valueAt(item, 'value');
    return name === undefined ? [] : [collect.named('environment', name, value?.kind === 'scalar' ? value.value : undefined)];
  });
  return [...secrets.map((name) => collect.named('environment', name, '${secret}')), ...settings];
}

function headersOf(entry: ConfigNode, collect: Collector): readonly NamedValue[] {
  return entriesOf(valueAt(valueAt(entry, 'remote'), 'headers')).map(({ key, value }) => collect.named('header', key, value.kind === 'scalar' ? value.value : undefined));
}
