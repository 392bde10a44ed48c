// Commands that a client runs by itself at its own events: `hooks: { Event: [{ command }] }`, or one level deeper as
// `{ Event: [{ matcher, hooks: [{ type: "command", command }] }] }`. Sources:
// https://code.claude.com/docs/en/hooks https://geminicli.com/docs/hooks/reference https://cursor.com/docs/agent/hooks
// https://docs.windsurf.com/windsurf/cascade/hooks https://developers.openai.com/codex/hooks
// https://docs.github.com/en/copilot/reference/copilot-cli-reference/cli-hooks-reference
import type { ClientReader } from '../contract.ts';
import type { Collector } from './collect.ts';
import { parseJsonText } from './json.ts';
import { entriesOf, itemsOf, textOf, valueAt, type At, type ConfigNode } from './node.ts';
import { readWith } from './reader.ts';

/** Keys of a hook that hold what runs; Copilot and Codex state one for each system, HTTP hooks an address. */
const COMMANDS = ['command', 'bash', 'powershell', 'commandWindows', 'command_windows', 'url'];

/** Adds a hook for each command below `hooks` of the root. */
export function readHooks(root: ConfigNode, collect: Collector): void {
  for (const { key, value, at } of entriesOf(valueAt(root, 'hooks'))) {
    for (const item of value.kind === 'list' ? itemsOf(value) : [value]) readHook(item, key, at, collect);
  }
}

function readHook(item: ConfigNode, event: string, at: At, collect: Collector): void {
  for (const hook of [item, ...itemsOf(valueAt(item, 'hooks'))]) {
    for (const key of COMMANDS) {
      const node = valueAt(hook, key);
      const text = textOf(node) ?? wordsOf(node);
      if (text !== undefined && collect.spend(1)) collect.hook({ kind: 'session-hook', name: event, text }, node?.at ?? at);
    }
  }
}

/** A command given as a list of words; undefined where there is none. */
export function wordsOf(node: ConfigNode | undefined): string | undefined {
  const words = itemsOf(node).flatMap((item) => (item.kind === 'scalar' ? [item.text] : []));
  return words.length === 0 ? undefined : words.join(' ');
}

/** Reader of a file that holds hooks alone. */
export function hooksReader(client: string): ClientReader {
  return { read: (input) => readWith(client, input, { json: parseJsonText }, readHooks) };
}
