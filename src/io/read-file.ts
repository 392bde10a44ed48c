// The content of one file. Pipes, sockets and devices are never opened, no file is read over its limit, and what changes while
// it is read is not waited for.
import { TreeError } from '../model/ports.ts';
import { rawPath } from './names.ts';
import { treeError, type SystemCalls } from './system.ts';

interface Content {
  readonly buffer: Buffer;
  readonly length: number;
}

const SCRATCH = 64 * 1024;

/** Reads files as text where they are UTF-8 without a byte order mark, else undefined. Small ones share one buffer: nothing of it is given away but the text. */
export function textReader(calls: SystemCalls): (path: string, limit: number) => string | undefined {
  let scratch: Buffer | undefined;
  return (path, limit) => {
    const { buffer, length } = readFile(calls, path, limit, scratch ??= Buffer.allocUnsafeSlow(SCRATCH));
    const text = buffer.toString('utf8', 0, length);
    return text.includes('\ufffd') || text.startsWith('\ufeff') ? undefined : text;
  };
}

/** Reads a whole file. Throws TreeError. */
export function readBytes(calls: SystemCalls, path: string, limit: number): Uint8Array {
  const { buffer, length } = readFile(calls, path, limit);
  return buffer.subarray(0, length);
}

// One function, as thousands of files are read in a run. `scratch` is taken for what is smaller.
function readFile(calls: SystemCalls, path: string, limit: number, scratch?: Buffer): Content {
  let descriptor: number | undefined;
  try {
    const raw = rawPath(path);
    const before = calls.stat(raw);
    if (!before.isFile()) throw new TreeError('not-a-file', before.isDirectory() ? 'a folder, not a file' : 'a pipe, socket or device, not a file');
    const { size } = before;
    if (size > limit) throw tooLarge(size, limit);
    // One byte more than the size, so that a file that grew shows itself without a second call.
    let buffer = scratch !== undefined && size < scratch.length ? scratch : Buffer.allocUnsafe(size + 1);
    // What is swapped in since then is not waited for (O_NONBLOCK), and is read to the limit at most: a second stat would add nothing.
    descriptor = calls.open(raw);
    for (let length = 0; ;) {
      const got = calls.read(descriptor, buffer, length);
      length += got;
      if (length > limit) throw tooLarge(length, limit);
      if (got === 0 || (length === size && size > 0)) return { buffer, length };
      if (length === buffer.length) buffer = wider(buffer, limit);
    }
  } catch (error) {
    throw treeError(error);
  } finally {
    if (descriptor !== undefined) calls.close(descriptor);
  }
}

function wider(full: Buffer, limit: number): Buffer {
  const buffer = Buffer.allocUnsafe(Math.min(Math.max(full.length * 2, SCRATCH), limit + 1));
  full.copy(buffer);
  return buffer;
}

function tooLarge(size: number, limit: number): TreeError {
  return new TreeError('too-large', `${size} bytes or more, over the limit of ${limit}`);
}
