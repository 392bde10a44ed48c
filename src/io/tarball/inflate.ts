// The gzip around a package tarball (RFC 1952), member by member: npm's reader takes members one after the other for one stream and
// passes over what stands behind the last in silence, so both are told. Checksums are compared as its reader does.
import { Readable } from 'node:stream';
import { crc32, createInflateRaw } from 'node:zlib';
import type { Problem } from '../../model/coverage.ts';
import type { ByteSource } from '../../model/ports.ts';
import type { Oddities, TarballLimits } from './contract.ts';

const PIECE = 1024 * 1024;
// Characters of a file name or comment in the header are skipped up to here.
const HEADER = 64 * 1024;

/** The bytes inside, as far as they could be unpacked. */
export interface Inflated {
  readonly bytes: Buffer;
  readonly problems: readonly Problem[];
}

/** Pieces of a source in order. */
export function* piecesOf(source: ByteSource, from = 0): Generator<Uint8Array, void, undefined> {
  for (let at = from; at < source.size; at += PIECE) yield source.read(at, Math.min(PIECE, source.size - at));
}

/** Unpacks a gzip file. Never throws for what it holds. */
export async function inflate(source: ByteSource, limits: TarballLimits, oddities: Oddities): Promise<Inflated> {
  const pieces: Buffer[] = [];
  let members = 0;
  let total = 0;
  const done = (problem?: Problem): Inflated => {
    if (members > 1) oddities.add('several-members', `${members} gzip members one after the other`);
    return { bytes: Buffer.concat(pieces, total), problems: problem ? [problem] : [] };
  };
  const roomLeft = () => Math.min(limits.tarballUnpackedBytes, Math.max(limits.tarballFreeBytes, source.size * limits.tarballRatio)) - total;
  for (let at = 0; at < source.size;) {
    const head = headerEnd(source, at);
    if (head === 'none') {
      tellRest(source, at, oddities);
      return done();
    }
    if (head === 'damaged') return done({ code: 'malformed', message: 'the gzip header is damaged or cut' });
    members += 1;
    const member = await inflateMember(source, head, roomLeft());
    pieces.push(...member.pieces);
    total += member.size;
    if (member.kind === 'too-large') return done({ code: 'too-large', message: `it unpacks to more than ${total} bytes, over the limit for ${source.size} packed bytes` });
    if (member.kind === 'damaged') return done({ code: 'malformed', message: `the gzip stream is damaged or cut: ${member.message}` });
    at = member.end + 8;
    if (at > source.size) return done({ code: 'malformed', message: 'the gzip stream is cut before its checksum' });
    const trailer = Buffer.from(source.read(member.end, 8));
    if (trailer.readUInt32LE(0) !== member.sum || trailer.readUInt32LE(4) !== member.size % 2 ** 32) return done({ code: 'malformed', message: 'the checksum of the gzip stream is wrong' });
  }
  return done();
}

// Offset of the compressed bytes of the member at `at`; `none` where no member begins there.
function headerEnd(source: ByteSource, at: number): number | 'none' | 'damaged' {
  const head = source.read(at, Math.min(HEADER, source.size - at));
  if (head[0] !== 0x1f || head[1] !== 0x8b) return 'none';
  const flags = head[3] ?? 0;
  if (head.length < 18 || head[2] !== 8 || (flags & 0xe0) !== 0) return 'damaged';
  let end = 10;
  if ((flags & 4) !== 0) end += 2 + (head[end] ?? 0) + (head[end + 1] ?? 0) * 256;
  for (const flag of [8, 16]) {
    if ((flags & flag) === 0) continue;
    const nul = head.indexOf(0, end);
    if (nul === -1) return 'damaged';
    end = nul + 1;
  }
  if ((flags & 2) !== 0) end += 2;
  return end < head.length ? at + end : 'damaged';
}

// Zeros fill up a block of a tape; anything else was put there.
function tellRest(source: ByteSource, at: number, oddities: Oddities): void {
  let zeros = true;
  for (const piece of piecesOf(source, at)) zeros &&= piece.every((byte) => byte === 0);
  oddities.add('bytes-after-gzip', `${source.size - at} bytes${zeros ? ' (zeros)' : ''} behind the compressed archive, which npm passes over`);
}

interface Member {
  readonly kind: 'whole' | 'too-large' | 'damaged';
  readonly message: string;
  readonly pieces: readonly Buffer[];
  readonly size: number;
  readonly sum: number;
  /** Offset behind the compressed bytes. */
  readonly end: number;
}

async function inflateMember(source: ByteSource, start: number, room: number): Promise<Member> {
  const input = Readable.from(piecesOf(source, start));
  const engine = createInflateRaw({ chunkSize: 256 * 1024 });
  input.on('error', (error) => engine.destroy(error));
  input.pipe(engine);
  const pieces: Buffer[] = [];
  let size = 0;
  let sum = 0;
  const member = (kind: Member['kind'], message = ''): Member => ({ kind, message, pieces, size, sum, end: start + engine.bytesWritten });
  try {
    for await (const piece of engine as AsyncIterable<Buffer>) {
      if (size + piece.length > room) return member('too-large');
      size += piece.length;
      sum = crc32(piece, sum);
      pieces.push(piece);
    }
    return member('whole');
  } catch (error) {
    return member('damaged', error instanceof Error ? error.message : String(error));
  } finally {
    input.destroy();
    engine.destroy();
  }
}
