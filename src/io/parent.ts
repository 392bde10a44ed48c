// The other side of processes.ts: a process of our own that answers its parent over standard input and output, one line of JSON each
// way. It ends when its input does, and also when the parent is gone while it works: a second thread looks, as the first may hang.
import { isMainThread, Worker, workerData } from 'node:worker_threads';

const LOOK_EVERY = 1_000;

/** Answers each line of standard input with one line. `answer` runs in the first thread of the process. */
export function serveParent(answer: (question: unknown) => unknown): void {
  if (!isMainThread) {
    if (typeof workerData === 'number') endWith(workerData);
    return;
  }
  // The same file as a thread.
  const watch = new Worker(import.meta.filename, { workerData: process.ppid, execArgv: [], env: {} });
  watch.unref();
  // Where no thread may be started, the end of the input is what ends it.
  watch.on('error', () => undefined);
  // A question of 20 MB comes in 300 pieces: each is searched once.
  const waiting: string[] = [];
  process.stdin.setEncoding('utf8');
  process.stdin.on('data', (text: string) => {
    const [first = '', ...others] = text.split('\n');
    waiting.push(first);
    for (const next of others) {
      const line = waiting.splice(0).join('');
      waiting.push(next);
      process.stdout.write(`${JSON.stringify(answer(JSON.parse(line)))}\n`);
    }
  });
  process.stdin.on('end', () => process.exit(0));
}

// Signal 0 asks only whether the process is there (kill(2)).
function endWith(parent: number): void {
  setInterval(() => {
    try {
      process.kill(parent, 0);
    } catch {
      process.kill(process.pid, 'SIGKILL');
    }
  }, LOOK_EVERY);
}
