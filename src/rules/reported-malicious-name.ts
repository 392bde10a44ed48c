// Weak statements: low-confidence reports, research packages, dependency-confusion names, unwanted software.
import type { PackageMatch } from '../model/advisory.ts';
import type { Severity } from '../model/finding.ts';
import type { Rule } from './contract.ts';
import { about, campaignOf, findingOf, label } from './finding.ts';
import { matchEvidence } from './match-evidence.ts';
import { groupsFor } from './matches.ts';

const WHAT = {
  'dependency-confusion': 'was published to catch installs of a private package of that name',
  research: 'was reported as a researcher\'s proof of concept',
  unwanted: 'was reported as unwanted software',
} as const;

export const reportedMaliciousName: Rule<'matches'> = {
  page: {
    id: 'reported-malicious-name',
    summary: 'A package that a weak or special report names',
    why: 'A single feed names the package without versions or proof, or it is a proof of concept, a dependency-confusion name or unwanted software.',
    remediation: ['Look at the record and at the package before you act.', 'For a dependency-confusion name: make sure that your scope or registry setting takes the private package.'],
    limits: 'A hint, not a verdict: such feeds list wrong names and withdraw many of them.',
    severities: ['medium', 'info'],
    references: ['https://github.com/ossf/malicious-packages'],
  },
  judge: ({ place, matches, campaign }) => groupsFor('reported-malicious-name', matches).map((group) => {
    const { match } = group;
    return findingOf('reported-malicious-name', place, [match.name, match.version ?? ''], {
      severity: severityOf(match),
      confidence: match.advisory.confidence,
      title: titleOf(match),
      campaign: campaignOf(campaign(match.advisory.campaign), match),
      ...about(place, group.ids, match.name, match.version),
      why: reportedMaliciousName.page.why,
      remediation: reportedMaliciousName.page.remediation,
      evidence: matchEvidence(place, group),
      references: [],
    });
  }),
};

function severityOf(match: PackageMatch): Severity {
  return match.advisory.confidence === 'low' ? 'info' : 'medium';
}

function titleOf(match: PackageMatch): string {
  const { class: kind } = match.advisory;
  const what = kind === 'dependency-confusion' || kind === 'research' || kind === 'unwanted' ? WHAT[kind] : 'is named as malicious by a single report';
  return `${label(match.name, match.version)} ${what}`;
}
