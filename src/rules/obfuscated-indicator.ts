// An indicator that is hidden: encoded in a file, or put together by the code. Honest code has no reason to hide a host.
import type { Transform } from '../model/behavior.ts';
import type { Finding } from '../model/finding.ts';
import type { RulePage } from '../model/rule.ts';
import { listsAmong } from './block-lists.ts';
import { listed } from './behavior-words.ts';
import { locationOf, subjectOf } from './code-findings.ts';
import type { CodeFacts, Rule, SightingFacts } from './contract.ts';
import { fileKind, isBeside } from './file-kinds.ts';
import { isHidden } from './hidden-values.ts';
import { indicatorFindings, type IndicatorRemark, isAddress, isHash, type PackageFacts, sightingLocation, type Weight, withoutCovered } from './indicator-findings.ts';
import type { Indicator } from '../model/indicator.ts';

const PAGE: RulePage = {
  id: 'obfuscated-indicator',
  summary: 'An indicator of a known campaign, hidden in the files of a package',
  why: 'A domain, address or mark that the bundles list stands here encoded, backwards or in pieces. Nobody hides an honest host: it was written to be missed by a search.',
  remediation: ['Isolate the machine before anything else is done on it, keep the package, and follow the steps of the campaign.', 'Rotate every credential that the package could read, from another machine.'],
  limits: 'Whole values in base64, hexadecimal digits, escapes, character codes, percent encoding or reversed are met in any file; what is put together otherwise only in JavaScript and TypeScript that could be parsed. Values of fewer than eight characters are looked for as they are alone. Values that are only joined from pieces weigh less: a constant used in two places is joined too.',
  severities: ['critical', 'high', 'medium', 'low'],
  references: ['https://attack.mitre.org/techniques/T1027/'],
};

export const obfuscatedIndicator: Rule<'sightings' | 'code'> = {
  page: PAGE,
  judge: (facts) => (facts.kind === 'sightings' ? encodedFindings(facts) : foldedFindings(facts)),
};

interface Hit {
  readonly path: string;
  readonly line?: number | undefined;
  readonly indicator: Indicator;
  readonly via: readonly Transform[];
  readonly location: IndicatorRemark['location'];
  readonly count: number;
}

function encodedFindings(facts: SightingFacts): readonly Finding[] {
  const hits = facts.sightings.flatMap((sighting): readonly Hit[] => {
    const { indicator, via, path, count } = sighting;
    return via === undefined || !isHidden(via) || indicator.use !== 'match' || isHash(indicator) ? [] : [{ path, line: sighting.line, indicator, via, count, location: sightingLocation(facts, sighting) }];
  });
  return findingsOf(facts, hits);
}

function foldedFindings(facts: CodeFacts): readonly Finding[] {
  const hits = facts.folded.flatMap(({ text, via, place }) => facts.known(text)
    .filter(({ value }) => isHidden(via) || place.excerpt?.toLowerCase().includes(value.toLowerCase()) !== true)
    .map((indicator): Hit => ({ path: place.path, line: place.line, indicator, via, location: locationOf(facts, place), count: 1 })));
  return findingsOf(facts, hits);
}

function findingsOf(facts: PackageFacts, hits: readonly Hit[]): readonly Finding[] {
  const lists = listsAmong(hits);
  const remarks = withoutCovered(hits).map((hit): IndicatorRemark => ({ ...weightOf(hit, lists.has(hit.path)), indicator: hit.indicator, location: hit.location, count: hit.count, how: howOf(hit.via) }));
  return indicatorFindings(PAGE, facts, remarks, ({ indicator: { value, campaign }, how }) => `${subjectOf(facts)} holds ${value}, known from ${campaign}, ${how ?? 'hidden'}`);
}

function howOf(via: readonly Transform[]): string {
  return `${isHidden(via) ? 'hidden by' : 'put together by'} ${listed([...new Set(via)].map((transform) => WORDS[transform]))}`;
}

const WORDS: Readonly<Record<Transform, string>> = {
  concatenated: 'joining pieces', joined: 'joining a list', reversed: 'writing it backwards', replaced: 'replacing characters', sliced: 'cutting it out', 'char-codes': 'character codes', escapes: 'escapes', base64: 'base64',
  hex: 'hexadecimal digits', 'url-encoding': 'percent encoding', 'string-table': 'a table of strings', xor: 'XOR', computed: 'code that computes it',
};

function weightOf({ path, indicator, via }: Hit, inList: boolean): Weight {
  // A list that is packed as a whole hides no destination; a tool does so to keep its own data from being taken for malware.
  if (inList) return { severity: isHidden(via) ? 'medium' : 'low', confidence: 'low' };
  const kind = fileKind(path);
  if (kind === 'text') return { severity: 'medium', confidence: 'low' };
  if (!isHidden(via)) return { severity: 'high', confidence: 'medium' };
  if (kind === 'data' || kind === 'source-map' || isBeside(path)) return { severity: 'high', confidence: 'medium' };
  return isAddress(indicator) ? { severity: 'critical', confidence: 'high' } : { severity: 'high', confidence: 'high' };
}
