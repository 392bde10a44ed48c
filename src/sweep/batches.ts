// Batches of files between the first thread and the others, packed: an object for each file would cost more to hand over than to read it.
import type { FileRead, Said } from './read-file.ts';

/** Files to read: where they lie on the disk, and how they are shown. */
export interface Batch {
  readonly id: number;
  readonly files: readonly { readonly path: string; readonly shown: string }[];
}

/** A batch on its way: no path holds a NUL. `shown` is absent where it is the same. */
export interface PackedBatch {
  readonly id: number;
  readonly paths: string;
  readonly shown?: string;
}

/** What was read of a batch on its way. */
export interface PackedRead {
  readonly id: number;
  /** For each file: bytes, 1 for a script, and its identity or NaN. */
  readonly numbers: Float64Array<ArrayBuffer>;
  readonly said: readonly { readonly at: number; readonly said: Said }[];
}

const NUMBERS = 7;

export function packBatch({ id, files }: Batch): PackedBatch {
  const paths = files.map(({ path }) => path).join('\0');
  const shown = files.map((file) => file.shown).join('\0');
  return { id, paths, ...(shown === paths ? {} : { shown }) };
}

export function unpackBatch({ id, paths, shown }: PackedBatch): Batch {
  const names = shown?.split('\0');
  return { id, files: paths.split('\0').map((path, at) => ({ path, shown: names?.[at] ?? path })) };
}

export function packRead(id: number, files: readonly FileRead[]): PackedRead {
  const numbers = new Float64Array(files.length * NUMBERS);
  const said: { at: number; said: Said }[] = [];
  for (const [at, file] of files.entries()) {
    const { device, inode, size, modified, changed } = file.identity ?? NO_IDENTITY;
    numbers.set([file.bytes, file.script ? 1 : 0, device, inode, size, modified, changed], at * NUMBERS);
    if (file.said) said.push({ at, said: file.said });
  }
  return { id, numbers, said };
}

const NO_IDENTITY = { device: Number.NaN, inode: 0, size: 0, modified: 0, changed: 0 };

export function unpackRead({ numbers, said }: PackedRead): readonly FileRead[] {
  const words = new Map(said.map((one) => [one.at, one.said]));
  return Array.from({ length: numbers.length / NUMBERS }, (_, at): FileRead => {
    const [bytes = 0, script = 0, device = 0, inode = 0, size = 0, modified = 0, changed = 0] = numbers.subarray(at * NUMBERS, (at + 1) * NUMBERS);
    const file = { bytes, script: script === 1, ...(Number.isNaN(device) ? {} : { identity: { device, inode, size, modified, changed } }) };
    const one = words.get(at);
    return one === undefined ? file : { ...file, said: one };
  });
}
