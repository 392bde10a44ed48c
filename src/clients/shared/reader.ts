// The reader of every client whose file is a list of servers in the common shape; what differs is the client's dialect.
import type { Problem } from '../../model/coverage.ts';
import type { ClientReader, ConfigInput, ConfigRead } from '../contract.ts';
import { collector, quoted, type Collector } from './collect.ts';
import type { Dialect } from './dialect.ts';
import { readEntry, reportRepeated, type EntryOptions } from './entry.ts';
import { entriesAt, entriesOf, isNull, itemsOf, textAt, textOf, valueAt, type ConfigEntry, type ConfigNode, type ConfigText } from './node.ts';

/** Keys under which some client or other keeps its servers. */
const ANY_LIST: readonly (readonly string[])[] = [['mcpServers'], ['servers'], ['mcp', 'servers'], ['mcp'], ['context_servers'], ['mcp_servers'], ['amp', 'mcpServers']];
const ENTRY_KEYS = ['command', 'cmd', 'url', 'serverUrl', 'httpUrl', 'uri'];

/** Text of one format into nodes. Never throws. */
export type Parse = (text: string) => ConfigText;

/** Parsers by the ending of a file's name. Given, so that a client of JSON alone does not load the libraries of the others. */
export interface Formats {
  /** Also every file whose ending names no other format. */
  readonly json?: Parse;
  readonly toml?: Parse;
  readonly yaml?: Parse;
}

/** The reader of a client that differs from others by its dialect alone. */
export function dialectReader(dialect: Dialect, formats: Formats): ClientReader {
  return {
    read: (input) => readWith(dialect.client, input, formats, (root, collect) => {
      dialect.extras?.(root, collect);
      readLists(root, dialect, collect);
    }),
  };
}

/** Parses by the file's name, and gives every root that is a map to `take`. Never throws on a text. */
export function readWith(client: string, input: ConfigInput, formats: Formats, take: (root: ConfigNode, collect: Collector) => void): ConfigRead {
  const { roots, problems: faults } = parserFor(input.fileName, formats)(input.text);
  const problems: Problem[] = [...faults];
  const collect = collector(client, input, problems);
  if (roots.length === 0 && problems.length === 0) collect.note('the file holds no settings');
  for (const root of roots) {
    if (root.kind === 'map') take(root, collect);
    else if (isNull(root) && /\.ya?ml$/i.test(input.fileName)) collect.note('the file holds no settings');
    else collect.problem('malformed', 'the file is not a map of settings', root.at);
  }
  return collect.done();
}

function parserFor(fileName: string, { json, toml, yaml }: Formats): Parse {
  const byName = /\.toml$/i.test(fileName) ? toml : /\.ya?ml$/i.test(fileName) ? yaml : json;
  const parse = byName ?? json ?? toml ?? yaml;
  if (parse === undefined) throw new TypeError('a reader needs a parser');
  return parse;
}

/** Reads all lists of servers that the dialect names, and what else looks like one: several clients may read one file by different keys. */
export function readLists(root: ConfigNode, dialect: Dialect, collect: Collector): void {
  const own = dialect.lists.flatMap((path) => entriesAt(root, path));
  for (const path of dialect.lists) reportTwice(root, path, collect);
  for (const { key, value } of own) readList(value, key, dialect, collect);
  // A settings file with many uses has such keys for other things.
  if (collect.input.place.presence === 'gated') return;
  const others = otherLists(root, dialect, collect);
  if (own.length > 0 || others || !looksFlat(root)) return;
  if (dialect.flat !== true) collect.note('the file itself is a map of servers, which this client is not known to read');
  readList(root, 'the file', dialect, collect, 'flat');
}

function otherLists(root: ConfigNode, dialect: Dialect, collect: Collector): boolean {
  const known = new Set(dialect.lists.map((path) => path.join('.')));
  let found = false;
  for (const path of ANY_LIST) {
    if (known.has(path.join('.'))) continue;
    for (const { key, value } of entriesAt(root, path)) {
      if (!looksFlat(value) && !itemsOf(value).some(isServer)) continue;
      if (dialect.anyKey !== true) collect.note(`servers stand under the key ${quoted(path.join('.'))}, which this client is not known to read`);
      readList(value, key, dialect, collect);
      found = true;
    }
  }
  return found;
}

/** Reads a map of servers by name, or a list of servers that bear their name. */
export function readList(list: ConfigNode, key: string, dialect: Dialect, collect: Collector, shape?: 'flat', options?: (name: string) => EntryOptions): void {
  if (isNull(list) || namesFiles(list, collect)) return;
  if (list.kind === 'scalar') {
    collect.problem('unknown-entry', `${quoted(key)} is not a map of servers`, list.at);
    return;
  }
  if (list.kind === 'map') {
    reportRepeated(list, key, collect);
    for (const entry of list.entries()) {
      if (shape === 'flat' && !isServerLike(entry)) continue;
      // People write remarks as entries: `"_comment": "…"`, `"$schema": "…"`.
      if (/^(?:_|\$|\/\/|#)/.test(entry.key) && textOf(entry.value) !== undefined) continue;
      readEntry(entry.value, entry.key, entry.at, dialect, collect, options?.(entry.key));
    }
    return;
  }
  if (dialect.namedList !== true) collect.problem('unknown-entry', `${quoted(key)} is a list where a map of servers belongs`, list.at);
  list.items().forEach((item, at) => {
    const name = textAt(item, ['name', 'id']) ?? `(unnamed ${at + 1})`;
    readEntry(item, name, item.at, dialect, collect, options?.(name));
  });
}

// The manifest of a plugin may name files in place of a map: https://code.claude.com/docs/en/plugins-reference
function namesFiles(list: ConfigNode, collect: Collector): boolean {
  if (collect.input.fileName.toLowerCase() !== 'plugin.json') return false;
  const named = [list, ...itemsOf(list)].some((node) => textOf(node) !== undefined);
  if (named) collect.note('the plugin keeps its servers in files of its own; they are read where they bear a usual name');
  return named;
}

function reportTwice(root: ConfigNode, path: readonly string[], collect: Collector): void {
  path.forEach((key, taken) => {
    const parents = taken === 0 ? [root] : entriesAt(root, path.slice(0, taken)).map(({ value }) => value);
    for (const parent of parents) {
      for (const { at } of entriesAt(parent, [key]).slice(1)) collect.problem('duplicate-key', `the key ${quoted(key)} stands twice; readers differ in which they use`, at);
    }
  });
}

function looksFlat(root: ConfigNode): boolean {
  return entriesOf(root).some(isServerLike);
}

function isServerLike({ value }: ConfigEntry): boolean {
  return isServer(value);
}

function isServer(node: ConfigNode): boolean {
  return ENTRY_KEYS.some((key) => valueAt(node, key) !== undefined);
}
