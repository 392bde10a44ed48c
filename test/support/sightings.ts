// What a search of the files of one package gives as facts, by plain comparison: the deep scan's own search is tested elsewhere.
import { createHash } from 'node:crypto';
import { encodedForms } from '../../src/indicators/encoded-forms.ts';
import { standsAlone } from '../../src/indicators/boundary.ts';
import { namedAs, searchStrings } from '../../src/indicators/search-strings.ts';
import type { Finding, RuleId } from '../../src/model/finding.ts';
import type { Indicator, SearchString } from '../../src/model/indicator.ts';
import type { FileSighting, SightingFacts } from '../../src/rules/contract.ts';
import { judgeFacts } from './server-facts.ts';

/** Every sighting of the indicators in the files. */
export function sightingsOf(files: Readonly<Record<string, string>>, indicators: readonly Indicator[]): readonly FileSighting[] {
  const found = searchStrings(indicators);
  const strings = [...found.strings, ...encodedForms(found.strings).strings];
  return Object.entries(files).flatMap(([path, text]) => [
    ...strings.flatMap((string) => sightingIn(path, text, string)),
    ...[...found.hashes.get(createHash('sha256').update(text).digest('hex')) ?? [], ...namedAs(found.names, path)].map((indicator): FileSighting => ({ indicator, path, count: 1 })),
  ]);
}

function sightingIn(path: string, text: string, { text: wanted, letters, boundary, via, indicator }: SearchString): readonly FileSighting[] {
  const folded = letters === 'exact' ? text : text.toLowerCase();
  const value = letters === 'exact' ? wanted : wanted.toLowerCase();
  const starts: number[] = [];
  for (let at = folded.indexOf(value); at !== -1; at = folded.indexOf(value, at + 1)) if (standsAlone(text, at, at + value.length, boundary)) starts.push(at);
  const [first] = starts;
  if (first === undefined) return [];
  const before = text.slice(0, first).split('\n');
  return [{ indicator, path, line: before.length, column: (before.at(-1) ?? '').length + 1, excerpt: text.split('\n')[before.length - 1] ?? '', count: starts.length, ...(via ? { via } : {}) }];
}

/** A package `a-package 1.0.0` in which these were met. */
export function sighted(sightings: readonly FileSighting[], more: Partial<SightingFacts> = {}): SightingFacts {
  return { kind: 'sightings', path: 'node_modules/a-package', stablePath: 'node_modules/a-package', package: { name: 'a-package', version: '1.0.0' }, sightings, campaign: () => undefined, ...more };
}

/** What one rule says of the sightings. */
export async function judgeSightings(id: RuleId, ...given: Parameters<typeof sighted>): Promise<readonly Finding[]> {
  return judgeFacts(id, sighted(...given));
}
