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

interface SimilarPair {
  readonly before: ArtifactFile;
  readonly after: ArtifactFile;
}

/** Pairs, the most alike first served. Each file is in one pair at most. `cut`: there were more files than the bounds allow. */
export function similarPairs(removed: readonly ArtifactFile[], added: readonly ArtifactFile[], reader: Reader): { readonly pairs: readonly SimilarPair[]; readonly cut: boolean } {
  const near = [nearInSize(removed, added), nearInSize(added, removed)] as const;
  const [old, now] = [bounded(near[0]), bounded(near[1])] as const;
  return { pairs: mostAlike(old, now, reader), cut: old.length < near[0].length || now.length < near[1].length };
}

function mostAlike(old: readonly ArtifactFile[], now: readonly ArtifactFile[], reader: Reader): readonly SimilarPair[] {
  const inOld = new Map<number, number[]>();
  for (const [at, file] of old.entries()) for (const piece of piecesOf(file, reader).keys()) listAt(inOld, piece, at);
  const scores: { readonly before: ArtifactFile; readonly after: ArtifactFile; readonly share: number }[] = [];
  const ofOld = new Map<number, ReadonlyMap<number, number>>();
  for (const after of now) {
    const pieces = piecesOf(after, reader);
    for (const at of likely(pieces, inOld)) {
      const before = old[at] as ArtifactFile;
      const other = ofOld.get(at) ?? piecesOf(before, reader);
      ofOld.set(at, other);
      const share = shared(other, pieces) / Math.max(before.size, after.size);
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

/** Bytes of each piece of a content, by its hash: two pieces with one hash make files a little more alike, no more. */
function piecesOf(file: ArtifactFile, reader: Reader): ReadonlyMap<number, number> {
  const bytes = reader.read(file);
  const pieces = new Map<number, number>();
  if (bytes === undefined || contentOf(file.path, bytes) === 'binary') return pieces;
  let hash = 0;
  let start = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] as number;
    hash = Math.imul(hash ^ byte, 0x01000193);
    if (byte !== NEWLINE && byte !== SEMICOLON && byte !== CLOSING && at + 1 < bytes.length) continue;
    pieces.set(hash, (pieces.get(hash) ?? 0) + at + 1 - start);
    hash = 0;
    start = at + 1;
  }
  return pieces;
}

function shared(one: ReadonlyMap<number, number>, other: ReadonlyMap<number, number>): number {
  let bytes = 0;
  for (const [piece, size] of one) bytes += Math.min(size, other.get(piece) ?? 0);
  return bytes;
}
