// A history as arrays: commits by number, a parent always before its child.
import { LIMITS } from '../../model/limits.ts';
import type { GitCommit } from '../../io/git.ts';

export interface Graph {
  readonly ids: readonly string[];
  /** Committer's date, seconds since 1970. */
  readonly times: Float64Array;
  readonly numberOf: (id: string) => number | undefined;
  /** Parents that are in the graph, in order. */
  readonly parents: (commit: number) => readonly number[];
  /** The first parent; -1 where there is none. */
  readonly first: Int32Array;
}

/** Builds the graph from commits of which a child comes before its parents. `cut`: true where there were more than a run takes. */
export async function buildGraph(commits: AsyncIterable<GitCommit> | Iterable<GitCommit>, breathe: () => Promise<void>): Promise<{ readonly graph: Graph; readonly cut: boolean }> {
  const childrenFirst: GitCommit[] = [];
  let cut = false;
  for await (const commit of commits) {
    if (childrenFirst.length >= LIMITS.gitCommits) {
      cut = true;
      break;
    }
    childrenFirst.push(commit);
    if (childrenFirst.length % 50_000 === 0) await breathe();
  }
  const ordered = childrenFirst.toReversed();
  const numbers = new Map(ordered.map((commit, at) => [commit.id, at]));
  // Objects that do not have the content that their names promise can make a circle: an edge that leads forward is none.
  const parents = ordered.map((commit, at) => known(commit.parents, numbers).filter((parent) => parent < at));
  const graph: Graph = {
    ids: ordered.map((commit) => commit.id),
    times: Float64Array.from(ordered, (commit) => commit.time),
    numberOf: (id) => numbers.get(id),
    parents: (commit) => parents[commit] ?? NONE,
    first: Int32Array.from(ordered, (commit, at) => before(numbers.get(commit.parents[0] ?? ''), at)),
  };
  return { graph, cut };
}

function before(parent: number | undefined, child: number): number {
  return parent === undefined || parent >= child ? -1 : parent;
}

const NONE: readonly number[] = [];

function known(ids: readonly string[], numbers: ReadonlyMap<string, number>): readonly number[] {
  if (ids.length === 0) return NONE;
  const found: number[] = [];
  for (const id of ids) {
    const at = numbers.get(id);
    if (at !== undefined) found.push(at);
  }
  return found;
}
