// A file of the disk read piece by piece, for an index of which only a few pages are needed.
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { ByteSource } from '../model/ports.ts';

/** A ByteSource that holds a file open until `close`. */
export interface OpenByteSource extends ByteSource {
  readonly close: () => void;
}

/** Opens a file of our own (never one of the audited side) by its path on the disk. Throws the system's error. */
export function openByteSource(path: string): OpenByteSource {
  const descriptor = openSync(path, 'r');
  const { size } = fstatSync(descriptor);
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
