// Which part of Claude Code's files is read how: servers, settings, or hooks of a plugin.
import type { ClientReader } from '../contract.ts';
import type { Collector } from '../shared/collect.ts';
import type { Dialect } from '../shared/dialect.ts';
import { readHooks } from '../shared/hooks.ts';
import { parseJsonText } from '../shared/json.ts';
import { entriesAt, entriesOf, itemsOf, textOf, valueAt, type ConfigNode } from '../shared/node.ts';
import { readList, readLists, readWith } from '../shared/reader.ts';
import { readSettings } from './settings.ts';

const CLIENT = 'claude-code';
const SERVERS: Dialect = { client: CLIENT, lists: [['mcpServers']], flat: true };

export const reader: ClientReader = {
  read: (input) => readWith(CLIENT, input, { json: parseJsonText }, (root, collect) => {
    const name = input.fileName.toLowerCase();
    if (/^(?:managed-)?settings(?:\.local)?\.json$/.test(name)) {
      readSettings(root, collect);
      // An older version kept servers here.
      readLists(root, SERVERS, collect);
    } else if (name === '.claude.json') {
      readState(root, collect);
    } else if (name === 'hooks.json') {
      readHooks(root, collect);
    } else {
      readHooks(root, collect);
      readLists(root, SERVERS, collect);
    }
  }),
};

/** `~/.claude.json`: the user's servers, and for each project its own, with the names of those that are switched off there. */
function readState(root: ConfigNode, collect: Collector): void {
  const projects = entriesAt(root, ['projects']);
  if (projects.length === 0 || entriesAt(root, ['mcpServers']).length > 0) readLists(root, SERVERS, collect);
  for (const { value } of projects) {
    for (const { key: project, value: settings } of entriesOf(value)) {
      const disabled = new Set(itemsOf(valueAt(settings, 'disabledMcpServers')).flatMap((item) => textOf(item) ?? []));
      for (const { key, value: list } of entriesAt(settings, ['mcpServers'])) {
        readList(list, key, SERVERS, collect, undefined, (name) => ({ project, ...(disabled.has(name) ? { disabled: true } : {}) }));
      }
    }
  }
}
