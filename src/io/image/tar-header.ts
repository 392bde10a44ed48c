// One header of a tar archive: ustar (POSIX.1-1988), pax (POSIX.1-2001, pax "Interchange Format") and GNU
// (https://www.gnu.org/software/tar/manual/html_node/Standard.html). Container engines read layers with Go's archive/tar, so
// where the formats leave a choice its way is followed: a reader that differs would be shown another image than the engine.

export const BLOCK = 512;

/** What a header says, before extended headers are applied. Names are bytes, and views of the block: whoever keeps one copies it. */
export interface TarHeader {
  readonly name: Buffer;
  readonly linkName: Buffer;
  /** Bytes that follow. */
  readonly size: number;
  /** Seconds since 1970; undefined where the field holds no number. */
  readonly modified: number | undefined;
  /** The type flag as a character. */
  readonly type: string;
  /** GNU, old form of sparse files: more headers without a type follow. */
  readonly isExtended: boolean;
}

export type HeaderRead = { readonly ok: true; readonly header: TarHeader } | { readonly ok: false; readonly message: string };

/** True for a block of zeros; two of them end an archive. */
export function isZeroBlock(block: Uint8Array): boolean {
  return block.every((byte) => byte === 0);
}

/** True where a block is a tar header by its checksum: formats before ustar have no other mark. */
function hasChecksum(block: Uint8Array): boolean {
  const stated = parseOctal(block.subarray(148, 156));
  // Old programs of Sun summed signed characters; Go takes both.
  return stated !== undefined && (stated === sumOf(block, 0) || stated === sumOf(block, 0x100));
}

// The field of the sum itself counts as blanks.
function sumOf(block: Uint8Array, signed: 0 | 0x100): number {
  let sum = 8 * 0x20;
  for (let at = 0; at < BLOCK; at += 1) {
    if (at === 148) at = 156;
    const byte = block[at] as number;
    sum += byte < 0x80 ? byte : byte - signed;
  }
  return sum;
}

/** Reads one block of 512 bytes. */
export function parseHeader(bytes: Uint8Array): HeaderRead {
  const block = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!hasChecksum(block)) return { ok: false, message: 'a header has a wrong checksum' };
  const size = parseNumber(block.subarray(124, 136));
  if (size === undefined || size < 0) return { ok: false, message: 'a header states no size' };
  const magic = block.toString('latin1', 257, 265);
  const isGnu = magic === 'ustar  \0';
  const prefix = magic.startsWith('ustar\0') ? untilNul(block.subarray(345, 500)) : Buffer.alloc(0);
  const name = untilNul(block.subarray(0, 100));
  return {
    ok: true,
    header: {
      name: prefix.length > 0 ? Buffer.concat([prefix, Buffer.from('/'), name]) : name,
      linkName: untilNul(block.subarray(157, 257)),
      size,
      modified: parseNumber(block.subarray(136, 148)),
      type: String.fromCharCode(block[156] as number),
      isExtended: isGnu && block[482] === 1,
    },
  };
}

/** Bytes before the first NUL. */
export function untilNul(bytes: Uint8Array): Buffer {
  const end = bytes.indexOf(0);
  return Buffer.from(bytes.buffer, bytes.byteOffset, end === -1 ? bytes.length : end);
}

// Octal digits, or (GNU, star) a binary number where the first bit is set. Undefined: no number, or none that is exact.
function parseNumber(field: Buffer): number | undefined {
  const first = field[0] ?? 0;
  if ((first & 0x80) === 0) return parseOctal(field);
  const isNegative = (first & 0x40) !== 0;
  let value = 0n;
  for (const [at, byte] of field.entries()) value = (value << 8n) | BigInt(at === 0 ? byte & 0x7f : byte);
  if (isNegative) value -= 1n << BigInt(field.length * 8 - 1);
  return value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : undefined;
}

function isBlank(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0;
}

function parseOctal(field: Uint8Array): number | undefined {
  let at = 0;
  while (at < field.length && isBlank(field[at])) at += 1;
  let value = 0;
  for (; at < field.length && !isBlank(field[at]); at += 1) {
    const digit = (field[at] as number) - 0x30;
    if (digit < 0 || digit > 7) return undefined;
    value = value * 8 + digit;
  }
  return Number.isSafeInteger(value) ? value : undefined;
}

/** Records of a pax header, `length key=value\n` each; undefined where they are not of that form. Keys to bytes. */
export function parsePax(bytes: Uint8Array): ReadonlyMap<string, Buffer> | undefined {
  const records = new Map<string, Buffer>();
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at < text.length;) {
    const space = text.indexOf(0x20, at);
    const digits = space === -1 ? '' : text.toString('latin1', at, Math.min(space, at + 20));
    if (!/^\d{1,15}$/.test(digits)) return undefined;
    const end = at + Number(digits);
    const equals = text.indexOf(0x3d, space);
    if (end > text.length || equals === -1 || equals >= end || text[end - 1] !== 0x0a || equals <= space) return undefined;
    const key = text.toString('utf8', space + 1, equals);
    const value = text.subarray(equals + 1, end - 1);
    // Go refuses a NUL in these, so that no reader that ends a name there sees another one.
    if ((key === 'path' || key === 'linkpath') && value.includes(0)) return undefined;
    records.set(key, value);
    at = end;
  }
  return records;
}
