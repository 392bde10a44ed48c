// From a dependency as an entry lists it to the entry that answers it. The list keeps what the package's own manifest says, while
// keys are written after yarn added the default protocol, the `locator` of relative paths, catalogs and `resolutions`
// (seen in files of yarn 3.8, 4.0 and 4.18): an answer may stand under another range of the same name.
import { splitIdent } from './yarn-descriptor.ts';
import type { YarnIndex } from './yarn-index.ts';
import type { YarnEntry } from './yarn-lines.ts';

export interface Answer {
  readonly position: number;
  /** `name`: no key has that range; an entry of that name was taken. */
  readonly by: 'descriptor' | 'name';
}

/** Descriptors without their bindings (`::locator=…`), for references whose own binding is not known. */
export function withoutBindings(entries: readonly YarnEntry[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const [position, entry] of entries.entries()) {
    for (const pattern of entry.patterns) {
      const at = pattern.indexOf('::');
      if (at !== -1 && !found.has(pattern.slice(0, at))) found.set(pattern.slice(0, at), position);
    }
  }
  return found;
}

/** The entry that answers `name` at `range` as `parent` (its resolution) asks; undefined where the file has none of that name. */
export function answerTo(index: YarnIndex, bound: ReadonlyMap<string, number>, parent: string, name: string, range: string): Answer | undefined {
  const asked = `${name}@${range}`;
  const position = index.byPattern.get(asked)
    ?? index.byPattern.get(`${name}@npm:${range}`)
    ?? (range.includes(':') ? index.byPattern.get(`${asked}::locator=${encodeURIComponent(parent)}`) ?? bound.get(asked) : undefined);
  if (position !== undefined) return { position, by: 'descriptor' };
  const named = index.byName.get(name);
  const other = named?.[0];
  return other === undefined ? undefined : { position: other, by: 'name' };
}

/** True where a missing range is how yarn writes it: catalogs and workspace ranges are answered by name. */
export function isAnsweredByName(range: string): boolean {
  return range.startsWith('catalog:') || range.startsWith('workspace:');
}

/** The name before the range of an entry's first descriptor, for messages. */
export function labelOf(entry: YarnEntry): string {
  return splitIdent(entry.patterns[0] ?? '').name;
}
