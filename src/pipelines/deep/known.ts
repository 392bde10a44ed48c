// What the bundles know of code, laid out for a sweep: strings for one table, hashes and names to look up.
import type { BundleStack } from '../../indicators/stack.ts';
import { encodedForms } from '../../indicators/encoded-forms.ts';
import { knownIn } from '../../indicators/known.ts';
import { namedAs, searchStrings } from '../../indicators/search-strings.ts';
import type { FileSighting } from '../../rules/contract.ts';
import type { SweepPlan, SweptFile } from '../../sweep/contract.ts';
import { inside } from './packages.ts';
import type { CodeKnowledge, CodePackage } from './words.ts';

const REASONS_SHOWN = 5;

/** The tables of a run. Reads all indicators of all bundles, once. */
export function codeKnowledge(bundles: BundleStack): CodeKnowledge {
  const plain = searchStrings(bundles.indicators());
  const encoded = encodedForms(plain.strings);
  return {
    searched: { ...plain, strings: [...plain.strings, ...encoded.strings] },
    patterns: bundles.patterns(),
    known: knownIn(plain.strings),
    notes: [
      ...(plain.refused.length > 0 ? [`${plain.refused.length} of the bundles' indicators are not looked for in files: ${[...new Set(plain.refused.map(({ reason }) => reason))].slice(0, REASONS_SHOWN).join('; ')}`] : []),
      ...(encoded.leftOut > 0 ? [`${encoded.leftOut} of the bundles' indicators are looked for as they are alone, not in encoded forms`] : []),
    ],
  };
}

export function sweepPlan({ searched: { strings, hashes, names } }: CodeKnowledge, excluded: (path: string) => boolean, cache?: SweepPlan['cache']): SweepPlan {
  return { strings, hashes: new Set(hashes.keys()), names: new Set(names.keys()), excluded, ...(cache ? { cache } : {}) };
}

/** What the sweep met in the files of one package, as facts. */
export function sightingsIn(one: CodePackage, knowledge: CodeKnowledge): readonly FileSighting[] {
  return one.swept.flatMap((file) => sightingsOf(file, inside(one.path.absolute, file.path), knowledge));
}

function sightingsOf(file: SweptFile, path: string, { searched: { strings, hashes, names } }: CodeKnowledge): readonly FileSighting[] {
  const met = file.strings.flatMap(({ at, line, column, excerpt, count }): readonly FileSighting[] => {
    const found = strings[at];
    return found ? [{ indicator: found.indicator, path, line, column, excerpt, count, ...(found.via === undefined ? {} : { via: found.via }) }] : [];
  });
  const hashed = file.sha256 === undefined ? [] : hashes.get(file.sha256) ?? [];
  const named = file.named === true ? namedAs(names, file.path) : [];
  return [...met, ...[...hashed, ...named].map((indicator): FileSighting => ({ indicator, path, count: 1 }))];
}
