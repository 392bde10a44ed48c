// Commits: the graph as `git rev-list` tells it, or commit by commit where that fails, and what one commit object says
// (https://git-scm.com/docs/git-commit-tree, "Commit information"). All of it is the committer's word: names, mail addresses, both dates.
import { LIMITS } from '../../model/limits.ts';
import type { Running } from '../processes.ts';
import { reasonOf } from './objects.ts';
import { byteReader, fieldsOf } from './output.ts';

export interface GitCommit {
  readonly id: string;
  readonly parents: readonly string[];
  /** Committer's date, seconds since 1970. */
  readonly time: number;
}

export interface GitSignature {
  readonly name: string;
  readonly email: string;
  /** Seconds since 1970; anybody can write any. */
  readonly time: number;
}

export interface GitCommitText {
  /** Id of the tree; empty where it tells none. */
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: GitSignature;
  readonly committer: GitSignature;
}

const NOBODY: GitSignature = { name: '', email: '', time: 0 };

/** Reads a commit object. Missing parts are empty. */
export function parseCommit(bytes: Buffer): GitCommitText {
  let tree = '';
  const parents: string[] = [];
  let author = NOBODY;
  let committer = NOBODY;
  for (let at = 0; at < bytes.length;) {
    const found = bytes.indexOf(0x0a, at);
    const end = found === -1 ? bytes.length : found;
    if (end === at) break;
    const line = bytes.toString('utf8', at, Math.min(end, at + 4_096));
    if (line.startsWith('tree ') && tree === '') tree = line.slice(5);
    else if (line.startsWith('parent ')) parents.push(line.slice(7));
    else if (line.startsWith('author ')) author = signatureOf(line.slice(7));
    else if (line.startsWith('committer ')) committer = signatureOf(line.slice(10));
    at = end + 1;
  }
  return { tree, parents, author, committer };
}

function signatureOf(line: string): GitSignature {
  const open = line.indexOf('<');
  const close = line.lastIndexOf('>');
  const time = Number(/^ (-?\d{1,15})(?: |$)/.exec(line.slice(close + 1))?.[1] ?? 0);
  if (open === -1 || close < open) return { name: line.trim(), email: '', time };
  return { name: line.slice(0, open).trim(), email: line.slice(open + 1, close), time };
}

/** Commits, a parent never before its child. Rejects with the reason where git could not walk them all. */
export async function* listCommits(running: Running, tips: readonly string[]): AsyncIterable<GitCommit> {
  running.feed(tips.map((id) => `${id}\n`));
  for await (const lines of fieldsOf(running.output, '\n')) {
    for (const line of lines) {
      const [time, id, ...parents] = line.split(' ');
      if (id !== undefined) yield { id, parents, time: Number(time) || 0 };
    }
  }
  const ended = await running.ended;
  if (ended.code !== 0) throw new Error(reasonOf(ended));
}

/** What a walk from commit to commit met. */
export interface Walked {
  /** A parent never before its child. */
  readonly commits: readonly GitCommit[];
  /** Ids that are no readable commit. */
  readonly lost: readonly string[];
  /** Commits of which no parent is left. */
  readonly ends: readonly string[];
}

/** Walks from commit to commit past what is missing. Slow: one question for each. `running` is `cat-file --batch` without a buffer. */
export async function walkCommits(start: () => Running, tips: readonly string[], shallow: ReadonlySet<string>): Promise<Walked> {
  const found = new Map<string, GitCommit>();
  const lost = new Set<string>();
  let waiting = [...new Set(tips)];
  const asked = new Set(waiting);
  while (waiting.length > 0 && found.size < LIMITS.gitCommits) {
    const running = start();
    const reader = byteReader(running.output);
    const queue = [...waiting];
    const more = questions(queue);
    running.feed(more.lines);
    let at = 0;
    for (; at < queue.length; at += 1) {
      const id = queue[at] as string;
      const header = await reader.line();
      if (header === undefined) break;
      const size = / commit (\d{1,18})$/.exec(header)?.[1];
      const bytes = await bytesOf(reader, header);
      if (bytes === undefined) break;
      if (size === undefined) {
        lost.add(id);
        continue;
      }
      const { parents, committer } = parseCommit(bytes);
      found.set(id, { id, parents: shallow.has(id) ? [] : parents, time: committer.time });
      for (const parent of shallow.has(id) ? [] : parents) {
        if (asked.has(parent)) continue;
        asked.add(parent);
        queue.push(parent);
      }
      more.wake();
    }
    more.end();
    running.kill();
    await running.ended;
    if (at < queue.length) lost.add(queue[at] as string);
    waiting = queue.slice(at + 1);
  }
  const ends = [...found.values()].filter((commit) => commit.parents.length > 0 && !commit.parents.some((parent) => found.has(parent))).map((commit) => commit.id);
  return { commits: childrenFirst(found, tips), lost: [...lost], ends };
}

// The lines of a list that grows while it is asked.
function questions(queue: readonly string[]): { readonly lines: AsyncIterable<string>; readonly wake: () => void; readonly end: () => void } {
  const state: { isOpen: boolean; ready: (() => void) | undefined } = { isOpen: true, ready: undefined };
  const wake = () => {
    state.ready?.();
    state.ready = undefined;
  };
  const lines = async function* () {
    for (let at = 0; state.isOpen; at += 1) {
      if (at >= queue.length) await new Promise<void>((ready) => { state.ready = ready; });
      if (state.isOpen && at < queue.length) yield `${queue[at] as string}\n`;
      else at -= 1;
    }
  };
  return {
    lines: lines(),
    wake,
    end: () => {
      state.isOpen = false;
      wake();
    },
  };
}

async function bytesOf(reader: ReturnType<typeof byteReader>, header: string): Promise<Buffer | undefined> {
  const size = / (?:commit|tree|blob|tag) (\d{1,18})$/.exec(header)?.[1];
  if (size === undefined) return Buffer.alloc(0);
  const bytes = await reader.bytes(Number(size));
  return bytes !== undefined && (await reader.bytes(1)) !== undefined ? bytes : undefined;
}

// Depth first without recursion: a history is a million commits deep. Parents that are not there are left out.
function childrenFirst(found: ReadonlyMap<string, GitCommit>, tips: readonly string[]): readonly GitCommit[] {
  const order: GitCommit[] = [];
  const seen = new Set<string>();
  for (const tip of tips) {
    const stack: { readonly commit: GitCommit; at: number }[] = [];
    const enter = (id: string) => {
      const commit = found.get(id);
      if (!commit || seen.has(id)) return;
      seen.add(id);
      stack.push({ commit: { ...commit, parents: commit.parents.filter((parent) => found.has(parent)) }, at: 0 });
    };
    enter(tip);
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const parent = top.commit.parents[top.at];
      top.at += 1;
      if (parent !== undefined) enter(parent);
      else order.push((stack.pop() as typeof top).commit);
    }
  }
  return order.toReversed();
}
