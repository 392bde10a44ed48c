// The entries of a tar archive one after the other, extended headers applied. Read by ourselves and not with the package `tar`:
// that one gives names as decoded text (names are bytes), reads through every content (an archive of many gigabytes is passed
// over here by seeking), stops in silence where an archive is cut, and differs from Go's archive/tar in what it makes of odd
// headers. The bytes are attacker-controlled.
import type { ByteCursor } from './cursor.ts';
import { BLOCK, type HeaderRead, isZeroBlock, parseHeader, parsePax, type TarHeader, untilNul } from './tar-header.ts';

export interface TarEntry {
  readonly name: Buffer;
  readonly kind: 'file' | 'folder' | 'link' | 'hardlink' | 'other';
  /** Target of a link. */
  readonly target: Buffer;
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly modified: number | undefined;
  /** True where the stored bytes are not the file's own (sparse files). */
  readonly isSparse: boolean;
  /** The next bytes of the content, all that are left unless fewer are asked for; before the next entry is. Fewer where the archive is cut. */
  readonly content: (length?: number) => Promise<Uint8Array>;
}

export type TarStep =
  | { readonly kind: 'entry'; readonly entry: TarEntry; /** Where the content starts, from the archive's start. */ readonly offset: number }
  /** Nothing can be read behind it. */
  | { readonly kind: 'broken'; readonly message: string }
  /** Of one entry, which is passed over. */
  | { readonly kind: 'odd'; readonly message: string };

/** Bytes of an extended header; Go allows 1 MiB. */
const EXTENDED_BYTES = 1024 * 1024;

const KINDS: ReadonlyMap<string, TarEntry['kind']> = new Map([
  ['\0', 'file'], ['0', 'file'], ['1', 'hardlink'], ['2', 'link'], ['3', 'other'], ['4', 'other'], ['5', 'folder'], ['6', 'other'], ['7', 'file'], ['S', 'file'],
]);

interface Extended {
  pax: ReadonlyMap<string, Buffer>;
  name: Buffer | undefined;
  target: Buffer | undefined;
}

/** Entries until the archive's end. Never throws for what the bytes hold. */
export async function* tarEntries(cursor: ByteCursor): AsyncGenerator<TarStep, void, undefined> {
  let at = 0;
  const take = async (length: number): Promise<Uint8Array> => {
    const bytes = await cursor.take(length);
    at += bytes.length;
    return bytes;
  };
  let extended = nothingExtended();
  for (;;) {
    const block = await take(BLOCK);
    // Go takes the end of the bytes for the end of the archive; what writes archives puts two empty blocks there.
    if (block.length === 0) return;
    if (block.length < BLOCK) return yield cut();
    if (isZeroBlock(block)) {
      if (isZeroBlock(await take(BLOCK))) return;
      return yield { kind: 'broken', message: 'an empty header stands in the middle of the archive' };
    }
    const read: HeaderRead = parseHeader(block);
    if (!read.ok) return yield { kind: 'broken', message: read.message };
    const { header } = read;
    if ('xgLK'.includes(header.type)) {
      if (header.size > EXTENDED_BYTES) return yield { kind: 'broken', message: `an extended header of ${header.size} bytes` };
      const body = await take(header.size);
      if (body.length < header.size) return yield cut();
      at += await cursor.skip(padding(header.size));
      if (!extend(extended, header.type, body)) return yield { kind: 'broken', message: 'an extended header is not of its own format' };
      // Go gives a global header as an entry of its own, which engines pass over; what was said before it is then used up.
      if (header.type === 'g') extended = nothingExtended();
      continue;
    }
    if (header.isExtended && header.type === 'S' && !await passSparseHeaders(take)) return yield cut();
    const size = sizeOf(header, extended);
    if (size === undefined) return yield { kind: 'broken', message: 'an extended header states no size' };
    let left = size;
    const content = async (length = left): Promise<Uint8Array> => {
      const bytes = await take(Math.min(length, left));
      left -= bytes.length;
      return bytes;
    };
    const step = entryOf(header, extended, size, content);
    extended = nothingExtended();
    yield step.kind === 'entry' ? { ...step, offset: at } : step;
    const rest = left;
    const passed = await cursor.skip(rest);
    at += passed;
    if (passed < rest) return yield cut();
    at += await cursor.skip(padding(size));
  }
}

function cut(): TarStep {
  return { kind: 'broken', message: 'the archive ends in the middle of an entry, as a truncated file does' };
}

function nothingExtended(): Extended {
  return { pax: new Map(), name: undefined, target: undefined };
}

function padding(size: number): number {
  return (BLOCK - (size % BLOCK)) % BLOCK;
}

// False where the header is not of its format.
function extend(extended: Extended, type: string, body: Uint8Array): boolean {
  if (type === 'L') extended.name = untilNul(body);
  else if (type === 'K') extended.target = untilNul(body);
  else {
    const pax = parsePax(body);
    if (!pax) return false;
    extended.pax = pax;
  }
  return true;
}

async function passSparseHeaders(take: (length: number) => Promise<Uint8Array>): Promise<boolean> {
  for (;;) {
    const block = await take(BLOCK);
    if (block.length < BLOCK) return false;
    if (block[504] !== 1) return true;
  }
}

// Links and folders have no content whatever they state, as in Go: https://pkg.go.dev/archive/tar#Header.
function sizeOf(header: TarHeader, { pax }: Extended): number | undefined {
  if ('123456'.includes(header.type)) return 0;
  const stated = pax.get('size')?.toString('latin1');
  if (stated === undefined || stated === '') return header.size;
  const size = /^\d{1,16}$/.test(stated) ? Number(stated) : Number.NaN;
  return Number.isSafeInteger(size) ? size : undefined;
}

function entryOf(header: TarHeader, { pax, name, target }: Extended, size: number, content: TarEntry['content']): { readonly kind: 'entry'; readonly entry: TarEntry } | { readonly kind: 'odd'; readonly message: string } {
  const isSparse = isSparsePax(pax);
  // The GNU header wins over the pax one, as in Go.
  const full = (isSparse ? filled(pax.get('GNU.sparse.name')) : undefined) ?? filled(name) ?? filled(pax.get('path')) ?? header.name;
  const kind = KINDS.get(header.type);
  if (kind === undefined) return { kind: 'odd', message: `an entry of the unknown type ${JSON.stringify(header.type)}` };
  const seconds = Number(pax.get('mtime')?.toString('latin1') ?? header.modified);
  // Before POSIX a folder was a file whose name ends in a slash.
  const isFolder = header.type === '\0' && full.at(-1) === 0x2f;
  return {
    kind: 'entry',
    entry: {
      name: full,
      kind: isFolder ? 'folder' : kind,
      target: filled(target) ?? filled(pax.get('linkpath')) ?? header.linkName,
      size,
      modified: Number.isFinite(seconds) && Math.abs(seconds) < 1e11 ? Math.trunc(seconds * 1000) : undefined,
      isSparse: header.type === 'S' || isSparse,
      content,
    },
  };
}

// Sparse files in the formats 0.0, 0.1 and 1.0 of GNU tar; other records of this kind make none in Go either.
function isSparsePax(pax: ReadonlyMap<string, Buffer>): boolean {
  const version = `${pax.get('GNU.sparse.major')?.toString('latin1') ?? ''}.${pax.get('GNU.sparse.minor')?.toString('latin1') ?? ''}`;
  return ['0.0', '0.1', '1.0'].includes(version) || filled(pax.get('GNU.sparse.map')) !== undefined || pax.has('GNU.sparse.offset');
}

// An empty value takes the record away.
function filled(value: Buffer | undefined): Buffer | undefined {
  return value === undefined || value.length === 0 ? undefined : value;
}
