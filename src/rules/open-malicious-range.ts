// A record that says "from version x on" of a package that may have clean releases since.
import type { Rule } from './contract.ts';
import { about, campaignOf, findingOf, label } from './finding.ts';
import { matchEvidence, saferVersions } from './match-evidence.ts';
import { groupsFor } from './matches.ts';

export const openMaliciousRange: Rule<'matches'> = {
  page: {
    id: 'open-malicious-range',
    summary: 'A version inside an open malicious range of a package that may still be alive',
    why: 'A public record condemns every release from some version on and was never closed. The package may have been cleaned since, and offline nobody can know it.',
    remediation: ['Look the version up in the record and in the project\'s own statement.', 'If it is later than the incident and the project says that it is clean, accept the finding with a reason and a date.'],
    limits: 'Never more than medium: advisory ranges without an end also cover clean later releases.',
    severities: ['medium'],
    references: ['https://ossf.github.io/osv-schema/#affectedrangesevents-fields'],
  },
  judge: ({ place, matches, campaign }) => groupsFor('open-malicious-range', matches).map((group) => {
    const { match } = group;
    const known = campaign(match.advisory.campaign);
    const safer = saferVersions(match);
    return findingOf('open-malicious-range', place, [match.name, match.version ?? ''], {
      severity: 'medium',
      confidence: match.advisory.confidence === 'high' ? 'medium' : match.advisory.confidence,
      title: `${label(match.name, match.version)} lies in an open range of malicious versions`,
      campaign: campaignOf(known, match),
      ...about(place, group.ids, match.name, match.version),
      why: openMaliciousRange.page.why,
      remediation: safer.length > 0 ? [`Known-good releases: ${safer.join(', ')}.`, ...openMaliciousRange.page.remediation] : openMaliciousRange.page.remediation,
      evidence: matchEvidence(place, group),
      references: known?.references ?? [],
    });
  }),
};
