// From "this content holds it" to windows: the commits whose tree holds a version, in pieces that hang together by parenthood.
// A merge that takes the clean side ends the window of the other side; a revert opens a second window; two branches that took
// the version up by themselves have two windows, until a merge that holds it joins them into one.
import type { Graph } from './graph.ts';

/** One window, by commit numbers. */
export interface WindowDraft {
  readonly first: number;
  readonly last: number;
  readonly introducedBy: readonly number[];
  readonly removedBy: readonly number[];
  readonly commits: number;
  /** Tips (commit numbers) that hold it. */
  readonly tips: readonly number[];
}

/**
 * Content of one path in every commit: a number of `contents`, -1 where the path is not there. `changes` are against the first
 * parent, so a merge is told whole by what differs from its first side.
 */
export function contentsOf(graph: Graph, changes: ReadonlyMap<number, number>): Int32Array {
  const contents = new Int32Array(graph.ids.length).fill(-1);
  for (let commit = 0; commit < contents.length; commit += 1) {
    const parent = graph.first[commit] as number;
    contents[commit] = changes.get(commit) ?? (parent === -1 ? -1 : contents[parent] as number);
  }
  return contents;
}

/** Windows in the order of their first commits. `holds` says of each commit whether its tree holds the version. */
export function windowsOf(graph: Graph, holds: (commit: number) => boolean, tips: readonly number[]): readonly WindowDraft[] {
  const size = graph.ids.length;
  // Commit -> an earlier commit of the same window, itself where it is the earliest known; -1: does not hold it.
  const links = new Int32Array(size).fill(-1);
  const rootOf = (commit: number): number => {
    let at = commit;
    while (links[at] !== at) at = links[at] = links[links[at] as number] as number;
    return at;
  };
  const introducers: number[] = [];
  const removers: number[] = [];
  for (let commit = 0; commit < size; commit += 1) {
    const parents = graph.parents(commit);
    if (!holds(commit)) {
      if (parents.some((parent) => links[parent] !== -1)) removers.push(commit);
      continue;
    }
    links[commit] = commit;
    let joined = false;
    for (const parent of parents) {
      if (links[parent] === -1) continue;
      joined = true;
      const a = rootOf(parent);
      const b = rootOf(commit);
      links[Math.max(a, b)] = Math.min(a, b);
    }
    if (!joined) introducers.push(commit);
  }
  const drafts = new Map<number, { first: number; last: number; introducedBy: number[]; removedBy: number[]; commits: number; tips: number[] }>();
  for (let commit = 0; commit < size; commit += 1) {
    if (links[commit] === -1) continue;
    const root = rootOf(commit);
    const draft = drafts.get(root);
    if (!draft) {
      drafts.set(root, { first: commit, last: commit, introducedBy: [], removedBy: [], commits: 1, tips: [] });
      continue;
    }
    draft.commits += 1;
    if ((graph.times[commit] as number) < (graph.times[draft.first] as number)) draft.first = commit;
    if ((graph.times[commit] as number) >= (graph.times[draft.last] as number)) draft.last = commit;
  }
  for (const commit of introducers) drafts.get(rootOf(commit))?.introducedBy.push(commit);
  for (const commit of removers) for (const root of new Set(graph.parents(commit).filter((parent) => links[parent] !== -1).map(rootOf))) drafts.get(root)?.removedBy.push(commit);
  for (const tip of tips) if (links[tip] !== -1) drafts.get(rootOf(tip))?.tips.push(tip);
  return [...drafts.values()];
}

/** Stays on the line of first parents of a tip, oldest first: the commit that brought it onto the line, and the one that took it off. */
export function staysOnLine(graph: Graph, holds: (commit: number) => boolean, tip: number): readonly { readonly from: number; readonly to?: number }[] {
  const stays: { from: number; to?: number }[] = [];
  let open: { from: number; to?: number } | undefined;
  for (let commit = tip, later = -1; commit !== -1; later = commit, commit = graph.first[commit] as number) {
    if (!holds(commit)) open = undefined;
    else if (open) open.from = commit;
    else stays.push(open = { from: commit, ...(later === -1 ? {} : { to: later }) });
  }
  return stays.toReversed();
}
