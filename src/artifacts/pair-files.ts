// Which file of one copy is which of the other: by path, then by equal bytes, then by what they share. Files with equal bytes at one
// path are counted and forgotten: their content is never decoded. Where a file moved and another one, of quite another size, took its
// place, the moved one is followed: git does it with -B, https://git-scm.com/docs/git-diff#Documentation/git-diff.txt--Bltngtltmgt
import type { ArtifactFile, ArtifactListing } from './contract.ts';
import { digestOf, type Reader } from './reader.ts';
import { isLikeInSize, SEARCHED, similarPairs } from './similar-files.ts';

/** One file of either copy, or of both. */
export interface FilePair {
  readonly before?: ArtifactFile;
  readonly after?: ArtifactFile;
}

export interface PairedFiles {
  /** In order of the path that their change has. */
  readonly pairs: readonly FilePair[];
  readonly same: number;
  /** What was paired in part. */
  readonly notes: readonly string[];
}

/** Pairs of what differs. What cannot be read is a problem of the reader's, and no pair. */
export function pairFiles(before: ArtifactListing, after: ArtifactListing, most: number, reader: Reader): PairedFiles {
  const old = listed(before, most, reader);
  const now = listed(after, most, reader);
  const pairs: FilePair[] = [];
  const added: ArtifactFile[] = [];
  const notes: string[] = [];
  let same = 0;
  for (const file of now.values()) {
    const other = old.get(file.path);
    if (other === undefined) {
      added.push(file);
      continue;
    }
    const differ = differs(other, file, reader);
    if (differ === 'same') same += 1;
    else if (differ !== 'unknown') pairs.push({ before: other, after: file });
  }
  const removed = [...old.values()].filter(({ path }) => !now.has(path));
  const moved = movedPairs(removed, added, reader, notes);
  const settled = unreplaced(pairs, moved, reader);
  return { pairs: settled.sort(byPath), same, notes };
}

// The file that took the place of a moved one is an added file, at a path that was there before.
function unreplaced(pairs: readonly FilePair[], moved: readonly FilePair[], reader: Reader): FilePair[] {
  const added = moved.flatMap(({ before, after }) => (before === undefined && after !== undefined ? [after] : []));
  const replaced = pairs.flatMap(({ before, after }) => (before !== undefined && after !== undefined && !isLikeInSize(before, after) ? [before] : []));
  if (added.length === 0 || replaced.length === 0) return [...pairs, ...moved];
  const found = similarPairs(replaced, added, reader).pairs;
  const taken = new Set<ArtifactFile | undefined>(found.flatMap((pair) => [pair.before, pair.after]));
  return [
    ...pairs.map((pair) => (taken.has(pair.before) && pair.after !== undefined ? { after: pair.after } : pair)),
    ...moved.filter(({ before, after }) => before !== undefined || !taken.has(after)),
    ...found,
  ];
}

function listed({ files }: ArtifactListing, most: number, reader: Reader): ReadonlyMap<string, ArtifactFile> {
  if (files.length > most) reader.problems.push({ code: 'too-many', message: `${files.length - most} files beyond the first ${most} were not compared` });
  return new Map((files.length > most ? files.slice(0, most) : files).map((file) => [file.path, file]));
}

function byPath(one: FilePair, other: FilePair): number {
  const a = pathOf(one);
  const b = pathOf(other);
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The path that a pair's change has. */
export function pathOf({ before, after }: FilePair): string {
  return (after ?? before)?.path ?? '';
}

function differs(before: ArtifactFile, after: ArtifactFile, reader: Reader): 'same' | 'differs' | 'unknown' {
  const [a, b] = [reader.read(before), reader.read(after)];
  if (a === undefined || b === undefined) return 'unknown';
  return a.length === b.length && Buffer.compare(a, b) === 0 && sameMode(before, after) ? 'same' : 'differs';
}

/** Bits that matter: who may run it, and as whom it runs. Others follow from the machine that packed it. */
const EXECUTABLE = 0o111;
const SET_ID = 0o6000;

/** False where one copy is executable or set-id and the other is not. Unknown modes are equal to all. */
export function sameMode({ mode: before }: ArtifactFile, { mode: after }: ArtifactFile): boolean {
  if (before === undefined || after === undefined) return true;
  return ((before & EXECUTABLE) === 0) === ((after & EXECUTABLE) === 0) && (before & SET_ID) === (after & SET_ID);
}

function movedPairs(removed: readonly ArtifactFile[], added: readonly ArtifactFile[], reader: Reader, notes: string[]): readonly FilePair[] {
  if (removed.length === 0 || added.length === 0) return [...removed.map((file) => ({ before: file })), ...added.map((file) => ({ after: file }))];
  const exact = equalPairs(removed, added, reader);
  const taken = new Set<ArtifactFile>(exact.flatMap((pair) => [pair.before, pair.after]));
  const similar = similarPairs(removed.filter((file) => !taken.has(file)), added.filter((file) => !taken.has(file)), reader);
  if (similar.cut) notes.push(`files that moved and changed were searched among the first ${SEARCHED} of each side`);
  for (const pair of similar.pairs) taken.add(pair.before).add(pair.after);
  return [
    ...exact, ...similar.pairs,
    ...removed.filter((file) => !taken.has(file)).map((file) => ({ before: file })),
    ...added.filter((file) => !taken.has(file)).map((file) => ({ after: file })),
  ];
}

interface Moved {
  readonly before: ArtifactFile;
  readonly after: ArtifactFile;
}

// Of several files with the same bytes, one with the same base name first, then in order of their paths.
function equalPairs(removed: readonly ArtifactFile[], added: readonly ArtifactFile[], reader: Reader): readonly Moved[] {
  const sizes = new Set(removed.map(({ size }) => size));
  const wanted = new Set(added.filter(({ size }) => size > 0 && sizes.has(size)).map(({ size }) => size));
  const byDigest = new Map<string, ArtifactFile[]>();
  for (const file of sorted(removed)) {
    const digest = wanted.has(file.size) ? digestOf(file, reader) : undefined;
    if (digest === undefined) continue;
    const group = byDigest.get(digest) ?? [];
    byDigest.set(digest, group);
    group.push(file);
  }
  const candidates = sorted(added).filter(({ size }) => wanted.has(size)).map((file) => ({ file, group: byDigest.get(digestOf(file, reader) ?? '') ?? [] }));
  const pairs: Moved[] = [];
  const left: typeof candidates = [];
  for (const candidate of candidates) {
    const at = candidate.group.findIndex(({ path }) => baseOf(path) === baseOf(candidate.file.path));
    const [match] = at === -1 ? [] : candidate.group.splice(at, 1);
    if (match === undefined) left.push(candidate);
    else pairs.push({ before: match, after: candidate.file });
  }
  for (const { file, group } of left) {
    const match = group.shift();
    if (match !== undefined) pairs.push({ before: match, after: file });
  }
  return pairs;
}

function sorted(files: readonly ArtifactFile[]): readonly ArtifactFile[] {
  return files.toSorted((one, other) => (one.path < other.path ? -1 : one.path > other.path ? 1 : 0));
}

function baseOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
