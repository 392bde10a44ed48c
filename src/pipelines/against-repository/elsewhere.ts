// Whether a file of a package lies somewhere else in the repository, as a monorepo's licence does, or with other line ends, as a
// checkout on Windows writes them.
import { walk } from '../../io/walk.ts';
import { LIMITS } from '../../model/limits.ts';
import { type FileTree, TreeError } from '../../model/ports.ts';

/** A test for contents. Every file of the tree is looked at, none is kept. */
export function contentsOf(tree: FileTree): (bytes: Uint8Array) => boolean {
  let bySize: ReadonlyMap<number, readonly string[]> | undefined;
  return (bytes) => {
    bySize ??= sizes(tree);
    const wanted = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    return (bySize.get(bytes.length) ?? []).some((path) => wanted.equals(read(tree, path)));
  };
}

/** True where two texts differ in their line ends alone. */
export function sameLines(a: Uint8Array, b: Uint8Array): boolean {
  return withoutReturns(a).equals(withoutReturns(b));
}

function withoutReturns(bytes: Uint8Array): Buffer {
  return Buffer.from(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1').replaceAll('\r\n', '\n'), 'latin1');
}

function sizes(tree: FileTree): ReadonlyMap<number, readonly string[]> {
  const found = new Map<number, string[]>();
  for (const visit of walk(tree, '/', { wanted: (_, kind) => (kind === 'file' ? 'take' : 'pass') })) {
    if (visit.kind !== 'file' || visit.entry !== 'file') continue;
    const { length } = read(tree, visit.path);
    const list = found.get(length);
    if (list) list.push(visit.path);
    else found.set(length, [visit.path]);
  }
  return found;
}

function read(tree: FileTree, path: string): Uint8Array {
  try {
    return tree.read(path, LIMITS.gitFileBytes);
  } catch (error) {
    // Its side's place tells that it could not be read.
    if (error instanceof TreeError) return new Uint8Array();
    throw error;
  }
}
