// What Claude Code's settings files let run without a question: hooks, commands that fetch keys, switches that approve servers, the address of the
// model, variables that load code. https://code.claude.com/docs/en/settings - worms have written such files into repositories.
import { loadsCode } from '../../text/named-value.ts';
import { withoutCredentials } from '../../text/printable.ts';
import type { Collector } from '../shared/collect.ts';
import { readHooks } from '../shared/hooks.ts';
import { entriesAt, entriesOf, isBoolean, itemsOf, textAt, textOf, valueAt, type ConfigNode } from '../shared/node.ts';

/** Settings whose text is a command. */
const COMMAND_TEXTS = ['apiKeyHelper', 'awsAuthRefresh', 'awsCredentialExport', 'otelHeadersHelper'];
/** Maps with a `command`: https://code.claude.com/docs/en/statusline */
const COMMANDS = ['statusLine', 'fileSuggestion', 'subagentStatusLine'];
const ENDPOINT = /^(?:ANTHROPIC_(?:[A-Z]+_)*BASE_URL|HTTPS?_PROXY)$/i;

/** Adds a hook for each thing in a settings file that runs, trusts, or redirects. */
export function readSettings(root: ConfigNode, collect: Collector): void {
  readHooks(root, collect);
  for (const key of COMMAND_TEXTS) {
    const node = valueAt(root, key);
    const text = textOf(node);
    if (node !== undefined && text !== undefined) collect.hook({ kind: 'session-hook', name: key, text }, node.at);
  }
  for (const key of COMMANDS) {
    const node = valueAt(root, key);
    const text = textAt(node, ['command']);
    if (node !== undefined && text !== undefined) collect.hook({ kind: 'session-hook', name: key, text }, node.at);
  }
  readSwitches(root, collect);
  for (const { value } of entriesAt(root, ['env'])) for (const { key, value: node } of entriesOf(value)) readVariable(key, node, collect);
}

function readSwitches(root: ConfigNode, collect: Collector): void {
  const all = valueAt(root, 'enableAllProjectMcpServers');
  if (all !== undefined && isBoolean(all, true)) collect.hook({ kind: 'trust-all', name: 'enableAllProjectMcpServers', text: 'true' }, all.at);
  const named = valueAt(root, 'enabledMcpjsonServers');
  const names = itemsOf(named).flatMap((item) => textOf(item) ?? []);
  if (named !== undefined && names.length > 0) collect.hook({ kind: 'trust-all', name: 'enabledMcpjsonServers', text: names.join(', ') }, named.at);
  const mode = valueAt(valueAt(root, 'permissions'), 'defaultMode');
  if (mode !== undefined && textOf(mode) === 'bypassPermissions') collect.hook({ kind: 'trust-all', name: 'permissions.defaultMode', text: 'bypassPermissions' }, mode.at);
}

function readVariable(name: string, node: ConfigNode, collect: Collector): void {
  const text = node.kind === 'scalar' ? node.text : '';
  if (text === '') return;
  if (ENDPOINT.test(name)) collect.hook({ kind: 'endpoint', name: `env.${name}`, text: withoutCredentials(text) }, node.at);
  else if (loadsCode(name)) collect.hook({ kind: 'session-hook', name: `env.${name}`, text: collect.named('environment', name, text).loads?.join(' ') ?? '' }, node.at);
}
