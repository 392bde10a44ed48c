// Which of VS Code's files is read how.
import type { ClientReader } from '../contract.ts';
import type { Collector } from '../shared/collect.ts';
import type { Dialect } from '../shared/dialect.ts';
import { parseJsonText } from '../shared/json.ts';
import { entriesAt, isBoolean, isNull, type ConfigNode } from '../shared/node.ts';
import { readLists, readWith } from '../shared/reader.ts';
import { readTasks } from './tasks.ts';

const CLIENT = 'vscode';
// A server in the sandbox runs its tools without a question: https://code.visualstudio.com/docs/copilot/reference/mcp-configuration
const FILE: Dialect = { client: CLIENT, lists: [['servers']], flat: true, approvals: ['sandboxEnabled'] };
const SETTINGS: Dialect = { ...FILE, lists: [['mcp', 'servers']] };
const WORKSPACE: Dialect = { ...FILE, lists: [['settings', 'mcp', 'servers']] };
const CONTAINER: Dialect = { ...FILE, lists: [['customizations', 'vscode', 'mcp', 'servers'], ['customizations', 'vscode', 'settings', 'mcp', 'servers']] };

export const reader: ClientReader = {
  read: (input) => readWith(CLIENT, input, { json: parseJsonText }, (root, collect) => {
    const name = input.fileName.toLowerCase();
    if (name === 'settings.json') {
      readLists(root, SETTINGS, collect);
      readTrust(root, [], collect);
    } else if (name === 'tasks.json') {
      readTasks(root, collect);
    } else if (name.endsWith('.code-workspace')) {
      readLists(root, WORKSPACE, collect);
      readTrust(root, ['settings'], collect);
      for (const { value } of entriesAt(root, ['tasks'])) readTasks(value, collect);
    } else if (name.endsWith('devcontainer.json')) {
      readLists(root, CONTAINER, collect);
    } else {
      readLists(root, FILE, collect);
    }
  }),
};

// https://code.visualstudio.com/docs/copilot/chat/chat-tools: every tool of every server runs by itself.
function readTrust(root: ConfigNode, below: readonly string[], collect: Collector): void {
  for (const key of [['chat', 'tools', 'autoApprove'], ['chat', 'tools', 'global', 'autoApprove']]) {
    for (const { value, at } of entriesAt(root, [...below, ...key])) {
      if (!isNull(value) && isBoolean(value, true)) collect.hook({ kind: 'trust-all', name: key.join('.'), text: 'true' }, at);
    }
  }
}
