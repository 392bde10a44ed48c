// What each commit changed against its first parent, out of `git diff-tree --stdin --raw -z`:
// https://git-scm.com/docs/git-diff-tree#_raw_output_format . Trees are compared; no blob is read, no driver or filter asked.
import type { Running } from '../processes.ts';
import { shownName } from '../names.ts';
import { reasonOf } from './objects.ts';
import { fieldsOf } from './output.ts';

/** A commit with the one it is compared with; without one, everything in it counts as added. */
export interface GitPair {
  readonly commit: string;
  readonly parent: string | undefined;
}

export type GitChange =
  | { readonly kind: 'change'; readonly commit: string; readonly path: string; readonly mode: string; /** Undefined where the path is gone. */ readonly blob: string | undefined }
  /** git could not compare this one. */
  | { readonly kind: 'failed'; readonly commit: string; readonly message: string };

const RESTARTS = 100;

/** Changes in the order of `pairs`. */
export async function* compareTrees(start: () => Running, pairs: readonly GitPair[]): AsyncIterable<GitChange> {
  for (let at = 0, restarts = 0; at < pairs.length; restarts += 1) {
    const running = start();
    running.feed(linesFrom(pairs, at));
    let commit = '';
    let told = at;
    let record: RegExpExecArray | undefined;
    try {
      for await (const fields of fieldsOf(running.output, '\0')) {
        for (const field of fields) {
          if (record) {
            const gone = /^0+$/.test(record[2] as string);
            yield { kind: 'change', commit, path: shownName(Buffer.from(field, 'latin1')), mode: record[1] as string, blob: gone ? undefined : record[2] as string };
            record = undefined;
          } else if (field.startsWith(':')) {
            record = /^:\d{6} (\d{6}) [0-9a-f]+ ([0-9a-f]+) [A-Z]/.exec(field) ?? undefined;
          } else {
            commit = field.slice(0, 64).trim();
            told += 1;
          }
        }
      }
    } finally {
      running.kill();
    }
    const ended = await running.ended;
    if (told === pairs.length && ended.code === 0) return;
    at = told;
    const failed = pairs[at] ?? pairs.at(-1);
    if (failed) yield { kind: 'failed', commit: failed.commit, message: reasonOf(ended) };
    at += 1;
    if (restarts >= RESTARTS) for (; at < pairs.length; at += 1) yield { kind: 'failed', commit: (pairs[at] as GitPair).commit, message: 'too many trees before it could not be read' };
  }
}

function* linesFrom(pairs: readonly GitPair[], from: number): Iterable<string> {
  for (let at = from; at < pairs.length; at += 1) {
    const { commit, parent } = pairs[at] as GitPair;
    yield parent === undefined ? `${commit}\n` : `${commit} ${parent}\n`;
  }
}
