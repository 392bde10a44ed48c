// The second thread of read-folders.ts, and an entry of the build: it reads folders of plain small files and hands their bytes over.
// A folder with anything else in it (a link, a large file, an error of any kind) it leaves to the first thread, which tells why.
import { parentPort, workerData } from 'node:worker_threads';
import { byCodePoint, needsRawName } from './names.ts';
import type { AheadBatch, AheadTask } from './read-folders.ts';
import { SYSTEM } from './system.ts';

const BATCH_BYTES = 1024 * 1024;
const BATCHES_WAITING = 16;
const FOLDER_ENTRIES = 10_000;

const { folders, limit, unit, shared } = workerData as AheadTask;
const buffer = Buffer.allocUnsafeSlow(BATCH_BYTES);
let used = 0;
let layout: number[] = [];
let names: string[] = [];

for (let at = claim(); at < folders.length; at = claim()) {
  const end = Math.min(at + unit, folders.length);
  for (let folder = at; folder < end; folder += 1) {
    if (take(folder)) continue;
    send();
    // What does not fit into an empty batch is left.
    take(folder);
  }
  send();
}
parentPort?.postMessage(undefined);

function claim(): number {
  return Atomics.add(shared, 0, 1) * unit;
}

/** False where the batch was too full for the folder; a folder that is left counts as taken. */
function take(folder: number): boolean {
  const before = used;
  const lengths: number[] = [];
  const found: string[] = [];
  const path = folders[folder] ?? '';
  try {
    const entries = SYSTEM.list(path);
    if (entries.length > FOLDER_ENTRIES) return true;
    for (const entry of entries.toSorted((left, right) => byCodePoint(left.name, right.name))) {
      const length = entry.isFile() && !needsRawName(entry.name) ? readFile(`${path}/${entry.name}`) : Number.POSITIVE_INFINITY;
      const full = used + length === buffer.length;
      if (full || length > limit) {
        used = before;
        return !full || before === 0;
      }
      used += length;
      lengths.push(length);
      found.push(entry.name);
    }
  } catch {
    // The first thread meets the same error and says it.
    used = before;
    return true;
  }
  layout.push(folder, lengths.length, ...lengths);
  names.push(...found);
  return true;
}

// A short read of a regular file is its end; a full batch may hold a part of the file only.
function readFile(path: string): number {
  const descriptor = SYSTEM.open(path);
  try {
    return SYSTEM.read(descriptor, buffer, used);
  } finally {
    SYSTEM.close(descriptor);
  }
}

function send(): void {
  if (layout.length === 0) return;
  const bytes = new Uint8Array(used);
  bytes.set(buffer.subarray(0, used));
  const batch: AheadBatch = { bytes, layout: Int32Array.from(layout), names: names.join('\0') };
  used = 0;
  layout = [];
  names = [];
  Atomics.add(shared, 1, 1);
  parentPort?.postMessage(batch, [bytes.buffer]);
  // The first thread may be slower: what waits for it must not fill the memory.
  for (let waiting = Atomics.load(shared, 1); waiting >= BATCHES_WAITING; waiting = Atomics.load(shared, 1)) Atomics.wait(shared, 1, waiting);
}
