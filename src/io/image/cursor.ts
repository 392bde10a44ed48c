// Bytes in order, from a file (what is passed over is never read) or from a stream (it is thrown away piece by piece).
import type { ByteSource } from '../../model/ports.ts';

/** A place in a run of bytes that only moves on. */
export interface ByteCursor {
  /** The next `length` bytes; fewer where the bytes end before. */
  readonly take: (length: number) => Promise<Uint8Array>;
  /** Passes over bytes; gives how many there were. */
  readonly skip: (length: number) => Promise<number>;
}

/** A cursor from `start` on, over `length` bytes of a source at most. */
export function sourceCursor(source: ByteSource, start = 0, length = source.size - start): ByteCursor {
  const end = Math.min(source.size, start + length);
  let at = start;
  const advance = (wanted: number): number => {
    const here = Math.min(wanted, Math.max(0, end - at));
    at += here;
    return here;
  };
  return {
    take: async (wanted) => {
      const from = at;
      return source.read(from, advance(wanted));
    },
    skip: async (wanted) => advance(wanted),
  };
}

const EMPTY = new Uint8Array(0);

/** A cursor over pieces of any size. It holds one piece at a time, beside what `take` asks for. */
export function streamCursor(pieces: AsyncIterable<Uint8Array>): ByteCursor {
  const iterator = pieces[Symbol.asyncIterator]();
  let piece: Uint8Array = EMPTY;
  const fill = async (): Promise<boolean> => {
    while (piece.length === 0) {
      const next = await iterator.next();
      if (next.done === true) return false;
      piece = next.value;
    }
    return true;
  };
  const part = (wanted: number): Uint8Array => {
    const head = piece.subarray(0, wanted);
    piece = piece.subarray(head.length);
    return head;
  };
  return {
    take: async (wanted) => {
      if (piece.length >= wanted) return part(wanted);
      const parts: Uint8Array[] = [];
      let left = wanted;
      while (left > 0 && (piece.length > 0 || await fill())) {
        const head = part(left);
        parts.push(head);
        left -= head.length;
      }
      return parts.length === 1 ? parts[0] as Uint8Array : Buffer.concat(parts);
    },
    skip: async (wanted) => {
      let left = wanted;
      while (left > 0 && (piece.length > 0 || await fill())) left -= part(left).length;
      return wanted - left;
    },
  };
}

const PIECE_BYTES = 256 * 1024;

/** `length` bytes of a source from `start` on, in pieces. */
export async function* pieces(source: ByteSource, start: number, length: number): AsyncGenerator<Uint8Array, void, undefined> {
  const end = Math.min(source.size, start + length);
  for (let at = start; at < end;) {
    const size = Math.min(PIECE_BYTES, end - at);
    yield source.read(at, size);
    at += size;
  }
}
