// Pieces of a program's output as lines and blocks of bytes.

/** Reads lines and blocks in turn. */
export interface ByteReader {
  /** The next line without its end; undefined at the end of the output. */
  readonly line: () => Promise<string | undefined>;
  /** Exactly `length` bytes; undefined where the output ends before. */
  readonly bytes: (length: number) => Promise<Buffer | undefined>;
}

const NEWLINE = 0x0a;

/** A reader over pieces of any size. */
export function byteReader(pieces: AsyncIterable<Buffer>): ByteReader {
  const source = pieces[Symbol.asyncIterator]();
  let held: Buffer = Buffer.alloc(0);
  let at = 0;
  const next = async (): Promise<Buffer | undefined> => {
    const { value, done } = await source.next();
    return done === true ? undefined : value as Buffer;
  };
  const bytes = async (length: number): Promise<Buffer | undefined> => {
    if (held.length - at >= length) return held.subarray(at, at += length);
    const parts = [held.subarray(at)];
    let have = held.length - at;
    while (have < length) {
      const piece = await next();
      if (piece === undefined) return undefined;
      parts.push(piece);
      have += piece.length;
    }
    const last = parts.at(-1) as Buffer;
    held = last;
    at = last.length - (have - length);
    return Buffer.concat(parts, length);
  };
  const line = async (): Promise<string | undefined> => {
    const parts: Buffer[] = [];
    for (;;) {
      const end = held.indexOf(NEWLINE, at);
      if (end !== -1) {
        parts.push(held.subarray(at, end));
        at = end + 1;
        return (parts.length === 1 ? parts[0] as Buffer : Buffer.concat(parts)).toString('latin1');
      }
      parts.push(held.subarray(at));
      const piece = await next();
      if (piece === undefined) return undefined;
      held = piece;
      at = 0;
    }
  };
  return { line, bytes };
}

/** Fields that end with `end`, many at a time, as latin1: a byte a character. What follows the last end is given as it is, if anything. */
export async function* fieldsOf(pieces: AsyncIterable<Buffer>, end: '\n' | '\0'): AsyncIterable<readonly string[]> {
  let rest = '';
  for await (const piece of pieces) {
    const fields = (rest + piece.toString('latin1')).split(end);
    rest = fields.pop() ?? '';
    if (fields.length > 0) yield fields;
  }
  if (rest !== '') yield [rest];
}
