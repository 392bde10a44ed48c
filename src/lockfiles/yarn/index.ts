// What both yarn readers need to hand out an inventory: unique ids, the entry behind each pattern and each name.
import { positionAt } from '../../text/lines.ts';
import type { Position } from '../../model/inventory.ts';
import { splitIdent } from './descriptor.ts';
import type { YarnEntry } from './lines.ts';
import type { YarnProblem } from './problems.ts';

export interface YarnIndex {
  /** Id of each entry, by its position. */
  readonly ids: readonly string[];
  /** Entry position by whole pattern; of a pattern that stands twice, the first. */
  readonly byPattern: ReadonlyMap<string, number>;
  /** First entry with a pattern of that local name. */
  readonly named: (name: string) => number | undefined;
  readonly positionOfId: (id: string) => number | undefined;
  readonly locate: (id: string) => Position | undefined;
}

/** Indexes entries and reports patterns that stand in two of them. */
export function indexEntries(text: string, entries: readonly YarnEntry[], problems: YarnProblem[]): YarnIndex {
  const ids: string[] = [];
  const byPattern = new Map<string, number>();
  // Ids that are no pattern: of entries whose first pattern stands twice.
  const others = new Map<string, number>();
  for (let position = 0; position < entries.length; position += 1) {
    const entry = entries[position] as YarnEntry;
    let id = entry.patterns[0] ?? '';
    if (byPattern.has(id)) {
      id = `${id}#${position}`;
      others.set(id, position);
    }
    ids.push(id);
    for (const pattern of entry.patterns) {
      if (byPattern.has(pattern)) problems.push({ code: 'duplicate-key', message: `${pattern} stands twice; readers differ in which entry they use`, offset: entry.offset });
      else byPattern.set(pattern, position);
    }
  }
  const positionOfId = (id: string) => others.get(id) ?? byPattern.get(id);
  let byName: ReadonlyMap<string, number> | undefined;
  return {
    ids, byPattern, positionOfId,
    named: (name) => (byName ??= firstByName(byPattern)).get(name),
    locate: (id) => {
      const entry = entries[positionOfId(id) ?? -1];
      return entry && positionAt(text, entry.offset);
    },
  };
}

function firstByName(byPattern: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const [pattern, position] of byPattern) {
    const { name } = splitIdent(pattern);
    if (!found.has(name)) found.set(name, position);
  }
  return found;
}
