// Where a key stands in a small YAML file, by indentation. Best effort: inside a flow map the line of its parent is given.
import type { Position } from '../model/inventory.ts';

function keyOf(line: string): string {
  const quoted = /^(["'])(.*?)\1\s*:/.exec(line);
  if (quoted) return quoted[2] ?? '';
  const colon = /:(?:\s|$)/.exec(line);
  return colon ? line.slice(0, colon.index).trimEnd() : '';
}

/** Position (from 1) of the key at `path`, of its nearest parent found, or undefined. */
export function locateYaml(text: string, path: readonly string[]): Position | undefined {
  let depth = 0;
  let column = -1;
  let found: Position | undefined;
  let number = 0;
  for (const line of text.split('\n')) {
    number += 1;
    const content = line.trimStart();
    if (content === '' || content.startsWith('#')) continue;
    const indent = line.length - content.length;
    if (depth > 0 && indent <= column && !content.startsWith('- ')) return found;
    if (indent <= column || (depth === 0 && indent > 0) || keyOf(content) !== path[depth]) continue;
    found = { line: number, column: indent + 1 };
    column = indent;
    depth += 1;
    if (depth === path.length) return found;
  }
  return found;
}
