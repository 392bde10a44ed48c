// Problems of one lockfile, bounded: a file with a million faults must not become a report with a million lines.
import type { Problem, ProblemCode } from '../model/coverage.ts';
import type { Position } from '../model/inventory.ts';

/** Problems told one by one for each code; the rest is only counted. */
const TOLD = 25;

export interface ProblemList {
  /** `id` is the entry it is about, when it has a place in the text. */
  readonly add: (code: ProblemCode, message: string, id?: string) => void;
  /** Takes a finished problem over as it is. */
  readonly take: (problem: Problem) => void;
  /** What was added, in order, with the counts of what was left out. `locate` is called only for problems that are told. */
  readonly finish: (locate: (id: string) => Position | undefined) => readonly Problem[];
}

/** An empty list for the file at `path`. */
export function problemList(path: string): ProblemList {
  const told: { readonly problem: Problem; readonly id: string | undefined }[] = [];
  const counts = new Map<ProblemCode, number>();
  const keep = (problem: Problem, id: string | undefined) => {
    const count = (counts.get(problem.code) ?? 0) + 1;
    counts.set(problem.code, count);
    if (count <= TOLD) told.push({ problem, id });
  };
  return {
    add: (code, message, id) => keep({ code, message, path }, id),
    take: (problem) => keep({ ...problem, path }, undefined),
    finish: (locate) => {
      const problems: Problem[] = told.map(({ problem, id }) => ({ ...problem, ...(id === undefined ? undefined : locate(id)) }));
      for (const [code, count] of counts) {
        if (count > TOLD) problems.push({ code, message: `${count - TOLD} more of this kind`, path });
      }
      return problems;
    },
  };
}

/** A name or key of the audited file, cut so that a message stays a sentence. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > 120 ? `${text.slice(0, 119)}…` : text);
}
