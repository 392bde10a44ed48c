// Problems of a yarn lockfile: kept with their offset, so that lines are counted only for those that are shown.
import type { Problem, ProblemCode } from '../../model/coverage.ts';
import { positionAt } from '../../text/lines.ts';

export interface YarnProblem {
  readonly code: ProblemCode;
  readonly message: string;
  /** In UTF-16 code units; absent: the whole file. */
  readonly offset?: number;
  readonly unlessProvided?: string;
}

// A text of another format gives one problem a line.
const SHOWN = 100;

/** Problems with line and column; over 100 the rest is one problem that says how many. */
export function toProblems(text: string, path: string, problems: readonly YarnProblem[]): readonly Problem[] {
  const shown = problems.slice(0, SHOWN).map(({ offset, ...problem }): Problem => ({ ...problem, path, ...(offset === undefined ? {} : positionAt(text, offset)) }));
  if (problems.length > SHOWN) shown.push({ code: 'malformed', message: `${problems.length - SHOWN} more problems of this file are not listed`, path });
  return shown;
}
