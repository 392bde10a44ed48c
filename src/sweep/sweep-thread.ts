// A thread of the sweep, and an entry of the build: it reads batches of files of the disk. It loads the search and nothing else.
import { serveThread } from '../io/threads.ts';
import { readDiskFile, type FileRead } from './read-file.ts';
import { byteScanner, type SearchPlan } from './scan-bytes.ts';

/** Files to read: where they lie, and how they are shown. */
export interface Batch {
  readonly id: number;
  readonly files: readonly { readonly path: string; readonly shown: string }[];
}

/** The same files in the same order. */
export interface BatchRead {
  readonly id: number;
  readonly files: readonly FileRead[];
}

serveThread<SearchPlan, Batch, BatchRead>((plan) => {
  const scanner = byteScanner(plan);
  return ({ id, files }) => ({ id, files: files.map(({ path, shown }) => readDiskFile(scanner, plan.strings, path, shown)) });
});
