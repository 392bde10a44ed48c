// The synthetic cases of the rules that judge what the bundle knows of code: the search table is made of the bundle as for a scan,
// the one file is searched by plain comparison.
import { createHash } from 'node:crypto';
import { encodedForms } from '../../indicators/encoded-forms.ts';
import { knownIn } from '../../indicators/known.ts';
import { searchStrings } from '../../indicators/search-strings.ts';
import type { BundleStack } from '../../indicators/stack.ts';
import type { Behavior } from '../../model/behavior.ts';
import type { Finding, RuleId } from '../../model/finding.ts';
import type { FileSighting } from '../../rules/contract.ts';
import { judge } from '../../rules/registry.ts';
import { CANARY, LISTED_FILE, LISTED_HOST } from './cases.ts';

export interface IndicatorCase {
  readonly id: RuleId;
  /** Content of the one file of the package. */
  readonly text: string;
  readonly behaviors: readonly Behavior[];
}

const RUNS: Behavior = { kind: 'process', place: { path: 'index.js', line: 1, column: 1 }, api: 'child_process.exec', command: `${CANARY} run`, origins: [] };

/** One case a rule. */
export const INDICATOR_CASES: readonly IndicatorCase[] = [
  { id: 'known-indicator-in-code', text: `fetch('https://${LISTED_HOST}/')`, behaviors: [] },
  { id: 'obfuscated-indicator', text: `fetch(atob('${Buffer.from(`https://${LISTED_HOST}/`).toString('base64')}'))`, behaviors: [] },
  { id: 'known-malicious-file', text: LISTED_FILE, behaviors: [] },
  { id: 'campaign-code-pattern', text: '', behaviors: [RUNS] },
];

/** What the rules say of the package of one case. */
export async function judgeIndicatorCase({ text, behaviors }: IndicatorCase, bundles: BundleStack): Promise<readonly Finding[]> {
  const { strings, hashes } = searchStrings(bundles.indicators());
  const path = `node_modules/${CANARY}`;
  const about = { path, stablePath: path, package: { name: CANARY, version: '1.0.0' }, campaign: bundles.campaign };
  const met = [...strings, ...encodedForms(strings).strings].filter((string) => text.includes(string.text));
  const sightings: readonly FileSighting[] = [
    ...met.map(({ indicator, via }): FileSighting => ({ indicator, path: 'index.js', line: 1, count: 1, ...(via ? { via } : {}) })),
    ...(hashes.get(createHash('sha256').update(text).digest('hex')) ?? []).map((indicator): FileSighting => ({ indicator, path: 'index.js', count: 1 })),
  ];
  return [
    ...await judge({ kind: 'sightings', ...about, sightings }),
    ...await judge({ kind: 'code', ...about, behaviors, folded: [], died: [], documents: { mentions: () => false, ownHosts: [] }, known: knownIn(strings), patterns: bundles.patterns() }),
  ];
}
