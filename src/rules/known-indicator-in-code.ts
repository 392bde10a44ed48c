// A domain, address, wallet or mark of a campaign in the files of a package. What the same text weighs depends on where it stands.
import type { Behavior } from '../model/behavior.ts';
import type { Finding } from '../model/finding.ts';
import type { RulePage } from '../model/rule.ts';
import { isCollection, listsAmong } from './block-lists.ts';
import { behaviorWords } from './behavior-words.ts';
import { locationOf, subjectOf } from './code-findings.ts';
import type { CodeFacts, FileSighting, Rule, SightingFacts } from './contract.ts';
import { fileKind, isBeside } from './file-kinds.ts';
import { indicatorFindings, type IndicatorRemark, isAddress, isHash, sightingLocation, type Weight, withoutCovered } from './indicator-findings.ts';
import { isHidden } from './hidden-values.ts';

const PAGE: RulePage = {
  id: 'known-indicator-in-code',
  summary: 'An indicator of a known campaign in the files of a package',
  why: 'The bundles list this domain, address, wallet or text as used by malware. Code that names it sends to it, loads from it, or was written by the same people.',
  remediation: [
    'Read the place. Where the code uses it: isolate the machine, keep the package and its logs, and follow the steps of the campaign.',
    'Where it is a block list, a detection tool or a text about the incident, accept the finding with that reason.',
  ],
  limits: 'A text alone does not tell what is done with it: in code it is high, in lists of settings and source maps medium, in texts for people, test data and files that list many unrelated indicators low, unless the code was seen to speak to it. A file name alone is low. What is split, encoded or fetched does not stand there as it is; obfuscated-indicator looks for that.',
  severities: ['high', 'medium', 'low'],
  references: ['https://oasis-open.github.io/cti-documentation/stix/intro'],
};

export const knownIndicatorInCode: Rule<'sightings' | 'code'> = {
  page: PAGE,
  judge: (facts) => (facts.kind === 'sightings' ? sightingFindings(facts) : useFindings(facts)),
};

function sightingFindings(facts: SightingFacts): readonly Finding[] {
  const plain = facts.sightings.filter(({ indicator, via }) => indicator.use === 'match' && !isHash(indicator) && !isHidden(via));
  const texts = plain.filter(({ indicator }) => indicator.type !== 'filename');
  const lists = listsAmong(texts);
  const collection = isCollection(texts);
  const remarks = withoutCovered(plain).map((sighting): IndicatorRemark => ({
    ...(lists.has(sighting.path) ? LISTED : capped(weightOf(sighting), collection || isMild(facts, sighting))),
    indicator: sighting.indicator, location: sightingLocation(facts, sighting), count: sighting.count,
    ...(lists.has(sighting.path) ? { how: 'in a list of many unrelated indicators' } : collection ? { how: 'in a package with indicators of many campaigns' } : {}),
  }));
  return indicatorFindings(PAGE, facts, remarks, (worst) => titleOf(facts, worst));
}

function titleOf(facts: SightingFacts, { indicator: { type, value, campaign } }: IndicatorRemark): string {
  const subject = subjectOf(facts);
  if (type === 'filename') return `${subject} has a file named as one of ${campaign}`;
  return `${subject} names ${NOUNS[type] ?? 'the text'} ${value}, known from ${campaign}`;
}

const NOUNS: Readonly<Partial<Record<FileSighting['indicator']['type'], string>>> = { domain: 'the domain', email: 'the address', url: 'the URL', ip: 'the IP address', wallet: 'the wallet', account: 'the account' };

const USED: Weight = { severity: 'high', confidence: 'high' };

/** An ad blocker and a detection tool name what they guard against. */
const LISTED: Weight = { severity: 'low', confidence: 'low' };

function weightOf({ indicator, path }: FileSighting): Weight {
  const kind = fileKind(path);
  if (indicator.type === 'filename') return LISTED;
  if (kind === 'text') return { severity: 'low', confidence: isBeside(path) ? 'low' : 'medium' };
  if (kind === 'data') return { severity: isBeside(path) || !isAddress(indicator) ? 'low' : 'medium', confidence: isBeside(path) ? 'low' : 'medium' };
  if (kind === 'source-map' || isBeside(path)) return { severity: 'medium', confidence: 'medium' };
  if (isAddress(indicator)) return { severity: 'high', confidence: kind === 'code' ? 'high' : 'medium' };
  return { severity: kind === 'code' ? 'high' : 'medium', confidence: 'medium' };
}

function capped(weight: Weight, mild: boolean): Weight {
  return mild && weight.severity === 'high' ? { severity: 'medium', confidence: weight.confidence === 'high' ? 'medium' : weight.confidence } : weight;
}

// What researchers and careless programs use is no sign of theft.
function isMild(facts: Pick<SightingFacts, 'campaign'>, { indicator }: Pick<FileSighting, 'indicator'>): boolean {
  const campaign = facts.campaign(indicator.campaign);
  return campaign !== undefined && (campaign.confidence === 'low' || !['malware', 'impostor', 'protestware'].includes(campaign.class));
}

// Code that really speaks to an indicator counts in full wherever it lies and whatever stands beside it: a folder named `test` runs as
// well as any other, and a list of strangers' hosts is soon pasted in. Joined with the sighting of the same value.
function useFindings(facts: CodeFacts): readonly Finding[] {
  const remarks = facts.behaviors.flatMap((behavior) => {
    const used = new Set(aimedAt(behavior).flatMap(facts.known));
    const hits = [...used].map((indicator) => ({ path: behavior.place.path, indicator, count: 1 }));
    return withoutCovered(hits).map(({ indicator }): IndicatorRemark => ({ ...capped(USED, isMild(facts, { indicator })), indicator, location: locationOf(facts, behavior.place), count: 1, how: behaviorWords(behavior) }));
  });
  return indicatorFindings(PAGE, facts, remarks, ({ indicator: { type, value, campaign } }) => `${subjectOf(facts)} uses ${NOUNS[type] ?? 'the text'} ${value}, known from ${campaign}`);
}

function aimedAt(behavior: Behavior): readonly string[] {
  if (behavior.kind === 'network') return [behavior.url ?? behavior.host ?? ''];
  if (behavior.kind === 'mail') return behavior.origins.flatMap((origin) => (origin.kind === 'constant' ? [origin.text] : []));
  return behavior.kind === 'process' || behavior.kind === 'install-script' ? [behavior.command ?? ''] : [];
}
