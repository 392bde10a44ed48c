// Code that does what the bundles describe of a campaign. The patterns are data: a responder writes one without touching the source.
import type { Behavior } from '../model/behavior.ts';
import type { Finding, Location } from '../model/finding.ts';
import type { CodePattern } from '../model/indicator.ts';
import type { RulePage } from '../model/rule.ts';
import { behaviorWords } from './behavior-words.ts';
import { aboutPackage, locationOf, serverLocations, subjectOf } from './code-findings.ts';
import type { CodeFacts, Rule } from './contract.ts';
import { campaignOf, findingOf, LOCATIONS_SHOWN } from './finding.ts';
import { patternHits } from './pattern-match.ts';

/** Places told of one condition. */
const PLACES_SHOWN = 3;

const PAGE: RulePage = {
  id: 'campaign-code-pattern',
  summary: 'Code does what a bundle describes of a campaign',
  why: 'A pattern of the bundle holds for the code of this package: the same calls with the same targets as in the campaign, under whatever name and version.',
  remediation: ['Compare the places with what the campaign\'s sources describe. If they agree: isolate the machine and follow the steps of the campaign.', 'If the code is honest, the pattern is too wide: tell who keeps the bundle, and accept the finding until it is narrowed.'],
  limits: 'As good as the pattern: `mcp-audit ioc show` prints it with its sources. Facts that the code hides from reading meet no pattern.',
  severities: ['critical', 'high', 'medium', 'low', 'info'],
  references: ['https://attack.mitre.org/techniques/T1195/002/'],
};

export const campaignCodePattern: Rule<'code'> = {
  page: PAGE,
  judge: (facts) => facts.patterns.flatMap((pattern) => {
    const hits = patternHits(pattern, facts.behaviors);
    return hits ? [findingOfPattern(facts, pattern, hits)] : [];
  }),
};

function findingOfPattern(facts: CodeFacts, pattern: CodePattern, hits: readonly (readonly Behavior[])[]): Finding {
  const campaign = facts.campaign(pattern.campaign);
  const shown = [...new Set(hits.flatMap((met) => met.slice(0, PLACES_SHOWN)))];
  const [first, ...others] = shown.map(({ place }) => locationOf(facts, place));
  if (first === undefined) throw new Error('a pattern that holds has a place');
  return findingOf('campaign-code-pattern', facts, [facts.package?.name ?? '', pattern.campaign, pattern.id], {
    severity: pattern.severity,
    confidence: campaign?.confidence ?? 'medium',
    title: `${subjectOf(facts)} ${pattern.title}, as ${pattern.campaign} does`,
    ...aboutPackage(facts),
    campaign: campaignOf(campaign, { advisory: { campaign: pattern.campaign, class: campaign?.class ?? 'malware' } }),
    locations: [first, ...uniqueBeside(first, others).slice(0, LOCATIONS_SHOWN - 1), ...serverLocations(facts)],
    why: PAGE.why,
    remediation: PAGE.remediation,
    evidence: [{ kind: 'indicator', text: `code pattern ${pattern.id} of ${pattern.campaign}${pattern.notes === undefined ? '' : `: ${pattern.notes}`}` }, ...shown.map((behavior) => ({ kind: 'behavior', text: behaviorWords(behavior) } as const))],
    references: [...campaign?.references ?? PAGE.references],
  });
}

function uniqueBeside(first: Location, others: readonly Location[]): readonly Location[] {
  const seen = new Set([keyOf(first)]);
  return others.filter((location) => !seen.has(keyOf(location)) && seen.add(keyOf(location)));
}

function keyOf({ path, line, column }: Location): string {
  return `${path}\n${line ?? 0}\n${column ?? 0}`;
}
