// What was not read, gathered from all of the coverage: the reasons for an incomplete verdict.
import type { Coverage, Place, Problem } from '../../model/coverage.ts';

/** All problems with the path of their place where they have none of their own. Places first, in their order. */
export function allProblems(coverage: Coverage): readonly Problem[] {
  return [...coverage.places.flatMap(problemsOf), ...coverage.problems];
}

function problemsOf(place: Place): readonly Problem[] {
  return place.problems.map((problem) => (problem.path === undefined ? { ...problem, path: place.path } : problem));
}

/** `path:line:column`, as editors and terminals open it; undefined without a path. */
export function whereOf(place: { readonly path?: string; readonly line?: number; readonly column?: number }): string | undefined {
  if (place.path === undefined) return undefined;
  const line = place.line === undefined ? '' : `:${place.line}`;
  return `${place.path}${line}${line === '' || place.column === undefined ? '' : `:${place.column}`}`;
}
