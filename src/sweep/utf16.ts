// UTF-16 text as bytes that the search can read: a unit below 128 is its own byte, all others become the same one. Places in it
// are half the places in the file. Only with a byte order mark (RFC 2781, 3.2): without one any binary file could be meant. Strings with
// characters beyond ASCII are not found in it.

export type Utf16 = 'utf-16le' | 'utf-16be';

// Begins a sequence of UTF-8 that never goes on: no letter, and one column.
const OTHER = 0xc3;

/** The byte order that the mark at the beginning tells. */
export function utf16Order(bytes: Uint8Array, length: number): Utf16 | undefined {
  if (length < 2) return undefined;
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : undefined;
}

let narrow = new Uint8Array(0);

/** One byte for each two of `bytes[0, length)`; the result is used again by the next call. */
export function narrowed(bytes: Uint8Array, length: number, order: Utf16): Uint8Array {
  const units = length >> 1;
  if (narrow.length < units) narrow = new Uint8Array(units + 4_096);
  const low = order === 'utf-16le' ? 0 : 1;
  for (let at = 0; at < units; at += 1) {
    const byte = bytes[at * 2 + low] ?? 0;
    narrow[at] = (bytes[at * 2 + 1 - low] ?? 0) === 0 && byte < 0x80 ? byte : OTHER;
  }
  return narrow;
}
