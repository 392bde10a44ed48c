// A file of the disk read piece by piece, for an index of which only a few pages are needed.
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { TreeError, type ByteSource } from '../model/ports.ts';
import { rawPath } from './names.ts';
import { treeError } from './system.ts';

/** A ByteSource that holds a file open until `close`. */
export interface OpenByteSource extends ByteSource {
  readonly close: () => void;
}

/** Opens a file of our own (never one of the audited side) by its path on the disk. Throws the system's error. */
export function openByteSource(path: string): OpenByteSource {
  const descriptor = openSync(path, 'r');
  return sourceOf(descriptor, fstatSync(descriptor).size);
}

/** Opens a regular file of the audited side; a pipe or device is neither waited for nor read. Throws TreeError. */
export function openAuditedSource(path: string): OpenByteSource {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(rawPath(path), constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const found = fstatSync(descriptor);
    if (!found.isFile()) throw new TreeError('not-a-file', 'a folder, pipe, socket or device, not a file');
    return sourceOf(descriptor, found.size);
  } catch (error) {
    if (descriptor !== undefined) closeSync(descriptor);
    throw treeError(error);
  }
}

function sourceOf(descriptor: number, size: number): OpenByteSource {
  return {
    size,
    read: (offset, length) => {
      if (offset < 0 || length < 0 || offset + length > size) throw new RangeError(`bytes ${offset} to ${offset + length} of ${size}`);
      const buffer = Buffer.allocUnsafe(length);
      for (let got = 0; got < length;) {
        const more = readSync(descriptor, buffer, got, length - got, offset + got);
        if (more === 0) throw new RangeError(`the file ended at ${offset + got}, before ${offset + length}`);
        got += more;
      }
      return buffer;
    },
    close: () => closeSync(descriptor),
  };
}
