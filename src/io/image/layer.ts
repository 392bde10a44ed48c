// One layer: its bytes verified and unpacked, its entries given one by one with a path inside the image. Limits hold for what
// comes out, so that a layer which unpacks without end stops being read.
import { createHash } from 'node:crypto';
import type { Problem, ProblemCode } from '../../model/coverage.ts';
import { LIMITS } from '../../model/limits.ts';
import { shownName } from '../names.ts';
import type { WantedFile } from './contract.ts';
import { streamCursor } from './cursor.ts';
import type { Digest, LayerPlan } from './manifests.ts';
import { cleanName, isUnpackError } from './store.ts';
import { type TarEntry, tarEntries } from './tar-entries.ts';
import { bounded, packingOf, peek, refusal, unpack, type UnpackLimits } from './unpack.ts';

/** Why a content is not held. */
export type NotHeld = 'not-wanted' | 'over-limit' | 'sparse';

export interface LayerEntry {
  /** Absolute in the image, without `.` and `..`. */
  readonly path: string;
  readonly kind: TarEntry['kind'];
  /** As written; for a hard link a path like `path`. */
  readonly target: string;
  readonly content: Uint8Array | NotHeld;
  readonly modified: number | undefined;
}

/** What all layers of one archive share. */
export interface Budget {
  /** Bytes and entries that may still be held, bytes that may still be unpacked. */
  kept: number;
  entries: number;
  unpacked: number;
}

export interface LayerRead {
  readonly diffId: string | undefined;
  readonly bytes: number;
  readonly entries: number;
  readonly problems: readonly Problem[];
}

const USUAL: UnpackLimits = { bytes: LIMITS.imageLayerBytes, ratio: LIMITS.imageLayerRatio, free: LIMITS.imageFreeBytes };
/** Problems of one code that are told one by one. */
const TOLD = 5;

class LayerEnd extends Error {}

/** Reads a layer to its end, or to where it cannot go on; the entries before that are given. Never rejects for what it holds. */
export async function readLayer(stored: AsyncIterable<Uint8Array>, plan: LayerPlan, wanted: WantedFile, budget: Budget, emit: (entry: LayerEntry) => void, limits: UnpackLimits = USUAL): Promise<LayerRead> {
  const problems = problemList();
  const packed = counted(stored, plan.digest);
  try {
    return await readCounted(packed, plan, wanted, budget, emit, limits, problems);
  } finally {
    await packed.close();
  }
}

async function readCounted(packed: Counted, plan: LayerPlan, wanted: WantedFile, budget: Budget, emit: (entry: LayerEntry) => void, limits: UnpackLimits, problems: ProblemList): Promise<LayerRead> {
  const { head, whole } = await peek(packed.stream);
  const packing = packingOf(head);
  const refused = refusal(packing);
  if (refused !== undefined) {
    await drain(whole);
    problems.add('unread-format', `the layer is ${refused}`);
    return { diffId: undefined, bytes: packed.bytes(), entries: 0, problems: problems.list() };
  }
  const plain = counted(limited(bounded(unpack(packing, whole), packed.bytes, limits, (why) => new LayerEnd(`the layer ${why}: the rest was not read`)), budget), { algorithm: 'sha256' });
  let entries = 0;
  let isWhole = false;
  try {
    for await (const step of tarEntries(streamCursor(plain.stream))) {
      if (step.kind === 'broken') { problems.add('malformed', step.message); break; }
      if (budget.entries <= 0) { problems.add('too-many', `more than ${LIMITS.imageEntries} entries in the image: the rest of the layer was not read`); break; }
      budget.entries -= 1;
      entries += 1;
      if (step.kind === 'odd') { problems.add('unknown-entry', step.message); continue; }
      const entry = await entryOf(step.entry, wanted, budget, problems);
      if (entry) emit(entry);
    }
    await drain(plain.stream);
    isWhole = true;
  } catch (error) {
    if (error instanceof LayerEnd) problems.add('too-large', error.message);
    else if (isUnpackError(error)) problems.add('malformed', `the ${packing} stream is damaged or cut: ${(error as Error).message}`);
    else throw error;
  }
  const diffId = isWhole ? plain.digest() : undefined;
  // The digest is over all that is stored, also behind the end of a packed stream.
  if (isWhole) await drain(packed.stream);
  if (isWhole) verify(plan, packed.digest(), diffId ?? '', problems);
  return { diffId: diffId === undefined ? undefined : `sha256:${diffId}`, bytes: packed.bytes(), entries, problems: problems.list() };
}

function verify(plan: LayerPlan, digest: string, diffId: string, problems: ProblemList): void {
  if (plan.digest && digest !== plan.digest.hex) problems.add('malformed', `the layer does not have the digest that its manifest names: it was changed or damaged`);
  if (plan.diffId?.algorithm === 'sha256' && diffId !== plan.diffId.hex) problems.add('malformed', `the unpacked layer does not have the diff_id that the image's configuration names: it was changed or damaged`);
}

async function drain(stream: AsyncIterable<Uint8Array>): Promise<void> {
  // Counting and hashing happen on the way.
  for await (const piece of stream) void piece;
}

interface Counted {
  readonly stream: AsyncIterable<Uint8Array>;
  readonly bytes: () => number;
  readonly digest: () => string;
  readonly close: () => Promise<unknown>;
}

// One iterator for all who ask, so that one can go on where another stopped.
function counted(from: AsyncIterable<Uint8Array>, digest: Pick<Digest, 'algorithm'> | undefined): Counted {
  const hash = digest && createHash(digest.algorithm);
  let bytes = 0;
  const iterator = from[Symbol.asyncIterator]();
  const next = async (): Promise<IteratorResult<Uint8Array>> => {
    const step = await iterator.next();
    if (step.done !== true) { hash?.update(step.value); bytes += step.value.length; }
    return step;
  };
  return { stream: { [Symbol.asyncIterator]: () => ({ next }) }, bytes: () => bytes, digest: () => hash?.digest('hex') ?? '', close: async () => iterator.return?.() };
}

// What all layers unpack to together.
async function* limited(from: AsyncIterable<Uint8Array>, budget: Budget): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const piece of from) {
    budget.unpacked -= piece.length;
    if (budget.unpacked < 0) throw new LayerEnd(`the layers of the archive unpack to more than ${LIMITS.imageBytes} bytes: the rest was not read`);
    yield piece;
  }
}

async function entryOf(entry: TarEntry, wanted: WantedFile, budget: Budget, problems: ProblemList): Promise<LayerEntry | undefined> {
  const path = imagePath(entry.name, problems);
  if (path === undefined) return undefined;
  // A hard link names a file of the image as an entry does, not as a symbolic link.
  const target = entry.kind === 'hardlink' ? imagePath(entry.target, problems) : shownName(entry.target);
  if (target === undefined) return undefined;
  if (target.length > LIMITS.imagePathBytes) {
    problems.add('too-large', `a link to more than ${LIMITS.imagePathBytes} bytes was passed over`, path);
    return undefined;
  }
  const content = entry.kind === 'file' ? await contentOf(entry, path, wanted, budget, problems) : 'not-wanted';
  return { path, kind: entry.kind, target, content, modified: content instanceof Uint8Array ? entry.modified : undefined };
}

async function contentOf(entry: TarEntry, path: string, wanted: WantedFile, budget: Budget, problems: ProblemList): Promise<Uint8Array | NotHeld> {
  if (!wanted(path, entry.size)) return 'not-wanted';
  if (entry.isSparse) { problems.add('unknown-entry', 'a sparse file, which is not read', path); return 'sparse'; }
  if (entry.size > budget.kept) { problems.add('too-large', `${entry.size} bytes, and no more than ${LIMITS.imageKeptBytes} of one archive are held`, path); return 'over-limit'; }
  const bytes = await entry.content();
  // What is cut is told by the reader of the archive.
  budget.kept -= bytes.length;
  return Buffer.from(bytes);
}

// Engines refuse an image with a name that leads out of it; placed at the root it would hide what is there.
function imagePath(raw: Buffer, problems: ProblemList): string | undefined {
  const name = shownName(raw);
  const passOver = (code: ProblemCode, what: string): undefined => {
    problems.add(code, `an entry ${what} was passed over: ${JSON.stringify(name.slice(0, 200))}`);
    return undefined;
  };
  if (raw.length > LIMITS.imagePathBytes) return passOver('too-large', `with a name of ${raw.length} bytes`);
  const clean = cleanName(name);
  if (clean === undefined) return passOver('unknown-entry', 'that leads out of the image');
  if (clean.split('/').length > LIMITS.folderDepth) return passOver('too-deep', `in more than ${LIMITS.folderDepth} folders`);
  return `/${clean}`;
}

export interface ProblemList {
  readonly add: (code: ProblemCode, message: string, path?: string) => void;
  readonly list: () => readonly Problem[];
}

/** Keeps the first few of each code and counts the rest: a hostile layer has a million of one. */
export function problemList(): ProblemList {
  const problems: Problem[] = [];
  const counts = new Map<ProblemCode, number>();
  return {
    add: (code, message, path) => {
      const count = (counts.get(code) ?? 0) + 1;
      counts.set(code, count);
      if (count <= TOLD) problems.push({ code, message, ...(path === undefined ? {} : { path }) });
    },
    list: () => [...problems, ...[...counts].filter(([, count]) => count > TOLD).map(([code, count]): Problem => ({ code, message: `${count - TOLD} more problems of this kind` }))],
  };
}
