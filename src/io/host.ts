// The process around a command: arguments' folder, environment, streams. Commands get it as a value, so that tests can give another.
import { closeSync, fstatSync, openSync, writeSync } from 'node:fs';
import { resolve } from 'node:path';
import { UserError } from '../model/errors.ts';

export interface OutputStream {
  readonly isTerminal: boolean;
  /** Columns of the terminal; 80 where it is none. */
  readonly columns: number;
  /** Lines of the terminal; undefined where it is none. */
  readonly rows?: number | undefined;
  /** Resolves when the system took the text, so that a large report does not pile up in memory. */
  readonly write: (text: string) => Promise<void>;
}

export interface Host {
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
}

export function processHost(): Host {
  return { cwd: process.cwd(), environment: process.env, stdout: outputStream(1, () => process.stdout), stderr: outputStream(2, () => process.stderr) };
}

// The stream objects of node load half of its network code; only a terminal, or a pipe that is full, needs one.
function outputStream(descriptor: 1 | 2, stream: () => NodeJS.WriteStream): OutputStream {
  let state: 'open' | 'streaming' | 'closed' = 'open';
  let terminal: boolean | undefined;
  const isTerminal = () => (terminal ??= isCharacterDevice(descriptor) && stream().isTTY === true);
  const streamed = (rest: Uint8Array) => new Promise<void>((done) => {
    if (state === 'closed') done();
    else stream().write(rest, () => done());
  });
  const close = (error: NodeJS.ErrnoException) => {
    // A reader that closed its end (`| head`) is not an error: the rest is dropped, and the verdict is still the exit code.
    if (error.code !== 'EPIPE' && error.code !== 'EOF') throw new UserError('output', 'cannot write to standard output', { hint: error.message, cause: error });
    state = 'closed';
  };
  return {
    get isTerminal() { return isTerminal(); },
    get columns() { return isTerminal() ? stream().columns : 80; },
    get rows() { return isTerminal() ? stream().rows : undefined; },
    write: async (text) => {
      if (state === 'closed') return;
      const bytes = Buffer.from(text);
      if (state === 'streaming') { await streamed(bytes); return; }
      let written = 0;
      try {
        while (written < bytes.length) written += writeSync(descriptor, bytes, written);
      } catch (thrown) {
        const error = thrown as NodeJS.ErrnoException;
        if (error.code !== 'EAGAIN') { close(error); return; }
        // Whoever gave us the pipe made it non-blocking, and it is full: only a stream can wait.
        state = 'streaming';
        stream().on('error', close);
        await streamed(bytes.subarray(written));
      }
    },
  };
}

function isCharacterDevice(descriptor: number): boolean {
  try {
    return fstatSync(descriptor).isCharacterDevice();
  } catch {
    // Closed by whoever started us: nothing is there to write to, and the first write says so.
    return false;
  }
}

/** A file for output, emptied now, so that a path that cannot be written is known before any work is done. Throws the system's error. */
export function openOutputFile(cwd: string, path: string): { readonly write: (text: string) => void; readonly close: () => void } {
  const descriptor = openSync(resolve(cwd, path), 'w');
  return {
    write: (text) => {
      const bytes = Buffer.from(text);
      for (let written = 0; written < bytes.length;) written += writeSync(descriptor, bytes, written);
    },
    close: () => closeSync(descriptor),
  };
}
