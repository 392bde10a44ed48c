// Findings of the rules that rest on a bundle's statement: they differ in severity and words, not in shape.
import type { PackageMatch } from '../model/advisory.ts';
import type { Confidence, Finding, Severity } from '../model/finding.ts';
import type { RulePage } from '../model/rule.ts';
import type { FactsOf } from './contract.ts';
import { about, campaignOf, findingOf } from './finding.ts';
import { matchEvidence, saferVersions } from './match-evidence.ts';
import { groupsFor } from './matches.ts';

export interface Words {
  readonly severity: Severity;
  readonly title: string;
  /** The advisory's, unless given. */
  readonly confidence?: Confidence;
  /** Before the releases that the bundle knows as good; absent: they are not named. */
  readonly safer?: string;
  /** What tells two findings on one name and version apart. */
  readonly subject?: string;
  /** The campaign's, unless given. */
  readonly references?: readonly string[];
}

/** One finding for each name and version that the rule of `page` speaks for. */
export function matchFindings(page: RulePage, { place, matches, campaign }: FactsOf<'matches'>, say: (match: PackageMatch) => Words): readonly Finding[] {
  return groupsFor(page.id, matches).map((group) => {
    const { match } = group;
    const known = campaign(match.advisory.campaign);
    const words = say(match);
    const safer = saferVersions(match);
    return findingOf(page.id, place, [match.name, match.version ?? '', ...(words.subject === undefined ? [] : [words.subject])], {
      severity: words.severity,
      confidence: words.confidence ?? match.advisory.confidence,
      title: words.title,
      campaign: campaignOf(known, match),
      ...about(place, group.ids, match.name, match.version),
      why: page.why,
      remediation: words.safer === undefined || safer.length === 0 ? page.remediation : [`${words.safer}: ${safer.join(', ')}.`, ...page.remediation],
      evidence: matchEvidence(place, group),
      references: known?.references ?? words.references ?? [],
    });
  });
}
