// A file whose SHA-256 the bundles list. The name, the version and the registry do not matter: the bytes are known.
import type { RulePage } from '../model/rule.ts';
import { subjectOf } from './code-findings.ts';
import type { Rule } from './contract.ts';
import { indicatorFindings, type IndicatorRemark, isHash, sightingLocation } from './indicator-findings.ts';

const PAGE: RulePage = {
  id: 'known-malicious-file',
  summary: 'A file that is listed as malicious by its hash',
  why: 'The bytes of the file are those of a payload that the bundles list. No other content has this hash, whatever the file and the package are called.',
  remediation: ['Isolate the machine and keep a copy of the file before anything is removed.', 'Follow the steps of the campaign; look for what started the file.'],
  limits: 'One changed byte gives another hash, and most worms change some for each package. Only SHA-256 is compared.',
  severities: ['critical'],
  references: ['https://csrc.nist.gov/pubs/fips/180-4/upd1/final'],
};

export const knownMaliciousFile: Rule<'sightings'> = {
  page: PAGE,
  judge: (facts) => {
    const remarks = facts.sightings.filter(({ indicator }) => indicator.use === 'match' && isHash(indicator))
      .map((sighting): IndicatorRemark => ({ severity: 'critical', confidence: 'high', indicator: sighting.indicator, location: sightingLocation(facts, sighting), count: 1 }));
    return indicatorFindings(PAGE, facts, remarks, ({ indicator: { of, campaign }, location }) => (
      `${subjectOf(facts)} holds ${of === 'tarball' ? 'a packed package' : 'a file'} known from ${campaign}: ${location.path.slice(location.path.lastIndexOf('/') + 1)}`
    ));
  },
};
