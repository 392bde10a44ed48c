// Variables, headers and other named values of an entry: maps, lists of `K=V`, lists of names that are passed on.
import type { NamedValue } from '../../model/server.ts';
import { quoted, type Collector } from './collect.ts';
import { entriesOf, firstAt, itemsOf, textAt, textOf, valueAt, type ConfigNode } from './node.ts';

const ENVIRONMENT = ['env', 'environment', 'envs', 'environmentVariables'];
/** Names of variables that the server gets from the client's own environment: Codex, Goose. */
const PASSED_ON = ['env_vars', 'env_keys'];
const HEADERS = ['headers', 'http_headers', 'requestHeaders'];
/** Credentials that clients keep beside the headers: Crush `oauth_token`, opencode and Gemini CLI `oauth`. */
const CREDENTIALS = ['oauth_token', 'token', 'api_key', 'apiKey', 'password', 'clientSecret', 'client_secret'];

/** Variables of an entry, those included that it only names. `name` is the server, for messages. */
export function readEnvironment(entry: ConfigNode, name: string, collect: Collector): readonly NamedValue[] {
  const command = valueAt(entry, 'command');
  return [
    ...ENVIRONMENT.flatMap((key) => namedIn(valueAt(entry, key), 'environment', name, key, collect)),
    // Zed's older form: `command: { path, args, env }`.
    ...(command?.kind === 'map' ? namedIn(valueAt(command, 'env'), 'environment', name, 'env', collect) : []),
    ...PASSED_ON.flatMap((key) => itemsOf(valueAt(entry, key)).flatMap((item) => passedOn(item, collect))),
  ];
}

/** Headers of an entry, and the credentials that stand beside them. `name` is the server, for messages. */
export function readHeaders(entry: ConfigNode, name: string, collect: Collector): readonly NamedValue[] {
  const options = firstAt(entry, ['requestOptions', 'request_options']);
  const bearer = textAt(entry, ['bearer_token_env_var']);
  return [
    ...[entry, options].flatMap((place) => HEADERS.flatMap((key) => namedIn(valueAt(place, key), 'header', name, key, collect))),
    ...entriesOf(valueAt(entry, 'env_http_headers')).map(({ key }) => collect.named('header', key, '${variable}')),
    ...(bearer === undefined ? [] : [collect.named('header', 'Authorization', '${variable}')]),
    ...[entry, firstAt(entry, ['oauth', 'auth'])].flatMap((place) => credentials(place, collect)),
  ];
}

function credentials(place: ConfigNode | undefined, collect: Collector): readonly NamedValue[] {
  return CREDENTIALS.flatMap((key) => {
    const value = valueAt(place, key);
    if (value === undefined) return [];
    if (value.kind !== 'scalar') return [{ name: key, in: 'header', value: 'not-text', secret: true }];
    const named = collect.named('header', key, value.text);
    return [named.value === 'literal' ? { ...named, secret: true } : named];
  });
}

function namedIn(node: ConfigNode | undefined, place: NamedValue['in'], server: string, key: string, collect: Collector): readonly NamedValue[] {
  if (node === undefined || (node.kind === 'scalar' && node.value === null)) return [];
  if (node.kind === 'map') {
    const entries = node.entries();
    if (!collect.spend(entries.length)) return [];
    return entries.map((entry) => collect.named(place, entry.key, entry.value.kind === 'scalar' ? entry.value.value : undefined));
  }
  if (node.kind === 'list') return listed(node.items(), place, collect);
  collect.problem('unknown-entry', `${quoted(key)} of the server ${quoted(server)} is neither a map nor a list`, node.at);
  return [];
}

// `K=V`, or `{ name, value }` as the MCP Registry and Goose's deep links write it.
function listed(items: readonly ConfigNode[], place: NamedValue['in'], collect: Collector): readonly NamedValue[] {
  if (!collect.spend(items.length)) return [];
  return items.flatMap((item) => {
    const text = textOf(item);
    if (text !== undefined) {
      const at = text.indexOf('=');
      return [at === -1 ? collect.named(place, text, '${variable}') : collect.named(place, text.slice(0, at), text.slice(at + 1))];
    }
    const name = textAt(item, ['name', 'key']);
    const value = valueAt(item, 'value');
    return name === undefined ? [] : [collect.named(place, name, value?.kind === 'scalar' ? value.value : '${variable}')];
  });
}

function passedOn(item: ConfigNode, collect: Collector): readonly NamedValue[] {
  const name = textOf(item) ?? textAt(item, ['name']);
  return name === undefined || !collect.spend(1) ? [] : [collect.named('environment', name, '${variable}')];
}
