// Programs of our own in a process apart, asked over pipes: one line of JSON each way, with limits of memory, time and length. For work on
// hostile input that may end a process.
import { readFileSync } from 'node:fs';
import { startProcess } from './processes.ts';

/** How a helper ended. */
export type HelperDeath = 'crashed' | 'timed-out' | 'out-of-memory';

export type HelperAnswer = { readonly kind: 'answer'; readonly value: unknown } | { readonly kind: 'died'; readonly how: HelperDeath };

export interface Helper {
  /**
   * One question at a time. What takes longer than `time` milliseconds is killed: of processor time where the system tells it (Linux), so
   * that a busy machine does not make honest work look like a loop; at most ten times as long by the clock. Never rejects.
   */
  readonly ask: (question: unknown, time: number) => Promise<HelperAnswer>;
  readonly isAlive: () => boolean;
  readonly kill: () => void;
  readonly ended: Promise<void>;
}

export interface HelperOptions {
  /** MiB of V8's old space (https://nodejs.org/api/cli.html#--max-old-space-sizesize-in-mib). */
  readonly memory: number;
  /** Longest answer that is taken, in bytes. */
  readonly answerBytes: number;
}

// setTimeout takes no longer times: a helper without a question may wait for one.
const NO_LIMIT = 2 ** 31 - 1;
const LF = 0x0a;

/** Starts `file` with this Node: no environment, none of our flags, nothing of ours open. */
export function startHelper(file: string, { memory, answerBytes }: HelperOptions): Helper {
  // Windows starts nothing without it.
  const environment = process.platform === 'win32' ? { SystemRoot: process.env['SystemRoot'] ?? '' } : {};
  const child = startProcess(process.execPath, [`--max-old-space-size=${memory}`, file], { environment, cwd: process.platform === 'win32' ? process.cwd() : '/', idleMs: NO_LIMIT });
  const questions = lineQueue();
  child.feed(questions.lines);
  const answers = linesOf(child.output, answerBytes, () => kill());
  let alive = true;
  let late = false;
  const ended = child.ended.then(() => { alive = false; });
  const kill = (): void => {
    if (!alive) return;
    alive = false;
    child.kill();
    // Its end is told once all that it wrote has been taken.
    void drain(answers);
  };
  const death = async (): Promise<HelperAnswer> => {
    kill();
    const { stderr } = await child.ended;
    if (late) return { kind: 'died', how: 'timed-out' };
    // V8 says it in these words before it aborts; the system's own killer says nothing.
    return { kind: 'died', how: /heap out of memory|Allocation failed/.test(stderr) ? 'out-of-memory' : 'crashed' };
  };
  return {
    ask: async (question, time) => {
      const stop = limitTime(child.pid, time, () => {
        late = true;
        kill();
      });
      try {
        questions.add(`${JSON.stringify(question)}\n`);
        const next = await answers.next();
        const value = next.done === true ? undefined : parsed(next.value);
        return value === undefined ? await death() : { kind: 'answer', value };
      } finally {
        stop();
      }
    },
    isAlive: () => alive,
    kill,
    ended,
  };
}

const CLOCK_RATIO = 10;

function limitTime(pid: number | undefined, time: number, over: () => void): () => void {
  const begin = processorTime(pid);
  const looks = { left: CLOCK_RATIO };
  let timer: NodeJS.Timeout;
  const arm = (wait: number): void => {
    timer = setTimeout(() => {
      const used = (processorTime(pid) ?? Number.POSITIVE_INFINITY) - (begin ?? 0);
      looks.left -= wait / time;
      if (used >= time || looks.left <= 0) over();
      else arm(Math.max(time / 10, time - used));
    }, wait);
  };
  arm(time);
  return () => clearTimeout(timer);
}

// Milliseconds of a process, its threads together: the 14th and 15th field of proc(5) `stat`, in hundredths of a second. The second
// field is a name in parentheses, which may hold anything.
function processorTime(pid: number | undefined): number | undefined {
  if (process.platform !== 'linux' || pid === undefined) return undefined;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const ticks = Number(fields[11]) + Number(fields[12]);
    return Number.isFinite(ticks) ? ticks * 10 : undefined;
  } catch {
    // It has ended, or /proc is not there: the clock alone counts.
    return undefined;
  }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    // It does not speak as it should: treated as an end.
    return undefined;
  }
}

interface LineQueue {
  readonly add: (line: string) => void;
  readonly lines: AsyncIterable<string>;
}

function lineQueue(): LineQueue {
  const waiting: string[] = [];
  let wake: (() => void) | undefined;
  return {
    add: (line) => {
      waiting.push(line);
      wake?.();
    },
    lines: {
      async* [Symbol.asyncIterator]() {
        for (;;) {
          const line = waiting.shift();
          if (line !== undefined) yield line;
          else await new Promise<void>((done) => { wake = done; });
        }
      },
    },
  };
}

async function drain(lines: AsyncIterator<string>): Promise<void> {
  for (let next = await lines.next(); next.done !== true;) next = await lines.next();
}

// A line longer than `most` is told and thrown away, with all behind it.
async function* linesOf(output: AsyncIterable<Buffer>, most: number, tooLong: () => void): AsyncGenerator<string, void, undefined> {
  let parts: Buffer[] = [];
  let bytes = 0;
  for await (const piece of output) {
    if (bytes > most) continue;
    let from = 0;
    for (let end = piece.indexOf(LF); end !== -1; end = piece.indexOf(LF, from)) {
      yield Buffer.concat([...parts, piece.subarray(from, end)]).toString('utf8');
      parts = [];
      bytes = 0;
      from = end + 1;
    }
    parts.push(piece.subarray(from));
    bytes += piece.length - from;
    if (bytes <= most) continue;
    parts = [];
    tooLong();
  }
}
