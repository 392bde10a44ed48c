// The only place that starts a program. No shell, an environment of its own, a program found on the user's PATH alone: never in
// the current folder, never in a folder of the audited side, never in node_modules/.bin (npm puts the project's there first).
import { spawn } from 'node:child_process';
import { statSync } from 'node:fs';
import { delimiter, isAbsolute, join, relative } from 'node:path';
import type { Writable } from 'node:stream';

/** What of standard error is kept for a message. */
const STDERR_KEPT = 4_096;

export interface StartOptions {
  /** The whole environment: nothing of the caller's is added. */
  readonly environment: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** Milliseconds without a byte, while one is waited for, after which the program is ended: what it reads may never answer (a pipe in place of a file). */
  readonly idleMs: number;
}

export interface Ended {
  /** Undefined where a signal, or a failed start, ended it. */
  readonly code: number | undefined;
  /** `idle`: it gave nothing for too long. `failed`: it could not be started. */
  readonly reason: 'exit' | 'signal' | 'idle' | 'failed';
  /** The first lines of standard error; they may quote the audited side. */
  readonly stderr: string;
}

export interface Running {
  /** Undefined where it could not be started. */
  readonly pid: number | undefined;
  /** Standard output, piece by piece; ends when the program closes it. */
  readonly output: AsyncIterable<Buffer>;
  /** Feeds standard input in the background and closes it. A program that stops reading is no error here. What comes asynchronously is written at once. */
  readonly feed: (lines: Iterable<string> | AsyncIterable<string>) => void;
  readonly ended: Promise<Ended>;
  readonly kill: () => void;
}

const running = new Set<() => void>();
let hooked = false;

/** Starts a program by its absolute path. */
export function startProcess(program: string, args: readonly string[], options: StartOptions): Running {
  const child = spawn(program, args, { cwd: options.cwd, env: options.environment, stdio: ['pipe', 'pipe', 'pipe'], shell: false, windowsHide: true });
  const kill = () => { child.kill('SIGKILL'); };
  let idle = false;
  let stderr = '';
  child.stderr.on('data', (data: Buffer) => { if (stderr.length < STDERR_KEPT) stderr += data.toString('utf8', 0, STDERR_KEPT); });
  // EPIPE: it ended before it had read everything; its exit code tells why.
  child.stdin.on('error', () => child.stdin.destroy());
  running.add(kill);
  if (!hooked) process.on('exit', () => { for (const end of running) end(); });
  hooked = true;
  const ended = new Promise<Ended>((done) => {
    child.once('error', (error) => { running.delete(kill); done({ code: undefined, reason: 'failed', stderr: error.message }); });
    child.once('close', (code, signal) => {
      running.delete(kill);
      done({ code: code ?? undefined, reason: idle ? 'idle' : signal === null ? 'exit' : 'signal', stderr });
    });
  });
  return { pid: child.pid, output: watched(child.stdout, options.idleMs, () => { idle = true; kill(); }), feed: (lines) => { void feed(child.stdin, lines); }, ended, kill };
}

// The clock runs only while a piece is waited for: the time that the caller takes for a piece is not the program's.
async function* watched(stream: AsyncIterable<Buffer>, idleMs: number, onIdle: () => void): AsyncIterable<Buffer> {
  const pieces = stream[Symbol.asyncIterator]();
  for (;;) {
    const timer = setTimeout(onIdle, idleMs);
    try {
      const piece = await pieces.next();
      if (piece.done === true) return;
      clearTimeout(timer);
      yield piece.value;
    } finally {
      clearTimeout(timer);
    }
  }
}

/** A program that has the terminal. */
export interface OnTerminal {
  /** Resolves when it took the text: `closed` where it reads no more, which is no error (a user leaves a pager early). */
  readonly write: (text: string) => Promise<'taken' | 'closed'>;
  /** Closes its input and waits until it ends. */
  readonly end: () => Promise<void>;
}

/** Starts a program by its absolute path; what it prints goes where our own output goes. Undefined where it cannot be started. `environment` is the whole one. */
export async function startOnTerminal(program: string, args: readonly string[], options: Pick<StartOptions, 'cwd' | 'environment'>): Promise<OnTerminal | undefined> {
  const child = spawn(program, args, { cwd: options.cwd, env: options.environment, stdio: ['pipe', 'inherit', 'inherit'], shell: false });
  const input = child.stdin;
  let state: 'taken' | 'closed' = 'taken';
  const close = () => { state = 'closed'; };
  input.on('error', close).on('close', close);
  const ended = new Promise<void>((done) => { child.once('close', () => done()).once('error', () => done()); });
  const started = await new Promise<boolean>((done) => { child.once('spawn', () => done(true)).once('error', () => done(false)); });
  if (!started) return undefined;
  return {
    write: async (text) => {
      if (state === 'taken' && !input.write(text)) await untilDrained(input);
      return state;
    },
    end: async () => {
      if (!input.destroyed) input.end();
      await ended;
    },
  };
}

const BATCH = 32_768;

async function feed(input: Writable, lines: Iterable<string> | AsyncIterable<string>): Promise<void> {
  for await (const batch of Symbol.iterator in lines ? batched(lines) : lines) {
    if (input.destroyed) return;
    if (!input.write(batch)) await untilDrained(input);
  }
  if (!input.destroyed) input.end();
}

// Neither listener may stay behind: a process that lives long is fed many times.
function untilDrained(input: Writable): Promise<void> {
  return new Promise((done) => {
    const ready = (): void => {
      input.off('drain', ready).off('close', ready);
      done();
    };
    input.on('drain', ready).on('close', ready);
  });
}

function* batched(lines: Iterable<string>): Iterable<string> {
  let batch = '';
  for (const line of lines) {
    batch += line;
    if (batch.length < BATCH) continue;
    yield batch;
    batch = '';
  }
  if (batch !== '') yield batch;
}

/**
 * A program on the PATH of `environment`, or undefined. `never` are folders of the audited side. Relative entries mean the
 * current folder, which may be the audited one: they are passed over, as is every node_modules/.bin.
 */
export function findProgram(name: string, environment: Readonly<Record<string, string | undefined>>, never: readonly string[]): string | undefined {
  const path = environment['PATH'] ?? environment['Path'] ?? '';
  const names = process.platform === 'win32' ? [`${name}.exe`] : [name];
  for (const folder of path.split(delimiter)) {
    if (!isAbsolute(folder) || /[\\/]node_modules[\\/]\.bin[\\/]?$/.test(folder) || never.some((outer) => isBelow(folder, outer))) continue;
    for (const file of names) if (isProgram(join(folder, file))) return join(folder, file);
  }
  return undefined;
}

/** True where a path is a folder, or lies in it. */
export function isBelow(folder: string, outer: string): boolean {
  const between = relative(outer, folder);
  return between === '' || (!between.startsWith('..') && !isAbsolute(between));
}

function isProgram(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  return found !== undefined && found.isFile() && (process.platform === 'win32' || (found.mode & 0o111) !== 0);
}
