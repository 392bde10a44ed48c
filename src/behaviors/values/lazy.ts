// Values that are made when they are read: most arguments and properties of a package are never asked for.
import type { Module, Node, RecordEntry, Value } from '../contract.ts';
import { type Frame, UNKNOWN, type World } from './world.ts';

/** A record entry whose value is evaluated when it is read. */
export function lazyEntry(entry: Omit<RecordEntry, 'value'>, value: () => Value): RecordEntry {
  return {
    ...entry,
    get value() {
      return value();
    },
  };
}

/** A list of the values of nodes, each evaluated when it is read. Literals cost nothing and are there at once. */
export function lazyValues(world: World, nodes: readonly (Node | undefined)[], module: Module, frame?: Frame): readonly Value[] {
  const values: Value[] = [];
  nodes.forEach((node, index) => {
    if (node === undefined || node.type === 'Literal') values[index] = node === undefined ? UNKNOWN : world.evaluate(node, module, frame);
    else Object.defineProperty(values, index, { enumerable: true, get: () => world.evaluate(node, module, frame) });
  });
  return values;
}
