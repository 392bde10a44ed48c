// A thread of the sweep, and an entry of the build: it reads batches of files of the disk. It loads the search and nothing else.
import { serveThread } from '../io/threads.ts';
import { packRead, unpackBatch, type PackedBatch, type PackedRead } from './batches.ts';
import { readDiskFile } from './read-file.ts';
import { byteScanner, type SearchPlan } from './scan-bytes.ts';

/** What a thread is given at its start. */
export interface ThreadPlan extends SearchPlan {
  readonly wants: 'identity' | 'content';
}

serveThread<ThreadPlan, PackedBatch, PackedRead>((plan) => {
  const scanner = byteScanner(plan);
  return (packed) => {
    const { id, files } = unpackBatch(packed);
    return packRead(id, files.map(({ path, shown }) => readDiskFile(scanner, plan.strings, path, shown, plan.wants)));
  };
});
