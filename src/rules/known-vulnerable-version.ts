// A flaw, not an attack: kept apart and never called malware.
import type { Rule } from './contract.ts';
import { about, campaignOf, findingOf, label } from './finding.ts';
import { matchEvidence, saferVersions } from './match-evidence.ts';
import { groupsFor } from './matches.ts';

export const knownVulnerableVersion: Rule<'matches'> = {
  page: {
    id: 'known-vulnerable-version',
    summary: 'A version with a known vulnerability that matters for MCP servers',
    why: 'The version has a published flaw. It is not malware: nothing was planted, but an attacker who reaches it can abuse it.',
    remediation: ['Update to a fixed version.', 'Until then, do not connect it to servers or inputs that you do not trust.'],
    limits: 'The bundle lists vulnerabilities of MCP servers and tools only. For a full list of vulnerabilities use a vulnerability scanner.',
    severities: ['high', 'medium'],
    references: ['https://github.com/advisories'],
  },
  judge: ({ place, matches, campaign }) => groupsFor('known-vulnerable-version', matches).map((group) => {
    const { match } = group;
    const known = campaign(match.advisory.campaign);
    const safer = saferVersions(match);
    return findingOf('known-vulnerable-version', place, [match.name, match.version ?? '', match.advisory.campaign], {
      severity: match.advisory.severity ?? 'medium',
      confidence: match.advisory.confidence,
      title: `${label(match.name, match.version)} has a known vulnerability`,
      campaign: campaignOf(known, match),
      ...about(place, group.ids, match.name, match.version),
      why: knownVulnerableVersion.page.why,
      remediation: safer.length > 0 ? [`Fixed in: ${safer.join(', ')}.`, ...knownVulnerableVersion.page.remediation.slice(1)] : knownVulnerableVersion.page.remediation,
      evidence: matchEvidence(place, group),
      references: known?.references ?? [],
    });
  }),
};
