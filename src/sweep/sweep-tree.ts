// The sweep of a tree: one walk, one read a file. The walk goes ahead of the reading by a few batches, so memory does not grow with the tree.
import { sweepThreadPath } from '../io/package-files.ts';
import { processors } from '../io/threads.ts';
import { walk } from '../io/walk.ts';
import type { Problem } from '../model/coverage.ts';
import { LIMITS } from '../model/limits.ts';
import type { FileTree } from '../model/ports.ts';
import type { Sweep, SweepPlan, SweepTotals, SweptFile } from './contract.ts';
import { keptFiles, type KeptFiles } from './kept-files.ts';
import { readDiskFile, readMemoryFile, unreadFile, type FileRead } from './read-file.ts';
import { readerHere, readerThreads, type BatchReader, type ReadHere } from './readers.ts';
import { byteScanner, type ByteScanner } from './scan-bytes.ts';
import { SHORTEST_STRING } from './search-table.ts';

/** When and with which file threads are started. */
export interface SweepThreads {
  readonly file: string;
  readonly count: number;
  /** Fewest files to read that are worth it: two threads take as long to start as some thousand files to read. */
  readonly from: number;
}

const BATCH = 200;
/** Files of the cache in one batch: they cost next to nothing. */
const BATCH_KNOWN = 2_000;
const THREADS = 2;

/** The standard sweep. */
export const sweepTree: Sweep = (tree, folder, plan, visit) => sweepWith({ file: sweepThreadPath(), count: Math.min(THREADS, processors()), from: 2_000 }, tree, folder, plan, visit);

interface Entry {
  readonly path: string;
  readonly known?: FileRead;
}

interface Sums {
  files: number;
  folders: number;
  bytes: number;
  scripts: number;
  cached: number;
  notOpened: number;
  complete: boolean;
  hidden: number;
  readonly problems: Problem[];
  readonly packageFolders: string[];
}

/** The same with threads of one's own choice; `undefined` for none. */
export async function sweepWith(threads: SweepThreads | undefined, tree: FileTree, folder: string, plan: SweepPlan, visit: (file: SweptFile) => void): Promise<SweepTotals> {
  const sums: Sums = { files: 0, folders: 0, bytes: 0, scripts: 0, cached: 0, notOpened: 0, complete: true, hidden: 0, problems: [], packageFolders: [] };
  const disk = tree.onDisk === undefined ? undefined : { onDisk: tree.onDisk, kept: keptFiles(plan, tree.onDisk(folder)) };
  const tooShort = plan.strings.filter(({ text }) => Buffer.byteLength(text) < SHORTEST_STRING).length;
  if (tooShort > 0) note(sums, { code: 'bundle', message: `${tooShort} strings of the bundle are shorter than ${SHORTEST_STRING} bytes and were not searched for` });
  const lines = pipeline(threads, tree, plan, sums, visit, disk);
  try {
    for (const file of files(tree, folder, plan, sums)) {
      const known = disk?.kept?.find(file, disk.onDisk(file));
      await lines.add({ path: file, ...(known === undefined ? {} : { known }) });
    }
    await lines.end();
  } finally {
    lines.close();
  }
  const { hidden, ...totals } = sums;
  if (hidden > 0) sums.problems.push({ code: 'too-many', message: `${hidden} more folders or files could not be read`, path: folder });
  return totals;
}

function* files(tree: FileTree, start: string, plan: SweepPlan, sums: Sums): Generator<string, void, undefined> {
  for (const visit of walk(tree, start, { wanted: () => 'take', ...(plan.excluded === undefined ? {} : { excluded: plan.excluded }) })) {
    switch (visit.kind) {
      case 'file':
        if (visit.entry === 'link' || visit.entry === 'other') sums.notOpened += 1;
        if (visit.entry !== 'file') break;
        if (visit.name === 'package.json') sums.packageFolders.push(visit.path.slice(0, -'/package.json'.length) || '/');
        sums.files += 1;
        yield visit.path;
        break;
      case 'problem':
        note(sums, visit.problem);
        break;
      case 'end':
        sums.folders = visit.folders;
        break;
      default:
    }
  }
}

function note(sums: Sums, problem: Problem): void {
  sums.complete = false;
  if (sums.problems.length < LIMITS.sweepProblems) sums.problems.push(problem);
  else sums.hidden += 1;
}

interface Pipeline {
  readonly add: (entry: Entry) => Promise<void> | undefined;
  readonly end: () => Promise<void>;
  readonly close: () => void;
}

interface Disk {
  readonly onDisk: (path: string) => string;
  readonly kept: KeptFiles | undefined;
}

// Batches in order: read by whoever, given on in the order of the walk.
function pipeline(threads: SweepThreads | undefined, tree: FileTree, plan: SweepPlan, sums: Sums, visit: (file: SweptFile) => void, disk: Disk | undefined): Pipeline {
  const wants = disk?.kept === undefined ? 'content' : 'identity';
  const scanner = (): ByteScanner => scannerFor(plan);
  const here: ReadHere = ({ files: those }) => those.map(({ path, shown }) => (disk === undefined ? readThroughTree(tree, scanner(), plan, shown) : readDiskFile(scanner(), plan.strings, path, shown, wants)));
  let reader: BatchReader = readerHere(here);
  let unread = 0;
  let entries: Entry[] = [];
  let toRead = 0;
  let nextId = 0;
  let begun = disk === undefined || threads === undefined;
  const waiting: { readonly entries: readonly Entry[]; read: Promise<readonly FileRead[]> | undefined; readonly unknown: readonly string[] }[] = [];

  const send = (batch: (typeof waiting)[number]): Promise<readonly FileRead[]> => {
    nextId += 1;
    return batch.unknown.length === 0 ? Promise.resolve([]) : reader.read({ id: nextId, files: batch.unknown.map((shown) => ({ path: disk?.onDisk(shown) ?? shown, shown })) });
  };
  const begin = (): void => {
    begun = true;
    if (disk !== undefined && threads !== undefined && unread >= threads.from && threads.count > 1) reader = readerThreads(threads.file, { strings: plan.strings.map(({ text, boundary }) => ({ text, boundary })), hashes: plan.hashes, wants }, threads.count, here);
    for (const batch of waiting) if (reader.width > 0) batch.read = send(batch);
  };
  const deliver = async (): Promise<void> => {
    const batch = waiting[0];
    if (batch === undefined) return;
    const read = await (batch.read ?? send(batch));
    waiting.shift();
    let at = 0;
    for (const { path, known } of batch.entries) {
      const file = known ?? read[at++];
      if (file) settle(path, file, known !== undefined, plan, sums, visit, disk?.kept);
    }
  };
  // Before it is clear whether threads are worth it, nothing is read.
  const isFull = (): boolean => waiting.length > reader.width && (begun || waiting[0]?.unknown.length === 0);
  const dispatch = async (): Promise<void> => {
    const batch: (typeof waiting)[number] = { entries, read: undefined, unknown: entries.filter(({ known }) => known === undefined).map(({ path }) => path) };
    entries = [];
    toRead = 0;
    waiting.push(batch);
    if (!begun && unread >= (threads?.from ?? 0)) begin();
    else if (begun && reader.width > 0) batch.read = send(batch);
    while (isFull()) await deliver();
  };
  return {
    add: (entry) => {
      entries.push(entry);
      if (entry.known === undefined) {
        unread += 1;
        toRead += 1;
      }
      return toRead >= BATCH || entries.length >= BATCH_KNOWN ? dispatch() : undefined;
    },
    end: async () => {
      if (entries.length > 0) await dispatch();
      if (!begun) begin();
      while (waiting.length > 0) await deliver();
    },
    close: () => reader.close(),
  };
}

// Its tables take longer to lay out than a package takes to be searched, and a run that compares two searches both with the same strings.
const scanners = new WeakMap<SweepPlan['strings'], { readonly hashes: SweepPlan['hashes']; readonly scanner: ByteScanner }>();

function scannerFor(plan: SweepPlan): ByteScanner {
  const known = scanners.get(plan.strings);
  if (known && known.hashes.size === plan.hashes.size && [...plan.hashes].every((hash) => known.hashes.has(hash))) return known.scanner;
  const scanner = byteScanner(plan);
  scanners.set(plan.strings, { hashes: plan.hashes, scanner });
  return scanner;
}

function readThroughTree(tree: FileTree, scanner: ByteScanner, plan: SweepPlan, path: string): FileRead {
  try {
    return readMemoryFile(scanner, plan.strings, tree.read(path, LIMITS.fileBytes), path);
  } catch (error) {
    return unreadFile(error, path);
  }
}

function settle(path: string, read: FileRead, isKnown: boolean, plan: SweepPlan, sums: Sums, visit: (file: SweptFile) => void, kept: KeptFiles | undefined): void {
  sums.bytes += read.bytes;
  if (read.script) sums.scripts += 1;
  if (isKnown) sums.cached += 1;
  if (read.said?.problem !== undefined) sums.complete = false;
  kept?.keep(path, read);
  const named = plan.names.size > 0 && plan.names.has(path.slice(path.lastIndexOf('/') + 1).toLowerCase());
  if (read.said === undefined && !named) return;
  visit({ path, size: read.bytes, strings: [], gates: [], ...read.said, ...(named ? { named: true } : {}) });
}
