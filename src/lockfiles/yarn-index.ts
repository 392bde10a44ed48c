// What both yarn readers need to hand out an inventory: unique ids, the entry behind each pattern and each name.
import { positionAt } from '../text/lines.ts';
import type { Position } from '../model/inventory.ts';
import { splitIdent } from './yarn-descriptor.ts';
import type { YarnEntry } from './yarn-lines.ts';
import type { YarnProblem } from './yarn-problems.ts';

export interface YarnIndex {
  /** Id of each entry, by its position. */
  readonly ids: readonly string[];
  /** Entry position by whole pattern; of a pattern that stands twice, the first. */
  readonly byPattern: ReadonlyMap<string, number>;
  /** Entry positions by the local name of their patterns. */
  readonly byName: ReadonlyMap<string, readonly number[]>;
  readonly positionOfId: (id: string) => number | undefined;
  readonly locate: (id: string) => Position | undefined;
}

/** Indexes entries and reports patterns that stand in two of them. */
export function indexEntries(text: string, entries: readonly YarnEntry[], problems: YarnProblem[]): YarnIndex {
  const ids: string[] = [];
  const byId = new Map<string, number>();
  const byPattern = new Map<string, number>();
  const byName = new Map<string, number[]>();
  for (const [position, entry] of entries.entries()) {
    const id = uniqueId(entry.patterns, position, byId);
    ids.push(id);
    byId.set(id, position);
    for (const pattern of entry.patterns) {
      if (byPattern.has(pattern)) problems.push({ code: 'duplicate-key', message: `${pattern} stands twice; readers differ in which entry they use`, offset: entry.offset });
      else byPattern.set(pattern, position);
      const { name } = splitIdent(pattern);
      const positions = byName.get(name);
      if (!positions) byName.set(name, [position]);
      else if (positions.at(-1) !== position) positions.push(position);
    }
  }
  return {
    ids, byPattern, byName,
    positionOfId: (id) => byId.get(id),
    locate: (id) => {
      const entry = entries[byId.get(id) ?? -1];
      return entry && positionAt(text, entry.offset);
    },
  };
}

function uniqueId(patterns: readonly string[], position: number, taken: ReadonlyMap<string, number>): string {
  const first = patterns[0] ?? '';
  if (!taken.has(first)) return first;
  const whole = patterns.join(', ');
  // The number alone makes it unique: no two entries share a position, and no pattern read from a header holds a line end.
  return taken.has(whole) ? `${whole}\n${position}` : whole;
}
