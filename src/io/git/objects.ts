// Objects out of `git cat-file --batch`: https://git-scm.com/docs/git-cat-file#_batch_output . git ends at a corrupt object;
// it is then started again for what comes after.
import { LIMITS } from '../../model/limits.ts';
import type { Ended, Running } from '../processes.ts';
import { byteReader } from './output.ts';

/** What git has for an id. `corrupt`: git ended while it read the object, with its message. */
export type GitObject =
  | { readonly id: string; readonly state: 'found'; readonly type: string; readonly size: number; readonly bytes: Buffer }
  | { readonly id: string; readonly state: 'missing' }
  | { readonly id: string; readonly state: 'corrupt'; readonly message: string };

export type GitObjectInfo =
  | { readonly id: string; readonly state: 'found'; readonly type: string; readonly size: number; readonly name: string }
  | { readonly id: string; readonly state: 'missing' | 'corrupt' };

/** Starts `git cat-file` with these words. */
export type StartCatFile = (args: readonly string[]) => Running;

const RESTARTS = 100;
const HEADER = /^([0-9a-f]{40,64}) (commit|tree|blob|tag) (\d{1,18})$/;

/** Whole objects in the order of `ids`. The caller knows their sizes from `objectInfo`. */
export async function* readObjects(start: StartCatFile, ids: readonly string[]): AsyncIterable<GitObject> {
  for (let at = 0, restarts = 0; at < ids.length; restarts += 1) {
    const running = start(['--batch', '--buffer']);
    running.feed(linesFrom(ids, at));
    const reader = byteReader(running.output);
    try {
      for (; at < ids.length; at += 1) {
        const id = ids[at] as string;
        const header = await reader.line();
        if (header === undefined) break;
        const found = HEADER.exec(header);
        if (!found) {
          yield { id, state: 'missing' };
          continue;
        }
        const size = Number(found[3]);
        const bytes = await reader.bytes(size);
        if (bytes === undefined || (await reader.bytes(1)) === undefined) break;
        yield { id, state: 'found', type: found[2] as string, size, bytes };
      }
    } finally {
      running.kill();
    }
    if (at === ids.length) return;
    yield { id: ids[at] as string, state: 'corrupt', message: reasonOf(await running.ended) };
    at += 1;
    // A repository made of nothing else: what is left is given up as a whole.
    if (restarts >= RESTARTS) for (; at < ids.length; at += 1) yield { id: ids[at] as string, state: 'corrupt', message: 'too many objects before it were corrupt' };
  }
}

/** Types and sizes in the order of `names`: ids, or ids with `^{commit}` behind them. */
export async function* objectInfo(start: StartCatFile, names: readonly string[]): AsyncIterable<GitObjectInfo> {
  for (let at = 0, restarts = 0; at < names.length; restarts += 1) {
    const running = start(['--batch-check', '--buffer']);
    running.feed(linesFrom(names, at));
    const reader = byteReader(running.output);
    try {
      for (; at < names.length; at += 1) {
        const line = await reader.line();
        if (line === undefined) break;
        const found = HEADER.exec(line);
        yield found ? { id: names[at] as string, state: 'found', name: found[1] as string, type: found[2] as string, size: Number(found[3]) } : { id: names[at] as string, state: 'missing' };
      }
    } finally {
      running.kill();
    }
    if (at === names.length) return;
    const give = restarts >= RESTARTS ? names.length : at + 1;
    for (; at < give; at += 1) yield { id: names[at] as string, state: 'corrupt' };
  }
}

function* linesFrom(names: readonly string[], from: number): Iterable<string> {
  for (let at = from; at < names.length; at += 1) yield `${names[at] as string}\n`;
}

/** One line on why git ended. */
export function reasonOf(ended: Ended): string {
  if (ended.reason === 'idle') return `git gave nothing for ${LIMITS.gitIdle / 1000} seconds`;
  const line = ended.stderr.split('\n').find((text) => /^(?:fatal|error):/.test(text)) ?? ended.stderr.split('\n')[0] ?? '';
  return line === '' ? `git ended with ${ended.code === undefined ? 'a signal' : `code ${ended.code}`}` : line;
}
