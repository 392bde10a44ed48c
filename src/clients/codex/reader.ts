// Codex: config.toml (`mcp_servers`, `hooks`, `notify`), hooks.json, and the JSON files of plugins.
import type { McpServer } from '../../model/server.ts';
import type { ClientReader } from '../contract.ts';
import type { Collector } from '../shared/collect.ts';
import { hooksReader, readHooks, wordsOf } from '../shared/hooks.ts';
import { parseJsonText } from '../shared/json.ts';
import { entriesOf, textAt, textOf, valueAt, type ConfigNode } from '../shared/node.ts';
import { dialectReader } from '../shared/reader.ts';
import { parseTomlText } from '../shared/toml.ts';

// https://developers.openai.com/codex/config-reference: `approve` runs a tool without a question.
function moreApprovals(entry: ConfigNode): McpServer['approvals'] {
  const all = textAt(entry, ['default_tools_approval_mode']) === 'approve';
  const tools = entriesOf(valueAt(entry, 'tools')).filter(({ value }) => textAt(value, ['approval_mode']) === 'approve').map(({ key }) => key);
  return [
    ...(all ? [{ key: 'default_tools_approval_mode', tools: '*' as const }] : []),
    ...(tools.length > 0 ? [{ key: 'approval_mode', tools }] : []),
  ];
}

function extras(root: ConfigNode, collect: Collector): void {
  readHooks(root, collect);
  const notify = valueAt(root, 'notify');
  const text = textOf(notify) ?? wordsOf(notify);
  if (notify !== undefined && text !== undefined) collect.hook({ kind: 'session-hook', name: 'notify', text }, notify.at);
}

const config = dialectReader({ client: 'codex', lists: [['mcp_servers'], ['mcpServers']], switches: ['enabled'], moreApprovals, urlTransport: 'http', flat: true, extras }, { toml: parseTomlText, json: parseJsonText });
const hooks = hooksReader('codex');

export const reader: ClientReader = { read: (input) => (input.fileName.toLowerCase() === 'hooks.json' ? hooks : config).read(input) };
