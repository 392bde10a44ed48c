// Very many folders of small files, such as the 50,000 of a cache's index: most of the time goes into calls of the system, which a
// second thread (read-ahead.ts) shares. Both claim runs of folders from one counter. The second hands over whole folders of plain
// files; whatever it did not hand over, because it left it or because it died, is read here, so nothing depends on it.
import { availableParallelism } from 'node:os';
import type { FolderVisit } from '../model/ports.ts';
import { breathe } from './clock.ts';
import { readAheadPath } from './package-files.ts';

/** When and with which file a second thread is started. */
export interface ReadAhead {
  /** Fewest folders that are worth it: a thread takes as long to start as 1,500 folders to read. */
  readonly from: number;
  /** The built read-ahead.ts; where it is missing, one thread reads all. */
  readonly file: string;
}

/** The second thread of this installation. */
export const STANDARD_AHEAD: ReadAhead = { from: 6_000, file: readAheadPath() };

/** What the second thread is given. */
export interface AheadTask {
  readonly folders: readonly string[];
  readonly limit: number;
  /** Folders of one claim. */
  readonly unit: number;
  /** Claims so far; batches that were sent and not yet taken. */
  readonly shared: Int32Array;
}

/** Folders that the second thread has read; `undefined` in its place is its end. */
export interface AheadBatch {
  readonly bytes: Uint8Array;
  /** For each folder: its position, the number of its files, the length of each. */
  readonly layout: Int32Array;
  /** Of all files in order, separated by NUL. */
  readonly names: string;
}

const UNIT = 128;

/** `FileTree.readFolders`. `readOne` reads the folder at a position, and visits it. */
export async function readFoldersOf(folders: readonly string[], limit: number, visit: FolderVisit, readOne: (at: number) => void, ahead: ReadAhead | undefined): Promise<void> {
  const done = new Uint8Array(folders.length);
  const read = (at: number): void => {
    if (done[at] !== 0) return;
    done[at] = 1;
    readOne(at);
  };
  const task: AheadTask = { folders, limit, unit: UNIT, shared: new Int32Array(new SharedArrayBuffer(8)) };
  const second = ahead && folders.length >= ahead.from && availableParallelism() > 1 ? await startSecond(task, ahead.file, (batch) => visitBatch(batch, done, visit)) : undefined;
  try {
    for (let at = claim(task); at < folders.length; at = claim(task)) {
      readRun(at, folders.length, read);
      await breathe();
    }
    await second?.ended();
  } finally {
    second?.stop();
  }
  if (second) {
    for (let at = 0; at < folders.length; at += UNIT) {
      if (!done.subarray(at, at + UNIT).includes(0)) continue;
      readRun(at, folders.length, read);
      await breathe();
    }
  }
}

function claim({ shared, unit }: AheadTask): number {
  return Atomics.add(shared, 0, 1) * unit;
}

function readRun(from: number, length: number, read: (at: number) => void): void {
  const end = Math.min(from + UNIT, length);
  for (let at = from; at < end; at += 1) read(at);
}

function visitBatch({ bytes, layout, names }: AheadBatch, done: Uint8Array, visit: FolderVisit): void {
  const separated = names.split('\0');
  let start = 0;
  let file = 0;
  for (let at = 0; at < layout.length;) {
    const folder = layout[at] ?? 0;
    const files = layout[at + 1] ?? 0;
    done[folder] = 1;
    for (const length of layout.subarray(at + 2, at + 2 + files)) {
      visit(folder, separated[file] ?? '', bytes.subarray(start, start + length));
      start += length;
      file += 1;
    }
    at += 2 + files;
  }
}

interface Second {
  /** Settles when the thread has ended, however; rejects where a visit threw. */
  readonly ended: () => Promise<void>;
  readonly stop: () => void;
}

async function startSecond(task: AheadTask, file: string, take: (batch: AheadBatch) => void): Promise<Second | undefined> {
  const { Worker } = await import('node:worker_threads');
  try {
    const worker = new Worker(file, { workerData: task, execArgv: [] });
    let over = false;
    const failures: unknown[] = [];
    const ended = new Promise<void>((done) => {
      const end = (): void => {
        over = true;
        done();
      };
      worker.on('message', (batch: AheadBatch | undefined) => {
        // What comes after the end was, or will be, read by the first thread.
        if (batch === undefined || over) return end();
        Atomics.sub(task.shared, 1, 1);
        Atomics.notify(task.shared, 1);
        try {
          take(batch);
        } catch (error) {
          failures.push(error);
          end();
        }
      });
      // A thread that dies, or cannot start, leaves its folders to the first.
      for (const event of ['messageerror', 'error', 'exit']) worker.on(event, end);
    });
    return {
      ended: async () => {
        await ended;
        if (failures.length > 0) throw failures[0];
      },
      stop: () => void worker.terminate(),
    };
  } catch {
    // Node's permission model refuses threads: one reads all.
    return undefined;
  }
}
