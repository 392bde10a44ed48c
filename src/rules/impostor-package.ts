// Same name and publisher as malware, in a version in which nobody found harm.
import type { Rule } from './contract.ts';
import { about, campaignOf, findingOf, label } from './finding.ts';
import { matchEvidence } from './match-evidence.ts';
import { groupsFor } from './matches.ts';

export const impostorPackage: Rule<'matches'> = {
  page: {
    id: 'impostor-package',
    summary: 'A package of an impostor, in a version without known harm',
    why: 'The package pretends to be another vendor\'s, or its publisher later shipped malware under this name. This version has no known harm; the next one the same person publishes may.',
    remediation: ['Replace it by the real vendor\'s package.', 'Check caches and client configurations for later versions: an unpinned launch has probably taken them.'],
    limits: 'Rests on the campaign file: it does not judge the code of this version.',
    severities: ['medium'],
    references: ['https://attack.mitre.org/techniques/T1195/002/'],
  },
  judge: ({ place, matches, campaign }) => groupsFor('impostor-package', matches).map((group) => {
    const { match } = group;
    const known = campaign(match.advisory.campaign);
    return findingOf('impostor-package', place, [match.name, match.version ?? ''], {
      severity: match.advisory.severity ?? 'medium',
      confidence: match.advisory.confidence,
      title: `${label(match.name, match.version)} comes from an impostor`,
      campaign: campaignOf(known, match),
      ...about(place, group.ids, match.name, match.version),
      why: impostorPackage.page.why,
      remediation: impostorPackage.page.remediation,
      evidence: matchEvidence(place, group),
      references: known?.references ?? [],
    });
  }),
};
