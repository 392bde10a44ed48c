// Many small files read with one buffer: a cache's index has 100,000 of them, and a stat and a fresh buffer for each would
// cost more than reading them does. The kind comes from the folder's own listing.
import { TreeError, type TreeEntry } from '../model/ports.ts';
import { rawPath } from './names.ts';
import { treeError, type SystemCalls } from './system.ts';

const FIRST_BYTES = 64 * 1024;

/** `FileTree.readEach` over entries that were listed in `folder`, a path of the disk. */
export function readEachOf(calls: SystemCalls, entries: readonly TreeEntry[], folder: string, limit: number, visit: (name: string, bytes: Uint8Array | TreeError) => void): void {
  const shared: { buffer: Buffer } = { buffer: sharedBuffer };
  for (const { name, kind } of entries) {
    if (kind === 'file') visit(name, readInto(shared, calls, `${folder}/${name}`, limit));
    else visit(name, new TreeError('not-a-file', kind === 'link' ? 'a link, not a file' : kind === 'folder' ? 'a folder, not a file' : 'a pipe, socket or device, not a file'));
  }
}

// Kept between calls: a cache has as many folders as files. `visit` may read another folder, which then overwrites it: the port says so.
const sharedBuffer = Buffer.allocUnsafeSlow(FIRST_BYTES);

function readInto(shared: { buffer: Buffer }, calls: SystemCalls, path: string, limit: number): Uint8Array | TreeError {
  let descriptor: number | undefined;
  try {
    descriptor = calls.open(rawPath(path));
    let length = 0;
    for (;;) {
      const got = calls.read(descriptor, shared.buffer, length);
      length += got;
      if (length > limit) return new TreeError('too-large', `${length} bytes or more, over the limit of ${limit}`);
      // A short read of a regular file is its end.
      if (length < shared.buffer.length) return shared.buffer.subarray(0, length);
      const wider = Buffer.allocUnsafeSlow(shared.buffer.length * 4);
      shared.buffer.copy(wider, 0, 0, length);
      shared.buffer = wider;
    }
  } catch (error) {
    const failure = treeError(error);
    if (failure instanceof TreeError) return failure;
    throw failure;
  } finally {
    if (descriptor !== undefined) calls.close(descriptor);
  }
}
