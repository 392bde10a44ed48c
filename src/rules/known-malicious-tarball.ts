// The hash of the tarball is listed, whatever name it goes under.
import type { Rule } from './contract.ts';
import { about, campaignOf, findingOf, label } from './finding.ts';
import { matchEvidence } from './match-evidence.ts';
import { groupsFor } from './matches.ts';

export const knownMaliciousTarball: Rule<'matches'> = {
  page: {
    id: 'known-malicious-tarball',
    summary: 'A tarball whose hash is known to be malicious',
    why: 'The integrity in the lockfile is that of a tarball listed as malware. The content is the same, whatever the entry calls it.',
    remediation: [
      'Treat every machine that installed it as affected; keep the lockfile and the npm cache as evidence.',
      'Remove the entry and find out who put the renamed package there.',
      'From a clean machine, rotate the credentials that the package could reach.',
    ],
    limits: 'Only SHA-512 and SHA-1 values can be compared with a lockfile; most published hashes are SHA-256 of a tarball or of a file inside it.',
    severities: ['critical'],
    references: ['https://w3c.github.io/webappsec-subresource-integrity/'],
  },
  judge: ({ place, matches, campaign }) => groupsFor('known-malicious-tarball', matches).map((group) => {
    const { match } = group;
    const known = campaign(match.advisory.campaign);
    return findingOf('known-malicious-tarball', place, [match.name, match.version ?? '', match.matched], {
      severity: match.advisory.severity ?? 'critical',
      confidence: 'high',
      title: `${label(match.name, match.version)} has the content of a tarball known to be malicious`,
      campaign: campaignOf(known, match),
      ...about(place, group.ids, match.name, match.version),
      why: knownMaliciousTarball.page.why,
      remediation: knownMaliciousTarball.page.remediation,
      evidence: matchEvidence(place, group),
      references: known?.references ?? [],
    });
  }),
};
