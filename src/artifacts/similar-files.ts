// Files that moved and changed: pairs of text files that share at least half of their bytes, in pieces that end where a line or a
// statement does, as git measures it (https://git-scm.com/docs/git-diff#Documentation/git-diff.txt--Mltngt). Bounded in files and bytes.
import type { ArtifactFile } from './contract.ts';
import { contentOf } from './content.ts';
import type { Reader } from './reader.ts';

/** Files of one side that are looked at. */
export const SEARCHED = 400;
/** Their bytes in all. */
const BYTES = 48 * 1024 * 1024;
/** A piece that stands in more files than this tells nothing about which is which. */
const COMMON = 16;
/** Smaller files are alike by chance. */
const SMALLEST = 64;
const SHARE = 0.5;
/** Of larger files, every sixteenth piece is looked at. */
const SAMPLED = 1024 * 1024;

interface SimilarPair {
  readonly before: ArtifactFile;
  readonly after: ArtifactFile;
}

/** False where one is so much larger that the other cannot have the half of its bytes. */
export function isLikeInSize(one: Pick<ArtifactFile, 'size'>, other: Pick<ArtifactFile, 'size'>): boolean {
  return Math.min(one.size, other.size) >= Math.max(one.size, other.size) * SHARE;
}

/** Pairs, the most alike first served. Each file is in one pair at most. `cut`: there were more files than the bounds allow. */
export function similarPairs(removed: readonly ArtifactFile[], added: readonly ArtifactFile[], reader: Reader): { readonly pairs: readonly SimilarPair[]; readonly cut: boolean } {
  const near = [nearInSize(removed, added), nearInSize(added, removed)] as const;
  const [old, now] = [bounded(near[0]), bounded(near[1])] as const;
  return { pairs: mostAlike(old, now, reader), cut: old.length < near[0].length || now.length < near[1].length };
}

function mostAlike(old: readonly ArtifactFile[], now: readonly ArtifactFile[], reader: Reader): readonly SimilarPair[] {
  const inOld = new Map<number, number[]>();
  // A large file is not read twice; the pieces of many small ones would be too much to hold.
  const ofOld = new Map<number, Pieces>();
  for (const [at, file] of old.entries()) {
    const pieces = piecesOf(file, reader);
    if (file.size > SAMPLED) ofOld.set(at, pieces);
    for (const piece of pieces.sizes.keys()) listAt(inOld, piece, at);
  }
  const scores: { readonly before: ArtifactFile; readonly after: ArtifactFile; readonly share: number }[] = [];
  for (const after of now) {
    const pieces = piecesOf(after, reader);
    for (const at of likely(pieces.sizes, inOld)) {
      const before = old[at] as ArtifactFile;
      const other = ofOld.get(at) ?? piecesOf(before, reader);
      ofOld.set(at, other);
      const share = shareOf(other, pieces);
      if (share >= SHARE) scores.push({ before, after, share });
    }
  }
  const taken = new Set<ArtifactFile>();
  return scores.sort((one, other) => other.share - one.share || (one.after.path < other.after.path ? -1 : 1)).filter(({ before, after }) => {
    if (taken.has(before) || taken.has(after)) return false;
    taken.add(before).add(after);
    return true;
  });
}

/** Files that have one of like size on the other side. */
function nearInSize(files: readonly ArtifactFile[], others: readonly ArtifactFile[]): readonly ArtifactFile[] {
  const sizes = others.map(({ size }) => size).sort((a, b) => a - b);
  return files.filter(({ size }) => size >= SMALLEST && hasBetween(sizes, size * SHARE, size / SHARE));
}

function bounded(files: readonly ArtifactFile[]): readonly ArtifactFile[] {
  let bytes = 0;
  return files.slice(0, SEARCHED).filter(({ size }) => (bytes += size) <= BYTES);
}

function hasBetween(sorted: readonly number[], from: number, to: number): boolean {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) < from) low = middle + 1;
    else high = middle;
  }
  return (sorted[low] ?? Number.POSITIVE_INFINITY) <= to;
}

function listAt(index: Map<number, number[]>, piece: number, at: number): void {
  const list = index.get(piece);
  if (list === undefined) index.set(piece, [at]);
  else if (list.length <= COMMON) list.push(at);
}

/** The few files with which most rare pieces are shared. */
function likely(pieces: ReadonlyMap<number, number>, index: ReadonlyMap<number, readonly number[]>): readonly number[] {
  const counts = new Map<number, number>();
  for (const [piece, bytes] of pieces) {
    const list = index.get(piece) ?? [];
    if (list.length <= COMMON) for (const at of list) counts.set(at, (counts.get(at) ?? 0) + bytes);
  }
  return [...counts].sort(([, one], [, other]) => other - one).slice(0, 4).map(([at]) => at);
}

const NEWLINE = 10;
const SEMICOLON = 59;
const CLOSING = 125;

/** What a content is made of. */
interface Pieces {
  /** Bytes of each piece, by its hash: two pieces with one hash make files a little more alike, no more. */
  readonly sizes: ReadonlyMap<number, number>;
  /** Of the pieces that are looked at. */
  readonly bytes: number;
  readonly sampled: boolean;
}

function piecesOf(file: ArtifactFile, reader: Reader): Pieces {
  const bytes = reader.read(file);
  const sizes = new Map<number, number>();
  const sampled = file.size > SAMPLED;
  if (bytes === undefined || contentOf(file.path, bytes) === 'binary') return { sizes, bytes: 0, sampled };
  let hash = 0;
  let start = 0;
  let sum = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] as number;
    hash = Math.imul(hash ^ byte, 0x01000193);
    if (byte !== NEWLINE && byte !== SEMICOLON && byte !== CLOSING && at + 1 < bytes.length) continue;
    // By the piece's own hash, so that the same pieces are looked at in every file.
    if (!sampled || isSample(hash)) {
      sizes.set(hash, (sizes.get(hash) ?? 0) + at + 1 - start);
      sum += at + 1 - start;
    }
    hash = 0;
    start = at + 1;
  }
  return { sizes, bytes: sum, sampled };
}

function isSample(hash: number): boolean {
  return ((hash >>> 20) & 15) === 0;
}

function shareOf(one: Pieces, other: Pieces): number {
  const sampled = one.sampled || other.sampled;
  const [a, b] = [bytesIn(one, sampled), bytesIn(other, sampled)];
  let bytes = 0;
  for (const [piece, size] of one.sizes) if (!sampled || isSample(piece)) bytes += Math.min(size, other.sizes.get(piece) ?? 0);
  return bytes / Math.max(a, b, 1);
}

// Of two files, one of which was sampled, the other's pieces count as far as they would have been looked at as well.
function bytesIn(pieces: Pieces, sampled: boolean): number {
  if (!sampled || pieces.sampled) return pieces.bytes;
  let bytes = 0;
  for (const [piece, size] of pieces.sizes) if (isSample(piece)) bytes += size;
  return bytes;
}
