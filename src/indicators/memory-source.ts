// Bytes in memory as a ByteSource, for an index that was just compiled or read whole.
import type { ByteSource } from '../model/ports.ts';

/** Views of `bytes`, not copies. */
export function memorySource(bytes: Uint8Array): ByteSource {
  return {
    size: bytes.length,
    read: (offset, length) => {
      if (offset < 0 || length < 0 || offset + length > bytes.length) throw new RangeError('read past the end');
      return bytes.subarray(offset, offset + length);
    },
  };
}
