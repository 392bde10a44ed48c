// From the source of one package to what it does: opens the code, asks each extractor, sorts. An extractor that throws on one
// package is a problem of that package, not of the run.
import type { Behavior } from '../model/behavior.ts';
import type { Problem } from '../model/coverage.ts';
import { openCode } from './code.ts';
import { conditionsAround } from './conditions.ts';
import type { Extractor, PackageBehaviors, PackageSource } from './contract.ts';
import { foldedTexts } from './folded.ts';
import { EXTRACTORS } from './registry.ts';

const OUT_OF_STEPS: Problem = { code: 'too-many', message: 'The values in this package take more steps to follow than are made: some of them are not known' };

/** All behaviours of a package, sorted by path, line and column. Never throws. */
export function analyse(source: PackageSource, extractors: readonly Extractor[] = EXTRACTORS): PackageBehaviors {
  const { code, problems, files, exhausted } = openCode(source, conditionsAround);
  const wanted = extractors.filter(({ kind }) => source.kinds === undefined || source.kinds.includes(kind));
  const results = wanted.map((extractor) => guarded(`the reader of ${extractor.kind}`, () => extractor.extract(code, source)));
  const folded = guarded('the reader of constants', () => foldedTexts(code));
  return {
    behaviors: results.flatMap((result) => result.found).toSorted(byPlace),
    folded: folded.found,
    problems: [...problems, ...[...results, folded].flatMap((result) => result.problems), ...(exhausted() ? [OUT_OF_STEPS] : [])],
    files,
  };
}

function guarded<T>(what: string, extract: () => readonly T[]): { readonly found: readonly T[]; readonly problems: readonly Problem[] } {
  try {
    return { found: extract(), problems: [] };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { found: [], problems: [{ code: 'reader-failed', message: `Our own fault: ${what} failed: ${why.slice(0, 200)}` }] };
  }
}

function byPlace(a: Behavior, b: Behavior): number {
  return compare(a.place.path, b.place.path) || a.place.line - b.place.line || a.place.column - b.place.column || compare(a.kind, b.kind) || compare(a.api, b.api);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

