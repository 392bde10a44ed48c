// Bytes as ASCII characters.

/** An upper-case letter as its lower-case one, any other byte as it is. */
export function folded(byte: number): number {
  return byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte;
}
