// Threads of our own that answer messages: the door to node:worker_threads. They are given nothing of the caller's environment or flags.
import { availableParallelism } from 'node:os';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';

/** One thread, as the first sees it. */
export interface Thread<Question> {
  readonly ask: (question: Question) => void;
  readonly stop: () => void;
}

export interface ThreadEvents<Answer> {
  readonly answer: (answer: Answer) => void;
  /** Once, however it ended: by itself, by an error, or because it could not start. Not after `stop`. */
  readonly end: () => void;
}

/** Starts `file` (a built entry) as a thread that has `data`; undefined where the system refuses threads. */
export function startThread<Question, Answer>(file: string, data: unknown, events: ThreadEvents<Answer>): Thread<Question> | undefined {
  try {
    const worker = new Worker(file, { workerData: data, execArgv: [], env: {} });
    let over = false;
    const end = (): void => {
      if (over) return;
      over = true;
      events.end();
    };
    worker.on('message', (answer: Answer) => { if (!over) events.answer(answer); });
    for (const event of ['messageerror', 'error', 'exit']) worker.on(event, end);
    return {
      ask: (question) => worker.postMessage(question),
      stop: () => {
        over = true;
        void worker.terminate();
      },
    };
  } catch {
    // Node's permission model refuses threads: the first does all.
    return undefined;
  }
}

/** In a thread: answers each message. `make` is given the thread's data. */
export function serveThread<Data, Question, Answer>(make: (data: Data) => (question: Question) => Answer): void {
  if (isMainThread) return;
  const answer = make(workerData as Data);
  parentPort?.on('message', (question: Question) => parentPort?.postMessage(answer(question)));
}

/** How many threads or processes of ours may run at once. */
export function processors(): number {
  return availableParallelism();
}
