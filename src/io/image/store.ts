// Files of an image archive by name: of a tar (read where they lie), of a packed tar (in the order in which they come), or of a
// folder. Only names inside the archive lead anywhere: a manifest that names `../../etc/passwd` names nothing.
import type { Problem } from '../../model/coverage.ts';
import { LIMITS } from '../../model/limits.ts';
import { TreeError, type ByteSource } from '../../model/ports.ts';
import { shownName } from '../names.ts';
import { type ByteCursor, pieces, sourceCursor, streamCursor } from './cursor.ts';
import { tarEntries, type TarStep } from './tar-entries.ts';
import { bounded, packingOf, refusal, unpack, type UnpackLimits } from './unpack.ts';

export interface ArchiveStore {
  /** The stored name that a name leads to, links followed; undefined where no regular file is. */
  readonly find: (name: string) => string | undefined;
  readonly size: (stored: string) => number;
  /** A small file: up to `LIMITS.imageManifestBytes`. A text where it cannot be had. */
  readonly read: (stored: string) => Promise<Uint8Array | string>;
  /** One file; absent where files come only in their own order. */
  readonly pieces?: (stored: string) => AsyncIterable<Uint8Array>;
  /** Each of the files in the order in which they lie. */
  readonly each: (stored: ReadonlySet<string>, visit: (name: string, content: AsyncIterable<Uint8Array>) => Promise<void>) => Promise<void>;
  readonly problems: readonly Problem[];
}

interface Stored {
  readonly kind: 'file' | 'link' | 'hardlink';
  readonly size: number;
  readonly offset: number;
  readonly target: string;
  /** Of a packed archive: a small JSON file, held in the first pass. */
  readonly held?: Uint8Array;
}

/** Top-level names in archives of `docker save` (every version) and in OCI image layouts. */
const IMAGE_NAME = /^(?:blobs(?:\/|$)|[0-9a-f]{64}(?:\/|\.json$|\.tar(?:\.gz)?$|$)|sha256:[0-9a-f]{64}|(?:oci-layout|index\.json|manifest\.json|repositories)$)/;
/** Of these one makes an image; of a cut archive, whose manifest may be lost, the other names are enough. */
const MARKS = ['manifest.json', 'oci-layout', 'repositories'];
/** So many names without one of an image: it is none. */
const NAMES_TO_DECIDE = 256;
const USUAL: UnpackLimits = { bytes: LIMITS.imageBytes, ratio: LIMITS.imageLayerRatio, free: LIMITS.imageFreeBytes };
/** Bytes of JSON held out of a packed archive. */
const HELD_BYTES = 64 * 1024 * 1024;

/** A name inside an archive without `.`, `..` and outer slashes; undefined where it leads out. */
export function cleanName(name: string): string | undefined {
  const parts: string[] = [];
  for (const part of name.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}

/** The store over an archive file; undefined where it is no tar, or the tar of something else. Throws a TreeError where it is packed in a way that is not read, or unpacks to more than allowed. */
export async function openStore(source: ByteSource, limits: UnpackLimits = USUAL): Promise<ArchiveStore | undefined> {
  const packing = packingOf(source.read(0, Math.min(6, source.size)));
  if (packing === 'none') return openPlain(source);
  const refused = refusal(packing);
  if (refused !== undefined) throw new TreeError('unread-format', `the file is ${refused}`);
  return openPacked(() => bounded(unpack(packing, pieces(source, 0, source.size)), () => source.size, limits, tooLarge));
}

function tooLarge(why: string): TreeError {
  return new TreeError('too-large', `the archive ${why}`);
}

async function openPlain(source: ByteSource): Promise<ArchiveStore | undefined> {
  const index = await indexOf(sourceCursor(source), 'plain');
  if (!index) return undefined;
  const { files } = index;
  // Names come from `find`.
  const at = (stored: string) => files.get(stored) as Stored;
  const open = (stored: string) => pieces(source, at(stored).offset, at(stored).size);
  return {
    ...common(index),
    read: async (stored) => {
      const { offset, size } = at(stored);
      if (size > LIMITS.imageManifestBytes) return `${size} bytes, over the limit of ${LIMITS.imageManifestBytes}`;
      return offset + size > source.size ? 'the archive ends before it' : source.read(offset, size);
    },
    pieces: open,
    each: async (stored, visit) => { for (const name of stored) await visit(name, open(name)); },
  };
}

async function openPacked(unpacked: () => AsyncIterable<Uint8Array>): Promise<ArchiveStore | undefined> {
  const index = await indexOf(streamCursor(unpacked()), 'packed');
  if (!index) return undefined;
  const { files } = index;
  return {
    ...common(index),
    read: async (stored) => files.get(stored)?.held ?? 'too large for a manifest, or no JSON',
    each: async (stored, visit) => {
      const cursor = streamCursor(unpacked());
      try {
        for await (const step of tarEntries(cursor)) {
          if (step.kind !== 'entry') continue;
          const name = cleanName(shownName(step.entry.name));
          if (name === undefined || !stored.has(name) || files.get(name)?.offset !== step.offset) continue;
          const content = contentOf(step.entry.size, step.entry.content);
          await visit(name, content);
          // A reader that stopped early may still have asked for a piece: it comes before the next entry is read.
          await content.return();
        }
      } catch (error) {
        if (!isUnpackError(error)) throw error;
        // Told with the index: the first pass met the same damage.
      }
    },
  };
}

async function* contentOf(size: number, content: (length?: number) => Promise<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  for (let left = size; left > 0;) {
    const piece = await content(Math.min(left, 256 * 1024));
    if (piece.length === 0) return;
    left -= piece.length;
    yield piece;
  }
}

interface Index {
  readonly files: Map<string, Stored>;
  readonly problems: Problem[];
}

/** True for an error of node:zlib, which bears a code such as `Z_DATA_ERROR`. */
export function isUnpackError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && /^(?:Z_|ZSTD_|ERR_(?:ZSTD|BUFFER))/.test(error.code);
}

async function indexOf(cursor: ByteCursor, how: 'plain' | 'packed'): Promise<Index | undefined> {
  const index: Index = { files: new Map(), problems: [] };
  const state = { entries: 0, names: 0, held: 0 };
  try {
    for await (const step of tarEntries(cursor)) {
      if (step.kind === 'broken') {
        if (state.entries === 0) return undefined;
        index.problems.push({ code: 'malformed', message: step.message });
        break;
      }
      state.entries += 1;
      if (state.entries > LIMITS.archiveEntries) {
        index.problems.push({ code: 'too-many', message: `more than ${LIMITS.archiveEntries} entries in the archive: the rest was not read` });
        break;
      }
      const name = await addEntry(index, step, how, state);
      if (name !== undefined && IMAGE_NAME.test(name)) state.names += 1;
      if (state.entries >= NAMES_TO_DECIDE && state.names === 0) return undefined;
    }
  } catch (error) {
    if (!isUnpackError(error)) throw error;
    index.problems.push({ code: 'malformed', message: `the archive is damaged or cut: ${(error as Error).message}` });
  }
  const isMarked = MARKS.some((mark) => index.files.has(mark));
  return isMarked || (state.names > 0 && index.problems.length > 0) ? index : undefined;
}

async function addEntry(index: Index, step: Exclude<TarStep, { readonly kind: 'broken' }>, how: 'plain' | 'packed', state: { held: number }): Promise<string | undefined> {
  if (step.kind === 'odd') return undefined;
  const { entry, offset } = step;
  const name = cleanName(shownName(entry.name));
  if (name === undefined || entry.kind === 'folder' || entry.kind === 'other') return name;
  if (index.files.has(name) && MARKS.includes(name)) index.problems.push({ code: 'duplicate-key', message: `${name} stands twice in the archive: readers differ in which one they take`, path: name });
  const mayHold = how === 'packed' && entry.kind === 'file' && entry.size <= LIMITS.imageManifestBytes && state.held + entry.size <= HELD_BYTES;
  const bytes = mayHold ? await entry.content() : undefined;
  const held = bytes && /^\s*[{[]/.test(Buffer.from(bytes.subarray(0, 64)).toString('latin1')) ? Buffer.from(bytes) : undefined;
  state.held += held?.length ?? 0;
  // The last of one name counts, as where the archive is unpacked.
  index.files.set(name, { kind: entry.kind, size: entry.size, offset, target: shownName(entry.target), ...(held ? { held } : {}) });
  return name;
}

function common({ files, problems }: Index): Pick<ArchiveStore, 'find' | 'size' | 'problems'> {
  return {
    find: (name) => follow(files, name),
    size: (stored) => files.get(stored)?.size ?? 0,
    problems,
  };
}

// docker save before 25 links layers of the same content: `<id>/layer.tar -> ../<id>/layer.tar`.
function follow(files: ReadonlyMap<string, Stored>, name: string): string | undefined {
  let at = cleanName(name);
  for (let links = 0; at !== undefined && links <= LIMITS.links; links += 1) {
    const stored = files.get(at);
    if (!stored) return undefined;
    if (stored.kind === 'file') return at;
    if (stored.kind === 'link' && stored.target.startsWith('/')) return undefined;
    at = cleanName(stored.kind === 'link' ? `${at.slice(0, at.lastIndexOf('/') + 1)}${stored.target}` : stored.target);
  }
  return undefined;
}
