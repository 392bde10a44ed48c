// What the bundles know of code, laid out for a sweep: strings for one table, hashes and names to look up.
import type { BundleStack } from '../../indicators/stack.ts';
import type { Indicator } from '../../model/indicator.ts';
import type { FileSighting } from '../../rules/contract.ts';
import type { SweepPlan, SweptFile } from '../../sweep/contract.ts';
import { inside } from './packages.ts';
import type { CodeKnowledge, CodePackage } from './words.ts';

/** The tables of a run. Reads all indicators of all bundles, once. */
export async function codeKnowledge(bundles: BundleStack): Promise<CodeKnowledge> {
  const { knownIn, searchStrings } = await import('../../indicators/search-strings.ts');
  const indicators = bundles.indicators().filter(({ use }) => use === 'match');
  const hashes = byValue(indicators.filter(({ type, of }) => type === 'sha256' && of !== 'git-commit'));
  const names = byValue(indicators.filter(({ type }) => type === 'filename'));
  const strings = searchStrings(indicators);
  return { strings, hashes, names, patterns: bundles.patterns(), known: knownIn(strings) };
}

function byValue(indicators: readonly Indicator[]): ReadonlyMap<string, readonly Indicator[]> {
  const found = new Map<string, Indicator[]>();
  for (const indicator of indicators) {
    const key = indicator.value.toLowerCase();
    const others = found.get(key);
    if (others) others.push(indicator);
    else found.set(key, [indicator]);
  }
  return found;
}

export function sweepPlan({ strings, hashes, names }: CodeKnowledge, excluded?: (path: string) => boolean): SweepPlan {
  return { strings, hashes: new Set(hashes.keys()), names: new Set(names.keys()), ...(excluded ? { excluded } : {}) };
}

/** What the sweep met in the files of one package, as facts. */
export function sightingsIn(one: CodePackage, knowledge: CodeKnowledge): readonly FileSighting[] {
  return one.swept.flatMap((file) => sightingsOf(file, inside(one.path.absolute, file.path), knowledge));
}

function sightingsOf(file: SweptFile, path: string, { strings, hashes, names }: CodeKnowledge): readonly FileSighting[] {
  const met = file.strings.flatMap(({ at, line, column, excerpt, count }): readonly FileSighting[] => {
    const found = strings[at];
    return found ? [{ indicator: found.indicator, path, line, column, excerpt, count }] : [];
  });
  const hashed = file.sha256 === undefined ? [] : hashes.get(file.sha256) ?? [];
  const named = file.named === true ? names.get(path.slice(path.lastIndexOf('/') + 1).toLowerCase()) ?? [] : [];
  return [...met, ...[...hashed, ...named].map((indicator): FileSighting => ({ indicator, path, count: 1 }))];
}
