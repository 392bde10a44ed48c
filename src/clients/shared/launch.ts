// How an entry says what runs: `command` as text, list or map, `cmd`, `url` and its other names. Nothing is expanded: `${...}` stays.
import type { NamedValue, ServerLaunch } from '../../model/server.ts';
import { readAddress } from './address.ts';
import { quoted, type Collector } from './collect.ts';
import type { Dialect } from './dialect.ts';
import { entriesOf, firstAt, isNull, textAt, textOf, valueAt, type ConfigNode } from './node.ts';

/** One thing that an entry starts or calls. */
export interface Launched {
  readonly launch: ServerLaunch;
  readonly urlSecrets: readonly NamedValue[];
}

/** Names of the address in the order in which Gemini CLI prefers them; others know one of them. */
const ADDRESSES = ['httpUrl', 'serverUrl', 'url', 'uri', 'endpoint'] as const;

/** Everything that an entry says it runs: one answer for an entry in order, several where it holds a command and addresses. */
export function readLaunches(entry: ConfigNode, name: string, dialect: Dialect, collect: Collector): readonly Launched[] {
  const special = dialect.launch?.(entry, name, collect);
  if (special !== undefined) return [{ launch: special, urlSecrets: [] }];
  const command = readCommand(entry, name, collect);
  const remotes = readRemotes(entry, dialect, collect);
  const found = command === undefined ? remotes : [{ launch: command, urlSecrets: [] }, ...remotes];
  if (found.length > 1) collect.note(`the server ${quoted(name)} names more than one thing to start; each is listed`);
  return found;
}

/** True where an entry only switches on or off what is defined elsewhere. */
export function isToggle(entry: ConfigNode): boolean {
  const keys = entriesOf(entry).map(({ key }) => key);
  return keys.some((key) => key === 'enabled' || key === 'disabled') && keys.every((key) => TOGGLE_KEYS.has(key));
}

const TOGGLE_KEYS = new Set(['enabled', 'disabled', 'autoApprove', 'alwaysAllow', 'disabledTools', 'enabledTools', 'disabled_tools', 'enabled_tools', 'tools', 'timeout', 'trust']);

function readCommand(entry: ConfigNode, name: string, collect: Collector): ServerLaunch | undefined {
  const node = firstAt(entry, ['command', 'cmd']);
  if (node === undefined) return undefined;
  const [command, ...first] = commandWords(node, name, collect);
  // Forms of clients write an empty command beside an address; alone it is told as an entry that starts nothing.
  if (command === undefined || command.trim() === '') return undefined;
  const args = [...first, ...readArguments(entry, name, collect)];
  const cwd = textAt(entry, ['cwd', 'workingDirectory', 'working_directory']);
  return { kind: 'command', command, args, ...(cwd === undefined ? {} : { cwd }) };
}

function commandWords(node: ConfigNode, name: string, collect: Collector): readonly string[] {
  if (node.kind === 'list') return words(node.items(), 'command', name, collect);
  if (node.kind === 'map') {
    const path = textAt(node, ['path', 'command']);
    if (path === undefined) collect.problem('unknown-entry', `the command of the server ${quoted(name)} has no path`, node.at);
    return path === undefined ? [] : [path, ...readArguments(node, name, collect)];
  }
  const text = textOf(node);
  if (text === undefined) collect.problem('unknown-entry', `the command of the server ${quoted(name)} is not a text`, node.at);
  return text === undefined ? [] : [text];
}

function readArguments(entry: ConfigNode, name: string, collect: Collector): readonly string[] {
  const node = firstAt(entry, ['args', 'arguments']);
  if (node === undefined) return [];
  if (node.kind === 'list') return words(node.items(), 'args', name, collect);
  collect.problem('unknown-entry', `the arguments of the server ${quoted(name)} are not a list`, node.at);
  return node.kind === 'scalar' ? [node.text] : [];
}

function words(items: readonly ConfigNode[], key: string, name: string, collect: Collector): readonly string[] {
  if (!collect.spend(items.length)) return [];
  return items.flatMap((item) => {
    if (item.kind === 'scalar' && !isNull(item)) return [item.text];
    collect.problem('unknown-entry', `one item in ${quoted(key)} of the server ${quoted(name)} is not a text`, item.at);
    return [];
  });
}

function readRemotes(entry: ConfigNode, dialect: Dialect, collect: Collector): readonly Launched[] {
  const seen = new Set<string>();
  return ADDRESSES.flatMap((key) => {
    const raw = textOf(valueAt(entry, key));
    if (raw === undefined || raw.trim() === '' || seen.has(raw)) return [];
    seen.add(raw);
    const { url, secrets } = readAddress(raw, collect);
    return [{ launch: { kind: 'remote', url, transport: transportOf(entry, key, url, dialect) }, urlSecrets: secrets }];
  });
}

function transportOf(entry: ConfigNode, key: (typeof ADDRESSES)[number], url: string, dialect: Dialect): 'http' | 'sse' | 'ws' | 'unknown' {
  const type = textAt(entry, ['type', 'transport', 'transportType'])?.toLowerCase().replace(/[-_ ]/g, '');
  if (type === 'sse') return 'sse';
  if (type === 'ws' || type === 'websocket' || /^wss?:/i.test(url)) return 'ws';
  if (type === 'http' || type === 'streamablehttp' || type === 'httpstream' || key === 'httpUrl') return 'http';
  return key === 'url' ? dialect.urlTransport ?? 'unknown' : 'unknown';
}
