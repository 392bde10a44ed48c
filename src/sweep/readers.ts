// Who reads the batches of a sweep: threads of our own on the disk, or the first thread itself. A thread that dies leaves its batches to
// the first, so nothing depends on any.
import { breathe } from '../io/clock.ts';
import { startThread, type Thread } from '../io/threads.ts';
import type { FileRead } from './read-file.ts';
import type { ThreadPlan } from './sweep-thread.ts';
import { packBatch, unpackRead, type Batch, type PackedBatch, type PackedRead } from './batches.ts';

export interface BatchReader {
  /** Batches that may be under way at once. */
  readonly width: number;
  readonly read: (batch: Batch) => Promise<readonly FileRead[]>;
  readonly close: () => void;
}

export type ReadHere = (batch: Batch) => readonly FileRead[];

/** Reads in this thread, and lets signals in between batches. */
export function readerHere(read: ReadHere): BatchReader {
  return {
    width: 0,
    read: async (batch) => {
      await breathe();
      return read(batch);
    },
    close: () => undefined,
  };
}

interface Asked {
  readonly batch: Batch;
  readonly done: (files: readonly FileRead[]) => void;
  readonly failed: (error: unknown) => void;
}

interface Worker {
  readonly thread: Thread<PackedBatch>;
  readonly asked: Map<number, Asked>;
}

/** Batches that wait at each thread, so that none is idle while the first walks. */
const WAITING = 2;

/** Reads in `count` threads that run `file`, the built sweep-thread.ts. */
export function readerThreads(file: string, plan: ThreadPlan, count: number, here: ReadHere): BatchReader {
  const workers = new Set<Worker>();
  for (let at = 0; at < count; at += 1) {
    const asked: Worker['asked'] = new Map();
    const thread = startThread<PackedBatch, PackedRead>(file, plan, {
      answer: (packed) => {
        const one = asked.get(packed.id);
        asked.delete(packed.id);
        one?.done(unpackRead(packed));
      },
      end: () => {
        for (const worker of workers) if (worker.asked === asked) workers.delete(worker);
        for (const one of asked.values()) answerHere(one, here);
        asked.clear();
      },
    });
    if (thread) workers.add({ thread, asked });
  }
  return {
    width: count * WAITING,
    read: (batch) => new Promise((done, failed) => {
      const [first, ...others] = workers;
      if (first === undefined) {
        answerHere({ batch, done, failed }, here);
        return;
      }
      const idlest = others.reduce((least, one) => (one.asked.size < least.asked.size ? one : least), first);
      idlest.asked.set(batch.id, { batch, done, failed });
      idlest.thread.ask(packBatch(batch));
    }),
    close: () => { for (const { thread } of workers) thread.stop(); },
  };
}

function answerHere({ batch, done, failed }: Asked, here: ReadHere): void {
  try {
    done(here(batch));
  } catch (error) {
    failed(error);
  }
}
