// Tasks that VS Code starts when a folder is opened (`runOptions.runOn: "folderOpen"`): https://code.visualstudio.com/docs/editor/tasks
// Worms use them to come back. A task may state another command for each system, and may start other tasks first.
import type { Collector } from '../shared/collect.ts';
import { entriesAt, itemsOf, textAt, textOf, valueAt, type ConfigNode } from '../shared/node.ts';

const SYSTEMS = ['linux', 'osx', 'windows'];

/** Adds a hook for each task below `tasks` that starts by itself, and for each that such a task names. */
export function readTasks(root: ConfigNode, collect: Collector): void {
  const tasks = entriesAt(root, ['tasks']).flatMap(({ value }) => itemsOf(value));
  const started = tasks.filter((task) => startsByItself(task) || startsByItself(root));
  const needed = new Set(started.flatMap(namesBefore));
  for (const task of tasks) {
    const label = labelOf(task);
    if ((started.includes(task) || needed.has(label)) && collect.spend(1)) collect.hook({ kind: 'folder-open-task', name: label, text: commandsOf(task).join(' || ') }, task.at);
  }
}

function startsByItself(task: ConfigNode): boolean {
  return textAt(valueAt(task, 'runOptions'), ['runOn']) === 'folderOpen';
}

function labelOf(task: ConfigNode): string {
  return textAt(task, ['label', 'taskName']) ?? '(unnamed)';
}

function namesBefore(task: ConfigNode): readonly string[] {
  const before = valueAt(task, 'dependsOn');
  return [before, ...itemsOf(before)].flatMap((node) => textOf(node) ?? []);
}

function commandsOf(task: ConfigNode): readonly string[] {
  const found = [task, ...SYSTEMS.flatMap((system) => valueAt(task, system) ?? [])].flatMap(commandLine);
  const script = textAt(task, ['script']);
  const kind = textAt(task, ['type']);
  return script === undefined ? found : [...found, `${kind ?? 'npm'} run ${script}`];
}

function commandLine(place: ConfigNode): readonly string[] {
  const command = wordOf(valueAt(place, 'command'));
  if (command === undefined) return [];
  return [[command, ...itemsOf(valueAt(place, 'args')).flatMap((item) => wordOf(item) ?? [])].join(' ')];
}

// A word may be `{ value, quoting }`, a command a list of words.
function wordOf(node: ConfigNode | undefined): string | undefined {
  if (node === undefined) return undefined;
  if (node.kind === 'scalar') return node.text === '' ? undefined : node.text;
  if (node.kind === 'list') return node.items().flatMap((item) => (item.kind === 'scalar' ? [item.text] : [])).join(' ');
  return textAt(node, ['value']);
}
