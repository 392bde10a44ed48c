// Line and column of the entries of a JSON lockfile. Only findings and problems ask, so the text is scanned on the first question,
// once for all entries.
import type { Position } from '../model/inventory.ts';
import { scanProperties } from '../text/json.ts';
import { positionsIn } from '../text/lines.ts';

/** A `locate` for ids that `idOf` reads from the path of a property. Of a key that stands twice the last one counts. */
export function locator(text: string, idOf: (path: readonly (string | number)[]) => string | undefined, extra?: ReadonlyMap<string, number>): (id: string) => Position | undefined {
  let offsets: Map<string, number> | undefined;
  let position: ((offset: number) => Position) | undefined;
  return (id) => {
    if (offsets === undefined) {
      offsets = new Map();
      for (const [path, offset] of propertyOffsets(text, idOf)) offsets.set(path, offset);
      for (const [key, offset] of extra ?? []) offsets.set(key, offset);
    }
    const offset = offsets.get(id);
    if (offset === undefined) return undefined;
    position ??= positionsIn(text);
    return position(offset);
  };
}

function propertyOffsets(text: string, idOf: (path: readonly (string | number)[]) => string | undefined): readonly (readonly [string, number])[] {
  const found: [string, number][] = [];
  scanProperties(text, ({ path, keyOffset }) => {
    const id = idOf(path);
    if (id !== undefined) found.push([id, keyOffset]);
  });
  return found;
}
