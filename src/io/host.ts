// The process around a command: arguments' folder, environment, streams. Commands get it as a value, so that tests can give another.
import { closeSync, openSync, writeSync } from 'node:fs';
import { resolve } from 'node:path';

export interface OutputStream {
  readonly isTerminal: boolean;
  /** Columns of the terminal; 80 where it is none. */
  readonly columns: number;
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
  return { cwd: process.cwd(), environment: process.env, stdout: outputStream(process.stdout), stderr: outputStream(process.stderr) };
}

function outputStream(stream: NodeJS.WriteStream): OutputStream {
  let closed = false;
  // A reader that closed its end (`| head`) is not an error: the rest is dropped, and the verdict is still the exit code.
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    closed = true;
  });
  return {
    isTerminal: stream.isTTY === true,
    columns: stream.columns ?? 80,
    write: (text) => new Promise((done) => {
      if (closed) done();
      else stream.write(text, () => done());
    }),
  };
}

/** A file for output, emptied now, so that a path that cannot be written is known before any work is done. Throws the system's error. */
export function openOutputFile(cwd: string, path: string): { readonly write: (text: string) => void; readonly close: () => void } {
  const descriptor = openSync(resolve(cwd, path), 'w');
  return { write: (text) => { writeSync(descriptor, text); }, close: () => closeSync(descriptor) };
}
